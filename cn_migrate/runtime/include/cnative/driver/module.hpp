// SPDX-License-Identifier: MIT
// Modules of the driver interface. A program's kernels are all in it, so that loading a module loads
// nothing: it only says where to look for names.
//
// The image of a module, a file that the build writes where the original's had machine code, is the
// text "cnative module <file>.cl", a line for each module it stands for. Any other image stands for
// all kernels of the program.
#pragma once

#include <cstddef>

#include "memory.hpp"

namespace cn::types {

enum driver_jit_option : int {
    driver_jit_max_registers = 0,
    driver_jit_threads_per_block = 1,
    driver_jit_wall_time = 2,
    driver_jit_info_log_buffer = 3,
    driver_jit_info_log_buffer_size_bytes = 4,
    driver_jit_error_log_buffer = 5,
    driver_jit_error_log_buffer_size_bytes = 6,
    driver_jit_optimization_level = 7,
    driver_jit_target_from_cucontext = 8,
    driver_jit_target = 9,
    driver_jit_fallback_strategy = 10,
    driver_jit_generate_debug_info = 11,
    driver_jit_log_verbose = 12,
    driver_jit_generate_line_info = 13,
    driver_jit_cache_mode = 14,
};

enum driver_jit_input_type : int {
    driver_jit_input_cubin = 0,
    driver_jit_input_ptx = 1,
    driver_jit_input_fatbinary = 2,
    driver_jit_input_object = 3,
    driver_jit_input_library = 4,
    driver_jit_input_nvvm = 5,
};

} // namespace cn::types

namespace cn {

driver_result driver_module_load(driver_module *loaded, const char *path) noexcept;

driver_result driver_module_load_data(driver_module *loaded, const void *image) noexcept;

/// Nothing is compiled: options are ignored, and logs stay empty.
driver_result driver_module_load_data_ex(driver_module *loaded, const void *image, unsigned count,
                                         driver_jit_option *options, void **values) noexcept;

driver_result driver_module_load_fat_binary(driver_module *loaded, const void *image) noexcept;

driver_result driver_module_unload(driver_module m) noexcept;

driver_result driver_module_get_function(driver_function *found, driver_module m,
                                         const char *name) noexcept;

/// `address` and `size` may be null.
driver_result driver_module_get_global(driver_device_ptr *address, std::size_t *size,
                                       driver_module m, const char *name) noexcept;

driver_result driver_link_create(unsigned, driver_jit_option *, void **,
                                 driver_link_state *created) noexcept;

driver_result driver_link_add_data(driver_link_state state, driver_jit_input_type, void *data,
                                   std::size_t size, const char *, unsigned, driver_jit_option *,
                                   void **) noexcept;

driver_result driver_link_add_file(driver_link_state state, driver_jit_input_type, const char *path,
                                   unsigned, driver_jit_option *, void **) noexcept;

/// The image belongs to the state. `size` may be null.
driver_result driver_link_complete(driver_link_state state, void **image,
                                   std::size_t *size) noexcept;

driver_result driver_link_destroy(driver_link_state state) noexcept;

} // namespace cn
