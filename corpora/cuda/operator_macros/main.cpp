// operator_macros: combines the parts of an array by three operators and looks for its smallest pair of neighbours.
//
// usage: operator_macros [elements]
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "operators.h"
#include "share.h"

namespace {

unsigned random_state = 2463534242u;

int random_number()
{
    random_state = random_state * 1664525u + 1013904223u;
    return static_cast<int>(random_state >> 12);
}

int expected(Operator op, const std::vector<int> &values, int begin, int end)
{
    int result = op == ADD ? 0 : -1;
    for (int i = end - 1; i >= begin; --i) {
        if (op == ADD) result += values[i];
        if (op == LARGEST && values[i] > result) result = values[i];
        if (op == FIRST_BITS) result = (result >> 16 & values[i] >> 16) << 16 | 0xffff;
    }
    return result;
}

int fail(const char *where, double got, double want)
{
    printf("FAIL operator_macros: %s, got %g, want %g\n", where, got, want);
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    const int count = argc > 1 ? atoi(argv[1]) : 20011;
    if (count < 1) return 2;
    std::vector<int> values(count);
    std::vector<float> halves(count);
    for (int i = 0; i < count; ++i) {
        values[i] = random_number() | 0x40000;
        halves[i] = static_cast<float>(values[i] % 10007) / 2;
    }
    const char *names[OPERATORS] = {"sum", "largest", "first bits"};
    for (int op = ADD; op < OPERATORS; ++op) {
        int results[PARTS];
        if (!combine_parts(static_cast<Operator>(op), values.data(), count, results))
            return fail("device", 0, 1);
        for (int part = 0; part < PARTS; ++part) {
            const int begin = share_begin(count, PARTS, part), end = share_begin(count, PARTS, part + 1);
            const int want = expected(static_cast<Operator>(op), values, begin, end);
            if (begin < end && results[part] != want) return fail(names[op], results[part], want);
        }
    }
    float got = 0, want = count > 1 ? 1e30f : -1.0f;
    for (int i = 0; i + 1 < count; ++i)
        if (halves[i] + halves[i + 1] < want) want = halves[i] + halves[i + 1];
    if (!smallest_pair(halves.data(), count, &got)) return fail("device", 0, 1);
    if (got != want) return fail("smallest pair", got, want);
    printf("PASS operator_macros\n");
    return 0;
}
