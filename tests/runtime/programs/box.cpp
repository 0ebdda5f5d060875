// Boxes, arrays, managed variables and pools: what the host does with them, on every kind of memory.
#include <numeric>
#include <vector>

#include "check.hpp"

static cn::managed<int> counter = cn::make_managed<int>("counter", 5);
static cn::managed<float[2][3]> table = cn::make_managed<float[2][3]>("table");

static void boxes() {
    const cn::extent size = cn::make_extent(12, 5, 3);
    std::vector<char> from(12 * 5 * 3), back(from.size(), 'x');
    std::iota(from.begin(), from.end(), char{0});
    cn::pitched_ptr box;
    OK(cn::malloc_3d(&box, size));
    CHECK(box.pitch >= 12 && box.xsize == 12 && box.ysize == 5);
    cn::memcpy_3d_parms p{};
    p.srcPtr = cn::make_pitched_ptr(from.data(), 12, 12, 5);
    p.dstPtr = box;
    p.extent = size;
    p.kind = cn::memcpy_host_to_device;
    OK(cn::memcpy_3d(&p));
    OK(cn::memset_3d(box, 7, cn::make_extent(12, 1, 3)));
    p.srcPtr = box;
    p.srcPos = cn::make_pos(2, 0, 1);
    p.dstPtr = cn::make_pitched_ptr(back.data(), 12, 12, 5);
    p.extent = cn::make_extent(10, 5, 2);
    p.kind = cn::memcpy_device_to_host;
    OK(cn::memcpy_3d(&p));
    for (std::size_t i = 0; i < back.size(); ++i) {
        const std::size_t x = i % 12, y = i / 12 % 5, z = i / 60;
        const char want = x >= 10 || z == 2 ? 'x' : y == 0 ? 7 : from[(z + 1) * 60 + y * 12 + x + 2];
        CHECK(back[i] == want);
    }
    p.srcPtr.ptr = nullptr;
    CHECK_ERROR(cn::memcpy_3d(&p), cn::error_invalid_value);
    OK(cn::free(box.ptr));
}

static void arrays() {
    const cn::channel_format_desc desc = cn::create_channel_desc<float2>();
    CHECK(desc.x == 32 && desc.y == 32 && desc.z == 0 && desc.f == cn::channel_format_kind_float);
    cn::array_t a = nullptr, b = nullptr;
    OK(cn::malloc_array(&a, &desc, 3, 4));
    OK(cn::malloc_array(&b, &desc, 3, 4));
    float2 in[4][3], out[4][3];
    for (int i = 0; i < 12; ++i) {
        in[i / 3][i % 3] = {static_cast<float>(i), -1.0f};
    }
    const std::size_t row = sizeof in[0];
    OK(cn::memcpy_2d_to_array(a, 0, 0, in, row, row, 4, cn::memcpy_host_to_device));
    OK(cn::memcpy_array_to_array(b, 0, 0, a, 0, 0, sizeof in));
    OK(cn::memcpy_from_array(out, b, 0, 0, sizeof out, cn::memcpy_device_to_host));
    CHECK(std::memcmp(in, out, sizeof in) == 0);
    OK(cn::memcpy_2d_from_array(out, row, a, sizeof(float2), 2, sizeof(float2), 2,
                                cn::memcpy_device_to_host));
    CHECK(out[0][0].x == 7 && out[1][0].x == 10);
    cn::extent size{};
    OK(cn::array_get_info(nullptr, &size, nullptr, a));
    CHECK(size.width == 3 && size.height == 4 && size.depth == 0);
    const cn::channel_format_desc none = {0, 0, 0, 0, cn::channel_format_kind_none};
    CHECK_ERROR(cn::malloc_array(&a, &none, 3, 4), cn::error_invalid_channel_descriptor);
    CHECK(cn::free_array(a) == cn::success && cn::free_array(b) == cn::success);
    OK(cn::free_array(nullptr));
}

static void objects() {
    int *memory = nullptr;
    OK(cn::malloc(&memory, 64));
    cn::resource_desc resource{};
    resource.resType = cn::resource_type_linear;
    resource.res.linear.devPtr = memory;
    resource.res.linear.desc = cn::create_channel_desc<int>();
    resource.res.linear.sizeInBytes = 64;
    cn::texture_desc texture{};
    texture.readMode = cn::read_mode_element_type;
    cn::texture_object_t object = 0;
    OK(cn::create_texture_object(&object, &resource, &texture, nullptr));
    cn::resource_desc found{};
    CHECK(object != 0 && cn::get_texture_object_resource_desc(&found, object) == cn::success);
    CHECK(found.res.linear.devPtr == memory);
    CHECK_ERROR(cn::create_surface_object(&object, &resource), cn::error_invalid_value);
    OK(cn::destroy_texture_object(object));
    CHECK_ERROR(cn::destroy_texture_object(object), cn::error_invalid_value);
    OK(cn::free(memory));
}

static void managed() {
    CHECK(counter == 5 && sizeof table == 24 && table[1][2] == 0);
    ++counter;
    int now = 0;
    CHECK(cn::memcpy_from_symbol(&now, counter, sizeof now) == cn::success && now == 6);
    cn::pointer_attributes attributes;
    OK(cn::pointer_get_attributes(&attributes, &table));
    CHECK(attributes.type == cn::memory_type_managed);
    std::size_t size = 0;
    CHECK(cn::get_symbol_size(&size, table) == cn::success && size == 24);
}

int main() {
    boxes();
    arrays();
    objects();
    managed();
    return result();
}
