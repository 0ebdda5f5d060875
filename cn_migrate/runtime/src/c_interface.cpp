// SPDX-License-Identifier: MIT
// The C interface: each function calls the one of cnative.hpp, so that the C and the C++ sources of a
// program share devices, streams and errors.
#include "cnative.h"

#include <type_traits>

#define CN_SYMBOL(address) *static_cast<const cn::symbol_base *>(address)
#define CN_ROW(name, parameters, arguments)                                                        \
    extern "C" cn::error_t cn_##name parameters { return cn::name arguments; }
CN_FUNCTIONS(CN_ROW)
#undef CN_ROW

extern "C" const char *cn_get_error_string(cn::error_t error) { return cn::get_error_string(error); }
extern "C" const char *cn_get_error_name(cn::error_t error) { return cn::get_error_name(error); }

// What C sees is what C++ has: values of the constants, layouts of the structures.

#define CN_ROW(value, name) static_assert(static_cast<int>(cn::name) == value, #name);
CN_MEMCPY_KINDS(CN_ROW)
CN_MEMORY_TYPES(CN_ROW)
CN_MEMORY_ADVICE(CN_ROW)
CN_LIMITS(CN_ROW)
CN_FUNC_CACHES(CN_ROW)
CN_SHARED_MEM_CONFIGS(CN_ROW)
CN_COMPUTE_MODES(CN_ROW)
CN_FUNC_ATTRIBUTES(CN_ROW)
CN_SHARED_CARVEOUTS(CN_ROW)
CN_P2P_ATTRIBUTES(CN_ROW)
CN_DATA_TYPES(CN_ROW)
CN_ACCESS_PROPERTIES(CN_ROW)
CN_SYNC_POLICIES(CN_ROW)
CN_CLUSTER_POLICIES(CN_ROW)
CN_LAUNCH_ATTRIBUTES(CN_ROW)
CN_FLAGS(CN_ROW)
#undef CN_ROW

#undef cn_error_t
#undef cn_device_attr
#undef cn_memcpy_kind
#undef cn_memory_type
#undef cn_memory_advise
#undef cn_limit
#undef cn_func_cache
#undef cn_shared_mem_config
#undef cn_device_p2p_attr
#undef cn_uuid_t
#undef cn_data_type
#undef cn_access_property
#undef cn_synchronization_policy
#undef cn_cluster_scheduling_policy
#undef cn_launch_attribute_id
#undef cn_access_policy_window
#undef cn_launch_attribute_value
#undef cn_launch_attribute
#undef cn_launch_config_t
#undef cn_shared_carveout
#undef cn_compute_mode
#undef cn_func_attribute
#undef cn_stream_t
#undef cn_event_t
#undef cn_stream_callback_t
#undef cn_host_fn_t
#undef cn_device_prop
#undef cn_pointer_attributes
#undef cn_func_attributes

namespace in_c {
#include "cnative/c/types.h"
} // namespace in_c

namespace {

template <class C, class Cxx>
constexpr bool same_layout = sizeof(C) == sizeof(Cxx) && alignof(C) == alignof(Cxx) &&
                             std::is_trivially_copyable_v<Cxx> &&
                             std::is_standard_layout_v<Cxx>;

#define CN_ROW(type) static_assert(same_layout<in_c::cn_##type, cn::type>, #type);
CN_ROW(error_t)
CN_ROW(device_attr)
CN_ROW(memcpy_kind)
CN_ROW(memory_type)
CN_ROW(memory_advise)
CN_ROW(limit)
CN_ROW(func_cache)
CN_ROW(shared_mem_config)
CN_ROW(func_attribute)
CN_ROW(stream_t)
CN_ROW(event_t)
CN_ROW(device_p2p_attr)
CN_ROW(uuid_t)
CN_ROW(data_type)
CN_ROW(access_property)
CN_ROW(synchronization_policy)
CN_ROW(cluster_scheduling_policy)
CN_ROW(launch_attribute_id)
CN_ROW(access_policy_window)
CN_ROW(launch_attribute_value)
CN_ROW(launch_attribute)
CN_ROW(shared_carveout)
CN_ROW(device_prop)
CN_ROW(pointer_attributes)
CN_ROW(func_attributes)
#undef CN_ROW

#define CN_FIELD(type, field)                                                                      \
    static_assert(offsetof(in_c::cn_##type, field) == offsetof(cn::type, field), #field);
CN_FIELD(pointer_attributes, type)
CN_FIELD(pointer_attributes, device)
CN_FIELD(pointer_attributes, devicePointer)
CN_FIELD(pointer_attributes, hostPointer)
CN_FIELD(func_attributes, sharedSizeBytes)
CN_FIELD(func_attributes, constSizeBytes)
CN_FIELD(func_attributes, localSizeBytes)
CN_FIELD(func_attributes, maxThreadsPerBlock)
CN_FIELD(func_attributes, numRegs)
CN_FIELD(func_attributes, ptxVersion)
CN_FIELD(func_attributes, binaryVersion)
CN_FIELD(func_attributes, cacheModeCA)
CN_FIELD(func_attributes, maxDynamicSharedSizeBytes)
CN_FIELD(func_attributes, preferredShmemCarveout)
#undef CN_FIELD

#define CN_VECTOR(name)                                                                            \
    static_assert(same_layout<in_c::name##1, name##1>, #name "1");                                 \
    static_assert(same_layout<in_c::name##2, name##2>, #name "2");                                 \
    static_assert(same_layout<in_c::name##3, name##3>, #name "3");                                 \
    static_assert(same_layout<in_c::name##4, name##4>, #name "4");
CN_VECTOR(char)
CN_VECTOR(uchar)
CN_VECTOR(short)
CN_VECTOR(ushort)
CN_VECTOR(int)
CN_VECTOR(uint)
CN_VECTOR(long)
CN_VECTOR(ulong)
CN_VECTOR(longlong)
CN_VECTOR(ulonglong)
CN_VECTOR(float)
CN_VECTOR(double)
#undef CN_VECTOR
static_assert(same_layout<in_c::dim3, dim3>, "dim3");

} // namespace
