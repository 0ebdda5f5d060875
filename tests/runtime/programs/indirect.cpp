// Pointers inside structures and memory: followed where host and device share addresses, refused
// with an error where they do not.
#include <vector>

#include "check.hpp"
#include "kernels.hpp"

int main() {
    const int n = 100;
    node one{nullptr, n};
    OK(cn::malloc(&one.values, n * sizeof(int)));
    OK(cn::memset(one.values, 0, n * sizeof(int)));
    cn::launch(1, 128, 0, nullptr, [&] { follow(one); });
    const cn::error_t outcome = cn::get_last_error();
    if (outcome == cn::error_not_supported) {
        std::puts("refused");
        return result();
    }
    OK(outcome);
    int last = 0;
    OK(cn::memcpy(&last, one.values + n - 1, sizeof last, cn::memcpy_device_to_host));
    CHECK(last == 1);

    // A structure of managed memory, as unified memory programs have it.
    node *nodes = nullptr;
    OK(cn::malloc_managed(&nodes, 8 * sizeof(node)));
    for (int i = 0; i < 8; ++i) {
        nodes[i].count = i;
        OK(cn::malloc_managed(&nodes[i].values, n * sizeof(int)));
        nodes[i].values[0] = 10;
    }
    for (int round = 0; round < 2; ++round) {
        cn::launch(1, 8, 0, nullptr, [&] { follow_all(nodes, 8); });
        OK(cn::device_synchronize());
        CHECK(nodes[7].values[0] == 10 + 7 * (round + 1) && nodes[0].values[0] == 10);
    }
    for (int i = 0; i < 8; ++i) {
        OK(cn::free(nodes[i].values));
    }
    OK(cn::free(nodes));
    return result();
}
