// Two devices of any two platforms: memory, streams, symbols and kernels of each, copies between.
#include "check.hpp"
#include "kernels.hpp"

int main() {
    int count = 0;
    OK(cn::get_device_count(&count));
    CHECK(count == 2);
    int *d[2];
    cn::stream_t s[2];
    cn::event_t done[2];
    for (int i = 0; i < 2; ++i) {
        OK(cn::set_device(i));
        OK(cn::malloc(&d[i], 100 * sizeof(int)));
        OK(cn::stream_create(&s[i]));
        OK(cn::event_create(&done[i]));
        cn::launch(1, 128, 0, s[i], [&] { fill(d[i], i + 1, 100); });
        OK(cn::event_record(done[i], s[i]));
    }
    OK(cn::stream_wait_event(s[1], done[0]));
    CHECK_ERROR(cn::event_record(done[0], s[1]), cn::error_invalid_resource_handle);
    cn::launch(1, 1, 0, s[0], [&] { fill(d[1], 5, 1); }); // a stream of the other device
    CHECK_ERROR(cn::get_last_error(), cn::error_invalid_resource_handle);
    OK(cn::device_synchronize());
    OK(cn::set_device(0));
    OK(cn::device_synchronize());
    OK(cn::memcpy_peer(d[0], 0, d[1], 1, 50 * sizeof(int)));
    int h[100];
    OK(cn::memcpy(h, d[0], sizeof h, cn::memcpy_device_to_host));
    CHECK(h[0] == 2 && h[49] == 2 && h[50] == 1 && h[99] == 1);
    // The other device's memory, by its address alone.
    OK(cn::memcpy(h, d[1], sizeof h, cn::memcpy_default));
    CHECK(h[0] == 2 && h[99] == 2);
    OK(cn::memcpy_async(d[1], d[0], sizeof h, cn::memcpy_default, s[0]));
    OK(cn::memset(d[1] + 99, 0, sizeof(int)));
    OK(cn::memcpy(h, d[1], sizeof h, cn::memcpy_device_to_host));
    CHECK(h[0] == 2 && h[98] == 1 && h[99] == 0);
    int can = 1;
    OK(cn::device_can_access_peer(&can, 0, 1));
    CHECK(can == 0);
    CHECK_ERROR(cn::device_enable_peer_access(1, 0), cn::error_peer_access_unsupported);

    const float three[] = {3, 3, 3, 3};
    OK(cn::memcpy_to_symbol(coefficients, three, sizeof three)); // on device 0 only
    for (int i = 0; i < 2; ++i) {
        OK(cn::set_device(i));
        float *y = nullptr;
        OK(cn::malloc(&y, sizeof(float)));
        cn::launch(1, 1, 0, nullptr, [&] { use_symbols(y); });
        float sum = 0;
        OK(cn::memcpy(&sum, y, sizeof sum, cn::memcpy_device_to_host));
        CHECK(sum == (i == 0 ? 12.0F : 6.0F));
        OK(cn::free(y));
        OK(cn::free(d[1 - i])); // by whichever device is current
        OK(cn::stream_destroy(s[i]));
    }
    return result();
}
