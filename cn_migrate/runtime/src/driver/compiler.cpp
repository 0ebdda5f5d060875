// SPDX-License-Identifier: MIT
// The compiler that programs call at run time.
#include "cnative/driver/compiler.hpp"

#include <cstddef>
#include <cstring>
#include <string>

#include "../failure.hpp"
#include "cnative/version.hpp"
#include "module.hpp"

namespace cn::types {

struct compiler_source {
    std::string text;
    std::string log = {};
    bool compiled = false;
};

} // namespace cn::types

namespace cn {

namespace {

/// Copies a text with the zero at its end.
compiler_result give_text(const std::string &text, char *to) {
    if (to == nullptr) {
        return compiler_error_invalid_input;
    }
    std::memcpy(to, text.c_str(), text.size() + 1);
    return compiler_success;
}

compiler_result give_size(const std::string &text, std::size_t *size) {
    if (size == nullptr) {
        return compiler_error_invalid_input;
    }
    *size = text.size() + 1;
    return compiler_success;
}

} // namespace

const char *compiler_get_error_string(compiler_result result) noexcept {
    static const char *const names[] = {
        "NVRTC_SUCCESS",
        "NVRTC_ERROR_OUT_OF_MEMORY",
        "NVRTC_ERROR_PROGRAM_CREATION_FAILURE",
        "NVRTC_ERROR_INVALID_INPUT",
        "NVRTC_ERROR_INVALID_PROGRAM",
        "NVRTC_ERROR_INVALID_OPTION",
        "NVRTC_ERROR_COMPILATION",
        "NVRTC_ERROR_BUILTIN_OPERATION_FAILURE",
        "NVRTC_ERROR_NO_NAME_EXPRESSIONS_AFTER_COMPILATION",
        "NVRTC_ERROR_NO_LOWERED_NAMES_BEFORE_COMPILATION",
        "NVRTC_ERROR_NAME_EXPRESSION_NOT_VALID",
        "NVRTC_ERROR_INTERNAL_ERROR",
        "NVRTC_ERROR_TIME_FILE_WRITE_FAILED",
    };
    const bool known = result >= 0 && result <= compiler_error_time_file_write_failed;
    return known ? names[result] : "NVRTC_ERROR unknown";
}

compiler_result compiler_version(int *major, int *minor) noexcept {
    if (major == nullptr || minor == nullptr) {
        return compiler_error_invalid_input;
    }
    *major = CN_API_VERSION_MAJOR;
    *minor = CN_API_VERSION_MINOR;
    return compiler_success;
}

compiler_result compiler_create_program(compiler_program *created, const char *source, const char *,
                                        int, const char *const *, const char *const *) noexcept {
    if (created == nullptr || source == nullptr) {
        return compiler_error_invalid_input;
    }
    *created = new compiler_source{source};
    return compiler_success;
}

compiler_result compiler_destroy_program(compiler_program *program) noexcept {
    if (program == nullptr || *program == nullptr) {
        return compiler_error_invalid_program;
    }
    delete *program;
    *program = nullptr;
    return compiler_success;
}

compiler_result compiler_compile_program(compiler_program program, int,
                                         const char *const *) noexcept {
    if (program == nullptr) {
        return compiler_error_invalid_program;
    }
    program->compiled = program->text.compare(0, std::strlen(opencl::image_mark),
                                              opencl::image_mark) == 0;
    if (!program->compiled) {
        program->log = "this program holds the kernels of its source files only; it cannot compile "
                       "other text when it runs";
        detail::explain(program->log);
    }
    return program->compiled ? compiler_success : compiler_error_compilation;
}

compiler_result compiler_get_program_log_size(compiler_program program,
                                              std::size_t *size) noexcept {
    return program == nullptr ? compiler_error_invalid_program
                              : give_size(program->log, size);
}

compiler_result compiler_get_program_log(compiler_program program, char *log) noexcept {
    return program == nullptr ? compiler_error_invalid_program
                              : give_text(program->log, log);
}

compiler_result compiler_get_ptx_size(compiler_program program, std::size_t *size) noexcept {
    const bool ready = program != nullptr && program->compiled;
    return ready ? give_size(program->text, size) : compiler_error_invalid_program;
}

compiler_result compiler_get_ptx(compiler_program program, char *image) noexcept {
    const bool ready = program != nullptr && program->compiled;
    return ready ? give_text(program->text, image) : compiler_error_invalid_program;
}

compiler_result compiler_get_cubin_size(compiler_program program, std::size_t *size) noexcept {
    return compiler_get_ptx_size(program, size);
}

compiler_result compiler_get_cubin(compiler_program program, char *image) noexcept {
    return compiler_get_ptx(program, image);
}

compiler_result compiler_get_ltoir_size(compiler_program program, std::size_t *size) noexcept {
    return compiler_get_ptx_size(program, size);
}

compiler_result compiler_get_ltoir(compiler_program program, char *image) noexcept {
    return compiler_get_ptx(program, image);
}

} // namespace cn
