"""The CUDA C++ front end, on libclang."""
