// bfs: level-synchronous breadth-first search of a random directed graph in compressed rows.
// First with masks over all nodes (one flag tells the host whether to go on), then with a frontier
// queue that atomicCAS and atomicAdd keep free of duplicates.
//
// usage: bfs [nodes [edges per node]]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <vector>

struct Node {
    int starting;     // first edge
    int no_of_edges;
};

static const int MAX_THREADS_PER_BLOCK = 256;

__global__ void Expand(const Node *nodes, const int *edges, bool *mask, bool *updating, const bool *visited, int *cost,
                       int no_of_nodes)
{
    int tid = blockIdx.x * MAX_THREADS_PER_BLOCK + threadIdx.x;
    if (tid < no_of_nodes && mask[tid]) {
        mask[tid] = false;
        for (int i = nodes[tid].starting; i < (nodes[tid].no_of_edges + nodes[tid].starting); i++) {
            int id = edges[i];
            if (!visited[id]) {
                cost[id] = cost[tid] + 1;  // every writer of this level writes the same value
                updating[id] = true;
            }
        }
    }
}

__global__ void Update(bool *mask, bool *updating, bool *visited, bool *over, int no_of_nodes)
{
    int tid = blockIdx.x * MAX_THREADS_PER_BLOCK + threadIdx.x;
    if (tid < no_of_nodes && updating[tid]) {
        mask[tid] = true;
        visited[tid] = true;
        *over = true;
        updating[tid] = false;
    }
}

__global__ void ExpandQueue(const Node *nodes, const int *edges, int *cost, const int *frontier, int frontierSize,
                            int *next, int *nextSize, int level)
{
    const int k = blockIdx.x * blockDim.x + threadIdx.x;
    if (k >= frontierSize)
        return;
    const Node node = nodes[frontier[k]];
    const int *edge = edges + node.starting;
    const int *end = edge + node.no_of_edges;
    while (edge != end) {
        const int id = *edge++;
        if (atomicCAS(&cost[id], -1, level) != -1)
            continue;
        next[atomicAdd(nextSize, 1)] = id;
    }
}

static void Try(cudaError_t e, int line)
{
    if (e != cudaSuccess) {
        printf("FAIL bfs: line %d, got %s, want no error\n", line, cudaGetErrorString(e));
        exit(1);
    }
}
#define TRY(x) Try(x, __LINE__)

template <typename T>
static T *Upload(const std::vector<T> &host)
{
    T *device = NULL;
    TRY(cudaMalloc((void **)&device, host.size() * sizeof(T) + 1));  // never a null pointer, even if empty
    TRY(cudaMemcpy(device, host.data(), host.size() * sizeof(T), cudaMemcpyHostToDevice));
    return device;
}

static bool Compare(const char *which, const int *d_cost, const std::vector<int> &want)
{
    std::vector<int> got(want.size());
    TRY(cudaMemcpy(got.data(), d_cost, got.size() * sizeof(int), cudaMemcpyDeviceToHost));
    for (size_t i = 0; i < want.size(); ++i) {
        if (got[i] != want[i]) {
            printf("FAIL bfs: %s, cost of node %d, got %d, want %d\n", which, (int)i, got[i], want[i]);
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? atoi(argv[1]) : 50021;
    const int degree = argc > 2 ? atoi(argv[2]) : 6;
    if (n < 1 || degree < 0) {
        fprintf(stderr, "usage: %s [nodes [edges per node]]\n", argv[0]);
        return 2;
    }

    std::vector<Node> nodes(n);
    std::vector<int> edges;
    unsigned long long seed = 42;
    for (Node &node : nodes) {
        node.starting = (int)edges.size();
        seed = seed * 6364136223846793005ull + 1;
        node.no_of_edges = degree ? (int)((seed >> 40) % (2 * degree + 1)) : 0;
        for (int e = 0; e < node.no_of_edges; ++e) {
            seed = seed * 6364136223846793005ull + 1442695040888963407ull;
            edges.push_back((int)((seed >> 33) % (unsigned)n));
        }
    }

    const int source = n / 2;
    std::vector<int> want(n, -1);
    std::deque<int> queue(1, source);
    want[source] = 0;
    for (; !queue.empty(); queue.pop_front()) {
        const int from = queue.front();
        for (int e = 0; e < nodes[from].no_of_edges; ++e) {
            const int to = edges[nodes[from].starting + e];
            if (want[to] < 0) {
                want[to] = want[from] + 1;
                queue.push_back(to);
            }
        }
    }

    Node *d_nodes = Upload(nodes);
    int *d_edges = Upload(edges);
    std::vector<int> cost(n, -1);
    cost[source] = 0;
    int *d_cost = Upload(cost);

    bool *d_mask, *d_updating, *d_visited, *d_over;
    TRY(cudaMalloc((void **)&d_mask, sizeof(bool) * n));
    TRY(cudaMalloc((void **)&d_updating, sizeof(bool) * n));
    TRY(cudaMalloc((void **)&d_visited, sizeof(bool) * n));
    TRY(cudaMalloc((void **)&d_over, sizeof(bool)));
    TRY(cudaMemset(d_mask, 0, sizeof(bool) * n));
    TRY(cudaMemset(d_updating, 0, sizeof(bool) * n));
    TRY(cudaMemset(d_visited, 0, sizeof(bool) * n));
    TRY(cudaMemset(d_mask + source, 1, 1));
    TRY(cudaMemset(d_visited + source, 1, 1));

    const dim3 grid((n + MAX_THREADS_PER_BLOCK - 1) / MAX_THREADS_PER_BLOCK, 1, 1);
    const dim3 threads(MAX_THREADS_PER_BLOCK, 1, 1);
    bool stop;
    do {
        stop = false;
        TRY(cudaMemcpy(d_over, &stop, sizeof(bool), cudaMemcpyHostToDevice));
        Expand<<<grid, threads, 0>>>(d_nodes, d_edges, d_mask, d_updating, d_visited, d_cost, n);
        Update<<<grid, threads, 0>>>(d_mask, d_updating, d_visited, d_over, n);
        TRY(cudaMemcpy(&stop, d_over, sizeof(bool), cudaMemcpyDeviceToHost));
    } while (stop);
    if (!Compare("masks", d_cost, want))
        return 1;

    TRY(cudaMemcpy(d_cost, cost.data(), sizeof(int) * n, cudaMemcpyHostToDevice));
    int *d_queue[2], *d_size;
    TRY(cudaMalloc((void **)&d_queue[0], sizeof(int) * n));
    TRY(cudaMalloc((void **)&d_queue[1], sizeof(int) * n));
    TRY(cudaMalloc((void **)&d_size, sizeof(int)));
    TRY(cudaMemcpy(d_queue[0], &source, sizeof(int), cudaMemcpyHostToDevice));
    int size = 1;
    for (int level = 1; size > 0; ++level) {
        TRY(cudaMemset(d_size, 0, sizeof(int)));
        ExpandQueue<<<(size + 63) / 64, 64>>>(d_nodes, d_edges, d_cost, d_queue[(level + 1) & 1], size,
                                              d_queue[level & 1], d_size, level);
        TRY(cudaGetLastError());
        TRY(cudaMemcpy(&size, d_size, sizeof(int), cudaMemcpyDeviceToHost));
    }
    if (!Compare("queue", d_cost, want))
        return 1;

    cudaFree(d_nodes);
    cudaFree(d_edges);
    cudaFree(d_cost);
    cudaFree(d_mask);
    cudaFree(d_updating);
    cudaFree(d_visited);
    cudaFree(d_over);
    cudaFree(d_queue[0]);
    cudaFree(d_queue[1]);
    cudaFree(d_size);
    printf("PASS bfs\n");
    return 0;
}
