// managed_tree: managed memory used by host and kernels in turns: a search tree of nodes that point to each other, a class
// that overloads new, __managed__ variables of several types, advice and prefetching.
//
// usage: managed_tree [nodes [queries]]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <new>
#include <vector>

#define CUDA_CHECK(call)                                                                                  \
    do {                                                                                                  \
        cudaError_t _e = (call);                                                                          \
        if (_e != cudaSuccess) {                                                                          \
            std::printf("FAIL managed_tree: %s, got %s, want no error\n", #call, cudaGetErrorString(_e)); \
            std::exit(1);                                                                                 \
        }                                                                                                 \
    } while (0)

class Managed {
public:
    void *operator new(size_t size)
    {
        void *p = nullptr;
        CUDA_CHECK(cudaMallocManaged(&p, size));
        return p;
    }
    void operator delete(void *p) { CUDA_CHECK(cudaFree(p)); }
};

struct Node : Managed {
    int key, visits;
    Node *left, *right;
};

struct Limits {
    int low, high;
    float scale;
};

__managed__ int found = 0;
__device__ __managed__ unsigned long long total;
__managed__ int depths[32] = {1};
__managed__ Limits limits = {0, 100, 0.5f};
__managed__ Node *root;

__global__ void search(const int *queries, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count)
        return;
    int depth = 0;
    for (Node *node = root; node != nullptr && depth < 31; ++depth) {
        if (node->key == queries[i]) {
            atomicAdd(&node->visits, 1);
            atomicAdd(&found, 1);
            break;
        }
        node = queries[i] < node->key ? node->left : node->right;
    }
    atomicAdd(&depths[depth], 1);
    atomicAdd(&total, (unsigned long long)queries[i]);
}

__global__ void scaleAll(float *values, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n && i >= limits.low && i < limits.high)
        values[i] *= limits.scale;
}

__global__ void increment(int *counter) { atomicAdd(counter, 1); }

int main(int argc, char **argv)
{
    const int nodes = argc > 1 ? std::atoi(argv[1]) : 301;
    const int count = argc > 2 ? std::atoi(argv[2]) : 2003;
    if (nodes < 1 || count < 1) {
        std::fprintf(stderr, "usage: %s [nodes [queries]]\n", argv[0]);
        return 2;
    }
    unsigned seed = 11u;
    const auto next = [&seed] { return (int)((seed = seed * 1664525u + 1013904223u) >> 8); };
    std::vector<Node *> all;
    root = nullptr;
    for (int i = 0; i < nodes; ++i) {
        Node *node = new Node;
        node->key = next() % (4 * nodes);
        node->visits = 0;
        node->left = node->right = nullptr;
        Node **place = &root;
        while (*place != nullptr && (*place)->key != node->key)
            place = node->key < (*place)->key ? &(*place)->left : &(*place)->right;
        if (*place == nullptr) {
            *place = node;
            all.push_back(node);
        } else {
            delete node;
        }
    }
    int *queries, device = 0;
    CUDA_CHECK(cudaGetDevice(&device));
    CUDA_CHECK(cudaMallocManaged(&queries, count * sizeof(int)));
    int wantFound = 0, wantDepths[32] = {1};
    unsigned long long wantTotal = 0;
    for (int i = 0; i < count; ++i) {
        queries[i] = next() % (4 * nodes);
        int depth = 0;
        for (const Node *node = root; node != nullptr && depth < 31; ++depth) {
            if (node->key == queries[i]) {
                ++wantFound;
                break;
            }
            node = queries[i] < node->key ? node->left : node->right;
        }
        ++wantDepths[depth];
        wantTotal += (unsigned long long)queries[i];
    }
    CUDA_CHECK(cudaMemAdvise(queries, count * sizeof(int), cudaMemAdviseSetReadMostly, device));
    CUDA_CHECK(cudaMemPrefetchAsync(queries, count * sizeof(int), device, 0));
    search<<<(count + 127) / 128, 128>>>(queries, count);
    CUDA_CHECK(cudaDeviceSynchronize());
    int visits = 0;
    for (const Node *node : all)
        visits += node->visits;
    if (found != wantFound || visits != wantFound || total != wantTotal) {
        std::printf("FAIL managed_tree: found %d %d %llu, want %d %d %llu\n", found, visits, total, wantFound,
                    wantFound, wantTotal);
        return 1;
    }
    for (int d = 0; d < 32; ++d)
        if (depths[d] != wantDepths[d]) {
            std::printf("FAIL managed_tree: depth %d, got %d, want %d\n", d, depths[d], wantDepths[d]);
            return 1;
        }

    // The host changes what kernels read, and passes the address of a variable.
    float *values;
    CUDA_CHECK(cudaMallocManaged(&values, count * sizeof(float), cudaMemAttachGlobal));
    for (int i = 0; i < count; ++i)
        values[i] = (float)i;
    for (int round = 0; round < 3; ++round) {
        scaleAll<<<(count + 127) / 128, 128>>>(values, count);
        increment<<<1, 32>>>(&found);
        CUDA_CHECK(cudaDeviceSynchronize());
        limits.high = limits.high / 2;
        found += 1;
    }
    for (int i = 0; i < count; ++i) {
        const float want = i * (i < 25 ? 0.125f : i < 50 ? 0.25f : i < 100 ? 0.5f : 1.0f);
        if (values[i] != want) {
            std::printf("FAIL managed_tree: value %d, got %g, want %g\n", i, values[i], want);
            return 1;
        }
    }
    cudaPointerAttributes attributes;
    CUDA_CHECK(cudaPointerGetAttributes(&attributes, values));
    if (found != wantFound + 3 * 33 || attributes.type != cudaMemoryTypeManaged || sizeof(depths) != 128) {
        std::printf("FAIL managed_tree: counter, got %d %d, want %d %d\n", found, (int)attributes.type,
                    wantFound + 3 * 33, (int)cudaMemoryTypeManaged);
        return 1;
    }
    for (Node *node : all)
        delete node;
    CUDA_CHECK(cudaFree(values));
    CUDA_CHECK(cudaFree(queries));
    std::printf("PASS managed_tree\n");
    return 0;
}
