// A file of a ported project that has no kernels: it only uses the interface.
#include "cnative.hpp"

extern cn::symbol<int> shared_offset;

bool prepare(int **x, int n) {
    const int seven = 7;
    return cn::malloc(x, static_cast<std::size_t>(n) * sizeof(int)) == cn::success &&
           cn::memset(*x, 0, static_cast<std::size_t>(n) * sizeof(int)) == cn::success &&
           cn::memcpy_to_symbol(shared_offset, &seven, sizeof seven) == cn::success;
}
