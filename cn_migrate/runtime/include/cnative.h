// SPDX-License-Identifier: MIT
// cnative for C: the functions of cnative.hpp by the names cn_malloc, cn_memcpy, ... with the same
// meaning. C99; a program that uses it compiles cnative/c/interface.cpp too.
//
// C++ may include it as well, for headers that both languages share: the types are then those of
// cnative.hpp.
#pragma once

#ifdef __cplusplus
#include "cnative.hpp"
#else
#include <limits.h>
#include <stddef.h>

#include "cnative/device_attribute_list.hpp"
#include "cnative/error_list.hpp"
#include "cnative/version.hpp"
#endif

#include "cnative/c/constant_list.h"
#include "cnative/c/function_list.h"

#ifdef __cplusplus
// Macros, because `enum cn_error_t` and `struct cn_device_prop` are good C.
#define cn_error_t cn::error_t
#define cn_device_attr cn::device_attr
#define cn_memcpy_kind cn::memcpy_kind
#define cn_memory_type cn::memory_type
#define cn_memory_advise cn::memory_advise
#define cn_limit cn::limit
#define cn_func_cache cn::func_cache
#define cn_shared_mem_config cn::shared_mem_config
#define cn_device_p2p_attr cn::device_p2p_attr
#define cn_uuid_t cn::uuid_t
#define cn_data_type cn::data_type
#define cn_access_property cn::access_property
#define cn_synchronization_policy cn::synchronization_policy
#define cn_cluster_scheduling_policy cn::cluster_scheduling_policy
#define cn_launch_attribute_id cn::launch_attribute_id
#define cn_access_policy_window cn::access_policy_window
#define cn_launch_attribute_value cn::launch_attribute_value
#define cn_launch_attribute cn::launch_attribute
#define cn_launch_config_t cn::launch_config_t
#define cn_shared_carveout cn::shared_carveout
#define cn_compute_mode cn::compute_mode
#define cn_func_attribute cn::func_attribute
#define cn_stream_t cn::stream_t
#define cn_event_t cn::event_t
#define cn_stream_callback_t cn::stream_callback_t
#define cn_host_fn_t cn::host_fn_t
#define cn_device_prop cn::device_prop
#define cn_pointer_attributes cn::pointer_attributes
#define cn_func_attributes cn::func_attributes

#define CN_ROW_2(value, name) inline constexpr auto cn_##name = cn::name;
#define CN_ROW_3(value, name, more) CN_ROW_2(value, name)
CN_ERRORS(CN_ROW_3)
CN_DEVICE_ATTRIBUTES(CN_ROW_3)
CN_MEMCPY_KINDS(CN_ROW_2)
CN_MEMORY_TYPES(CN_ROW_2)
CN_MEMORY_ADVICE(CN_ROW_2)
CN_LIMITS(CN_ROW_2)
CN_FUNC_CACHES(CN_ROW_2)
CN_SHARED_MEM_CONFIGS(CN_ROW_2)
CN_COMPUTE_MODES(CN_ROW_2)
CN_FUNC_ATTRIBUTES(CN_ROW_2)
CN_SHARED_CARVEOUTS(CN_ROW_2)
CN_P2P_ATTRIBUTES(CN_ROW_2)
CN_DATA_TYPES(CN_ROW_2)
CN_ACCESS_PROPERTIES(CN_ROW_2)
CN_SYNC_POLICIES(CN_ROW_2)
CN_CLUSTER_POLICIES(CN_ROW_2)
CN_LAUNCH_ATTRIBUTES(CN_ROW_2)
CN_FLAGS(CN_ROW_2)
#undef CN_ROW_3
#undef CN_ROW_2
#else
#include "cnative/c/types.h"
#endif

#define cn_stream_legacy ((cn_stream_t)1)
#define cn_stream_per_thread ((cn_stream_t)2)

#ifdef __cplusplus
extern "C" {
#endif

#define CN_ROW(name, parameters, arguments) cn_error_t cn_##name parameters;
CN_FUNCTIONS(CN_ROW)
#undef CN_ROW

const char *cn_get_error_string(cn_error_t error);
const char *cn_get_error_name(cn_error_t error);

#ifdef __cplusplus
}

// What C++ may leave to types and default arguments: cn_malloc(&floats, size).
#define CN_ROW(name, parameters, arguments)                                                        \
    template <class... A>                                                                          \
    auto cn_##name(A &&...a)->decltype(cn::name(static_cast<A &&>(a)...)) {                        \
        return cn::name(static_cast<A &&>(a)...);                                                  \
    }
CN_FUNCTIONS(CN_ROW)
#undef CN_ROW
#endif
