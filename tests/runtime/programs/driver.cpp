// The driver interface: contexts, modules and their names, packed arguments, memory, results.
#include <vector>

#include "check.hpp"
#include "kernels.hpp"

static const cn::linkage_name scaled{static_cast<void (*)(float *, float, int)>(scale<float>),
                                     "_Z5scaleIfEvPT_S0_i"};

static void results() {
    const char *text = nullptr;
    CHECK(cn::driver_get_error_name(cn::driver_error_not_found, &text) == cn::driver_success);
    CHECK(std::string(text) == "CUDA_ERROR_NOT_FOUND");
    CHECK(cn::driver_get_error_string(cn::driver_error_out_of_memory, &text) ==
          cn::driver_success);
    CHECK(std::string(text) == "out of memory");
    const auto unknown = static_cast<cn::driver_result>(12345);
    CHECK(cn::driver_get_error_name(unknown, &text) == cn::driver_error_invalid_value);
    CHECK(cn::driver_mem_free(1) == cn::driver_error_invalid_value);
    CHECK(cn::get_last_error() == cn::success); // the runtime interface knows nothing of it
}

static void contexts() {
    cn::driver_context first, second, top;
    cn::driver_device d = -1;
    CHECK(cn::driver_ctx_create(&first, 0, 0) == cn::driver_success);
    CHECK(cn::driver_ctx_create(&second, nullptr, 0, 0) == cn::driver_success);
    CHECK(cn::driver_ctx_get_current(&top) == cn::driver_success && top == second);
    CHECK(cn::driver_ctx_pop_current(&top) == cn::driver_success && top == second);
    CHECK(cn::driver_ctx_get_current(&top) == cn::driver_success && top == first);
    CHECK(cn::driver_ctx_set_current(second) == cn::driver_success);
    CHECK(cn::driver_ctx_get_device(&d) == cn::driver_success && d == 0);
    CHECK(cn::driver_ctx_destroy(second) == cn::driver_success);
    CHECK(cn::driver_ctx_push_current(second) == cn::driver_error_invalid_context);
    CHECK(cn::driver_ctx_pop_current(&top) == cn::driver_error_invalid_context);
    CHECK(cn::driver_ctx_destroy(first) == cn::driver_success);
}

static void virtual_memory() {
    cn::driver_allocation_prop prop{};
    prop.type = cn::mem_allocation_type_pinned;
    std::size_t page = 0;
    CHECK(cn::driver_mem_get_allocation_granularity(
              &page, &prop, cn::driver_allocation_granularity_minimum) == cn::driver_success);
    cn::driver_device_ptr first = 0, second = 0;
    cn::driver_allocation_handle one = 0, two = 0, same = 0;
    CHECK(cn::driver_mem_address_reserve(&first, page + 1, 0, 0, 0) ==
          cn::driver_error_invalid_value);
    CHECK(cn::driver_mem_address_reserve(&first, 2 * page, 0, 0, 0) == cn::driver_success);
    CHECK(cn::driver_mem_address_reserve(&second, page, 0, 0, 0) == cn::driver_success);
    CHECK(cn::driver_mem_create(&one, page, &prop, 0) == cn::driver_success);
    CHECK(cn::driver_mem_create(&two, page, &prop, 0) == cn::driver_success);
    CHECK(cn::driver_mem_map(first + page, page, 0, one, 0) == cn::driver_success);
    CHECK(cn::driver_mem_map(first + page, page, 0, two, 0) == cn::driver_error_invalid_value);
    CHECK(cn::driver_mem_map(first + 2 * page, page, 0, two, 0) == cn::driver_error_invalid_value);
    CHECK(cn::driver_mem_map(first, page, 0, one, 0) == cn::driver_error_not_supported);
    CHECK(cn::driver_mem_address_free(first, 2 * page) == cn::driver_error_invalid_value);
    CHECK(cn::driver_mem_unmap(first, 2 * page) == cn::driver_error_invalid_value);
    cn::mem_access_desc access{};
    CHECK(cn::driver_mem_set_access(first, page, &access, 1) == cn::driver_error_invalid_value);
    CHECK(cn::driver_mem_set_access(first + page, page, &access, 1) == cn::driver_success);
    unsigned long long flags = 7;
    CHECK(cn::driver_mem_get_access(&flags, &access.location, first) == cn::driver_success);
    CHECK(flags == cn::mem_access_flags_prot_none);
    auto *const inside = reinterpret_cast<void *>(first + page + 12);
    CHECK(cn::driver_mem_retain_allocation_handle(&same, inside) == cn::driver_success);
    CHECK(same == one && cn::driver_mem_release(same) == cn::driver_success);
    CHECK(cn::driver_memset_d32(first + page, 42, page / 4) == cn::driver_success);
    CHECK(cn::driver_mem_unmap(first + page, page) == cn::driver_success);
    CHECK(cn::driver_mem_map(second, page, 0, one, 0) == cn::driver_success);
    CHECK(cn::driver_mem_release(one) == cn::driver_success);
    CHECK(cn::driver_mem_map(first, page, 0, two, 0) == cn::driver_success);
    unsigned seen = 0;
    CHECK(cn::driver_memcpy_device_to_host(&seen, second + page - 4, 4) == cn::driver_success);
    CHECK(seen == 42);
    CHECK(cn::driver_mem_unmap(second, page) == cn::driver_success);
    CHECK(cn::driver_mem_map(second, page, 0, one, 0) == cn::driver_error_invalid_value); // gone
    CHECK(cn::driver_mem_unmap(first, page) == cn::driver_success);
    CHECK(cn::driver_mem_release(two) == cn::driver_success);
    CHECK(cn::driver_mem_address_free(first, 2 * page) == cn::driver_success);
    CHECK(cn::driver_mem_address_free(second, page) == cn::driver_success);
    prop.requestedHandleTypes = cn::mem_handle_type_posix_file_descriptor;
    CHECK(cn::driver_mem_create(&one, page, &prop, 0) == cn::driver_error_not_supported);
}

static void modules() {
    cn::driver_module one, all;
    cn::driver_function f;
    CHECK(cn::driver_module_load(&one, "somewhere/kernels_sm80.cubin") == cn::driver_success);
    CHECK(cn::driver_module_load(&all, "other.ptx") == cn::driver_error_file_not_found);
    CHECK(cn::driver_module_load_data(&all, ".version 8.0") == cn::driver_success);
    CHECK(cn::driver_module_get_function(&f, one, "fill") == cn::driver_success);
    CHECK(cn::driver_module_get_function(&f, one, "broken") == cn::driver_error_not_found);
    CHECK(cn::driver_module_get_function(&f, all, "broken") == cn::driver_success);
    CHECK(cn::driver_module_get_function(&f, all, "_Z5scaleIfEvPT_S0_i") == cn::driver_success);
    cn::driver_device_ptr at = 0;
    std::size_t bytes = 0;
    CHECK(cn::driver_module_get_global(&at, &bytes, all, "coefficients") == cn::driver_success);
    float values[4];
    CHECK(bytes == sizeof values);
    CHECK(cn::driver_memcpy_device_to_host(values, at, bytes) == cn::driver_success);
    CHECK(values[0] == 1 && values[2] == 3 && values[3] == 0);
    CHECK(cn::driver_module_get_global(&at, &bytes, all, "none") == cn::driver_error_not_found);
    CHECK(cn::driver_module_unload(one) == cn::driver_success);
    CHECK(cn::driver_module_unload(all) == cn::driver_success);
}

static void linked() {
    cn::driver_link_state state;
    cn::driver_module m;
    cn::driver_function f;
    void *image = nullptr;
    std::size_t size = 0;
    char text[] = "cnative module kernels.cl\n";
    CHECK(cn::driver_link_create(0, nullptr, nullptr, &state) == cn::driver_success);
    CHECK(cn::driver_link_add_data(state, cn::driver_jit_input_ptx, text, sizeof text, "x", 0,
                                   nullptr, nullptr) == cn::driver_success);
    CHECK(cn::driver_link_complete(state, &image, &size) == cn::driver_success);
    CHECK(cn::driver_module_load_data(&m, image) == cn::driver_success);
    CHECK(cn::driver_link_destroy(state) == cn::driver_success);
    CHECK(cn::driver_module_get_function(&f, m, "fill") == cn::driver_success);
    CHECK(cn::driver_module_get_function(&f, m, "broken") == cn::driver_error_not_found);
    CHECK(cn::driver_module_unload(m) == cn::driver_success);
}

static void compiled() {
    cn::compiler_program program;
    const char *image = "cnative module kernels.cl\n";
    CHECK(cn::compiler_create_program(&program, image, "k.cu", 0, nullptr, nullptr) ==
          cn::compiler_success);
    std::size_t size = 0;
    CHECK(cn::compiler_get_ptx_size(program, &size) == cn::compiler_error_invalid_program);
    CHECK(cn::compiler_compile_program(program, 0, nullptr) == cn::compiler_success);
    CHECK(cn::compiler_get_ptx_size(program, &size) == cn::compiler_success);
    std::string text(size, '?');
    CHECK(cn::compiler_get_ptx(program, text.data()) == cn::compiler_success);
    CHECK(text.c_str() == std::string(image));
    CHECK(cn::compiler_destroy_program(&program) == cn::compiler_success && program == nullptr);

    const char *source = "extern \"C\" __global__ void k() {}";
    CHECK(cn::compiler_create_program(&program, source, "k.cu", 0, nullptr, nullptr) ==
          cn::compiler_success);
    CHECK(cn::compiler_compile_program(program, 0, nullptr) == cn::compiler_error_compilation);
    CHECK(cn::compiler_get_program_log_size(program, &size) == cn::compiler_success && size > 1);
    CHECK(std::string(cn::compiler_get_error_string(cn::compiler_error_compilation)) ==
          "NVRTC_ERROR_COMPILATION");
    CHECK(cn::compiler_destroy_program(&program) == cn::compiler_success);
}

static void launches() {
    const int n = 1001;
    cn::driver_module m;
    cn::driver_function fill_it;
    cn::driver_device_ptr x = 0;
    std::vector<int> result(n);
    CHECK(cn::driver_module_load_data(&m, "any") == cn::driver_success);
    CHECK(cn::driver_module_get_function(&fill_it, m, "fill") == cn::driver_success);
    CHECK(cn::driver_mem_alloc(&x, n * sizeof(int)) == cn::driver_success);
    struct {
        cn::driver_device_ptr x;
        int value, n;
    } packed{x, 42, n};
    std::size_t size = sizeof packed;
    void *extra[] = {cn::driver_launch_param_buffer_pointer, &packed,
                     cn::driver_launch_param_buffer_size, &size, cn::driver_launch_param_end};
    CHECK(cn::driver_launch_kernel(fill_it, 16, 1, 1, 64, 1, 1, 0, nullptr, nullptr, extra) ==
          cn::driver_success);
    CHECK(cn::driver_memcpy_device_to_host(result.data(), x, n * sizeof(int)) ==
          cn::driver_success);
    CHECK(result.front() == 42 && result.back() == 42);
    size = 8; // too small for all arguments
    CHECK(cn::driver_launch_kernel(fill_it, 16, 1, 1, 64, 1, 1, 0, nullptr, nullptr, extra) ==
          cn::driver_error_invalid_value);
    CHECK(cn::driver_launch_kernel(fill_it, 16, 1, 1, 64, 1, 1, 0, nullptr, nullptr, nullptr) ==
          cn::driver_error_invalid_value);

    CHECK(cn::driver_memset_d32(x, 0x01020304, n) == cn::driver_success);
    CHECK(cn::driver_memset_d16(x + 2, 0x0506, 1) == cn::driver_success);
    CHECK(cn::driver_memset_d32(x + 2, 0, 1) == cn::driver_error_invalid_value);
    CHECK(cn::driver_memcpy_device_to_host(result.data(), x, n * sizeof(int)) ==
          cn::driver_success);
    CHECK(result.front() == 0x05060304 && result.back() == 0x01020304);

    int attribute = 0;
    CHECK(cn::driver_func_get_attribute(&attribute, cn::driver_func_attribute_num_regs, fill_it) ==
          cn::driver_success);
    int grid = 0, block = 0;
    CHECK(cn::driver_occupancy_max_potential_block_size(&grid, &block, fill_it, nullptr, 0, 64) ==
          cn::driver_success);
    CHECK(block == 64 && grid > 0);
    cn::driver_function same;
    CHECK(cn::get_func_by_symbol(&same, fill) == cn::success && same == fill_it);
    CHECK(cn::driver_mem_free(x) == cn::driver_success);
}

static void pointers() {
    cn::driver_device_ptr x = 0, base = 0;
    std::size_t bytes = 0;
    CHECK(cn::driver_mem_alloc(&x, 100) == cn::driver_success);
    CHECK(cn::driver_mem_get_address_range(&base, &bytes, x + 40) == cn::driver_success);
    CHECK(base == x && bytes == 100);
    cn::driver_memory_type type{};
    CHECK(cn::driver_pointer_get_attribute(&type, cn::driver_pointer_attribute_memory_type, x) ==
          cn::driver_success);
    CHECK(type == cn::driver_memory_type_device);
    CHECK(cn::driver_mem_free(x) == cn::driver_success);
    int value = -1;
    CHECK(cn::driver_device_get_attribute(&value, cn::driver_device_attribute_warp_size, 0) ==
          cn::driver_success);
    CHECK(value == 32);
    CHECK(cn::driver_device_get_attribute(
              &value, cn::driver_device_attribute_generic_compression_supported, 0) ==
          cn::driver_success);
    CHECK(value == 0);
}

int main() {
    CHECK(cn::driver_init(0) == cn::driver_success);
    results();
    contexts();
    virtual_memory();
    modules();
    linked();
    compiled();
    launches();
    pointers();
    return result();
}
