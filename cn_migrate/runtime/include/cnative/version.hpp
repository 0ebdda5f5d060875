// SPDX-License-Identifier: MIT
// The version of the interface, for C and C++.
#pragma once

// The version of CUDA whose documentation the interface follows, as CUDART_VERSION counts.
#define CN_API_VERSION 12040
#define CN_API_VERSION_MAJOR 12
#define CN_API_VERSION_MINOR 4
