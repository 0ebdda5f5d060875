// mapped_memory: host memory that kernels read and write where it lies: mapped and written through a device pointer,
// registered afterwards, as a mailbox of results, and what the runtime says of each pointer.
//
// usage: mapped_memory [elements]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#define CUDA_CHECK(call)                                                                                  \
    do {                                                                                                  \
        cudaError_t _e = (call);                                                                          \
        if (_e != cudaSuccess) {                                                                          \
            std::printf("FAIL mapped_memory: %s, got %s, want no error\n", #call, cudaGetErrorString(_e)); \
            std::exit(1);                                                                                 \
        }                                                                                                 \
    } while (0)

struct Summary {
    long long sum;
    int largest;
    int blocks;
};

__global__ void addVectors(const float *a, const float *b, float *c, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        c[i] = a[i] + b[i];
}

__global__ void summarise(const int *values, int n, Summary *mailbox)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        atomicAdd((unsigned long long *)&mailbox->sum, (unsigned long long)values[i]);
        atomicMax(&mailbox->largest, values[i]);
    }
    if (threadIdx.x == 0)
        atomicAdd(&mailbox->blocks, 1);
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 10007;
    if (n < 1) {
        std::fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }
    cudaDeviceProp prop;
    CUDA_CHECK(cudaGetDeviceProperties(&prop, 0));
    if (!prop.canMapHostMemory) {
        std::printf("PASS mapped_memory\n");
        return 0;
    }
    CUDA_CHECK(cudaSetDeviceFlags(cudaDeviceMapHost));

    float *a, *b, *c, *d_a, *d_b, *d_c;
    const size_t bytes = n * sizeof(float);
    CUDA_CHECK(cudaHostAlloc(&a, bytes, cudaHostAllocMapped));
    CUDA_CHECK(cudaHostAlloc((void **)&b, bytes, cudaHostAllocMapped | cudaHostAllocWriteCombined));
    CUDA_CHECK(cudaHostAlloc(&c, bytes, cudaHostAllocMapped | cudaHostAllocPortable));
    for (int i = 0; i < n; ++i) {
        a[i] = (float)i;
        b[i] = 0.5f * i;
    }
    CUDA_CHECK(cudaHostGetDevicePointer(&d_a, a, 0));
    CUDA_CHECK(cudaHostGetDevicePointer((void **)&d_b, (void *)b, 0));
    CUDA_CHECK(cudaHostGetDevicePointer(&d_c, c, 0));
    addVectors<<<(n + 127) / 128, 128>>>(d_a, d_b, d_c, n);
    CUDA_CHECK(cudaDeviceSynchronize());
    for (int i = 0; i < n; ++i)
        if (c[i] != 1.5f * i) {
            std::printf("FAIL mapped_memory: sum %d, got %g, want %g\n", i, c[i], 1.5f * i);
            return 1;
        }
    unsigned flags = 0;
    CUDA_CHECK(cudaHostGetFlags(&flags, c));
    cudaPointerAttributes attributes;
    CUDA_CHECK(cudaPointerGetAttributes(&attributes, c));
    if (!(flags & cudaHostAllocMapped) || attributes.type != cudaMemoryTypeHost || attributes.hostPointer != c) {
        std::printf("FAIL mapped_memory: flags, got %u %d, want %d %d\n", flags, (int)attributes.type,
                    cudaHostAllocMapped, (int)cudaMemoryTypeHost);
        return 1;
    }

    // Ordinary memory, made known to the device for the copies of two streams.
    std::vector<int> values(n);
    long long sum = 0;
    int largest = 0;
    for (int i = 0; i < n; ++i) {
        values[i] = i * 7919 % 10007;
        sum += values[i];
        largest = values[i] > largest ? values[i] : largest;
    }
    CUDA_CHECK(cudaHostRegister(values.data(), n * sizeof(int), cudaHostRegisterDefault));
    int *d_values;
    Summary *mailbox, *d_mailbox;
    cudaStream_t stream;
    CUDA_CHECK(cudaStreamCreate(&stream));
    CUDA_CHECK(cudaMalloc(&d_values, n * sizeof(int)));
    CUDA_CHECK(cudaHostAlloc(&mailbox, sizeof(Summary), cudaHostAllocMapped));
    *mailbox = Summary{0, 0, 0};
    CUDA_CHECK(cudaHostGetDevicePointer(&d_mailbox, mailbox, 0));
    CUDA_CHECK(cudaMemcpyAsync(d_values, values.data(), n * sizeof(int), cudaMemcpyDefault, stream));
    const int blocks = (n + 127) / 128;
    summarise<<<blocks, 128, 0, stream>>>(d_values, n, d_mailbox);
    CUDA_CHECK(cudaStreamSynchronize(stream));
    if (mailbox->sum != sum || mailbox->largest != largest || mailbox->blocks != blocks) {
        std::printf("FAIL mapped_memory: mailbox, got %lld %d %d, want %lld %d %d\n", mailbox->sum, mailbox->largest,
                    mailbox->blocks, sum, largest, blocks);
        return 1;
    }
    CUDA_CHECK(cudaHostUnregister(values.data()));
    CUDA_CHECK(cudaStreamDestroy(stream));
    CUDA_CHECK(cudaFree(d_values));
    CUDA_CHECK(cudaFreeHost(mailbox));
    CUDA_CHECK(cudaFreeHost(a));
    CUDA_CHECK(cudaFreeHost(b));
    CUDA_CHECK(cudaFreeHost(c));
    std::printf("PASS mapped_memory\n");
    return 0;
}
