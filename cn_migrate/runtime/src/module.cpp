// SPDX-License-Identifier: MIT
// The registration of kernels.
#include "cnative/module.hpp"

#include <memory>
#include <utility>

#include "opencl/kernels.hpp"

namespace cn::detail {

void add_kernel(const module &source, const char *name, const void *stub_or_key,
                std::initializer_list<parameter> parameters,
                std::initializer_list<symbol_address> symbols, bool dynamic_shared, bool indirect) {
    std::unique_ptr<kernel_record> record(new kernel_record{opencl::modules().of(source),
                                                            name,
                                                            parameters,
                                                            {symbols.begin(), symbols.end()},
                                                            dynamic_shared,
                                                            indirect});
    opencl::kernels().add(stub_or_key, std::move(record));
}

void link_kernel(const void *stub, const void *key, std::initializer_list<parameter> parameters) {
    opencl::kernels().link(stub, key, parameters);
}

void name_kernel(const void *stub, const char *linkage) {
    opencl::kernels().find(stub).linkage = linkage;
}

} // namespace cn::detail
