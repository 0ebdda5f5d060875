// Launches with a configuration and attributes, and attributes of streams.
#include "check.hpp"
#include "kernels.hpp"

int main() {
    int *d = nullptr;
    OK(cn::malloc(&d, 64 * sizeof(int)));
    cn::stream_t s = nullptr;
    OK(cn::stream_create(&s));

    cn::launch_config_t config = {};
    config.gridDim = dim3(1);
    config.blockDim = dim3(64);
    config.stream = s;
    cn::launch_attribute attributes[1];
    attributes[0].id = cn::launch_attribute_priority;
    attributes[0].val.priority = 0;
    config.attrs = attributes;
    config.numAttrs = 1;
    OK(cn::launch_kernel_ex(&config, fill, d, 7, 64u)); // arguments are converted to the parameters
    int value = 5;
    int n = 32;
    void *arguments[] = {&d, &value, &n};
    OK(cn::launch_kernel_ex_c(&config, reinterpret_cast<const void *>(fill), arguments));
    int h[64] = {};
    OK(cn::memcpy_async(h, d, sizeof h, cn::memcpy_device_to_host, s));
    OK(cn::stream_synchronize(s));
    CHECK(h[0] == 5 && h[31] == 5 && h[32] == 7 && h[63] == 7);

    attributes[0].id = cn::launch_attribute_cluster_dimension;
    attributes[0].val.clusterDim = {2, 1, 1};
    CHECK_ERROR(cn::launch_kernel_ex(&config, fill, d, 7, 64), cn::error_not_supported);
    CHECK_ERROR(cn::get_last_error(), cn::error_not_supported);
    attributes[0].val.clusterDim = {1, 1, 1};
    OK(cn::launch_kernel_ex(&config, fill, d, 7, 64));

    cn::launch_attribute_value window = {};
    window.accessPolicyWindow.base_ptr = d;
    window.accessPolicyWindow.hitProp = cn::access_property_persisting;
    OK(cn::stream_set_attribute(s, cn::launch_attribute_access_policy_window, &window));
    OK(cn::stream_get_attribute(s, cn::launch_attribute_priority, &window));
    CHECK(window.priority == 0);
    OK(cn::stream_copy_attributes(s, nullptr));
    OK(cn::ctx_reset_persisting_l2_cache());

    unsigned long long id = 0;
    unsigned long long null_id = 0;
    int device = -1;
    OK(cn::stream_get_id(s, &id));
    OK(cn::stream_get_id(nullptr, &null_id));
    OK(cn::stream_get_device(s, &device));
    CHECK(id != null_id && device == 0);
    OK(cn::stream_destroy(s));
    OK(cn::free(d));
    return result();
}
