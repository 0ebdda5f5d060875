// SPDX-License-Identifier: MIT
// Which OpenCL devices the program runs on.
//
// Without a wish: the devices of the best platform, GPUs before accelerators before CPUs; among
// equals the platform with more features (shared virtual memory, OpenCL C version, double).
// CN_DEVICE states a wish, as a list separated by commas; each entry is a type ("gpu", "cpu",
// "accelerator"), "platform:device" indices ("0:1"), or part of a platform's or device's name
// ("pocl", "intel"). Ordinals (cn::set_device) count the devices in that order.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string>
#include <tuple>
#include <vector>

#include "driver_stacks.hpp"
#include "library.hpp"

namespace cn::opencl {

/// A property of a device that is a number; zero where the device does not know it.
template <class T> T query(device_id device, device_info what) {
    T value{};
    const int_t status =
        cl().GetDeviceInfo(device, static_cast<uint_t>(what), sizeof value, &value, nullptr);
    return status == ok ? value : T{};
}

inline std::string query_text(device_id device, device_info what) {
    char text[4096] = "";
    cl().GetDeviceInfo(device, static_cast<uint_t>(what), sizeof text, text, nullptr);
    text[sizeof text - 1] = '\0';
    return text;
}

inline std::string query_text(platform_id platform, platform_info what) {
    char text[4096] = "";
    cl().GetPlatformInfo(platform, static_cast<uint_t>(what), sizeof text, text, nullptr);
    text[sizeof text - 1] = '\0';
    return text;
}

/// A device that could be used, with what the choice depends on.
struct candidate {
    platform_id platform;
    device_id device;
    std::string index;         // "platform:device"
    std::string platform_text; // name, vendor and version, lower case
    std::string name;
    bits_t type;
    bits_t svm;
    std::string language; // "OpenCL C 3.0 ..."
    bool fp64;
};

inline std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

inline std::vector<device_id> devices_of(platform_id platform) {
    uint_t count = 0;
    if (cl().GetDeviceIDs(platform, device_type_all, 0, nullptr, &count) != ok || count == 0) {
        return {};
    }
    std::vector<device_id> devices(count);
    cl().GetDeviceIDs(platform, device_type_all, count, devices.data(), nullptr);
    return devices;
}

inline candidate describe(platform_id platform, device_id device, std::string index) {
    const std::string text = query_text(platform, platform_info::name) + " " +
                             query_text(platform, platform_info::vendor) + " " +
                             query_text(platform, platform_info::version);
    return {platform,
            device,
            std::move(index),
            lower(text),
            query_text(device, device_info::name),
            query<bits_t>(device, device_info::type),
            cl().svm ? query<bits_t>(device, device_info::svm_capabilities) : 0,
            query_text(device, device_info::opencl_c_version),
            query<bits_t>(device, device_info::double_fp_config) != 0};
}

/// Every device of every platform, in the loader's order.
inline std::vector<candidate> candidates() {
    const driver_stacks stacks; // this is where some drivers start their threads
    uint_t count = 0;
    if (!cl().loaded || cl().GetPlatformIDs(0, nullptr, &count) != ok || count == 0) {
        return {};
    }
    std::vector<platform_id> platforms(count);
    cl().GetPlatformIDs(count, platforms.data(), nullptr);
    std::vector<candidate> found;
    for (std::size_t p = 0; p < platforms.size(); ++p) {
        const std::vector<device_id> devices = devices_of(platforms[p]);
        for (std::size_t d = 0; d < devices.size(); ++d) {
            const std::string index = std::to_string(p) + ":" + std::to_string(d);
            found.push_back(describe(platforms[p], devices[d], index));
        }
    }
    return found;
}

inline auto rank(const candidate &c) {
    const int type = (c.type & device_type_gpu) != 0           ? 3
                     : (c.type & device_type_accelerator) != 0 ? 2
                     : (c.type & device_type_cpu) != 0         ? 1
                                                               : 0;
    return std::make_tuple(type, c.svm, c.language, c.fp64);
}

/// The best of the candidates, then the others of its platform and type.
inline std::vector<candidate> best_of(const std::vector<candidate> &all) {
    const auto best =
        std::max_element(all.begin(), all.end(), [](const candidate &a, const candidate &b) {
            return rank(a) < rank(b);
        });
    if (best == all.end()) {
        return {};
    }
    std::vector<candidate> chosen{*best};
    for (const candidate &c : all) {
        if (c.device != best->device && c.platform == best->platform && c.type == best->type) {
            chosen.push_back(c);
        }
    }
    return chosen;
}

template <class Condition>
std::vector<candidate> those(const std::vector<candidate> &all, Condition condition) {
    std::vector<candidate> kept;
    std::copy_if(all.begin(), all.end(), std::back_inserter(kept), condition);
    return kept;
}

inline bits_t type_named(const std::string &wish) {
    return wish == "gpu"           ? device_type_gpu
           : wish == "cpu"         ? device_type_cpu
           : wish == "accelerator" ? device_type_accelerator
                                   : bits_t{0};
}

/// The devices that one entry of CN_DEVICE means.
inline std::vector<candidate> matching(const std::vector<candidate> &all, const std::string &wish) {
    if (const bits_t type = type_named(wish)) {
        return best_of(those(all, [&](const candidate &c) { return (c.type & type) != 0; }));
    }
    const auto by_index = those(all, [&](const candidate &c) { return c.index == wish; });
    if (!by_index.empty()) {
        return by_index;
    }
    const auto by_platform = those(all, [&](const candidate &c) {
        return c.platform_text.find(wish) != std::string::npos;
    });
    if (!by_platform.empty()) {
        return best_of(by_platform);
    }
    return best_of(those(
        all, [&](const candidate &c) { return lower(c.name).find(wish) != std::string::npos; }));
}

/// The devices to use: CN_DEVICE's, or the best there are. Empty if nothing fits.
inline std::vector<candidate> choose(const std::vector<candidate> &all) {
    const char *wishes = std::getenv("CN_DEVICE");
    if (wishes == nullptr || *wishes == '\0') {
        return best_of(all);
    }
    std::vector<candidate> chosen;
    std::string rest = lower(wishes);
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        for (const candidate &c : matching(all, rest.substr(0, comma))) {
            chosen.push_back(c);
        }
        rest.erase(0, comma + 1);
    }
    return chosen;
}

} // namespace cn::opencl
