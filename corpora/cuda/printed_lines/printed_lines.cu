// printed_lines: printf in kernels, each conversion once. The program catches its own standard output in a file
// and compares the lines, which come in any order, with those that the host's printf would write.
//
// usage: printed_lines [threads]
#include <cuda_runtime.h>
#include <unistd.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

struct Sample {
    long long stamp;
    float level;
    unsigned char channel;
};

__device__ void describe(const Sample &sample, int number)
{
    const int written = printf("sample %d at %lld: level %.3f, channel %u\n", number, sample.stamp, sample.level,
                               sample.channel);
    if (written != 4)  // the number of arguments, not of characters
        printf("printf counted %d arguments\n", written);
}

__global__ void report(const Sample *samples, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    describe(samples[i], i);
    if (i % 4 == 3)
        printf("%s %c: %5d|%-5d|%05d|%x|%08X|%lu%%\n", "every fourth", 'A' + i % 26, i, i, i, i * 37, ~i,
               (unsigned long)i << 33);
    if (i == 0)
        printf("first\tof %d, %e and %g\n", n, 12345.678, 0.0625);
}

static std::string line(const char *format, ...) __attribute__((format(printf, 1, 2)));
static std::string line(const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return text;
}

static std::vector<std::string> expected(const std::vector<Sample> &samples)
{
    std::vector<std::string> lines;
    const int n = (int)samples.size();
    for (int i = 0; i < n; ++i) {
        const Sample &s = samples[i];
        lines.push_back(line("sample %d at %lld: level %.3f, channel %u", i, s.stamp, s.level, s.channel));
        if (i % 4 == 3)
            lines.push_back(line("%s %c: %5d|%-5d|%05d|%x|%08X|%lu%%", "every fourth", 'A' + i % 26, i, i, i,
                                 i * 37, ~i, (unsigned long)i << 33));
    }
    lines.push_back(line("first\tof %d, %e and %g", n, 12345.678, 0.0625));
    std::sort(lines.begin(), lines.end());
    return lines;
}

// Runs the kernel while standard output goes to a file; the lines of that file.
static bool printed(const std::vector<Sample> &samples, std::vector<std::string> &lines)
{
    Sample *device;
    const size_t bytes = samples.size() * sizeof(Sample);
    if (cudaMalloc(&device, bytes) != cudaSuccess)
        return false;
    if (cudaMemcpy(device, samples.data(), bytes, cudaMemcpyHostToDevice) != cudaSuccess)
        return false;
    std::FILE *file = std::tmpfile();
    std::fflush(stdout);
    const int terminal = dup(1);
    dup2(fileno(file), 1);
    const int n = (int)samples.size();
    report<<<(n + 31) / 32, 32>>>(device, n);
    const cudaError_t done = cudaDeviceSynchronize();
    std::fflush(stdout);
    dup2(terminal, 1);
    close(terminal);
    std::rewind(file);
    char text[256];
    while (std::fgets(text, sizeof text, file)) {
        lines.emplace_back(text);
        lines.back().pop_back();
    }
    std::fclose(file);
    std::sort(lines.begin(), lines.end());
    return done == cudaSuccess && cudaFree(device) == cudaSuccess;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 101;
    if (n < 1 || n > 5000) {
        std::fprintf(stderr, "usage: %s [threads (up to 5000)]\n", argv[0]);
        return 2;
    }
    std::vector<Sample> samples(n);
    unsigned seed = 5u;
    for (Sample &s : samples) {
        seed = seed * 1664525u + 1013904223u;
        s.stamp = (long long)seed << 20;
        s.level = (float)(seed >> 16) / 64.0f - 512.0f;
        s.channel = (unsigned char)(seed >> 8);
    }
    std::vector<std::string> got;
    if (!printed(samples, got)) {
        std::printf("FAIL printed_lines: launch, got an error, want none\n");
        return 1;
    }
    const std::vector<std::string> want = expected(samples);
    for (size_t i = 0; i < std::max(got.size(), want.size()); ++i) {
        const std::string g = i < got.size() ? got[i] : "nothing", w = i < want.size() ? want[i] : "nothing";
        if (g != w) {
            std::printf("FAIL printed_lines: line %zu, got %s, want %s\n", i, g.c_str(), w.c_str());
            return 1;
        }
    }
    std::printf("PASS printed_lines\n");
    return 0;
}
