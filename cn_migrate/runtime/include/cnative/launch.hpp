// SPDX-License-Identifier: MIT
// Launches. In CUDA `kernel<<<grid, block, shared, stream>>>(arguments)`, here
// `cn::launch(grid, block, shared, stream, [&] { kernel(arguments); })`: `kernel` is a host
// function whose body hands its own address and arguments to run_kernel, which finds the
// configuration.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "closure.hpp"
#include "error.hpp"
#include "handles.hpp"
#include "vector_types.hpp"

namespace cn::detail {

/// How this thread's calls of kernels' host functions launch them, while this object lives.
class configuration {
  public:
    configuration(dim3 grid, dim3 block, std::size_t shared_bytes, stream_t stream) noexcept;
    configuration(const configuration &) = delete;
    configuration &operator=(const configuration &) = delete;
    ~configuration();

    const dim3 grid;
    const dim3 block;
    const std::size_t shared_bytes;
    const stream_t stream;

  private:
    const configuration *const before;
};

/// Runs the kernel of a host function with the configuration of the launch around the call.
void run(const void *stub, const void **values) noexcept;

} // namespace cn::detail

namespace cn {

/// Runs `call`, in which a kernel's host function is called, with this configuration. Errors show
/// in get_last_error, those of the kernel itself at the next synchronisation.
template <class Call>
void launch(dim3 grid, dim3 block, std::size_t shared_bytes, stream_t stream, Call &&call) {
    const detail::configuration here(grid, block, shared_bytes, stream);
    std::forward<Call>(call)();
}

template <class Call>
void launch(dim3 grid, dim3 block, std::size_t shared_bytes, Call &&call) {
    launch(grid, block, shared_bytes, nullptr, std::forward<Call>(call));
}

template <class Call> void launch(dim3 grid, dim3 block, Call &&call) {
    launch(grid, block, 0, nullptr, std::forward<Call>(call));
}

/// The body of a kernel's host function: `void saxpy(float a, float *x) { cn::run_kernel(saxpy, a,
/// x); }`. Outside cn::launch the error is error_invalid_configuration.
/// The kernel's type follows from the arguments, so that the name of an overloaded kernel will do
/// and qualifiers of the parameters (const, __restrict__) do not matter.
template <class... Arguments>
void run_kernel(std::common_type_t<void (*)(Arguments...)> kernel, Arguments... arguments) {
    const void *values[] = {&arguments..., nullptr};
    detail::run(reinterpret_cast<const void *>(kernel), values);
}

/// The same for a kernel that may take closures.
template <auto Stub, std::uint64_t Place, class... Rest, class... Arguments>
void run_kernel(instance<Stub, Place, Rest...>, Arguments... arguments) {
    const void *values[] = {&arguments..., nullptr};
    detail::run(instance<Stub, Place, Rest...>::stub(), values);
}

/// Launches the kernel that a host function stands for, by its address (cudaLaunchKernel).
/// `arguments[i]` is the address of the i-th argument.
error_t launch_kernel(const void *kernel, dim3 grid, dim3 block, void **arguments,
                      std::size_t shared_bytes = 0, stream_t stream = nullptr) noexcept;

/// Blocks of a cooperative launch may wait for each other; any other launch will do for that here.
error_t launch_cooperative_kernel(const void *kernel, dim3 grid, dim3 block, void **arguments,
                                  std::size_t shared_bytes = 0, stream_t stream = nullptr) noexcept;

template <class... Parameters>
error_t launch_cooperative_kernel(void (*kernel)(Parameters...), dim3 grid, dim3 block,
                                  void **arguments, std::size_t shared_bytes = 0,
                                  stream_t stream = nullptr) noexcept {
    return launch_cooperative_kernel(reinterpret_cast<const void *>(kernel), grid, block, arguments,
                                     shared_bytes, stream);
}

template <class... Parameters>
error_t launch_kernel(void (*kernel)(Parameters...), dim3 grid, dim3 block, void **arguments,
                      std::size_t shared_bytes = 0, stream_t stream = nullptr) noexcept {
    return launch_kernel(reinterpret_cast<const void *>(kernel), grid, block, arguments,
                         shared_bytes, stream);
}

} // namespace cn
