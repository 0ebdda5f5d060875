// SPDX-License-Identifier: MIT
// Modules of the driver interface. A program's kernels are all in it, so that loading a module loads
// nothing: it only says where to look for names.
//
// The image of a module, a file that the build writes where the original's had machine code, is the
// text "cnative module <file>.cl", a line for each module it stands for. Any other image stands for
// all kernels of the program.
#pragma once

#include <cstdio>
#include <fstream>
#include <sstream>

#include "../function.hpp"
#include "memory.hpp"

namespace cn::opencl {

inline constexpr const char *image_mark = "cnative module ";

/// A loaded module: the names of the .cl files it stands for; all of them if there is none.
struct loaded_module {
    std::vector<std::string> files;

    bool holds(const kernel_record &k) const {
        const bool named = std::find(files.begin(), files.end(), k.source->name) != files.end();
        return files.empty() || named;
    }
};

} // namespace cn::opencl

namespace cn::types {

using driver_module = opencl::loaded_module *;
using driver_function = opencl::kernel_record *;

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

namespace cn::opencl {

/// What a linker was given so far, as an image.
struct link_state {
    std::string image;
};

inline loaded_module module_of_image(const char *image) {
    loaded_module found;
    std::istringstream lines(std::strncmp(image, image_mark, std::strlen(image_mark)) == 0 ? image : "");
    for (std::string line; std::getline(lines, line);) {
        found.files.push_back(line.substr(std::strlen(image_mark)));
    }
    return found;
}

/// `image`, or another that stands for the same kernels, added to one that is put together.
inline void add_image(link_state &state, const char *image) {
    const bool marked = std::strncmp(image, image_mark, std::strlen(image_mark)) == 0;
    state.image += marked ? image : "";
}

/// "some/folder/saxpy.ptx" -> "saxpy"
inline std::string stem_of(const std::string &path) {
    const std::string name = path.substr(path.find_last_of('/') + 1);
    return name.substr(0, name.find('.'));
}

/// The image in a file. One that is not there stands for the kernels of the source that it is named
/// after: its name begins with the source's. Throws error_file_not_found.
inline std::string image_in(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    if (file) {
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }
    std::string best;
    for (const kernel_record *k : kernels().all([](const kernel_record &) { return true; })) {
        const std::string source = stem_of(k->source->name);
        const bool named = stem_of(path).compare(0, source.size(), source) == 0;
        if (named && source.size() > stem_of(best).size()) {
            best = k->source->name;
        }
    }
    detail::require(!best.empty(), error_file_not_found);
    return image_mark + best + "\n";
}

inline driver_module load_image(const char *image) {
    detail::require(image != nullptr, error_invalid_value);
    current_device();
    loaded_module found = module_of_image(image);
    const auto held = kernels().all([&](const kernel_record &k) { return found.holds(k); });
    if (held.empty()) {
        detail::explain("a module was loaded, but the program holds no kernels of it");
    }
    detail::require(!held.empty(), error_no_kernel_image_for_device);
    return new loaded_module(std::move(found));
}

/// The kernel of this name, as the source or its linker calls it. Throws error_symbol_not_found.
inline kernel_record &kernel_named(const loaded_module &m, const std::string &name) {
    const auto found = kernels().all([&](const kernel_record &k) {
        // A name that OpenCL reserves has an underscore behind it in the device code.
        const bool same = name == k.name || name + "_" == k.name || name == k.linkage;
        return same && m.holds(k);
    });
    if (found.empty()) {
        detail::explain("the program holds no kernel '" + name + "'");
    }
    detail::require(!found.empty(), error_symbol_not_found);
    return *found.front();
}

} // namespace cn::opencl

namespace cn::types {
using driver_link_state = opencl::link_state *;
} // namespace cn::types

namespace cn {

inline driver_result driver_module_load(driver_module *loaded, const char *path) noexcept {
    return detail::driver_call([&] {
        detail::require(loaded != nullptr && path != nullptr, error_invalid_value);
        *loaded = opencl::load_image(opencl::image_in(path).c_str());
    });
}

inline driver_result driver_module_load_data(driver_module *loaded, const void *image) noexcept {
    return detail::driver_call([&] {
        detail::require(loaded != nullptr, error_invalid_value);
        *loaded = opencl::load_image(static_cast<const char *>(image));
    });
}

/// Nothing is compiled: options are ignored, and logs stay empty.
inline driver_result driver_module_load_data_ex(driver_module *loaded, const void *image,
                                                unsigned count, driver_jit_option *options,
                                                void **values) noexcept {
    for (unsigned i = 0; i < count && options != nullptr && values != nullptr; ++i) {
        const bool log = options[i] == driver_jit_info_log_buffer ||
                         options[i] == driver_jit_error_log_buffer;
        if (log && values[i] != nullptr) {
            *static_cast<char *>(values[i]) = '\0';
        }
    }
    return driver_module_load_data(loaded, image);
}

inline driver_result driver_module_load_fat_binary(driver_module *loaded,
                                                   const void *image) noexcept {
    return driver_module_load_data(loaded, image);
}

inline driver_result driver_module_unload(driver_module m) noexcept {
    return detail::driver_call([&] {
        detail::require(m != nullptr, error_invalid_resource_handle);
        delete m;
    });
}

inline driver_result driver_module_get_function(driver_function *found, driver_module m,
                                                const char *name) noexcept {
    return detail::driver_call([&] {
        detail::require(found != nullptr && m != nullptr && name != nullptr, error_invalid_value);
        *found = &opencl::kernel_named(*m, name);
    });
}

/// `address` and `size` may be null.
inline driver_result driver_module_get_global(driver_device_ptr *address, std::size_t *size,
                                              driver_module m, const char *name) noexcept {
    return detail::driver_call([&] {
        detail::require(m != nullptr && name != nullptr, error_invalid_value);
        const symbol_base *symbol = opencl::symbols().named(name);
        detail::require(symbol != nullptr, error_symbol_not_found);
        if (address != nullptr) {
            *address = opencl::integer(
                opencl::symbols().address(symbol, opencl::current_device()));
        }
        if (size != nullptr) {
            *size = opencl::symbols().size(symbol);
        }
    });
}

inline driver_result driver_link_create(unsigned, driver_jit_option *, void **,
                                        driver_link_state *created) noexcept {
    return detail::driver_call([&] {
        detail::require(created != nullptr, error_invalid_value);
        *created = new opencl::link_state;
    });
}

inline driver_result driver_link_add_data(driver_link_state state, driver_jit_input_type, void *data,
                                          std::size_t size, const char *, unsigned,
                                          driver_jit_option *, void **) noexcept {
    return detail::driver_call([&] {
        detail::require(state != nullptr && data != nullptr, error_invalid_value);
        opencl::add_image(*state, std::string(static_cast<const char *>(data), size).c_str());
    });
}

inline driver_result driver_link_add_file(driver_link_state state, driver_jit_input_type,
                                          const char *path, unsigned, driver_jit_option *,
                                          void **) noexcept {
    return detail::driver_call([&] {
        detail::require(state != nullptr && path != nullptr, error_invalid_value);
        opencl::add_image(*state, opencl::image_in(path).c_str());
    });
}

/// The image belongs to the state. `size` may be null.
inline driver_result driver_link_complete(driver_link_state state, void **image,
                                          std::size_t *size) noexcept {
    return detail::driver_call([&] {
        detail::require(state != nullptr && image != nullptr, error_invalid_value);
        *image = state->image.data();
        if (size != nullptr) {
            *size = state->image.size() + 1;
        }
    });
}

inline driver_result driver_link_destroy(driver_link_state state) noexcept {
    return detail::driver_call([&] {
        detail::require(state != nullptr, error_invalid_resource_handle);
        delete state;
    });
}

} // namespace cn
