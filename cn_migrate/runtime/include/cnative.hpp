// SPDX-License-Identifier: MIT
// cnative: one interface to compute devices, with the meaning of CUDA's runtime API; its back ends
// are OpenCL, loaded when the program runs, and the machine's own processors. C++17. The library behind it is compiled from the sources
// in cnative/src (its CMakeLists.txt, or: c++ -std=c++17 -I. -c cnative/src/*.cpp ...); link with
// -ldl -lpthread. The headers bring no more of the standard library than CUDA's own do, so that
// programs with `using namespace std` keep their names.
//
// Environment:
//   CN_DEVICE          which devices: "gpu", "cpu", "accelerator", "0:1" (platform:device), part of
//                      a name ("intel", "pocl"); a list separated by commas gives the ordinals;
//                      "native": the machine's own processors, where the program has kernels for them
//   CN_MEMORY          "fine", "coarse" (shared virtual memory) or "buffer"; less than the device
//                      can do, for tests
//   CN_OPENCL_LIBRARY  the OpenCL library to load instead of libOpenCL.so.1
//   CN_SUB_GROUPS      1 or 0: warps are sub-groups of the device, or go through local memory; by
//                      default GPUs with sub-groups of 32 use them
//   CN_VERBOSE=1       say on stderr which devices were chosen and what OpenCL reports
#pragma once

// What programs get from CUDA's header without asking for it.
#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cnative/array.hpp"
#include "cnative/copy.hpp"
#include "cnative/copy_3d.hpp"
#include "cnative/cpu_kernel.hpp"
#include "cnative/data_type.hpp"
#include "cnative/device.hpp"
#include "cnative/device_choice.hpp"
#include "cnative/driver/compiler.hpp"
#include "cnative/driver/function.hpp"
#include "cnative/driver/texture.hpp"
#include "cnative/driver/virtual_memory.hpp"
#include "cnative/error.hpp"
#include "cnative/event.hpp"
#include "cnative/function.hpp"
#include "cnative/graph/exec.hpp"
#include "cnative/launch.hpp"
#include "cnative/launch_attributes.hpp"
#include "cnative/managed.hpp"
#include "cnative/math.hpp"
#include "cnative/memory.hpp"
#include "cnative/memory_pool.hpp"
#include "cnative/occupancy.hpp"
#include "cnative/profiler_ranges.hpp"
#include "cnative/stream.hpp"
#include "cnative/texture.hpp"
#include "cnative/texture_reference.hpp"
#include "cnative/vector_types.hpp"
#include "cnative/version.hpp"

// The null stream is the calling thread's own in programs that are compiled so in any of their files.
#ifdef CUDA_API_PER_THREAD_DEFAULT_STREAM
namespace {
const bool cn_default_is_per_thread = (cn::detail::default_is_per_thread = true);
}
#endif
