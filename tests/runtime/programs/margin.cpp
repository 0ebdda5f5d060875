// Kernels that read a little before or behind their array run on a GPU; they do so on a CPU as well.
#include "check.hpp"
#include "kernels.hpp"

int main() {
    const int n = 1 << 20; // large enough for pages of its own
    const int outside = 2048;
    int *to = nullptr;
    OK(cn::malloc(&to, (n + outside) * sizeof(int)));
    OK(cn::memset(to, 0, (n + outside) * sizeof(int)));
    for (int round = 0; round < 8; ++round) {
        int *from = nullptr;
        OK(cn::malloc(&from, n * sizeof(int)));
        OK(cn::memset(from, 0, n * sizeof(int)));
        cn::launch((n + outside) / 256, 256, [&] { add(to, from, n + outside); });
        OK(cn::get_last_error());
        cn::launch(n / 256, 256, [&] { add(to, from - outside, n); });
        OK(cn::get_last_error());
    } // none is freed: each has other neighbours
    int inside = -1;
    OK(cn::memcpy(&inside, to + n - 1, sizeof inside, cn::memcpy_device_to_host));
    CHECK(inside == 0);
    CHECK_ERROR(cn::malloc(&to, ~std::size_t{0}), cn::error_memory_allocation);
    return result();
}
