// Events: times that are never zero or negative, states, and misuse.
#include <chrono>
#include <thread>

#include "check.hpp"
#include "kernels.hpp"

// Enough steps to measure, few enough for a simulator.
static const int steps = 2000000;

int main() {
    int *d = nullptr;
    OK(cn::malloc(&d, sizeof(int)));
    cn::event_t start = nullptr;
    cn::event_t stop = nullptr;
    float ms = -1;
    OK(cn::event_create(&start));
    OK(cn::event_create_with_flags(&stop, cn::event_blocking_sync));
    OK(cn::event_query(start));
    OK(cn::event_synchronize(start));
    CHECK_ERROR(cn::event_elapsed_time(&ms, start, stop), cn::error_invalid_resource_handle);

    cn::launch(1, 1, 0, nullptr, [&] { slow(d, 1); });
    OK(cn::device_synchronize());
    using clock = std::chrono::steady_clock;
    const auto before = clock::now();
    OK(cn::event_record(start));
    cn::launch(1, 1, 0, nullptr, [&] { slow(d, steps); });
    OK(cn::event_record(stop, nullptr));
    const cn::error_t state = cn::event_query(stop);
    CHECK(state == cn::success || state == cn::error_not_ready);
    OK(cn::event_synchronize(stop));
    const double wall = std::chrono::duration<double, std::milli>(clock::now() - before).count();
    OK(cn::event_query(stop));
    OK(cn::event_elapsed_time(&ms, start, stop));
    std::printf("kernel: %.4f ms by events, %.4f ms by the host's clock\n", ms, wall);
    CHECK(ms > 0 && ms <= wall * 1.05 + 0.1);
    CHECK(ms > wall * 0.2);

    // Host time between two records counts.
    OK(cn::event_record(start));
    OK(cn::event_synchronize(start));
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    OK(cn::event_record(stop));
    OK(cn::event_synchronize(stop));
    OK(cn::event_elapsed_time(&ms, start, stop));
    CHECK(ms > 25 && ms < 1000);

    // Nothing between them: small, not zero, not negative.
    for (int i = 0; i < 10; ++i) {
        OK(cn::event_record(start));
        OK(cn::event_record(stop));
        OK(cn::event_synchronize(stop));
        OK(cn::event_elapsed_time(&ms, start, stop));
        CHECK(ms > 0 && ms < 20);
        OK(cn::event_elapsed_time(&ms, stop, start));
        CHECK(ms > 0);
    }

    cn::event_t untimed = nullptr;
    OK(cn::event_create(&untimed, cn::event_disable_timing));
    OK(cn::event_record(untimed));
    OK(cn::event_synchronize(untimed));
    CHECK_ERROR(cn::event_elapsed_time(&ms, untimed, stop), cn::error_invalid_resource_handle);
    CHECK_ERROR(cn::event_create_with_flags(&untimed, 64), cn::error_invalid_value);
    CHECK_ERROR(cn::event_destroy(nullptr), cn::error_invalid_resource_handle);
    OK(cn::event_destroy(untimed));
    CHECK_ERROR(cn::event_query(untimed), cn::error_invalid_resource_handle);
    OK(cn::event_destroy(start));
    OK(cn::event_destroy(stop));
    return result();
}
