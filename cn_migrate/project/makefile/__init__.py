"""Static reading of Makefiles: nothing is run, so the project is not touched and needs no toolkit."""
