// Symbols: initial values, copies to and from, sizes, use by kernels, another file's symbol.
#include "check.hpp"
#include "kernels.hpp"

struct settings {
    int steps;
    float factor;
};

cn::symbol<settings> current{"current", {4, 0.5F}};
cn::symbol<const int[2][3]> table{"table", {{1, 2, 3}, {4, 5, 6}}};
static cn::symbol<double> unset{"unset"};
static cn::managed<char[16]> text = cn::make_managed<char[16]>("text");

int main() {
    static_assert(sizeof coefficients == 4 * sizeof(float));
    static_assert(sizeof(coefficients) / sizeof(coefficients[0]) == 4);
    static_assert(sizeof(settings) == sizeof current);
    settings s{};
    OK(cn::memcpy_from_symbol(&s, current, sizeof current));
    CHECK(s.steps == 4 && s.factor == 0.5F);
    int t[2][3];
    OK(cn::memcpy_from_symbol(t, table, sizeof t));
    CHECK(t[0][0] == 1 && t[1][2] == 6);
    double zero = 1;
    OK(cn::memcpy_from_symbol(&zero, unset, sizeof zero));
    CHECK(zero == 0);

    float *d = nullptr;
    float h = 0;
    OK(cn::malloc(&d, 64 * sizeof(float)));
    cn::launch(2, 32, 0, nullptr, [&] { use_symbols(d); });
    OK(cn::memcpy(&h, d + 63, sizeof h, cn::memcpy_device_to_host));
    CHECK(h == 6);
    const float last[] = {10, 20};
    OK(cn::memcpy_to_symbol(coefficients, last, sizeof last, 2 * sizeof(float)));
    cn::launch(2, 32, 0, nullptr, [&] { use_symbols(d); });
    OK(cn::memcpy(&h, d, sizeof h, cn::memcpy_device_to_host));
    CHECK(h == 33);
    int threads = 0;
    OK(cn::memcpy_from_symbol(&threads, counter, sizeof threads, 0, cn::memcpy_device_to_host));
    CHECK(threads == 128);
    OK(cn::memcpy_to_symbol_async(counter, &h, sizeof h, 0, cn::memcpy_host_to_device, nullptr));

    float *address = nullptr;
    std::size_t size = 0;
    OK(cn::get_symbol_address((void **)&address, coefficients));
    OK(cn::get_symbol_size(&size, coefficients));
    CHECK(size == 16);
    OK(cn::memcpy(address, d, 4, cn::memcpy_device_to_device));
    OK(cn::memcpy_to_symbol(coefficients, d, 4, 4, cn::memcpy_device_to_device));
    float all[4];
    OK(cn::memcpy_from_symbol(all, coefficients, sizeof all));
    CHECK(all[0] == 33 && all[1] == 33 && all[2] == 10 && all[3] == 20);
    // By name, and managed arrays of characters by themselves.
    const char *const name = "coefficients";
    OK(cn::memcpy_to_symbol("coefficients", last, sizeof last));
    OK(cn::memcpy_from_symbol(all, name, sizeof all));
    CHECK(all[0] == 10 && all[1] == 20 && all[3] == 20);
    OK(cn::get_symbol_size(&size, "unset"));
    CHECK(size == sizeof(double));
    OK(cn::memcpy_to_symbol(text, "unset", 6));
    CHECK(text[0] == 'u' && text[4] == 't');
    CHECK_ERROR(cn::memcpy_to_symbol("nobody", last, 4), cn::error_invalid_symbol);
    CHECK_ERROR(cn::memcpy_to_symbol(coefficients, all, 8, 12), cn::error_invalid_value);
    CHECK_ERROR(cn::memcpy_to_symbol(coefficients, all, 17), cn::error_invalid_value);
    OK(cn::device_reset());
    OK(cn::memcpy_from_symbol(all, coefficients, sizeof all));
    CHECK(all[0] == 1 && all[2] == 3 && all[3] == 0);
    return result();
}
