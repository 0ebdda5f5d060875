/* A C program on cnative.h; its kernel is in kernel.cpp. */
#include <stdio.h>
#include <string.h>

#include "shared.h"

static int failures = 0;

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("%s:%d: not true: %s\n", __FILE__, __LINE__, #condition);                       \
            ++failures;                                                                            \
        }                                                                                          \
    } while (0)
#define OK(call) CHECK((call) == cn_success)

static void count_call(void *calls) { ++*(int *)calls; }

static void count_status(cn_stream_t stream, cn_error_t status, void *calls) {
    *(int *)calls += stream != NULL && status == cn_success;
}

static void check_devices(void) {
    struct cn_device_prop properties;
    enum cn_device_attr attribute = cn_dev_attr_max_threads_per_block;
    int count = 0, device = -1, threads = 0;
    size_t unused = 0, total = 0;
    OK(cn_get_device_count(&count));
    OK(cn_set_device(0));
    OK(cn_get_device(&device));
    OK(cn_get_device_properties(&properties, 0));
    OK(cn_device_get_attribute(&threads, attribute, 0));
    OK(cn_mem_get_info(&unused, &total));
    CHECK(count > 0 && device == 0 && properties.name[0] != '\0');
    CHECK(threads == properties.maxThreadsPerBlock && properties.warpSize == 32);
    CHECK(total == properties.totalGlobalMem && unused <= total);
}

static void check_errors(void) {
    CHECK(cn_malloc(NULL, 4) == cn_error_invalid_value);
    CHECK(last_error_in_cxx() == cn_error_invalid_value);
    CHECK(cn_get_last_error() == cn_error_invalid_value);
    CHECK(cn_peek_at_last_error() == cn_success);
    CHECK(strcmp(cn_get_error_string(cn_error_invalid_value), "invalid argument") == 0);
    CHECK(strcmp(cn_get_error_name(cn_success), "cudaSuccess") == 0);
}

static void check_work(void) {
    cn_stream_t stream;
    cn_event_t begin, end;
    cn_pointer_attributes where;
    cn_func_attributes about;
    float4 value = make_float4(1, 2, 3, 4), got[33];
    float4 *on_device = NULL;
    int n = 33, calls = 0, i;
    unsigned flags = 0;
    float time = -1;
    void *arguments[3];
    dim3 grid = {1, 1, 1}, block = {64, 1, 1};
    arguments[0] = &on_device;
    arguments[1] = &value;
    arguments[2] = &n;
    OK(cn_stream_create_with_flags(&stream, cn_stream_non_blocking));
    OK(cn_stream_get_flags(stream, &flags));
    CHECK(flags == cn_stream_non_blocking);
    OK(cn_event_create(&begin));
    OK(cn_event_create_with_flags(&end, cn_event_blocking_sync));
    OK(cn_malloc((void **)&on_device, sizeof got));
    OK(cn_pointer_get_attributes(&where, on_device));
    CHECK(where.type == cn_memory_type_device && where.devicePointer == (void *)on_device);
    OK(cn_memset_async(on_device, 0, sizeof got, stream));
    OK(cn_event_record(begin, stream));
    OK(cn_launch_kernel(fill_kernel(), grid, block, arguments, 0, stream));
    OK(cn_event_record(end, stream));
    OK(cn_launch_host_func(stream, count_call, &calls));
    OK(cn_stream_add_callback(stream, count_status, &calls, 0));
    OK(cn_memcpy_async(got, on_device, sizeof got, cn_memcpy_device_to_host, stream));
    OK(cn_stream_synchronize(stream));
    OK(cn_event_elapsed_time(&time, begin, end));
    CHECK(time > 0 && calls == 2);
    for (i = 0; i < n; ++i) {
        CHECK(got[i].x == 1 + i && got[i].y == 2 && got[i].z == 3 && got[i].w == 4);
    }
    OK(cn_func_get_attributes(&about, fill_kernel()));
    CHECK(about.maxThreadsPerBlock >= 64);
    CHECK(cn_memcpy(got, on_device, 4, (cn_memcpy_kind)9) == cn_error_invalid_memcpy_direction);
    OK(cn_memcpy_to_symbol(offset_symbol(), &n, sizeof n, 0, cn_memcpy_host_to_device));
    OK(cn_memcpy_from_symbol(&i, offset_symbol(), sizeof i, 0, cn_memcpy_device_to_host));
    CHECK(i == 33);
    OK(cn_event_destroy(begin));
    OK(cn_event_destroy(end));
    OK(free_in_cxx(on_device, stream));
    OK(cn_stream_destroy(stream));
    OK(cn_device_synchronize());
}

int main(void) {
    check_devices();
    check_errors();
    check_work();
    puts(failures == 0 ? "passed" : "FAILED");
    return failures != 0;
}
