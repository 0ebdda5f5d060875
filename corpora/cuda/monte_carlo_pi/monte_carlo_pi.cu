// monte_carlo_pi: every thread draws from its own stretch of one 64-bit linear congruential sequence
// (it jumps ahead in O(log n)), counts hits in the quarter circle, and adds them to a 64-bit counter.
// Coordinates have 26 bits, so that all arithmetic in double is exact: the count must match the host.
//
// usage: monte_carlo_pi [samples per thread [threads]]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

class Lcg64 {
public:
    static constexpr uint64_t kMultiplier = 6364136223846793005ULL;
    static constexpr uint64_t kIncrement = 1442695040888963407ULL;

    __host__ __device__ explicit Lcg64(uint64_t state) : state_(state) {}

    __host__ __device__ uint32_t next()
    {
        state_ = state_ * kMultiplier + kIncrement;
        return static_cast<uint32_t>(state_ >> 32);
    }

    // Uniform in [0, 1) with 26 significant bits.
    __host__ __device__ double nextDouble() { return (next() >> 6) * (1.0 / (1 << 26)); }

    // Same as calling next() steps times.
    __host__ __device__ void skip(uint64_t steps)
    {
        uint64_t multiplier = kMultiplier, increment = kIncrement;
        uint64_t totalMultiplier = 1, totalIncrement = 0;
        for (; steps != 0; steps >>= 1) {
            if (steps & 1) {
                totalMultiplier *= multiplier;
                totalIncrement = totalIncrement * multiplier + increment;
            }
            increment *= multiplier + 1;
            multiplier *= multiplier;
        }
        state_ = totalMultiplier * state_ + totalIncrement;
    }

private:
    uint64_t state_;
};

constexpr int kThreads = 64;

__global__ void countHits(uint64_t seed, int samples, int threads, unsigned long long *hits, double *moments)
{
    __shared__ unsigned int blockHits[kThreads];
    const int id = blockIdx.x * kThreads + threadIdx.x;
    unsigned int mine = 0;
    if (id < threads) {
        Lcg64 random(seed);
        random.skip(2ULL * samples * id);
        double sum = 0.0;
        for (int s = 0; s < samples; ++s) {
            const double x = random.nextDouble();
            const double y = random.nextDouble();
            mine += x * x + y * y < 1.0 ? 1u : 0u;
            sum += x - y;
        }
        moments[id] = sum;
    }
    blockHits[threadIdx.x] = mine;
    __syncthreads();
    for (int half = kThreads / 2; half > 0; half >>= 1) {
        if (threadIdx.x < half) blockHits[threadIdx.x] += blockHits[threadIdx.x + half];
        __syncthreads();
    }
    if (threadIdx.x == 0) atomicAdd(hits, static_cast<unsigned long long>(blockHits[0]));
}

#define CUDA_TRY(call)                                                                            \
    do {                                                                                          \
        if ((call) != cudaSuccess) {                                                              \
            std::printf("FAIL monte_carlo_pi: %s, got %s, want no error\n", #call,                \
                        cudaGetErrorString(cudaGetLastError()));                                  \
            return EXIT_FAILURE;                                                                  \
        }                                                                                         \
    } while (false)

int main(int argc, char **argv)
{
    const int samples = argc > 1 ? std::atoi(argv[1]) : 1000;
    const int threads = argc > 2 ? std::atoi(argv[2]) : 5003;
    if (samples < 0 || threads < 1) {
        std::fprintf(stderr, "usage: %s [samples per thread [threads]]\n", argv[0]);
        return 2;
    }
    const uint64_t seed = 0x853c49e6748fea9bULL;

    unsigned long long hits = 0, *d_hits;
    double *moments = new double[threads], *d_moments;
    CUDA_TRY(cudaMalloc((void **)&d_hits, sizeof hits));
    CUDA_TRY(cudaMalloc((void **)&d_moments, threads * sizeof(double)));
    CUDA_TRY(cudaMemcpy(d_hits, &hits, sizeof hits, cudaMemcpyHostToDevice));
    countHits<<<(threads + kThreads - 1) / kThreads, kThreads>>>(seed, samples, threads, d_hits, d_moments);
    CUDA_TRY(cudaGetLastError());
    CUDA_TRY(cudaMemcpy(&hits, d_hits, sizeof hits, cudaMemcpyDeviceToHost));
    CUDA_TRY(cudaMemcpy(moments, d_moments, threads * sizeof(double), cudaMemcpyDeviceToHost));
    CUDA_TRY(cudaFree(d_hits));
    CUDA_TRY(cudaFree(d_moments));

    // The host walks through the whole sequence with integers only.
    uint64_t state = seed;
    const uint64_t one = 1ULL << 26;
    unsigned long long want = 0;
    for (int t = 0; t < threads; ++t) {
        int64_t moment = 0;
        for (int s = 0; s < samples; ++s) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            const uint64_t x = state >> 38;
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            const uint64_t y = state >> 38;
            want += x * x + y * y < one * one;
            moment += static_cast<int64_t>(x) - static_cast<int64_t>(y);
        }
        const double wantMoment = static_cast<double>(moment) / one;
        if (moments[t] != wantMoment) {
            std::printf("FAIL monte_carlo_pi: moment of thread %d, got %.17g, want %.17g\n", t, moments[t], wantMoment);
            return EXIT_FAILURE;
        }
    }
    delete[] moments;
    if (hits != want) {
        std::printf("FAIL monte_carlo_pi: hits, got %llu, want %llu\n", hits, want);
        return EXIT_FAILURE;
    }
    const double total = static_cast<double>(samples) * threads, pi = 4.0 * hits / total;
    if (total > 1e5 && !(std::fabs(pi - 3.14159265) < 10.0 / std::sqrt(total))) {
        std::printf("FAIL monte_carlo_pi: pi, got %g, want 3.14159\n", pi);
        return EXIT_FAILURE;
    }
    std::printf("PASS monte_carlo_pi\n");
    return EXIT_SUCCESS;
}
