// SPDX-License-Identifier: MIT
// Modules of the driver interface.
#include "cnative/driver/module.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "../opencl/kernels.hpp"
#include "../opencl/symbols.hpp"
#include "memory.hpp"
#include "module.hpp"
#include "result.hpp"

namespace cn::types {

/// A loaded module: the names of the .cl files it stands for; all of them if there is none.
struct loaded_module {
    std::vector<std::string> files;

    bool holds(const kernel_record &k) const {
        const bool named = std::find(files.begin(), files.end(), k.source->name) != files.end();
        return files.empty() || named;
    }
};

/// What a linker was given so far, as an image.
struct link_state {
    std::string image;
};

} // namespace cn::types

namespace cn {

namespace {

using opencl::image_mark;
using opencl::kernels;

loaded_module module_of_image(const char *image) {
    loaded_module found;
    std::istringstream lines(std::strncmp(image, image_mark, std::strlen(image_mark)) == 0 ? image : "");
    for (std::string line; std::getline(lines, line);) {
        found.files.push_back(line.substr(std::strlen(image_mark)));
    }
    return found;
}

/// `image`, or another that stands for the same kernels, added to one that is put together.
void add_image(link_state &state, const char *image) {
    const bool marked = std::strncmp(image, image_mark, std::strlen(image_mark)) == 0;
    state.image += marked ? image : "";
}

/// "some/folder/saxpy.ptx" -> "saxpy"
std::string stem_of(const std::string &path) {
    const std::string name = path.substr(path.find_last_of('/') + 1);
    return name.substr(0, name.find('.'));
}

/// The image in a file. One that is not there stands for the kernels of the source that it is named
/// after: its name begins with the source's. Throws error_file_not_found.
std::string image_in(const std::string &path) {
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

driver_module load_image(const char *image) {
    detail::require(image != nullptr, error_invalid_value);
    opencl::current_device();
    loaded_module found = module_of_image(image);
    const auto held = kernels().all([&](const kernel_record &k) { return found.holds(k); });
    if (held.empty()) {
        detail::explain("a module was loaded, but the program holds no kernels of it");
    }
    detail::require(!held.empty(), error_no_kernel_image_for_device);
    return new loaded_module(std::move(found));
}

/// The kernel of this name, as the source or its linker calls it. Throws error_symbol_not_found.
kernel_record &kernel_named(const loaded_module &m, const std::string &name) {
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

} // namespace

driver_result driver_module_load(driver_module *loaded, const char *path) noexcept {
    return detail::driver_call([&] {
        detail::require(loaded != nullptr && path != nullptr, error_invalid_value);
        *loaded = load_image(image_in(path).c_str());
    });
}

driver_result driver_module_load_data(driver_module *loaded, const void *image) noexcept {
    return detail::driver_call([&] {
        detail::require(loaded != nullptr, error_invalid_value);
        *loaded = load_image(static_cast<const char *>(image));
    });
}

driver_result driver_module_load_data_ex(driver_module *loaded, const void *image, unsigned count,
                                         driver_jit_option *options, void **values) noexcept {
    for (unsigned i = 0; i < count && options != nullptr && values != nullptr; ++i) {
        const bool log = options[i] == driver_jit_info_log_buffer ||
                         options[i] == driver_jit_error_log_buffer;
        if (log && values[i] != nullptr) {
            *static_cast<char *>(values[i]) = '\0';
        }
    }
    return driver_module_load_data(loaded, image);
}

driver_result driver_module_load_fat_binary(driver_module *loaded, const void *image) noexcept {
    return driver_module_load_data(loaded, image);
}

driver_result driver_module_unload(driver_module m) noexcept {
    return detail::driver_call([&] {
        detail::require(m != nullptr, error_invalid_resource_handle);
        delete m;
    });
}

driver_result driver_module_get_function(driver_function *found, driver_module m,
                                         const char *name) noexcept {
    return detail::driver_call([&] {
        detail::require(found != nullptr && m != nullptr && name != nullptr, error_invalid_value);
        *found = &kernel_named(*m, name);
    });
}

driver_result driver_module_get_global(driver_device_ptr *address, std::size_t *size,
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

driver_result driver_link_create(unsigned, driver_jit_option *, void **,
                                 driver_link_state *created) noexcept {
    return detail::driver_call([&] {
        detail::require(created != nullptr, error_invalid_value);
        *created = new link_state;
    });
}

driver_result driver_link_add_data(driver_link_state state, driver_jit_input_type, void *data,
                                   std::size_t size, const char *, unsigned, driver_jit_option *,
                                   void **) noexcept {
    return detail::driver_call([&] {
        detail::require(state != nullptr && data != nullptr, error_invalid_value);
        add_image(*state, std::string(static_cast<const char *>(data), size).c_str());
    });
}

driver_result driver_link_add_file(driver_link_state state, driver_jit_input_type, const char *path,
                                   unsigned, driver_jit_option *, void **) noexcept {
    return detail::driver_call([&] {
        detail::require(state != nullptr && path != nullptr, error_invalid_value);
        add_image(*state, image_in(path).c_str());
    });
}

driver_result driver_link_complete(driver_link_state state, void **image,
                                   std::size_t *size) noexcept {
    return detail::driver_call([&] {
        detail::require(state != nullptr && image != nullptr, error_invalid_value);
        *image = state->image.data();
        if (size != nullptr) {
            *size = state->image.size() + 1;
        }
    });
}

driver_result driver_link_destroy(driver_link_state state) noexcept {
    return detail::driver_call([&] {
        detail::require(state != nullptr, error_invalid_resource_handle);
        delete state;
    });
}

} // namespace cn
