// What both versions of a program share: their input, how a kernel is timed, and how its results are told.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

// Both versions may call the C library's functions of whole vectors.
#include "../../cn_migrate/runtime/openmp/cnative/vector_math.hpp"

// Numbers of [low, high): the same for the same seed.
inline std::vector<float> numbers(std::size_t count, unsigned seed, float low, float high)
{
    std::vector<float> result(count);
    for (float &value : result) {
        seed = seed * 1664525u + 1013904223u;
        value = low + (high - low) * static_cast<float>(seed >> 8) / 16777216.0f;
    }
    return result;
}

// Whole numbers of [0, below).
template <class T> std::vector<T> integers(std::size_t count, unsigned seed, unsigned below)
{
    std::vector<T> result(count);
    for (T &value : result) {
        seed = seed * 1664525u + 1013904223u;
        value = static_cast<T>((seed >> 8) % below);
    }
    return result;
}

// Calls `work` several times and prints the kernel's name, the median of the times in ms, and two numbers about what
// `results` then gives: the sum of their sizes, and a sum that knows of their signs and places.
template <class Work, class Results> void measure(const char *name, Work work, Results results)
{
    const int turns = 9;
    std::vector<double> times;
    for (int turn = 0; turn < turns; turn++) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - begin;
        times.push_back(spent.count());
    }
    std::nth_element(times.begin(), times.begin() + turns / 2, times.end());
    double sizes = 0, weighted = 0;
    int place = 0;
    for (const auto value : results()) {
        sizes += std::fabs(static_cast<double>(value));
        weighted += static_cast<double>(value) * (place++ % 1009) / 1008.0;
    }
    std::printf("%s %.4f %.9g %.9g\n", name, times[turns / 2], sizes, weighted);
}
