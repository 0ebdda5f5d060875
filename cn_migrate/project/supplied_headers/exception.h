// SPDX-License-Identifier: MIT
// Exceptions that say where they were thrown: the interface of the exception.h that comes with CUDA's
// samples, written anew.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

template <class Base> class Exception : public Base {
  public:
    static void throw_it(const char *file, int line, const char *text = "unknown") {
        throw Exception(std::string(text) + " in " + file + ", line " + std::to_string(line));
    }

    static void throw_it(const char *file, int line, const std::string &text) {
        throw_it(file, line, text.c_str());
    }

    explicit Exception(const std::string &text) : Base(text) {}
};

template <class E> void handleException(const E &caught) {
    fprintf(stderr, "%s\n", caught.what());
    exit(EXIT_FAILURE);
}

#define RUNTIME_EXCEPTION(text) Exception<std::runtime_error>::throw_it(__FILE__, __LINE__, text)
#define LOGIC_EXCEPTION(text) Exception<std::logic_error>::throw_it(__FILE__, __LINE__, text)
#define RANGE_EXCEPTION(text) Exception<std::range_error>::throw_it(__FILE__, __LINE__, text)
