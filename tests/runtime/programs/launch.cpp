// Launches: arguments of every kind, shapes, dynamic shared memory, handles, and refused ones.
#include <vector>

#include "check.hpp"
#include "kernels.hpp"

static std::vector<int> values(const int *d, int n) {
    std::vector<int> h(static_cast<std::size_t>(n));
    OK(cn::memcpy(h.data(), d, h.size() * sizeof(int), cn::memcpy_device_to_host));
    return h;
}

static void check_arguments() {
    const int n = 1000;
    int *d = nullptr;
    OK(cn::malloc((void **)&d, n * sizeof(int)));
    cn::launch((n + 255) / 256, 256, 0, nullptr, [&] { fill(d, 3, n); });
    cn::launch(dim3(4), dim3(256), [&] { fill(d + 7, 5, 10); }); // inside the allocation
    cn::launch(4, 256, 0, [&] { scale<int>(d, 2, n); });
    cn::launch(4, 256, 0, 0, [&] { add(d + 1, nullptr, n - 1); });
    OK(cn::get_last_error());
    const std::vector<int> h = values(d, n);
    CHECK(h[0] == 6 && h[6] == 6 && h[7] == 10 && h[16] == 10 && h[17] == 6 && h[n - 1] == 6);
    cn::launch(4, 256, 0, nullptr, [&] { add(d + 500, d, 500); });
    CHECK(values(d, n)[507] == 16);

    float *f = nullptr;
    OK(cn::malloc(&f, 4 * sizeof(float)));
    const float ones[] = {1, 1, 1, 1};
    OK(cn::memcpy(f, ones, sizeof ones, cn::memcpy_default));
    cn::launch(1, 4, 0, nullptr, [&] { scale(f, 1.5F, 4); });
    cn::launch(1, 4, 0, nullptr, [&] { scale(f, 2); });
    float back[4];
    OK(cn::memcpy(back, f, sizeof back, cn::memcpy_device_to_host));
    CHECK(back[0] == 3.0F && back[1] == 3.0F && back[2] == 1.5F);

    double *out = nullptr;
    OK(cn::malloc(&out, 3 * sizeof(double)));
    cn::launch(1, 1, 0, nullptr, [&] { take_struct({4, 2.5, true}, true, out); });
    double got[3];
    OK(cn::memcpy(got, out, sizeof got, cn::memcpy_device_to_host));
    CHECK(got[0] == 4 && got[1] == 2.5 && got[2] == 3);
    OK(cn::free(d));
    OK(cn::free(f));
    OK(cn::free(out));
}

static void check_shapes() {
    uint3 *d = nullptr;
    OK(cn::malloc(&d, 2 * 3 * 4 * 8 * sizeof(uint3)));
    cn::launch(dim3(2, 3, 4), dim3(2, 2, 2), 0, nullptr, [&] { ids(d); });
    std::vector<uint3> h(2 * 3 * 4 * 8);
    OK(cn::memcpy(h.data(), d, h.size() * sizeof(uint3), cn::memcpy_device_to_host));
    const uint3 last = h.back();
    CHECK(h[0].x == 0 && last.x == 1 && last.y == 2 && last.z == 3);
    OK(cn::free(d));
}

static void check_shared() {
    int *d = nullptr;
    const std::vector<int> h = {0, 1, 2, 3, 4, 5, 6, 7};
    OK(cn::malloc(&d, h.size() * sizeof(int)));
    OK(cn::memcpy(d, h.data(), h.size() * sizeof(int), cn::memcpy_host_to_device));
    cn::launch(2, 4, 4 * sizeof(int), nullptr, [&] { reverse(d); });
    OK(cn::get_last_error());
    CHECK((values(d, 8) == std::vector<int>{3, 2, 1, 0, 7, 6, 5, 4}));
    cn::launch(2, 4, 60000, nullptr, [&] { reverse(d); });
    CHECK_ERROR(cn::get_last_error(), cn::error_invalid_value);
    int most = 0;
    OK(cn::device_get_attribute(&most, cn::dev_attr_max_shared_memory_per_block_optin, 0));
    OK(cn::func_set_attribute(reverse, cn::func_attribute_max_dynamic_shared_memory_size, most));
    CHECK_ERROR(cn::func_set_attribute(reverse, cn::func_attribute_max_dynamic_shared_memory_size,
                                       1 << 30),
                cn::error_invalid_value);
    CHECK_ERROR(cn::get_last_error(), cn::error_invalid_value);
    cn::launch(2, 4, static_cast<std::size_t>(most), nullptr, [&] { reverse(d); });
    OK(cn::device_synchronize());
    CHECK(values(d, 8)[0] == 0);
    OK(cn::free(d));
}

static void check_handles() {
    const int n = 64;
    int *d = nullptr;
    OK(cn::malloc(&d, n * sizeof(int)));
    int value = 9;
    int count = n;
    void *arguments[] = {&d, &value, &count};
    OK(cn::launch_kernel((const void *)fill, 1, 64, arguments, 0, nullptr));
    value = 2;
    void *more[] = {&d, &value, &count};
    OK(cn::launch_kernel(scale<int>, dim3(1), dim3(64), more));
    CHECK(values(d, n)[63] == 18);

    void (*chosen)(int *, int, int) = scale<int>;
    cn::launch(1, 64, 0, nullptr, [&] { chosen(d, 10, n); });
    CHECK(values(d, n)[0] == 180);

    cn::func_attributes attributes{};
    OK(cn::func_get_attributes(&attributes, fill));
    CHECK(attributes.maxThreadsPerBlock >= 256 && attributes.maxThreadsPerBlock <= 1024);
    OK(cn::func_set_cache_config(fill, cn::func_cache_prefer_l1));
    int blocks = 0;
    OK(cn::occupancy_max_active_blocks_per_multiprocessor(&blocks, fill, 256, 0));
    CHECK(blocks == 8);
    int grid = 0;
    int block = 0;
    OK(cn::occupancy_max_potential_block_size(&grid, &block, fill, 0, 0));
    CHECK(grid > 0 && block % 32 == 0 && block <= 1024);
    OK(cn::occupancy_max_potential_block_size(&grid, &block, scale<int>, 0, 128));
    CHECK(block == 128);
    OK(cn::free(d));
}

static void check_refusals() {
    int *d = nullptr;
    OK(cn::malloc(&d, sizeof(int)));
    fill(d, 1, 1);
    CHECK_ERROR(cn::get_last_error(), cn::error_invalid_configuration);
    const dim3 bad[][2] = {{0, 1}, {1, 0}, {1, 1025}, {1, dim3(1, 1, 65)}, {1, dim3(64, 64)},
                           {dim3(1, 65536), 1}};
    for (const auto &shape : bad) {
        cn::launch(shape[0], shape[1], 0, nullptr, [&] { fill(d, 1, 1); });
        CHECK_ERROR(cn::peek_at_last_error(), cn::error_invalid_configuration);
        CHECK_ERROR(cn::get_last_error(), cn::error_invalid_configuration);
        OK(cn::get_last_error());
    }
    cn::launch(1, 1, 0, nullptr, [&] { unregistered(d); });
    CHECK_ERROR(cn::get_last_error(), cn::error_invalid_device_function);
    cn::launch(1, 1, 0, nullptr, [&] { missing(d); });
    CHECK_ERROR(cn::get_last_error(), cn::error_invalid_device_function);
    for (int again = 0; again < 2; ++again) {
        cn::launch(1, 1, 0, nullptr, [&] { broken(d); });
        CHECK_ERROR(cn::get_last_error(), cn::error_no_kernel_image_for_device);
    }
    cn::launch(1, 1, 0, nullptr, [&] { fill(d, 1, 1); });
    OK(cn::device_synchronize());
    CHECK(values(d, 1)[0] == 1);
    OK(cn::free(d));
}

int main() {
    check_arguments();
    check_shapes();
    check_shared();
    check_handles();
    check_refusals();
    return result();
}
