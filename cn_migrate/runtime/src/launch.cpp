// SPDX-License-Identifier: MIT
// Launches.
#include "cnative/launch.hpp"

#include <utility>

#include "opencl/launch.hpp"

namespace cn::detail {

namespace {
thread_local const configuration *innermost = nullptr;
} // namespace

configuration::configuration(dim3 g, dim3 b, std::size_t bytes, stream_t s) noexcept
    : grid(g), block(b), shared_bytes(bytes), stream(s), before(std::exchange(innermost, this)) {}

configuration::~configuration() { innermost = before; }

void run(const void *stub, const void **values) noexcept {
    const configuration *c = std::exchange(innermost, nullptr);
    call([&] {
        require(c != nullptr, error_invalid_configuration);
        opencl::launch(opencl::kernels().find(stub), const_cast<void *const *>(values),
                       {c->grid, c->block, c->shared_bytes, c->stream});
    });
}

} // namespace cn::detail

namespace cn {

error_t launch_kernel(const void *kernel, dim3 grid, dim3 block, void **arguments,
                      std::size_t shared_bytes, stream_t stream) noexcept {
    return detail::call([&] {
        opencl::launch(opencl::kernels().find(kernel), arguments,
                       {grid, block, shared_bytes, stream});
    });
}

error_t launch_cooperative_kernel(const void *kernel, dim3 grid, dim3 block, void **arguments,
                                  std::size_t shared_bytes, stream_t stream) noexcept {
    return launch_kernel(kernel, grid, block, arguments, shared_bytes, stream);
}

} // namespace cn
