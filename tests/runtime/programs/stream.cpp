// Streams: order within and between them, the null stream, waiting, and host functions.
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "check.hpp"
#include "kernels.hpp"

static const int steps = 400000;

static int value_at(const int *d) {
    int h = -1;
    OK(cn::memcpy(&h, d, sizeof h, cn::memcpy_device_to_host));
    return h;
}

// Work of the null stream and of blocking streams happens in the order in which it was issued.
static void check_null_stream_order() {
    int *d = nullptr;
    OK(cn::malloc(&d, sizeof(int)));
    cn::stream_t a = nullptr;
    cn::stream_t b = nullptr;
    OK(cn::stream_create(&a));
    OK(cn::stream_create_with_priority(&b, cn::stream_default, 0));
    for (int round = 0; round < 20; ++round) {
        cn::launch(1, 1, 0, nullptr, [&] { fill(d, 1, 1); });
        cn::launch(1, 1, 0, a, [&] { slow(d, steps / 20); });       // 2
        cn::launch(1, 1, 0, nullptr, [&] { scale<int>(d, 10, 1); }); // 20
        cn::launch(1, 1, 0, b, [&] { slow(d, 1); });                 // 21
        OK(cn::memset_async(d + 1, 0, 0, b));
        cn::launch(1, 1, 0, nullptr, [&] { scale<int>(d, 2, 1); });  // 42
        CHECK(value_at(d) == 42);
    }
    OK(cn::stream_destroy(a));
    OK(cn::stream_destroy(b));
    CHECK_ERROR(cn::stream_synchronize(a), cn::error_invalid_resource_handle);
    CHECK_ERROR(cn::stream_destroy(a), cn::error_invalid_resource_handle);
    CHECK_ERROR(cn::get_last_error(), cn::error_invalid_resource_handle);
    OK(cn::free(d));
}

static void check_asynchronous() {
    const int n = 1 << 16;
    int *d = nullptr;
    int *flag = nullptr;
    int *h = nullptr;
    OK(cn::malloc(&d, n * sizeof(int)));
    OK(cn::malloc(&flag, sizeof(int)));
    OK(cn::memset(flag, 0, sizeof(int)));
    OK(cn::device_synchronize());
    OK(cn::malloc_host(&h, n * sizeof(int)));
    cn::stream_t s = nullptr;
    OK(cn::stream_create_with_flags(&s, cn::stream_non_blocking));
    for (int i = 0; i < n; ++i) {
        h[i] = i;
    }
    OK(cn::memcpy_async(d, h, n * sizeof(int), cn::memcpy_host_to_device, s));
    cn::launch(n / 256, 256, 0, s, [&] { scale<int>(d, 2, n); });
    OK(cn::memcpy_async(h, d, n * sizeof(int), cn::memcpy_device_to_host, s));
    cn::launch(1, 1, 0, s, [&] { slow(flag, steps); });
    const cn::error_t state = cn::stream_query(s);
    CHECK(state == cn::success || state == cn::error_not_ready);
    OK(cn::stream_synchronize(s));
    OK(cn::stream_query(s));
    OK(cn::stream_query(nullptr));
    CHECK(h[0] == 0 && h[n - 1] == 2 * (n - 1));
    CHECK(value_at(flag) == 1);
    unsigned flags = 0;
    OK(cn::stream_get_flags(s, &flags));
    CHECK(flags == cn::stream_non_blocking);

    // Pageable memory may be reused as soon as the call returns.
    std::vector<int> pageable(n, 5);
    OK(cn::memcpy_async(d, pageable.data(), n * sizeof(int), cn::memcpy_host_to_device, s));
    std::fill(pageable.begin(), pageable.end(), 0);
    OK(cn::memcpy_async(pageable.data(), d, n * sizeof(int), cn::memcpy_device_to_host, s));
    CHECK(pageable[0] == 5 && pageable[n - 1] == 5);
    void *more = nullptr;
    OK(cn::malloc_async(&more, 100, s));
    OK(cn::memset_async(more, 1, 100, s));
    OK(cn::free_async(more, s));
    OK(cn::stream_destroy(s));
    OK(cn::free(d));
    OK(cn::free(flag));
    OK(cn::free_host(h));
    (void)cn::get_last_error();
}

// A stream waits for another's event; streams that do not block leave the null stream alone.
static void check_waiting() {
    int *d = nullptr;
    OK(cn::malloc(&d, sizeof(int)));
    cn::stream_t a = nullptr;
    cn::stream_t b = nullptr;
    cn::event_t ready = nullptr;
    OK(cn::stream_create_with_flags(&a, cn::stream_non_blocking));
    OK(cn::stream_create_with_flags(&b, cn::stream_non_blocking));
    OK(cn::event_create_with_flags(&ready, cn::event_disable_timing));
    OK(cn::stream_wait_event(b, ready, 0)); // never recorded: no wait
    for (int round = 0; round < 10; ++round) {
        cn::launch(1, 1, 0, a, [&] { fill(d, 3, 1); });
        cn::launch(1, 1, 0, a, [&] { slow(d, steps / 10); });
        OK(cn::event_record(ready, a));
        OK(cn::stream_wait_event(b, ready));
        cn::launch(1, 1, 0, b, [&] { scale<int>(d, 5, 1); });
        OK(cn::stream_synchronize(b));
        CHECK(value_at(d) == 20);
    }
    OK(cn::event_destroy(ready));
    CHECK_ERROR(cn::event_record(ready, a), cn::error_invalid_resource_handle);
    CHECK_ERROR(cn::stream_wait_event(b, ready), cn::error_invalid_resource_handle);
    OK(cn::stream_destroy(a));
    OK(cn::stream_destroy(b));
    OK(cn::free(d));
}

struct seen {
    int *host;
    int value = -1;
    cn::error_t status = cn::error_unknown;
    std::atomic<int> calls{0};
};

static void after_copy(cn::stream_t, cn::error_t status, void *data) {
    auto *s = static_cast<seen *>(data);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    s->status = status;
    s->value = *s->host;
    *s->host = 100; // the next command of the stream sees this
    ++s->calls;
}

static void count(void *data) { ++static_cast<seen *>(data)->calls; }

static void check_host_functions() {
    int *d = nullptr;
    int *h = nullptr;
    OK(cn::malloc(&d, sizeof(int)));
    OK(cn::malloc_host(&h, sizeof(int)));
    *h = 1;
    cn::stream_t s = nullptr;
    OK(cn::stream_create(&s));
    seen data;
    data.host = h;
    cn::launch(1, 1, 0, s, [&] { fill(d, 7, 1); });
    cn::launch(1, 1, 0, s, [&] { slow(d, steps / 10); });
    OK(cn::memcpy_async(h, d, sizeof(int), cn::memcpy_device_to_host, s));
    OK(cn::stream_add_callback(s, after_copy, &data, 0));
    OK(cn::memcpy_async(d, h, sizeof(int), cn::memcpy_host_to_device, s));
    OK(cn::launch_host_func(s, count, &data));
    OK(cn::launch_host_func(nullptr, count, &data));
    OK(cn::stream_synchronize(s));
    CHECK(data.calls >= 2 && data.value == 8 && data.status == cn::success);
    OK(cn::device_synchronize());
    CHECK(data.calls == 3);
    CHECK(value_at(d) == 100);
    OK(cn::stream_destroy(s));
    OK(cn::free(d));
    OK(cn::free_host(h));
}

int main() {
    check_null_stream_order();
    check_asynchronous();
    check_waiting();
    check_host_functions();
    int *d = nullptr;
    OK(cn::malloc(&d, sizeof(int)));
    cn::launch(1, 1, 0, cn::stream_legacy, [&] { fill(d, 1, 1); });
    cn::launch(1, 1, 0, cn::stream_per_thread, [&] { slow(d, 1); });
    CHECK(value_at(d) == 2);
    CHECK_ERROR(cn::stream_destroy(nullptr), cn::error_invalid_resource_handle);
    return result(); // with d not freed
}
