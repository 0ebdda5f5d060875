// SPDX-License-Identifier: MIT
// Boxes of memory.
#include "cnative/copy_3d.hpp"

#include "cnative/memory.hpp"
#include "opencl/copy_3d.hpp"

namespace cn {

error_t malloc_3d(pitched_ptr *created, extent size) noexcept {
    return detail::call([&] {
        detail::require(created != nullptr, error_invalid_value);
        void *begin = nullptr;
        std::size_t pitch = 0;
        const error_t given = malloc_pitch(&begin, &pitch, size.width, size.height * size.depth);
        detail::require(given == success, given);
        *created = {begin, pitch, size.width, size.height};
    });
}

error_t memcpy_3d(const memcpy_3d_parms *p) noexcept {
    return detail::call(
        [&] { opencl::copy_3d(p, p != nullptr ? p->kind : memcpy_default, nullptr, false); });
}

error_t memcpy_3d_async(const memcpy_3d_parms *p, stream_t stream) noexcept {
    return detail::call(
        [&] { opencl::copy_3d(p, p != nullptr ? p->kind : memcpy_default, stream, true); });
}

error_t memcpy_3d_peer(const memcpy_3d_peer_parms *p) noexcept {
    return detail::call([&] { opencl::copy_3d(p, memcpy_device_to_device, nullptr, false); });
}

error_t memcpy_3d_peer_async(const memcpy_3d_peer_parms *p, stream_t stream) noexcept {
    return detail::call([&] { opencl::copy_3d(p, memcpy_device_to_device, stream, true); });
}

error_t memset_3d(pitched_ptr to, int value, extent size) noexcept {
    return detail::call([&] { opencl::fill_box(to, value, size, nullptr); });
}

error_t memset_3d_async(pitched_ptr to, int value, extent size, stream_t stream) noexcept {
    return detail::call([&] { opencl::fill_box(to, value, size, stream); });
}

} // namespace cn
