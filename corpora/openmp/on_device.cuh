// Arrays on the device, and the time of a kernel, for the CUDA versions.
#pragma once

#include <cuda_runtime.h>

#include <cstdlib>

#include "timing.hpp"

inline void expect(cudaError_t error)
{
    if (error != cudaSuccess) {
        std::fprintf(stderr, "CUDA: %s\n", cudaGetErrorString(error));
        std::exit(1);
    }
}

template <class T> T *on_device(const std::vector<T> &values)
{
    T *result = nullptr;
    expect(cudaMalloc(reinterpret_cast<void **>(&result), values.size() * sizeof(T)));
    expect(cudaMemcpy(result, values.data(), values.size() * sizeof(T), cudaMemcpyHostToDevice));
    return result;
}

template <class T> T *zeros(std::size_t count) { return on_device(std::vector<T>(count)); }

// `results`: where `launch` leaves its `count` numbers.
template <class T, class Launch>
void measure_kernel(const char *name, const T *results, std::size_t count, Launch launch)
{
    const auto work = [&] {
        launch();
        expect(cudaGetLastError());
        expect(cudaDeviceSynchronize());
    };
    measure(name, work, [&] {
        std::vector<T> values(count);
        expect(cudaMemcpy(values.data(), results, count * sizeof(T), cudaMemcpyDeviceToHost));
        return values;
    });
}
