// Several host threads use one device at a time: the same kernels, own streams, own errors.
#include <thread>
#include <vector>

#include "check.hpp"
#include "kernels.hpp"

static void work(int number, std::vector<int> &sums) {
    const int n = 257;
    const auto index = static_cast<std::size_t>(number);
    cn::stream_t s = number % 2 == 0 ? cn::stream_per_thread : nullptr;
    for (int round = 0; round < 20; ++round) {
        int *x = nullptr;
        int *y = nullptr;
        bool good = cn::malloc(&x, n * sizeof(int)) == cn::success &&
                    cn::malloc(&y, n * sizeof(int)) == cn::success;
        cn::launch(2, 256, 0, s, [&] { fill(x, number, n); });
        cn::launch(2, 256, 0, s, [&] { fill(y, round, n); });
        cn::launch(2, 256, 0, s, [&] { add(y, x, n); });
        std::vector<int> h(n);
        good &= cn::memcpy_async(h.data(), y, n * sizeof(int), cn::memcpy_device_to_host, s) ==
                cn::success;
        good &= cn::stream_synchronize(s) == cn::success;
        good &= cn::free(x) == cn::success && cn::free(y) == cn::success;
        good &= h[0] == number + round && h[n - 1] == number + round;
        sums[index] += good ? 1 : 0;
    }
    cn::launch(0, 1, 0, s, [&] { fill(nullptr, 0, 0); });
    sums[index] += cn::get_last_error() == cn::error_invalid_configuration ? 1 : 0;
}

int main() {
    std::vector<int> sums(4);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back(work, t, std::ref(sums));
    }
    for (std::thread &t : threads) {
        t.join();
    }
    for (const int sum : sums) {
        CHECK(sum == 21);
    }
    OK(cn::get_last_error());
    return result();
}
