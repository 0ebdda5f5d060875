// How many blocks of a kernel fit, in all the forms that the API has; names of kernels.
#include <cstring>

#include "check.hpp"
#include "kernels.hpp"

int main() {
    int with = 0;
    int without = 0;
    OK(cn::occupancy_max_active_blocks_per_multiprocessor(&without, fill, 128, 0));
    OK(cn::occupancy_max_active_blocks_per_multiprocessor_with_flags(
        &with, fill, 128, 0, cn::occupancy_disable_caching_override));
    CHECK(with == without && with > 0);

    int grid = 0;
    int block = 0;
    int same_grid = 0;
    int same_block = 0;
    OK(cn::occupancy_max_potential_block_size(&grid, &block, fill, 0, 256));
    OK(cn::occupancy_max_potential_block_size_with_flags(&same_grid, &same_block, fill, 0, 256,
                                                         cn::occupancy_default));
    CHECK(grid == same_grid && block == same_block && block > 0 && block <= 256);
    const auto shared = [](int threads) { return static_cast<std::size_t>(threads) * 64; };
    OK(cn::occupancy_max_potential_block_size_variable_smem(&grid, &block, fill, shared));
    OK(cn::occupancy_max_potential_block_size_variable_smem_with_flags(&same_grid, &same_block, fill,
                                                                       shared, 0, 0));
    CHECK(grid == same_grid && block == same_block);

    std::size_t one = 0;
    std::size_t two = 0;
    OK(cn::occupancy_available_dynamic_smem_per_block(&one, fill, 1, 64));
    OK(cn::occupancy_available_dynamic_smem_per_block(&two, fill, 2, 64));
    CHECK(one >= 2 * two && two > 0);
    CHECK_ERROR(cn::occupancy_available_dynamic_smem_per_block(&one, fill, 0, 64),
                cn::error_invalid_value);
    CHECK_ERROR(cn::occupancy_available_dynamic_smem_per_block(&one, fill, 100000, 64),
                cn::error_invalid_value);

    const char *name = nullptr;
    OK(cn::func_get_name(&name, fill));
    CHECK(name != nullptr && std::strcmp(name, "fill") == 0);
    return result();
}
