// initial_values: marks words of a text by tables that device code finds initialised: designated members, texts, inner
// braces left out, bit-fields, values that a class gives its members; shared storage used as another class.
//
// usage: initial_values [characters]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

constexpr int THREADS = 96;

struct Colour {
    unsigned char red, green, blue;
};

struct Style {
    int weight;
    float slant[3];
    Colour ink;
};

struct Flags {
    unsigned visible : 1, level : 5;
    int limit;
};

struct Settings {
    int first = 3;
    int step;
};

__constant__ Colour border = {.red = 1, .green = 2, .blue = 3};
__constant__ Style bold = {.weight = 7, .slant = {0.5f, 1.5f}, .ink = {.red = 9, .green = 8, .blue = 7}};
__constant__ Style tall = {4, 0.25f, 0.5f, 0.75f, 1, 2, 3};
__device__ int costs[3][4] = {5, 1, 4, 2, 6, 3, 7};
__constant__ char vowels[] = "aeiou\n";
__constant__ char names[2][6] = {"red", "green"};
__constant__ Colour palette[2] = {10, 20, 30, 40, 50, 60};
__constant__ Flags flags[2] = {{1, 17, 900}, {0, 31, 800}};
__device__ Settings settings = {.step = 5};
__constant__ double sixth = 1.0 / 6;

// Storage without constructor for an object of another class.
template <class T> struct Raw {
    int words[sizeof(T) / sizeof(int)];
    __device__ T &object() { return reinterpret_cast<T &>(*this); }
};

struct Counts {
    int vowels, others;
};

__device__ int is_vowel(char c)
{
    for (int i = 0; vowels[i] != '\n'; ++i)
        if (vowels[i] == c) return 1;
    return 0;
}

__global__ void mark(const char *text, int count, int *marks, int *totals)
{
    __shared__ Raw<Counts> held;
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (threadIdx.x == 0) held.object() = Counts{0, 0};
    __syncthreads();
    if (i < count) {
        const int vowel = is_vowel(text[i]);
        atomicAdd(vowel ? &held.object().vowels : &held.object().others, 1);
        const Colour ink = vowel ? bold.ink : palette[i % 2];
        int value = ink.red + ink.green * 2 + ink.blue * 3 + costs[i % 3][i % 4];
        value += border.green * settings.first + settings.step * names[i % 2][i % 6];
        value += flags[i % 2].visible ? static_cast<int>(flags[i % 2].level) : flags[i % 2].limit;
        value += static_cast<int>(bold.slant[i % 3] * 2) + tall.ink.blue + tall.weight;
        marks[i] = value + static_cast<int>(i * sixth + 1e-9);
    }
    __syncthreads();
    if (threadIdx.x < 2) atomicAdd(&totals[threadIdx.x], held.words[threadIdx.x]);
}

int expected(char c, int i)
{
    const bool vowel = std::string("aeiou").find(c) != std::string::npos;
    const int inks[2] = {10 + 40 + 90, 40 + 100 + 180};
    const int cost[12] = {5, 1, 4, 2, 6, 3, 7, 0, 0, 0, 0, 0};
    const std::string name = i % 2 ? "green" : "red";
    const int letter = i % 6 < static_cast<int>(name.size()) ? name[i % 6] : 0;
    const int slants[3] = {1, 3, 0};
    int value = (vowel ? 9 + 16 + 21 : inks[i % 2]) + cost[i % 3 * 4 + i % 4] + 6 + 5 * letter;
    value += i % 2 ? 800 : 17;
    return value + slants[i % 3] + 3 + 4 + i / 6;
}

int fail(const char *where, int got, int want)
{
    printf("FAIL initial_values: %s, got %d, want %d\n", where, got, want);
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    const int count = argc > 1 ? atoi(argv[1]) : 10007;
    if (count < 1) return 2;
    std::string text(count, ' ');
    unsigned state = 12345;
    int vowel_count = 0;
    for (char &c : text) {
        state = state * 1664525u + 1013904223u;
        c = static_cast<char>('a' + (state >> 16) % 26);
        vowel_count += std::string("aeiou").find(c) != std::string::npos;
    }

    char *d_text;
    int *d_marks, *d_totals;
    std::vector<int> marks(count);
    int totals[2];
    cudaMalloc(&d_text, count);
    cudaMalloc(&d_marks, count * sizeof(int));
    cudaMalloc(&d_totals, sizeof(totals));
    cudaMemcpy(d_text, text.data(), count, cudaMemcpyHostToDevice);
    cudaMemset(d_totals, 0, sizeof(totals));
    mark<<<(count + THREADS - 1) / THREADS, THREADS>>>(d_text, count, d_marks, d_totals);
    cudaMemcpy(marks.data(), d_marks, count * sizeof(int), cudaMemcpyDeviceToHost);
    cudaMemcpy(totals, d_totals, sizeof(totals), cudaMemcpyDeviceToHost);
    if (cudaGetLastError() != cudaSuccess) return fail("device", 0, 1);

    for (int i = 0; i < count; ++i)
        if (marks[i] != expected(text[i], i)) return fail("mark", marks[i], expected(text[i], i));
    if (totals[0] != vowel_count) return fail("vowels", totals[0], vowel_count);
    if (totals[1] != count - vowel_count) return fail("others", totals[1], count - vowel_count);
    cudaFree(d_totals);
    cudaFree(d_marks);
    cudaFree(d_text);
    printf("PASS initial_values\n");
    return 0;
}
