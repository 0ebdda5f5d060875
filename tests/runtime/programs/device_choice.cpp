// Choosing a device by its place on the bus, by a list; deprecated names; attributes of pairs.
#include <cstring>

#include "check.hpp"

int main() {
    char id[16] = {};
    OK(cn::device_get_pci_bus_id(id, sizeof id, 0));
    CHECK(std::strcmp(id, "0000:00:00.0") == 0);
    int ordinal = -1;
    OK(cn::device_get_by_pci_bus_id(&ordinal, id));
    CHECK(ordinal == 0);
    CHECK_ERROR(cn::device_get_by_pci_bus_id(&ordinal, "0001:00:00.0"), cn::error_invalid_device);
    CHECK_ERROR(cn::device_get_by_pci_bus_id(&ordinal, "gpu"), cn::error_invalid_device);
    CHECK_ERROR(cn::device_get_pci_bus_id(id, sizeof id, 99), cn::error_invalid_device);

    int list[] = {0};
    OK(cn::set_valid_devices(list, 1));
    CHECK_ERROR(cn::set_valid_devices(list, 0), cn::error_invalid_value);
    list[0] = 99;
    CHECK_ERROR(cn::set_valid_devices(list, 1), cn::error_invalid_device);
    OK(cn::init_device(0, cn::device_schedule_auto, cn::init_device_flags_are_valid));
    CHECK_ERROR(cn::init_device(-1), cn::error_invalid_device);
    OK(cn::get_device(&ordinal));
    CHECK(ordinal == 0);

    std::size_t stack = 0;
    OK(cn::thread_set_limit(cn::limit_stack_size, 4096));
    OK(cn::thread_get_limit(&stack, cn::limit_stack_size));
    CHECK(stack == 4096);
    cn::func_cache cache = cn::func_cache_prefer_none;
    OK(cn::thread_set_cache_config(cn::func_cache_prefer_l1));
    OK(cn::thread_get_cache_config(&cache));
    CHECK(cache == cn::func_cache_prefer_l1);
    return result();
}
