// cuda::std: CUDA's standard library has the host library's names and meanings.
// Source: CUDA C++ Core Libraries, "Standard library".
#pragma once

namespace cuda {
namespace std {
using namespace ::std;
}
}  // namespace cuda
