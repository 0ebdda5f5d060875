// random_walks: cuRAND in kernels. Generators set up in one kernel and used in another: xorwow draws pi, Philox draws
// random walks (normal steps) and Poisson counts. The first words of both generators are known.
//
// usage: random_walks [threads [draws per thread]]
#include <cuda_runtime.h>
#include <curand_kernel.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CHECK(call)                                                                 \
    do {                                                                            \
        cudaError_t status = (call);                                                \
        if (status != cudaSuccess) {                                                \
            printf("FAIL random_walks: %s\n", cudaGetErrorString(status));          \
            exit(1);                                                                \
        }                                                                           \
    } while (0)

__global__ void setup(curandState *states, unsigned long long seed, int threads)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < threads)
        curand_init(seed, i, 0, &states[i]);
}

__global__ void throwDarts(curandState *states, unsigned int *words, int *hits, int threads, int draws)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= threads)
        return;
    curandState local = states[i];
    words[i] = curand(&local);
    int inside = 0;
    for (int k = 0; k < draws; ++k) {
        const float x = curand_uniform(&local), y = curand_uniform(&local);
        inside += x * x + y * y <= 1.0f;
    }
    states[i] = local;
    hits[i] = inside;
}

__global__ void walk(float2 *ends, unsigned int *events, uint4 *first, int threads, int steps)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= threads)
        return;
    curandStatePhilox4_32_10_t state;
    curand_init(0ull, (unsigned long long)i, 0ull, &state);
    first[i] = curand4(&state);
    float2 place = make_float2(0.0f, 0.0f);
    for (int k = 0; k < steps; k += 2) {
        const float4 step = curand_normal4(&state);
        place.x += step.x + step.z;
        place.y += step.y + step.w;
    }
    ends[i] = place;
    events[i] = curand_poisson(&state, 4.5);
}

static int fail(const char *what, double got, double want)
{
    printf("FAIL random_walks: %s, got %g, want %g\n", what, got, want);
    return 1;
}

int main(int argc, char **argv)
{
    const int threads = argc > 1 ? atoi(argv[1]) : 1000, draws = argc > 2 ? atoi(argv[2]) : 200;
    if (threads < 1 || draws < 1) {
        printf("usage: random_walks [threads [draws per thread]]\n");
        return 2;
    }
    curandState *d_states;
    unsigned int *d_words, *d_events;
    int *d_hits;
    float2 *d_ends;
    uint4 *d_first;
    CHECK(cudaMalloc(&d_states, threads * sizeof(curandState)));
    CHECK(cudaMalloc(&d_words, threads * sizeof(unsigned int)));
    CHECK(cudaMalloc(&d_events, threads * sizeof(unsigned int)));
    CHECK(cudaMalloc(&d_hits, threads * sizeof(int)));
    CHECK(cudaMalloc(&d_ends, threads * sizeof(float2)));
    CHECK(cudaMalloc(&d_first, threads * sizeof(uint4)));
    const int blocks = (threads + 63) / 64;
    setup<<<blocks, 64>>>(d_states, 0ull, threads);
    throwDarts<<<blocks, 64>>>(d_states, d_words, d_hits, threads, draws);
    walk<<<blocks, 64>>>(d_ends, d_events, d_first, threads, draws);
    CHECK(cudaGetLastError());
    std::vector<unsigned int> words(threads), events(threads);
    std::vector<int> hits(threads);
    std::vector<float2> ends(threads);
    std::vector<uint4> first(threads);
    CHECK(cudaMemcpy(words.data(), d_words, threads * sizeof(unsigned int), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(events.data(), d_events, threads * sizeof(unsigned int), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(hits.data(), d_hits, threads * sizeof(int), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(ends.data(), d_ends, threads * sizeof(float2), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(first.data(), d_first, threads * sizeof(uint4), cudaMemcpyDeviceToHost));

    const unsigned int known[4] = {3179217846u, 3955638199u, 167591721u, 4161663997u};
    for (int i = 0; i < 4 && i < threads; ++i)
        if (words[i] != known[i])
            return fail("word of xorwow", words[i], known[i]);
    if (first[0].x != 0x6627e8d5u || first[0].w != 0x9b00dbd8u)
        return fail("word of Philox", first[0].x, 0x6627e8d5u);

    // Five standard deviations, which no run of right generators leaves.
    const double count = (double)threads * draws, steps = (draws + 1) / 2 * 2;
    double inside = 0, mean = 0, square = 0, arrivals = 0;
    for (int i = 0; i < threads; ++i) {
        inside += hits[i];
        mean += ((double)ends[i].x + (double)ends[i].y) / (2.0 * threads);
        square += ((double)ends[i].x * ends[i].x + (double)ends[i].y * ends[i].y) / (2.0 * threads * steps);
        arrivals += (double)events[i] / threads;
    }
    const double quarter = std::acos(-1.0) / 4;
    if (std::fabs(inside / count - quarter) > 5 * std::sqrt(quarter * (1 - quarter) / count))
        return fail("share of hits", inside / count, quarter);
    if (std::fabs(mean) > 5 * std::sqrt(steps / (2.0 * threads)))
        return fail("mean of the ends", mean, 0);
    if (std::fabs(square - 1) > 5 * std::sqrt(1.0 / threads))
        return fail("square of the distance", square, 1);
    if (std::fabs(arrivals - 4.5) > 5 * std::sqrt(4.5 / threads))
        return fail("mean of the events", arrivals, 4.5);
    CHECK(cudaFree(d_states));
    CHECK(cudaFree(d_words));
    CHECK(cudaFree(d_events));
    CHECK(cudaFree(d_hits));
    CHECK(cudaFree(d_ends));
    CHECK(cudaFree(d_first));
    printf("PASS random_walks\n");
    return 0;
}
