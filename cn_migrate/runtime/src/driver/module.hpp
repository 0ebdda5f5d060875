// SPDX-License-Identifier: MIT
// The image of a module, a file that the build writes where the original's had machine code, is the
// text "cnative module <file>.cl", a line for each module it stands for. Any other image stands for
// all kernels of the program.
#pragma once

namespace cn::opencl {
inline constexpr const char *image_mark = "cnative module ";
} // namespace cn::opencl
