// Where there is no device, every function says so; nothing crashes, the message comes once.
#include "check.hpp"
#include "kernels.hpp"

int main(int, char **argv) {
    const cn::error_t expected =
        argv[1][0] == 'l' ? cn::error_insufficient_driver : cn::error_no_device;
    int count = 7;
    CHECK_ERROR(cn::get_device_count(&count), expected);
    CHECK(count == 0);
    void *p = nullptr;
    CHECK_ERROR(cn::malloc(&p, 4), expected);
    CHECK_ERROR(cn::free(nullptr), expected);
    CHECK_ERROR(cn::memcpy(&count, &count, 4, cn::memcpy_host_to_host), expected);
    CHECK_ERROR(cn::set_device(0), expected);
    CHECK_ERROR(cn::device_synchronize(), expected);
    cn::stream_t s = nullptr;
    CHECK_ERROR(cn::stream_create(&s), expected);
    cn::event_t e = nullptr;
    CHECK_ERROR(cn::event_create(&e), expected);
    (void)cn::get_last_error();
    cn::launch(1, 1, 0, nullptr, [] { fill(nullptr, 0, 0); });
    CHECK_ERROR(cn::get_last_error(), expected);
    CHECK_ERROR(cn::memcpy_to_symbol(counter, &count, 4), expected);
    return result();
}
