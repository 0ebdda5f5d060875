// graph_nodes: a pipeline built as a graph, node by node: copies, fills, kernels, a host function, an empty node, a
// child graph, memory of the graph, dependencies added later. Parameters of nodes are read, changed in the graph, in a
// clone and in the executable graph.
//
// usage: graph_nodes [elements]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

static void check(cudaError_t status, const char *what)
{
    if (status != cudaSuccess) {
        printf("FAIL graph_nodes: %s, got \"%s\", want \"no error\"\n", what, cudaGetErrorString(status));
        exit(EXIT_FAILURE);
    }
}
#define CHECK(call) check((call), #call)

static void expect(bool good, const char *what)
{
    if (!good) {
        printf("FAIL graph_nodes: %s\n", what);
        exit(EXIT_FAILURE);
    }
}

// CUDA 13 added data of the edges to these.
static cudaError_t addDependency(cudaGraph_t graph, cudaGraphNode_t from, cudaGraphNode_t to)
{
#if CUDART_VERSION >= 13000
    return cudaGraphAddDependencies(graph, &from, &to, NULL, 1);
#else
    return cudaGraphAddDependencies(graph, &from, &to, 1);
#endif
}

static cudaError_t countDependencies(cudaGraphNode_t node, size_t *count)
{
#if CUDART_VERSION >= 13000
    return cudaGraphNodeGetDependencies(node, NULL, NULL, count);
#else
    return cudaGraphNodeGetDependencies(node, NULL, count);
#endif
}

__constant__ int offsets[2];

template <typename T>
__global__ void scaleAndShift(const T *in, T *out, int count, T factor)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        out[i] = in[i] * factor + offsets[i % 2];
    }
}

// Sum of a block's elements, then one atomic for each block.
__global__ void sumAll(const int *values, int count, unsigned long long *sum)
{
    extern __shared__ int part[];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    part[threadIdx.x] = i < count ? values[i] : 0;
    __syncthreads();
    for (unsigned stride = blockDim.x / 2; stride > 0; stride >>= 1) {
        if (threadIdx.x < stride) {
            part[threadIdx.x] += part[threadIdx.x + stride];
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        atomicAdd(sum, (unsigned long long)(long long)part[0]);
    }
}

struct Report {
    const unsigned long long *sum;
    long long total;
    int calls;
};

static void CUDART_CB addToTotal(void *data)
{
    Report *report = (Report *)data;
    report->total += (long long)*report->sum;
    ++report->calls;
}

static cudaKernelNodeParams kernelParams(void *function, int count, int threads, size_t shared, void **arguments)
{
    cudaKernelNodeParams params = {};
    params.func = function;
    params.gridDim = dim3((count + threads - 1) / threads);
    params.blockDim = dim3(threads, 1, 1);
    params.sharedMemBytes = (unsigned)shared;
    params.kernelParams = arguments;
    params.extra = NULL;
    return params;
}

// A child graph: fills the sum with zero, then adds up.
static cudaGraph_t buildSum(int *values, int count, unsigned long long *sum)
{
    cudaGraph_t graph;
    cudaGraphNode_t fill, add;
    CHECK(cudaGraphCreate(&graph, 0));
    cudaMemsetParams zero = {};
    zero.dst = sum;
    zero.value = 0;
    zero.elementSize = 4;
    zero.width = sizeof *sum / 4;
    zero.height = 1;
    CHECK(cudaGraphAddMemsetNode(&fill, graph, NULL, 0, &zero));
    void *arguments[] = {&values, &count, &sum};
    cudaKernelNodeParams params = kernelParams((void *)sumAll, count, 64, 64 * sizeof(int), arguments);
    CHECK(cudaGraphAddKernelNode(&add, graph, NULL, 0, &params));
    CHECK(addDependency(graph, fill, add));
    return graph;
}

static long long sumOf(const std::vector<int> &in, int factor, const int *shift)
{
    long long sum = 0;
    for (size_t i = 0; i < in.size(); ++i) {
        sum += in[i] * factor + shift[i % 2];
    }
    return sum;
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 30011;
    if (count < 1) {
        fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }
    std::vector<int> in(count), out(count);
    for (int i = 0; i < count; ++i) {
        in[i] = (i * 29) % 1000 - 500;
    }
    size_t bytes = count * sizeof(int);
    int *onDevice = NULL;
    unsigned long long *sum = NULL, *sumOnHost = NULL;
    CHECK(cudaMalloc(&onDevice, bytes));
    CHECK(cudaMalloc(&sum, sizeof *sum));
    CHECK(cudaMallocHost(&sumOnHost, sizeof *sumOnHost));
    int shift[2] = {3, -4};

    cudaGraph_t graph;
    CHECK(cudaGraphCreate(&graph, 0));
    cudaGraphNode_t allocate, copyIn, copyShift, scale, meet, child, copyOut, copySum, call, release;

    // Memory that only the graph uses.
    cudaMemAllocNodeParams memory = {};
    memory.poolProps.allocType = cudaMemAllocationTypePinned;
    memory.poolProps.location.type = cudaMemLocationTypeDevice;
    memory.poolProps.location.id = 0;
    memory.bytesize = bytes;
    CHECK(cudaGraphAddMemAllocNode(&allocate, graph, NULL, 0, &memory));
    int *scaled = (int *)memory.dptr;
    expect(scaled != NULL, "memory of a graph has its address at once");

    cudaMemcpy3DParms copy = {};
    copy.srcPtr = make_cudaPitchedPtr(in.data(), bytes, count, 1);
    copy.dstPtr = make_cudaPitchedPtr(onDevice, bytes, count, 1);
    copy.extent = make_cudaExtent(bytes, 1, 1);
    copy.kind = cudaMemcpyHostToDevice;
    CHECK(cudaGraphAddMemcpyNode(&copyIn, graph, NULL, 0, &copy));
    CHECK(cudaGraphAddMemcpyNodeToSymbol(&copyShift, graph, NULL, 0, offsets, shift, sizeof shift, 0,
                                         cudaMemcpyHostToDevice));

    int factor = 2;
    void *scaleArguments[] = {&onDevice, &scaled, &count, &factor};
    cudaKernelNodeParams params = kernelParams((void *)scaleAndShift<int>, count, 96, 0, scaleArguments);
    cudaGraphNode_t before[] = {allocate, copyIn, copyShift};
    CHECK(cudaGraphAddKernelNode(&scale, graph, before, 3, &params));
    CHECK(cudaGraphAddEmptyNode(&meet, graph, &scale, 1));

    cudaGraph_t adding = buildSum(scaled, count, sum);
    CHECK(cudaGraphAddChildGraphNode(&child, graph, &meet, 1, adding));
    CHECK(cudaGraphDestroy(adding));
    CHECK(cudaGraphAddMemcpyNode1D(&copySum, graph, &child, 1, sumOnHost, sum, sizeof *sum, cudaMemcpyDeviceToHost));
    CHECK(cudaGraphAddMemcpyNode1D(&copyOut, graph, &meet, 1, out.data(), scaled, bytes, cudaMemcpyDeviceToHost));
    Report report = {sumOnHost, 0, 0};
    cudaHostNodeParams function = {};
    function.fn = addToTotal;
    function.userData = &report;
    CHECK(cudaGraphAddHostNode(&call, graph, &copySum, 1, &function));
    cudaGraphNode_t last[] = {child, copyOut};
    CHECK(cudaGraphAddMemFreeNode(&release, graph, last, 2, scaled));

    // What there is in it.
    size_t nodes = 0, roots = 0, dependencies = 0;
    CHECK(cudaGraphGetNodes(graph, NULL, &nodes));
    CHECK(cudaGraphGetRootNodes(graph, NULL, &roots));
    CHECK(countDependencies(scale, &dependencies));
    expect(nodes == 10 && roots == 3 && dependencies == 3, "nodes, roots and dependencies");
    std::vector<cudaGraphNode_t> all(nodes);
    CHECK(cudaGraphGetNodes(graph, all.data(), &nodes));
    int kernels = 0;
    for (cudaGraphNode_t node : all) {
        cudaGraphNodeType type;
        CHECK(cudaGraphNodeGetType(node, &type));
        kernels += type == cudaGraphNodeTypeKernel;
    }
    expect(kernels == 1, "one node is a kernel");

    cudaGraphExec_t exec;
    cudaStream_t stream;
    CHECK(cudaStreamCreate(&stream));
    CHECK(cudaGraphInstantiate(&exec, graph, NULL, NULL, 0));
    CHECK(cudaGraphUpload(exec, stream));
    const int launches = 3;
    for (int i = 0; i < launches; ++i) {
        CHECK(cudaGraphLaunch(exec, stream));
        CHECK(cudaStreamSynchronize(stream));
    }
    long long want = sumOf(in, 2, shift), total = launches * want;
    for (int i = 0; i < count; ++i) {
        expect(out[i] == in[i] * 2 + shift[i % 2], "every element is scaled and shifted");
    }
    expect((long long)*sumOnHost == want, "the sum is right");

    // Another factor, in the executable graph only.
    factor = -5;
    CHECK(cudaGraphExecKernelNodeSetParams(exec, scale, &params));
    CHECK(cudaGraphLaunch(exec, stream));
    CHECK(cudaStreamSynchronize(stream));
    want = sumOf(in, -5, shift);
    total += want;
    expect((long long)*sumOnHost == want, "the sum with another factor is right");

    // The graph still has the old one; a clone gets a third, and takes it from the parameters that it tells.
    cudaGraph_t clone;
    cudaGraphNode_t scaleInClone;
    CHECK(cudaGraphClone(&clone, graph));
    CHECK(cudaGraphNodeFindInClone(&scaleInClone, scale, clone));
    cudaKernelNodeParams told;
    CHECK(cudaGraphKernelNodeGetParams(scaleInClone, &told));
    expect(*(int *)told.kernelParams[3] == 2 && told.blockDim.x == 96, "a node tells its parameters");
    int third = 7;
    void *newArguments[] = {told.kernelParams[0], told.kernelParams[1], told.kernelParams[2], &third};
    told.kernelParams = newArguments;
    CHECK(cudaGraphKernelNodeSetParams(scaleInClone, &told));
    cudaGraphExecUpdateResultInfo info;
    CHECK(cudaGraphExecUpdate(exec, clone, &info));
    CHECK(cudaGraphLaunch(exec, stream));
    CHECK(cudaStreamSynchronize(stream));
    want = sumOf(in, 7, shift);
    total += want;
    expect((long long)*sumOnHost == want, "the sum after the update is right");

    // A graph of another shape does not fit; a circle cannot run.
    CHECK(cudaGraphDestroyNode(release));
    expect(cudaGraphExecUpdate(exec, graph, &info) == cudaErrorGraphExecUpdateFailure, "another shape does not fit");
    expect(info.result == cudaGraphExecUpdateErrorTopologyChanged, "the shape is what differs");
    CHECK(addDependency(graph, call, child));
    cudaGraphExec_t none;
    expect(cudaGraphInstantiate(&none, graph, 0) != cudaSuccess, "a circle cannot run");
    cudaGetLastError();

    expect(report.calls == launches + 2 && report.total == total, "the host function ran once a launch");
    CHECK(cudaGraphExecDestroy(exec));
    CHECK(cudaGraphDestroy(clone));
    CHECK(cudaGraphDestroy(graph));
    CHECK(cudaStreamDestroy(stream));
    CHECK(cudaFree(onDevice));
    CHECK(cudaFree(sum));
    CHECK(cudaFreeHost(sumOnHost));
    printf("PASS graph_nodes\n");
    return 0;
}
