// SPDX-License-Identifier: MIT
// Arrays of the driver interface.
#include "cnative/driver/array.hpp"

#include "../opencl/array.hpp"
#include "array.hpp"
#include "memory.hpp"
#include "result.hpp"

namespace cn {

driver_result driver_array_create(array_t *created,
                                  const driver_array_descriptor *wanted) noexcept {
    return detail::driver_call([&] {
        detail::require(created != nullptr && wanted != nullptr, error_invalid_value);
        const auto desc = opencl::channels_of(wanted->Format, wanted->NumChannels);
        *created = opencl::create_array(desc, {wanted->Width, wanted->Height, 0}, array_default);
    });
}

driver_result driver_array_3d_create(array_t *created,
                                     const driver_array_3d_descriptor *wanted) noexcept {
    return detail::driver_call([&] {
        detail::require(wanted != nullptr, error_invalid_value);
        const auto desc = opencl::channels_of(wanted->Format, wanted->NumChannels);
        const extent size{wanted->Width, wanted->Height, wanted->Depth};
        detail::demand(malloc_3d_array(created, &desc, size, wanted->Flags));
    });
}

driver_result driver_array_get_descriptor(driver_array_descriptor *answer, array_t a) noexcept {
    return detail::driver_call([&] {
        detail::require(answer != nullptr, error_invalid_value);
        const array &known = opencl::given(a);
        const auto channels = static_cast<unsigned>(opencl::channels_of(known.desc));
        *answer = {known.size.width, known.size.height, opencl::driver_format_of(known.desc), channels};
    });
}

driver_result driver_array_3d_get_descriptor(driver_array_3d_descriptor *answer,
                                             array_t a) noexcept {
    return detail::driver_call([&] {
        detail::require(answer != nullptr, error_invalid_value);
        const array &known = opencl::given(a);
        const auto channels = static_cast<unsigned>(opencl::channels_of(known.desc));
        *answer = {known.size.width, known.size.height, known.size.depth,
                   opencl::driver_format_of(known.desc), channels, known.flags};
    });
}

driver_result driver_array_destroy(array_t a) noexcept {
    return detail::driver_call([&] {
        opencl::given(a);
        detail::demand(free_array(a));
    });
}

driver_result driver_memcpy_host_to_array(array_t to, std::size_t offset, const void *from,
                                          std::size_t bytes) noexcept {
    return detail::driver_call([&] {
        detail::demand(memcpy_to_array(to, offset, 0, from, bytes, memcpy_host_to_device));
    });
}

driver_result driver_memcpy_array_to_host(void *to, array_t from, std::size_t offset,
                                          std::size_t bytes) noexcept {
    return detail::driver_call([&] {
        detail::demand(memcpy_from_array(to, from, offset, 0, bytes, memcpy_device_to_host));
    });
}

driver_result driver_memcpy_device_to_array(array_t to, std::size_t offset, driver_device_ptr from,
                                            std::size_t bytes) noexcept {
    return detail::driver_call([&] {
        const void *const address = opencl::pointer(from);
        detail::demand(memcpy_to_array(to, offset, 0, address, bytes, memcpy_device_to_device));
    });
}

driver_result driver_memcpy_array_to_device(driver_device_ptr to, array_t from, std::size_t offset,
                                            std::size_t bytes) noexcept {
    return detail::driver_call([&] {
        void *const address = opencl::pointer(to);
        detail::demand(memcpy_from_array(address, from, offset, 0, bytes, memcpy_device_to_device));
    });
}

} // namespace cn
