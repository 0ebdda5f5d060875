// SPDX-License-Identifier: MIT
// What a device can do, under the names of CUDA's cudaDeviceProp. What OpenCL does not tell is as
// on a device of compute capability 8.0 where programs size their work by it, else zero.
#pragma once

#include <cstddef>

namespace cn::types {

struct cn_uuid {
    char bytes[16];
};
using uuid_t = cn_uuid;

struct device_prop {
#include "device_prop_fields.hpp"
};

} // namespace cn::types
