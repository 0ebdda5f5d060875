// SPDX-License-Identifier: MIT
// Formats of arrays as the driver interface names them.
#pragma once

#include "../failure.hpp"
#include "cnative/driver/array.hpp"

namespace cn::opencl {

/// Throws error_invalid_value for numbers of channels and formats that there are not.
inline channel_format_desc channels_of(driver_array_format format, unsigned channels) {
    detail::require(channels == 1 || channels == 2 || channels == 4, error_invalid_value);
    int bits = 0;
    channel_format_kind kind = channel_format_kind_float;
    switch (format) {
    case driver_ad_format_unsigned_int8:
    case driver_ad_format_unsigned_int16:
    case driver_ad_format_unsigned_int32:
        bits = 8 << (format - driver_ad_format_unsigned_int8);
        kind = channel_format_kind_unsigned;
        break;
    case driver_ad_format_signed_int8:
    case driver_ad_format_signed_int16:
    case driver_ad_format_signed_int32:
        bits = 8 << (format - driver_ad_format_signed_int8);
        kind = channel_format_kind_signed;
        break;
    case driver_ad_format_half:
        bits = 16;
        break;
    case driver_ad_format_float:
        bits = 32;
        break;
    }
    detail::require(bits != 0, error_invalid_value);
    return {bits, channels > 1 ? bits : 0, channels > 2 ? bits : 0, channels > 2 ? bits : 0, kind};
}

inline driver_array_format driver_format_of(const channel_format_desc &d) {
    const int size = d.x == 8 ? 0 : d.x == 16 ? 1 : 2;
    switch (d.f) {
    case channel_format_kind_unsigned:
        return static_cast<driver_array_format>(driver_ad_format_unsigned_int8 + size);
    case channel_format_kind_signed:
        return static_cast<driver_array_format>(driver_ad_format_signed_int8 + size);
    default:
        return d.x == 16 ? driver_ad_format_half : driver_ad_format_float;
    }
}

} // namespace cn::opencl
