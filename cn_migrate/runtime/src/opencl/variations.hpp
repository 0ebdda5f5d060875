// SPDX-License-Identifier: MIT
// Launches that were thought out elsewhere, to try kernels on inputs that the program does not give
// them. With CN_VARIATIONS=<file> the program does the launches of that file at its own first
// launch, and ends; together with CN_RECORD this tells what each of them computed.
//
// The file holds variations one after the other. Each is these lines, then bytes:
//   cn-variation 1
//   <module>
//   <kernel>
//   <grid x y z> <block x y z> <bytes of shared memory> <symbols> <pieces>
//   <address>              for each variable that the kernel uses, in the kernel's order
//   <address> <size>       for each piece of memory
// The bytes are those of each parameter, then those of each piece. Addresses are any numbers: they
// say which pointers lead where. Pieces are allocated anew, and pointers into them are changed: in
// arguments, and of a kernel that follows pointers in memory also there.
#pragma once

#include <cstdlib>

namespace cn::opencl {

/// The file of the variations; null where none are asked for.
inline const char *variations_file() {
    static const char *const file = std::getenv("CN_VARIATIONS");
    return file;
}

/// Does every launch of the file, and ends the program: with 0, or 1 where a launch failed.
[[noreturn]] void run_variations();

} // namespace cn::opencl
