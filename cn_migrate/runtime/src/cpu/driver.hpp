// SPDX-License-Identifier: MIT
// The machine's own processors as a driver.
#pragma once

#include "../opencl/library.hpp"

namespace cn::cpu {

/// Its functions, without those for buffers: its memory is the host's.
opencl::library driver();

} // namespace cn::cpu
