"""Static reading of CMakeLists.txt: no CUDA toolkit and no configure step is needed."""
