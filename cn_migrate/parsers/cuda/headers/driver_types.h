// CUDA's include name for all types of the runtime interface.
#pragma once

// Programs test for the guards of NVIDIA's headers to learn what was included.
#ifndef __DRIVER_TYPES_H__
#define __DRIVER_TYPES_H__
#endif

#include "cn/keywords.h"
#include "cn/error_codes.h"
#include "cn/memory_types.h"
#include "cn/memory_pool_types.h"
#include "cn/device_types.h"
#include "cn/device_attributes.h"
#include "cn/device_prop.h"
#include "cn/stream_types.h"
#include "cn/interop_types.h"
#include "cn/graph_types.h"
