// A program that ends while its device still works, and whose static objects free memory later.
#include "check.hpp"
#include "kernels.hpp"

struct late {
    int *memory = nullptr;
    ~late() {
        const cn::error_t freed = cn::free(memory);
        std::printf("%s\n", freed == cn::error_cudart_unloading ? "passed" : "FAILED");
    }
};

static late at_end;

int main() {
    OK(cn::malloc(&at_end.memory, sizeof(int)));
    for (int i = 0; i < 3; ++i) {
        cn::launch(8, 8, 0, nullptr, [] { slow(at_end.memory, 100000); });
    }
    OK(cn::get_last_error());
    return failures;
}
