// Allocation, copies, fills, and what can be asked about pointers.
#include <cstring>
#include <numeric>
#include <vector>

#include "check.hpp"
#include "kernels.hpp"

static void check_plain_copies() {
    std::vector<int> h(1000);
    std::iota(h.begin(), h.end(), 0);
    const std::size_t size = h.size() * sizeof(int);
    int *a = nullptr;
    int *b = nullptr;
    OK(cn::malloc((void **)&a, size));
    OK(cn::malloc(&b, size));
    OK(cn::memcpy(a, h.data(), size, cn::memcpy_host_to_device));
    OK(cn::memcpy(b, a, size, cn::memcpy_device_to_device));
    OK(cn::memcpy(b + 10, a, 10 * sizeof(int), cn::memcpy_device_to_device));
    std::vector<int> back(h.size());
    OK(cn::memcpy(back.data(), b, size, cn::memcpy_device_to_host));
    CHECK(back[9] == 9 && back[10] == 0 && back[19] == 9 && back[20] == 20 && back[999] == 999);
    OK(cn::memcpy(back.data(), b + 990, 10 * sizeof(int), cn::memcpy_default));
    CHECK(back[0] == 990);
    OK(cn::memcpy(back.data(), h.data(), size, cn::memcpy_host_to_host));
    CHECK(back == h);
    OK(cn::memset(a, 0xFF, size));
    OK(cn::memset(a + 3, 1, 5));
    OK(cn::memcpy(back.data(), a, size, cn::memcpy_device_to_host));
    CHECK(back[2] == -1 && back[3] == 0x01010101 && (back[4] & 0xFFFF) == 0xFF01);
    CHECK(back[999] == -1);
    OK(cn::memcpy_peer(b, 0, a, 0, size));
    OK(cn::free(a));
    OK(cn::free(b));
}

static void check_bad_pointers() {
    int *d = nullptr;
    int h[4] = {};
    OK(cn::malloc(&d, sizeof h));
    CHECK_ERROR(cn::memcpy(d, h, sizeof h + 1, cn::memcpy_host_to_device), cn::error_invalid_value);
    CHECK_ERROR(cn::memcpy(d + 1, h, sizeof h, cn::memcpy_host_to_device), cn::error_invalid_value);
    CHECK_ERROR(cn::memcpy(d, h, sizeof h, cn::memcpy_device_to_host), cn::error_invalid_value);
    CHECK_ERROR(cn::memcpy(h, d, sizeof h, cn::memcpy_host_to_device), cn::error_invalid_value);
    CHECK_ERROR(cn::memcpy(h, d, sizeof h, static_cast<cn::memcpy_kind>(9)),
                cn::error_invalid_memcpy_direction);
    CHECK_ERROR(cn::memcpy(nullptr, d, sizeof h, cn::memcpy_default), cn::error_invalid_value);
    CHECK_ERROR(cn::memset(h, 0, sizeof h), cn::error_invalid_value);
    CHECK_ERROR(cn::free(d + 1), cn::error_invalid_value);
    CHECK_ERROR(cn::free(h), cn::error_invalid_value);
    CHECK_ERROR(cn::free_host(d), cn::error_invalid_value);
    OK(cn::memcpy(d, h, 0, cn::memcpy_host_to_device));
    OK(cn::free(d));
    CHECK_ERROR(cn::free(d), cn::error_invalid_value);
    CHECK_ERROR(cn::memcpy(d, h, sizeof h, cn::memcpy_host_to_device), cn::error_invalid_value);
    CHECK_ERROR(cn::memset(d, 0, sizeof h), cn::error_invalid_value);
    OK(cn::free(nullptr));
    OK(cn::free_host(nullptr));
    void *nothing = &d;
    OK(cn::malloc(&nothing, 0));
    CHECK(nothing == nullptr);
    CHECK_ERROR(cn::malloc(&nothing, std::size_t{1} << 50U), cn::error_memory_allocation);
    CHECK_ERROR(cn::malloc((void **)nullptr, 4), cn::error_invalid_value);
    CHECK_ERROR(cn::get_last_error(), cn::error_invalid_value);
}

static void check_pitched() {
    const std::size_t width = 5 * sizeof(int);
    const std::size_t height = 4;
    int h[4][7];
    for (int y = 0; y < 4; ++y) {
        for (int x = 0; x < 7; ++x) {
            h[y][x] = 10 * y + x;
        }
    }
    char *d = nullptr;
    std::size_t pitch = 0;
    OK(cn::malloc_pitch((void **)&d, &pitch, width, height));
    CHECK(pitch >= width && pitch % 256 == 0);
    OK(cn::memset_2d(d, pitch, 0, width, height));
    OK(cn::memcpy_2d(d, pitch, h, sizeof h[0], width, height, cn::memcpy_host_to_device));
    OK(cn::memset_2d(d + pitch, pitch, 0, 4, 2));
    int back[4][5];
    OK(cn::memcpy_2d(back, sizeof back[0], d, pitch, width, height, cn::memcpy_device_to_host));
    CHECK(back[0][0] == 0 && back[0][4] == 4 && back[1][0] == 0 && back[1][1] == 11);
    CHECK(back[2][0] == 0 && back[3][0] == 30 && back[3][4] == 34);
    CHECK_ERROR(cn::memcpy_2d(d, pitch, h, 1, width, height, cn::memcpy_host_to_device),
                cn::error_invalid_pitch_value);
    OK(cn::free(d));
}

static void check_pinned() {
    const int n = 100;
    int *pinned = nullptr;
    OK(cn::malloc_host((void **)&pinned, n * sizeof(int)));
    std::fill(pinned, pinned + n, 1);
    int *d = nullptr;
    OK(cn::malloc(&d, n * sizeof(int)));
    OK(cn::memcpy_async(d, pinned, n * sizeof(int), cn::memcpy_host_to_device));
    cn::launch(1, 128, 0, nullptr, [&] { scale<int>(d, 7, n); });
    OK(cn::memcpy_async(pinned, d, n * sizeof(int), cn::memcpy_device_to_host));
    OK(cn::device_synchronize());
    CHECK(pinned[0] == 7 && pinned[n - 1] == 7);
    // A kernel works on it directly.
    int *seen = nullptr;
    OK(cn::host_get_device_pointer(&seen, pinned, 0));
    cn::launch(1, 128, 0, nullptr, [&] { scale<int>(seen + 1, 2, n - 1); });
    OK(cn::device_synchronize());
    CHECK(pinned[0] == 7 && pinned[1] == 14 && pinned[n - 1] == 14);
    pinned[0] = 5;
    cn::launch(1, 128, 0, nullptr, [&] { add(d, seen, n); });
    OK(cn::memset(pinned, 0, 4));
    CHECK(pinned[0] == 0);
    int first = 0;
    OK(cn::memcpy(&first, d, sizeof first, cn::memcpy_device_to_host));
    CHECK(first == 12);
    unsigned flags = 9;
    OK(cn::host_get_flags(&flags, pinned));
    CHECK(flags == cn::host_alloc_default);
    CHECK_ERROR(cn::free(pinned), cn::error_invalid_value);
    OK(cn::free_host(pinned));
    OK(cn::host_alloc(&pinned, n * sizeof(int), cn::host_alloc_mapped | cn::host_alloc_portable));
    OK(cn::free_host(pinned));
    OK(cn::free(d));
}

static void check_registered() {
    std::vector<int> h(4096, 3);
    const std::size_t size = h.size() * sizeof(int);
    OK(cn::host_register(h.data(), size, cn::host_register_default));
    CHECK_ERROR(cn::host_register(h.data() + 8, 16, 0), cn::error_host_memory_already_registered);
    int *seen = nullptr;
    const cn::error_t reachable = cn::host_get_device_pointer(&seen, h.data(), 0);
    if (reachable == cn::success) {
        cn::launch(16, 256, 0, nullptr, [&] { scale<int>(seen, 5, 4096); });
        OK(cn::device_synchronize());
        CHECK(h[0] == 15 && h[4095] == 15);
    } else {
        CHECK_ERROR(reachable, cn::error_not_supported);
    }
    OK(cn::host_unregister(h.data()));
    CHECK_ERROR(cn::host_unregister(h.data()), cn::error_host_memory_not_registered);
}

static void check_managed() {
    const int n = 1000;
    int *x = nullptr;
    int *y = nullptr;
    OK(cn::malloc_managed(&x, n * sizeof(int)));
    OK(cn::malloc_managed((void **)&y, n * sizeof(int), cn::mem_attach_global));
    for (int i = 0; i < n; ++i) {
        x[i] = i;
        y[i] = 1;
    }
    OK(cn::mem_prefetch_async(x, n * sizeof(int), 0));
    OK(cn::mem_advise(x, n * sizeof(int), cn::mem_advise_set_read_mostly, 0));
    for (int round = 0; round < 3; ++round) {
        cn::launch(4, 256, 0, nullptr, [&] { add(y, x, n); });
        OK(cn::device_synchronize());
        CHECK(y[0] == 1 && y[999] == 1 + 999 * (round + 1));
        y[1] = 0;
    }
    CHECK(y[1] == 0 && y[2] == 7);
    OK(cn::memset(y, 0, n * sizeof(int)));
    CHECK(y[999] == 0);
    OK(cn::memcpy(y, x, n * sizeof(int), cn::memcpy_default));
    CHECK(y[999] == 999);
    CHECK_ERROR(cn::malloc_managed(&y, 0), cn::error_invalid_value);
    OK(cn::free(x));
    OK(cn::free(y));
}

static void check_questions() {
    std::size_t before = 0;
    std::size_t total = 0;
    OK(cn::mem_get_info(&before, &total));
    CHECK(before <= total && total > 0);
    void *d = nullptr;
    OK(cn::malloc(&d, 1 << 20));
    std::size_t after = 0;
    OK(cn::mem_get_info(&after, &total));
    CHECK(before - after == 1 << 20);
    cn::pointer_attributes attributes{};
    OK(cn::pointer_get_attributes(&attributes, static_cast<char *>(d) + 5));
    CHECK(attributes.type == cn::memory_type_device && attributes.device == 0);
    CHECK(attributes.hostPointer == nullptr);
    OK(cn::pointer_get_attributes(&attributes, &total));
    CHECK(attributes.type == cn::memory_type_unregistered);
    OK(cn::free(d));
}

int main() {
    check_plain_copies();
    check_bad_pointers();
    check_pitched();
    check_pinned();
    check_registered();
    check_managed();
    check_questions();
    return result();
}
