// string_search: byte and bit work. Naive search, search by hash, approximate search by
// bit-parallel Shift-And with up to two mismatches, base64-like encoding with char arrays, and a kernel
// of bit tricks (__popc, __clz, __ffs, __brev, signed and unsigned shifts, narrowing conversions).
//
// usage: string_search [text length [pattern length]]
#include <cuda_runtime.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#define MAX_PATTERN 32

static const int kThreads = 128;

__device__ __host__ inline char lower(char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; }

__global__ void naiveSearch(const char *text, int n, const char *pattern, int m, unsigned char *found)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    found[i] = 0;
    if (i + m > n)
        return;
    int k = 0;
    while (k < m && lower(text[i + k]) == lower(pattern[k]))
        ++k;
    found[i] = k == m;
}

__device__ uint32_t hashOf(const char *s, int m)
{
    uint32_t h = 2166136261u;
    for (int k = 0; k < m; ++k)
        h = (h ^ (uint8_t)lower(s[k])) * 16777619u;
    return h;
}

// The text of the block is staged in shared memory.
__global__ void hashSearch(const char *text, int n, int m, uint32_t wanted, int *count)
{
    __shared__ char staged[kThreads + MAX_PATTERN];
    const int base = blockIdx.x * kThreads;
    for (int k = threadIdx.x; k < kThreads + m - 1; k += kThreads)
        staged[k] = base + k < n ? text[base + k] : '\0';
    __syncthreads();
    if (base + (int)threadIdx.x + m <= n && hashOf(&staged[threadIdx.x], m) == wanted)
        atomicAdd(count, 1);
}

// Each thread looks for ends of matches with at most MISMATCHES wrong characters in its own stretch.
template <int MISMATCHES>
__global__ void shiftAnd(const char *text, int n, const uint32_t *masks, int m, int stretch, int *count)
{
    const int begin = (blockIdx.x * blockDim.x + threadIdx.x) * stretch;
    const int end = min(begin + stretch, n);
    if (begin >= n)
        return;
    uint32_t state[MISMATCHES + 1] = {0};
    const uint32_t accept = 1u << (m - 1);
    int mine = 0;
    for (int i = max(0, begin - m + 1); i < end; ++i) {
        const uint32_t mask = masks[(unsigned char)text[i]];
        uint32_t before = 0;
#pragma unroll
        for (int e = 0; e <= MISMATCHES; ++e) {
            const uint32_t old = state[e];
            state[e] = ((old << 1) | 1u) & mask;
            if (e > 0)
                state[e] |= (before << 1) | 1u;
            before = old;
        }
        if (i >= begin && i >= m - 1 && (state[MISMATCHES] & accept))
            ++mine;
    }
    if (mine)
        atomicAdd(count, mine);
}

// Three bytes become four letters.
__global__ void encode(const unsigned char *bytes, int n, char *letters)
{
    const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const int group = blockIdx.x * blockDim.x + threadIdx.x;
    if (group * 3 >= n)
        return;
    unsigned v = 0;
    for (int k = 0; k < 3; ++k) {
        v <<= 8;
        if (group * 3 + k < n)
            v |= bytes[group * 3 + k];
    }
    for (int k = 0; k < 4; ++k)
        letters[group * 4 + k] = group * 3 + k <= n ? digits[v >> (18 - 6 * k) & 63] : '=';
}

struct Bits {
    int ones, leading, trailing, first, arithmetic;
    unsigned reversed, logical, rotated, high;
    signed char narrow;
    unsigned char wrapped;
    short halved;
    int ones64, leading64;
};

__global__ void bitTricks(const uint32_t *in, Bits *out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    const uint32_t v = in[i];
    const int s = (int)v;
    const int amount = i & 31;
    Bits b;
    b.ones = __popc(v);
    b.leading = __clz(s);
    b.trailing = v ? 31 - __clz(v & -v) : 32;
    b.first = __ffs(s);
    b.arithmetic = s >> amount;
    b.reversed = __brev(v);
    b.logical = v >> amount;
    b.rotated = amount ? v << amount | v >> (32 - amount) : v;
    b.high = __umulhi(v, 0x9e3779b9u);
    b.narrow = (signed char)v;
    b.wrapped = (unsigned char)(b.narrow + 200);
    b.halved = (short)(s >> 16) / 2;
    const unsigned long long wide = (unsigned long long)v << 16 ^ v;
    b.ones64 = __popcll(wide);
    b.leading64 = __clzll((long long)wide);
    out[i] = b;
}

static int failed(const char *where, long got, long want)
{
    printf("FAIL string_search: %s, got %ld, want %ld\n", where, got, want);
    return 1;
}

#define DO(call)                                                          \
    do {                                                                  \
        cudaError_t e_ = (call);                                          \
        if (e_ != cudaSuccess) {                                          \
            fprintf(stderr, "%s\n", cudaGetErrorString(e_));              \
            return failed(#call, (long)e_, (long)cudaSuccess);            \
        }                                                                 \
    } while (0)

static int slowLeadingZeros(uint64_t v, int bits)
{
    int zeros = 0;
    for (int b = bits - 1; b >= 0 && !(v >> b & 1); --b)
        ++zeros;
    return zeros;
}

static int checkBits(int n)
{
    std::vector<uint32_t> in(n);
    uint32_t seed = 0;
    for (int i = 0; i < n; ++i) {
        in[i] = i == 0 ? 0u : i == 1 ? 0xffffffffu : i == 2 ? 0x80000000u : seed >> (i % 24);
        seed = seed * 1664525u + 1013904223u;
    }
    uint32_t *d_in;
    Bits *d_out;
    DO(cudaMalloc((void **)&d_in, n * sizeof(uint32_t)));
    DO(cudaMalloc((void **)&d_out, n * sizeof(Bits)));
    DO(cudaMemcpy(d_in, in.data(), n * sizeof(uint32_t), cudaMemcpyHostToDevice));
    bitTricks<<<(n + 63) / 64, 64>>>(d_in, d_out, n);
    DO(cudaGetLastError());
    std::vector<Bits> got(n);
    DO(cudaMemcpy(got.data(), d_out, n * sizeof(Bits), cudaMemcpyDeviceToHost));
    DO(cudaFree(d_in));
    DO(cudaFree(d_out));
    for (int i = 0; i < n; ++i) {
        const Bits &g = got[i];
        const uint64_t v = in[i], wide = v << 16 ^ v;
        const int amount = i % 32;
        int ones = 0, ones64 = 0, trailing = 32;
        uint32_t reversed = 0;
        for (int b = 63; b >= 0; --b) {
            ones64 += wide >> b & 1;
            if (b >= 32)
                continue;
            ones += v >> b & 1;
            reversed |= (uint32_t)(v >> b & 1) << (31 - b);
            trailing = v >> b & 1 ? b : trailing;
        }
        const int64_t s = v < 1ull << 31 ? (int64_t)v : (int64_t)v - (1ll << 32), power = 1ll << amount;
        const int64_t floored = s >= 0 ? s / power : -((-s + power - 1) / power);
        const int64_t upper = s >= 0 ? s / 65536 : -((-s + 65535) / 65536);
        const int low = (int)(v % 256), narrow = low < 128 ? low : low - 256;
        const long pairs[][2] = {
            {g.ones, ones},
            {g.leading, slowLeadingZeros(v, 32)},
            {g.trailing, trailing},
            {g.first, trailing == 32 ? 0 : trailing + 1},
            {g.arithmetic, (long)floored},
            {(long)g.reversed, (long)reversed},
            {(long)g.logical, (long)(v / (uint64_t)power)},
            {(long)g.rotated, (long)(v * (uint64_t)power % (1ull << 32) + (v * (uint64_t)power >> 32))},
            {(long)g.high, (long)(v * 0x9e3779b9ull >> 32)},
            {g.narrow, narrow},
            {g.wrapped, (narrow + 200 + 256) % 256},
            {g.halved, (long)(upper / 2)},
            {g.ones64, ones64},
            {g.leading64, slowLeadingZeros(wide, 64)},
        };
        for (int k = 0; k < 14; ++k) {
            if (pairs[k][0] == pairs[k][1])
                continue;
            char where[64];
            snprintf(where, sizeof where, "bit trick %d of word %d (0x%08x)", k, i, in[i]);
            return failed(where, pairs[k][0], pairs[k][1]);
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? atoi(argv[1]) : 100003;
    const int m = argc > 2 ? atoi(argv[2]) : 6;
    if (n < 1 || m < 1 || m > MAX_PATTERN) {
        fprintf(stderr, "usage: %s [text length [pattern length (1..%d)]]\n", argv[0], MAX_PATTERN);
        return 2;
    }
    const int blocks = (n + kThreads - 1) / kThreads;
    std::string text, pattern;
    uint32_t seed = 1u;
    for (int i = 0; i < n; ++i) {
        seed = seed * 1103515245u + 12345u;
        text += "abAB\xe4"[(seed >> 16) % 5];  // one letter is negative as a signed char
    }
    for (int k = 0; k < m; ++k)
        pattern += text[(n / 2 + k) % n];

    char *d_text, *d_pattern, *d_letters;
    unsigned char *d_found;
    int *d_counts;
    uint32_t *d_masks, masks[256] = {0};
    const int groups = (n + 2) / 3;
    DO(cudaMalloc((void **)&d_text, n));
    DO(cudaMalloc((void **)&d_pattern, m));
    DO(cudaMalloc((void **)&d_letters, groups * 4));
    DO(cudaMalloc((void **)&d_found, n));
    DO(cudaMalloc((void **)&d_counts, 3 * sizeof(int)));
    DO(cudaMalloc((void **)&d_masks, sizeof masks));
    DO(cudaMemcpy(d_text, text.c_str(), n, cudaMemcpyHostToDevice));
    DO(cudaMemcpy(d_pattern, pattern.c_str(), m, cudaMemcpyHostToDevice));
    DO(cudaMemset(d_counts, 0, 3 * sizeof(int)));
    for (int k = 0; k < m; ++k)
        masks[(unsigned char)pattern[k]] |= 1u << k;
    DO(cudaMemcpy(d_masks, masks, sizeof masks, cudaMemcpyHostToDevice));
    uint32_t hash = 2166136261u;
    for (char c : pattern)
        hash = (hash ^ (uint8_t)lower(c)) * 16777619u;

    naiveSearch<<<blocks, kThreads>>>(d_text, n, d_pattern, m, d_found);
    hashSearch<<<blocks, kThreads>>>(d_text, n, m, hash, d_counts);
    const int stretch = 100, workers = (n + stretch - 1) / stretch;
    shiftAnd<0><<<(workers + 63) / 64, 64>>>(d_text, n, d_masks, m, stretch, d_counts + 1);
    shiftAnd<2><<<(workers + 63) / 64, 64>>>(d_text, n, d_masks, m, stretch, d_counts + 2);
    encode<<<(groups + 63) / 64, 64>>>((const unsigned char *)d_text, n, d_letters);
    DO(cudaGetLastError());

    std::vector<unsigned char> found(n);
    std::vector<char> letters(groups * 4);
    int counts[3];
    DO(cudaMemcpy(found.data(), d_found, n, cudaMemcpyDeviceToHost));
    DO(cudaMemcpy(letters.data(), d_letters, letters.size(), cudaMemcpyDeviceToHost));
    DO(cudaMemcpy(counts, d_counts, sizeof counts, cudaMemcpyDeviceToHost));

    int anyCase = 0, exact = 0, approximate = 0;
    for (int i = 0; i < n; ++i) {
        int wrong = i + m > n ? 100 : 0, wrongAnyCase = wrong;
        for (int k = 0; k < m && i + m <= n; ++k) {
            const char a = text[i + k], b = pattern[k];
            wrong += a != b;
            wrongAnyCase += a != b && (a < 0 || b < 0 || (a ^ b) != 0x20);
        }
        if (found[i] != (wrongAnyCase == 0))
            return failed("match at a position", found[i], wrongAnyCase == 0);
        anyCase += wrongAnyCase == 0;
        exact += wrong == 0;
        approximate += wrong <= 2;
    }
    if (counts[0] != anyCase) return failed("matches by hash", counts[0], anyCase);
    if (counts[1] != exact) return failed("exact matches", counts[1], exact);
    if (counts[2] != approximate) return failed("matches with two mismatches", counts[2], approximate);

    // Decode the letters again.
    for (int i = 0, byte = 0; i < groups * 4; ++i) {
        const char c = letters[i];
        const int bits = i / 4 * 24 + i % 4 * 6;  // position of the letter's first bit
        if (c == '=') {
            if (bits < n * 8) return failed("padding in the text", bits, n * 8);
            continue;
        }
        const int digit = c >= 'a' ? c - 'a' + 26 : c >= 'A' ? c - 'A' : c >= '0' ? c - '0' + 52 : c == '+' ? 62 : 63;
        for (int k = 0; k < 6; ++k) {
            byte = (byte << 1 | (digit >> (5 - k) & 1)) & 255;
            const int at = bits + k + 1;
            if (at % 8 == 0 && at / 8 <= n && byte != (unsigned char)text[at / 8 - 1])
                return failed("decoded byte", byte, (unsigned char)text[at / 8 - 1]);
        }
    }
    DO(cudaFree(d_text));
    DO(cudaFree(d_pattern));
    DO(cudaFree(d_letters));
    DO(cudaFree(d_found));
    DO(cudaFree(d_counts));
    DO(cudaFree(d_masks));
    if (checkBits(n < 3000 ? n : 3000))
        return 1;
    printf("PASS string_search\n");
    return 0;
}
