// SPDX-License-Identifier: MIT
// Launches that were thought out elsewhere.
#include "opencl/variations.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <istream>
#include <map>
#include <string>
#include <vector>

#include "opencl/launch.hpp"

namespace cn::opencl {

namespace {

using word = std::uintptr_t;

/// Memory as the file has it, and where it is now.
struct piece {
    word address = 0;
    std::size_t size = 0;
    std::string bytes = {};
    char *now = nullptr;
};

struct variation {
    std::string module;
    std::string kernel;
    launch_configuration configuration = {};
    std::vector<word> symbols;
    std::vector<piece> pieces;
};

std::string take(std::istream &file, std::size_t size) {
    std::string bytes(size, '\0');
    file.read(&bytes[0], static_cast<std::streamsize>(size));
    return bytes;
}

/// Reads the lines of one variation; false at the end of the file.
bool read_lines(std::istream &file, variation &v) {
    std::string mark;
    if (!std::getline(file, mark) || mark != "cn-variation 1") {
        return false;
    }
    std::getline(file, v.module);
    std::getline(file, v.kernel);
    std::size_t symbols = 0;
    std::size_t pieces = 0;
    dim3 &grid = v.configuration.grid;
    dim3 &block = v.configuration.block;
    file >> grid.x >> grid.y >> grid.z >> block.x >> block.y >> block.z;
    file >> v.configuration.shared_bytes >> symbols >> pieces;
    v.symbols.resize(symbols);
    v.pieces.resize(pieces);
    for (word &address : v.symbols) {
        file >> address;
    }
    for (piece &p : v.pieces) {
        file >> p.address >> p.size;
    }
    file.ignore(1);
    return file.good();
}

/// Throws error_invalid_device_function for one that the program does not have.
kernel_record &kernel_of(const variation &v) {
    const auto named = kernels().all([&](const kernel_record &k) {
        return k.name == v.kernel && k.source->name == v.module;
    });
    const bool fits = !named.empty() && named.front()->symbols.size() == v.symbols.size();
    detail::require(fits, error_invalid_device_function);
    return *named.front();
}

/// The new value of a pointer; one that leads into no piece stays what it is.
word moved(const variation &v, word pointer) {
    word result = pointer;
    for (const piece &p : v.pieces) {
        if (pointer >= p.address && pointer < p.address + p.size) {
            return reinterpret_cast<word>(p.now) + (pointer - p.address);
        }
        if (pointer == p.address + p.size) {
            result = reinterpret_cast<word>(p.now) + p.size;
        }
    }
    return result;
}

/// Changes each aligned word that is a pointer.
void move_words(const variation &v, std::string &bytes) {
    for (std::size_t at = 0; at + sizeof(word) <= bytes.size(); at += sizeof(word)) {
        word value = 0;
        std::memcpy(&value, &bytes[at], sizeof value);
        value = moved(v, value);
        std::memcpy(&bytes[at], &value, sizeof value);
    }
}

/// Gives each piece a place: that of the kernel's variable, or memory of its own, which is returned.
std::vector<allocation> place_pieces(device &d, const kernel_record &k, variation &v) {
    std::map<word, char *> variables;
    for (std::size_t i = 0; i < v.symbols.size(); ++i) {
        variables[v.symbols[i]] = symbols().address(k.symbols[i], d);
    }
    std::vector<allocation> own;
    for (piece &p : v.pieces) {
        const auto variable = variables.find(p.address);
        if (variable != variables.end()) {
            p.now = variable->second;
            continue;
        }
        own.push_back(allocate(d, memory_kind::device, p.size));
        p.now = own.back().base;
    }
    return own;
}

void run(kernel_record &k, variation &v, std::vector<std::string> &arguments) {
    device &d = current_device();
    const std::vector<allocation> own = place_pieces(d, k, v);
    std::vector<void *> values;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (k.indirect || k.parameters[i].is_pointer) {
            move_words(v, arguments[i]);
        }
        values.push_back(&arguments[i][0]);
    }
    for (piece &p : v.pieces) {
        if (k.indirect) {
            move_words(v, p.bytes);
        }
        copy(d.null, place(p.now), p.size, place(p.bytes.data()), p.size, {p.size, 1}, false);
    }
    launch(k, values.data(), v.configuration);
    synchronize(d);
    for (const allocation &a : own) {
        release(a);
    }
}

} // namespace

void run_variations() {
    std::ifstream file(variations_file(), std::ios::binary);
    bool failed = !file;
    for (variation v; read_lines(file, v); v = {}) {
        const error_t error = detail::call([&] {
            kernel_record &k = kernel_of(v);
            std::vector<std::string> arguments;
            for (const parameter &p : k.parameters) {
                arguments.push_back(take(file, p.size));
            }
            for (piece &p : v.pieces) {
                p.bytes = take(file, p.size);
            }
            detail::require(file.good(), error_invalid_value);
            run(k, v, arguments);
        });
        if (error != success) {
            failed = true;
            detail::explain("a variation of " + v.kernel + ": " + get_error_string(error));
        }
    }
    std::fflush(nullptr);
    std::_Exit(failed ? 1 : 0);
}

} // namespace cn::opencl
