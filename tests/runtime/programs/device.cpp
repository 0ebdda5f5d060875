// Devices: which there are, what they say about themselves, settings, reset.
#include <cstring>

#include "check.hpp"
#include "kernels.hpp"
#include "opencl/device.hpp"

static void ranges_of_a_profiler() {
    CHECK(cn::profiler_range_push("outer") == 0);
    CHECK(cn::profiler_range_push("inner") == 1);
    CHECK(cn::profiler_range_pop() == 1 && cn::profiler_range_pop() == 0);
    CHECK(cn::profiler_range_pop() == -1);
}

int main() {
    ranges_of_a_profiler();
    int count = 0;
    OK(cn::get_device_count(&count));
    CHECK(count >= 1);
    int current = -1;
    OK(cn::get_device(&current));
    CHECK(current == 0);
    OK(cn::set_device(count - 1));
    OK(cn::set_device(0));
    CHECK_ERROR(cn::set_device(count), cn::error_invalid_device);
    CHECK_ERROR(cn::set_device(-1), cn::error_invalid_device);

    struct cn::device_prop p;
    memset(&p, 0, sizeof(p)); // the C library's: no clash with cn::memset
    OK(cn::get_device_properties(&p, 0));
    std::printf("%s: %d multiprocessors, %zu MiB\n", p.name, p.multiProcessorCount,
                p.totalGlobalMem >> 20U);
    CHECK(p.name[0] != '\0' && p.totalGlobalMem > 0 && p.multiProcessorCount > 0);
    CHECK(p.warpSize == 32 && p.maxThreadsPerBlock > 0 && p.maxThreadsPerBlock <= 1024);
    CHECK(p.maxThreadsDim[2] <= 64 && p.maxGridSize[1] == 65535 && p.major == 8);
    CHECK(p.sharedMemPerBlock > 0 && p.sharedMemPerBlock <= 49152);
    CHECK_ERROR(cn::get_device_properties(&p, count), cn::error_invalid_device);
    int value = 0;
    OK(cn::device_get_attribute(&value, cn::dev_attr_max_threads_per_block, 0));
    CHECK(value == p.maxThreadsPerBlock);
    OK(cn::device_get_attribute(&value, cn::dev_attr_multi_processor_count, 0));
    CHECK(value == p.multiProcessorCount);
    CHECK_ERROR(cn::device_get_attribute(&value, static_cast<cn::device_attr>(100000), 0),
                cn::error_invalid_value);
    cn::device_prop wanted = p;
    OK(cn::choose_device(&value, &wanted));
    CHECK(value == 0);

    OK(cn::set_device_flags(cn::device_schedule_blocking_sync | cn::device_map_host));
    OK(cn::device_set_limit(cn::limit_malloc_heap_size, 1 << 26));
    std::size_t heap = 0;
    OK(cn::device_get_limit(&heap, cn::limit_malloc_heap_size));
    CHECK(heap == 1 << 26);
    OK(cn::device_set_cache_config(cn::func_cache_prefer_shared));
    OK(cn::driver_get_version(&value));
    CHECK(value == CN_API_VERSION);
    OK(cn::runtime_get_version(&value));
    OK(cn::device_can_access_peer(&value, 0, 0));
    CHECK(value == 0);

    int *d = nullptr;
    OK(cn::malloc(&d, sizeof(int)));
    cn::stream_t s = nullptr;
    OK(cn::stream_create(&s));
    OK(cn::device_reset());
    CHECK_ERROR(cn::free(d), cn::error_invalid_value);
    CHECK_ERROR(cn::stream_destroy(s), cn::error_invalid_resource_handle);
    OK(cn::malloc(&d, sizeof(int)));
    cn::launch(1, 1, 0, nullptr, [&] { fill(d, 4, 1); });
    OK(cn::thread_synchronize());
    OK(cn::free(d));
    // A failed kernel makes every call fail until the device is reset.
    cn::opencl::current_device().broken = cn::error_launch_failure;
    CHECK_ERROR(cn::malloc(&d, sizeof(int)), cn::error_launch_failure);
    CHECK_ERROR(cn::device_synchronize(), cn::error_launch_failure);
    CHECK_ERROR(cn::get_last_error(), cn::error_launch_failure);
    OK(cn::get_last_error());
    CHECK_ERROR(cn::device_synchronize(), cn::error_launch_failure);
    OK(cn::device_reset());
    OK(cn::device_synchronize());
    CHECK(std::strcmp(cn::get_error_string(cn::success), "no error") == 0);
    CHECK(std::strcmp(cn::get_error_name(cn::error_not_ready), "cudaErrorNotReady") == 0);
    CHECK(std::strcmp(cn::get_error_name(cn::success), "cudaSuccess") == 0);
    CHECK(std::strcmp(cn::get_error_name(cn::error_ecc_uncorrectable), "cudaErrorECCUncorrectable") ==
          0);
    CHECK(std::strcmp(cn::get_error_name(cn::error_launch_file_scoped_tex),
                      "cudaErrorLaunchFileScopedTex") == 0);
    CHECK_ERROR(cn::get_last_error(), cn::error_launch_failure);
    return result();
}
