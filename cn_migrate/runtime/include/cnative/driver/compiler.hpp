// SPDX-License-Identifier: MIT
// The compiler that programs call at run time. There is none here: kernels of a program's own
// source files are in it from the start. Where the original read such a file, the port has one
// that names the file's module, and to compile that gives its image. Any other text does not
// compile, and the log says why.
#pragma once

#include <cstddef>

#include "../error.hpp"
#include "../handles.hpp"

namespace cn::types {

enum compiler_result : int {
    compiler_success = 0,
    compiler_error_out_of_memory = 1,
    compiler_error_program_creation_failure = 2,
    compiler_error_invalid_input = 3,
    compiler_error_invalid_program = 4,
    compiler_error_invalid_option = 5,
    compiler_error_compilation = 6,
    compiler_error_builtin_operation_failure = 7,
    compiler_error_no_name_expressions_after_compilation = 8,
    compiler_error_no_lowered_names_before_compilation = 9,
    compiler_error_name_expression_not_valid = 10,
    compiler_error_internal_error = 11,
    compiler_error_time_file_write_failed = 12,
};

} // namespace cn::types

namespace cn {

const char *compiler_get_error_string(compiler_result result) noexcept;

compiler_result compiler_version(int *major, int *minor) noexcept;

/// Headers have no influence.
compiler_result compiler_create_program(compiler_program *created, const char *source, const char *,
                                        int, const char *const *, const char *const *) noexcept;

compiler_result compiler_destroy_program(compiler_program *program) noexcept;

/// Succeeds for what names a module of the program. Options have no influence.
compiler_result compiler_compile_program(compiler_program program, int,
                                         const char *const *) noexcept;

compiler_result compiler_get_program_log_size(compiler_program program, std::size_t *size) noexcept;

compiler_result compiler_get_program_log(compiler_program program, char *log) noexcept;

compiler_result compiler_get_ptx_size(compiler_program program, std::size_t *size) noexcept;

compiler_result compiler_get_ptx(compiler_program program, char *image) noexcept;

compiler_result compiler_get_cubin_size(compiler_program program, std::size_t *size) noexcept;

compiler_result compiler_get_cubin(compiler_program program, char *image) noexcept;

compiler_result compiler_get_ltoir_size(compiler_program program, std::size_t *size) noexcept;

compiler_result compiler_get_ltoir(compiler_program program, char *image) noexcept;

} // namespace cn
