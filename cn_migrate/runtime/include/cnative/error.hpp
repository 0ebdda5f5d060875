// SPDX-License-Identifier: MIT
// Errors as the CUDA runtime has them: every function returns one, each host thread remembers its
// last one, and no exception leaves the library.
#pragma once

#include "error_list.hpp"

// Types live in a namespace of their own: an argument of type cn::stream_t* must not make
// argument-dependent lookup find cn::free or cn::memset beside the C library's.
namespace cn::types {

#define CN_ROW(value, name, text) name = value,
enum error_t : int { CN_ERRORS(CN_ROW) };
#undef CN_ROW

} // namespace cn::types

namespace cn {

using namespace types;

/// The text that describes an error ("invalid argument").
const char *get_error_string(error_t error) noexcept;

/// The name of an error as the original API spells it, because programs compare and print it.
const char *get_error_name(error_t error) noexcept;

/// The last error of this host thread, and forgets it.
error_t get_last_error() noexcept;

/// The last error of this host thread.
error_t peek_at_last_error() noexcept;

} // namespace cn
