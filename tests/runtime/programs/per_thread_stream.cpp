// A default stream for each thread: the null stream of one thread does not wait for another's.
#define CUDA_API_PER_THREAD_DEFAULT_STREAM
#include <thread>

#include "check.hpp"
#include "kernels.hpp"

int main() {
    unsigned long long main_id = 0;
    unsigned long long per_thread_id = 0;
    unsigned long long legacy_id = 0;
    unsigned long long other_id = 0;
    OK(cn::stream_get_id(nullptr, &main_id));
    OK(cn::stream_get_id(cn::stream_per_thread, &per_thread_id));
    OK(cn::stream_get_id(cn::stream_legacy, &legacy_id));
    std::thread([&] { OK(cn::stream_get_id(nullptr, &other_id)); }).join();
    CHECK(main_id == per_thread_id && main_id != legacy_id && main_id != other_id);

    int *d = nullptr;
    OK(cn::malloc(&d, 64 * sizeof(int)));
    cn::launch(1, 64, [&] { fill(d, 3, 64); });
    int h[64] = {};
    OK(cn::memcpy(h, d, sizeof h, cn::memcpy_device_to_host));
    CHECK(h[0] == 3 && h[63] == 3);
    OK(cn::free(d));
    return result();
}
