// fft: batched radix-2 complex transforms. Up to 1024 points a block does the whole transform in
// dynamic shared memory; longer ones run one kernel per stage in global memory.
//
// usage: fft [log2 of the length [batch]]
#include <cuda_runtime.h>

#include <cmath>
#include <complex>
#include <cstdio>
#include <cstdlib>
#include <vector>

typedef float2 Complex;

static const int kMaxSharedLog = 10;
#define PI_F 3.14159265358979f

__device__ inline Complex operator+(Complex a, Complex b) { return make_float2(a.x + b.x, a.y + b.y); }
__device__ inline Complex operator-(Complex a, Complex b) { return make_float2(a.x - b.x, a.y - b.y); }
__device__ inline Complex operator*(Complex a, Complex b)
{
    return make_float2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}
__device__ inline Complex operator*(float s, const Complex &a) { return make_float2(s * a.x, s * a.y); }

__device__ Complex twiddle(float turns)
{
    Complex w;
    sincosf(2.0f * PI_F * turns, &w.y, &w.x);
    return w;
}

__device__ void butterfly(Complex &a, Complex &b, const Complex &w)
{
    const Complex t = w * b;
    b = a - t;
    a = a + t;
}

// One block per transform, half as many threads as points (at least one).
__global__ void fftShared(Complex *data, int logLength, float direction)
{
    extern __shared__ Complex work[];
    const int length = 1 << logLength;
    Complex *signal = data + (size_t)blockIdx.x * length;

    for (int i = threadIdx.x; i < length; i += blockDim.x)
        work[logLength ? __brev((unsigned)i) >> (32 - logLength) : 0] = signal[i];
    __syncthreads();

    for (int half = 1; half < length; half <<= 1) {
        const int k = threadIdx.x & (half - 1);
        const int top = 2 * threadIdx.x - k;
        butterfly(work[top], work[top + half], twiddle(direction * (float)k / (float)(2 * half)));
        __syncthreads();
    }
    for (int i = threadIdx.x; i < length; i += blockDim.x)
        signal[i] = work[i];
}

__global__ void bitReverse(const Complex *in, Complex *out, int logLength)
{
    const unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    const size_t base = (size_t)blockIdx.y << logLength;
    if (i < 1u << logLength)
        out[base + (__brev(i) >> (32 - logLength))] = in[base + i];
}

__global__ void fftStage(Complex *data, int logLength, int half, float direction)
{
    const int t = blockIdx.x * blockDim.x + threadIdx.x;
    if (t >= 1 << (logLength - 1))
        return;
    Complex *signal = data + ((size_t)blockIdx.y << logLength);
    const int k = t % half;
    const int top = 2 * t - k;
    butterfly(signal[top], signal[top + half], twiddle(direction * k / (2.0f * half)));
}

__global__ void scale(Complex *data, size_t count, float factor)
{
    const size_t i = (size_t)blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count)
        data[i] = factor * data[i];
}

static void check(cudaError_t e, const char *where)
{
    if (e != cudaSuccess) {
        std::printf("FAIL fft: %s, got %s, want no error\n", where, cudaGetErrorString(e));
        std::exit(1);
    }
}

static void transform(Complex *data, Complex *scratch, int logLength, int batch, float direction)
{
    const int length = 1 << logLength;
    if (logLength <= kMaxSharedLog) {
        const int threads = length > 1 ? length / 2 : 1;
        fftShared<<<batch, threads, length * sizeof(Complex)>>>(data, logLength, direction);
        check(cudaGetLastError(), "fftShared");
        return;
    }
    const dim3 grid((length + 255) / 256, batch);
    bitReverse<<<grid, 256>>>(data, scratch, logLength);
    check(cudaMemcpy(data, scratch, sizeof(Complex) * length * batch, cudaMemcpyDeviceToDevice), "copy");
    for (int half = 1; half < length; half *= 2)
        fftStage<<<dim3((length / 2 + 255) / 256, batch), dim3(256)>>>(data, logLength, half, direction);
    check(cudaGetLastError(), "fftStage");
}

// Recursive transform in double precision.
static std::vector<std::complex<double>> reference(const std::vector<std::complex<double>> &in)
{
    const size_t n = in.size();
    if (n == 1)
        return in;
    std::vector<std::complex<double>> even(n / 2), odd(n / 2), out(n);
    for (size_t i = 0; i < n / 2; ++i) {
        even[i] = in[2 * i];
        odd[i] = in[2 * i + 1];
    }
    even = reference(even);
    odd = reference(odd);
    for (size_t k = 0; k < n / 2; ++k) {
        const std::complex<double> t = std::polar(1.0, -2.0 * 3.14159265358979323846 * k / n) * odd[k];
        out[k] = even[k] + t;
        out[k + n / 2] = even[k] - t;
    }
    return out;
}

// Root mean square error, relative to that of the expected values, must stay below 1e-5.
static bool close(const char *what, const Complex *got, const std::vector<std::complex<double>> &want)
{
    double error = 0, norm = 0;
    for (size_t i = 0; i < want.size(); ++i) {
        error += std::norm(std::complex<double>(got[i].x, got[i].y) - want[i]);
        norm += std::norm(want[i]);
    }
    if (error <= 1e-10 * norm)
        return true;
    std::printf("FAIL fft: %s, got relative error %.3g, want at most 1e-5\n", what, std::sqrt(error / norm));
    return false;
}

static bool run(int logLength, int batch)
{
    const size_t length = (size_t)1 << logLength, count = length * batch;
    std::vector<Complex> signal(count), spectrum(count), back(count);
    unsigned seed = 3u;
    for (Complex &c : signal) {
        seed = seed * 1664525u + 1013904223u;
        c.x = (float)(int)(seed >> 16 & 0xfff) / 2048.0f - 1.0f;
        seed = seed * 1664525u + 1013904223u;
        c.y = (float)(int)(seed >> 16 & 0xfff) / 2048.0f - 1.0f;
    }
    Complex *d_data, *d_scratch;
    check(cudaMalloc((void **)&d_data, count * sizeof(Complex)), "cudaMalloc");
    check(cudaMalloc((void **)&d_scratch, count * sizeof(Complex)), "cudaMalloc");
    check(cudaMemcpy(d_data, signal.data(), count * sizeof(Complex), cudaMemcpyHostToDevice), "copy in");
    transform(d_data, d_scratch, logLength, batch, -1.0f);
    check(cudaMemcpy(spectrum.data(), d_data, count * sizeof(Complex), cudaMemcpyDeviceToHost), "copy out");
    transform(d_data, d_scratch, logLength, batch, +1.0f);
    scale<<<(unsigned)((count + 127) / 128), 128>>>(d_data, count, 1.0f / (float)length);
    check(cudaMemcpy(back.data(), d_data, count * sizeof(Complex), cudaMemcpyDeviceToHost), "copy out");
    check(cudaFree(d_data), "cudaFree");
    check(cudaFree(d_scratch), "cudaFree");

    for (int b = 0; b < batch; ++b) {
        std::vector<std::complex<double>> in(length);
        for (size_t i = 0; i < length; ++i)
            in[i] = {signal[b * length + i].x, signal[b * length + i].y};
        if (!close("forward", &spectrum[b * length], reference(in)) || !close("inverse", &back[b * length], in))
            return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    const int logLength = argc > 1 ? std::atoi(argv[1]) : 12;
    const int batch = argc > 2 ? std::atoi(argv[2]) : 5;
    if (logLength < 0 || logLength > 20 || batch < 1) {
        std::fprintf(stderr, "usage: %s [log2 of the length (0..20) [batch]]\n", argv[0]);
        return 2;
    }
    if (!run(logLength, batch) || !run(logLength < 9 ? logLength : 9, batch))
        return 1;
    std::printf("PASS fft\n");
    return 0;
}
