// dispatch_table: functions chosen at run time. Tables of pointers to device functions in device and
// constant memory, instances of function templates among them; pointers that the host copies from the
// device and passes to kernels, alone and in structs; pointers as template arguments; on the host a
// table of kernels, and launchers that take kernels as arguments.
//
// usage: dispatch_table [elements]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CHECK(call) \
    do { \
        const cudaError_t status_ = (call); \
        if (status_ != cudaSuccess) { \
            std::printf("FAIL dispatch_table: %s, got %s, want success\n", #call, \
                        cudaGetErrorString(status_)); \
            std::exit(1); \
        } \
    } while (0)

typedef float (*Activation)(float);
typedef int (*Combine)(int, int);

__device__ float identity(float x) { return x; }
__device__ float relu(float x) { return x > 0.0f ? x : 0.0f; }
__device__ float hard_sigmoid(float x) { return fminf(fmaxf(0.25f * x + 0.5f, 0.0f), 1.0f); }

template <int Percent>
__device__ float leaky(float x)
{
    return x > 0.0f ? x : x * (Percent * 0.01f);
}

__device__ int sum(int a, int b) { return a + b; }
__device__ int difference(int a, int b) { return a - b; }
template <typename T>
__device__ T larger(T a, T b)
{
    return a < b ? b : a;
}

__constant__ Activation activations[] = {identity, relu, &hard_sigmoid, leaky<10>, leaky<25>};
__device__ Combine combiners[3] = {sum, difference, larger<int>};
__device__ Activation favourite = relu;

struct Layer {
    Activation activate;
    float weight, bias;
};

/// The table's entry that each element asks for.
__global__ void apply_table(const float *in, const unsigned char *which, float *out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] = activations[which[i]](in[i]);
}

/// A pointer that came from the host.
__global__ void apply_pointer(float *data, int n, Activation activate)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n && activate != nullptr)
        data[i] = (*activate)(data[i]);
}

__device__ float through(const Layer &layer, float x) { return layer.activate(layer.weight * x + layer.bias); }

__global__ void apply_layers(float *data, int n, Layer first, const Layer *rest, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    float x = through(first, data[i]);
    for (int layer = 0; layer < count; ++layer)
        x = through(rest[layer], x);
    data[i] = x;
}

/// The function is a template argument: the call is direct.
template <Activation F>
__global__ void apply_fixed(float *data, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        data[i] = F(data[i]);
}

__global__ void fold(const int *in, int *out, int n, int step)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    Combine combine = combiners[i % 3];
    if (i % 7 == 0)
        combine = [](int a, int b) { return a * 2 + b; };
    int value = in[i];
    for (int k = 1; k <= 3; ++k)
        value = combine(value, in[(i + k * step) % n]);
    out[i] = value;
}

// -- the host's side

typedef void (*Kernel)(float *, int);
struct Stage {
    const char *name;
    Kernel kernel;
};
static const Stage stages[] = {
    {"relu", apply_fixed<relu>},
    {"leaky", apply_fixed<leaky<25>>},
    {"sigmoid", &apply_fixed<hard_sigmoid>},
};

template <typename K, typename... Arguments>
void launch(K kernel, int n, Arguments... arguments)
{
    constexpr int block = 96;
    kernel<<<(n + block - 1) / block, block>>>(arguments...);
    CHECK(cudaGetLastError());
}

static float host_activation(int which, float x)
{
    switch (which) {
    case 0: return x;
    case 1: return x > 0 ? x : 0;
    case 2: return std::fmin(std::fmax(0.25f * x + 0.5f, 0.0f), 1.0f);
    case 3: return x > 0 ? x : x * (10 * 0.01f);
    default: return x > 0 ? x : x * (25 * 0.01f);
    }
}

static bool near(const char *where, int i, float got, float want)
{
    // The layers are sums of products, which either side may contract.
    if (std::fabs(got - want) <= 1e-5f * (1.0f + std::fabs(want)))
        return true;
    std::printf("FAIL dispatch_table: %s %d, got %g, want %g\n", where, i, got, want);
    return false;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 20011;
    if (n < 1)
        return 2;
    std::vector<float> in(n), out(n), chain(n);
    std::vector<unsigned char> which(n);
    std::vector<int> numbers(n), folded(n);
    unsigned state = 12345;
    for (int i = 0; i < n; ++i) {
        state = state * 1664525u + 1013904223u;
        in[i] = static_cast<float>(static_cast<int>(state >> 12) % 2000 - 1000) / 256.0f;
        which[i] = static_cast<unsigned char>((state >> 8) % 5);
        numbers[i] = static_cast<int>(state >> 16) % 1000;
    }

    float *d_in, *d_out, *d_chain;
    unsigned char *d_which;
    int *d_numbers, *d_folded;
    Layer *d_layers;
    CHECK(cudaMalloc(&d_in, n * sizeof(float)));
    CHECK(cudaMalloc(&d_out, n * sizeof(float)));
    CHECK(cudaMalloc(&d_chain, n * sizeof(float)));
    CHECK(cudaMalloc(&d_which, n));
    CHECK(cudaMalloc(&d_numbers, n * sizeof(int)));
    CHECK(cudaMalloc(&d_folded, n * sizeof(int)));
    CHECK(cudaMalloc(&d_layers, 2 * sizeof(Layer)));
    CHECK(cudaMemcpy(d_in, in.data(), n * sizeof(float), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_chain, in.data(), n * sizeof(float), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_which, which.data(), n, cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_numbers, numbers.data(), n * sizeof(int), cudaMemcpyHostToDevice));

    launch(apply_table, n, d_in, d_which, d_out, n);
    launch(fold, n, d_numbers, d_folded, n, 5);

    // Pointers of the device, as the host knows them.
    Activation table[5], chosen = nullptr;
    CHECK(cudaMemcpyFromSymbol(table, activations, sizeof table));
    CHECK(cudaMemcpyFromSymbol(&chosen, favourite, sizeof chosen));
    const Layer rest[2] = {{table[0], -1.0f, 0.25f}, {table[2], 2.0f, 0.0f}};
    CHECK(cudaMemcpy(d_layers, rest, sizeof rest, cudaMemcpyHostToDevice));
    const Layer first = {table[4], 0.5f, -1.0f};
    launch(apply_layers, n, d_chain, n, first, d_layers, 2);
    for (const Stage &stage : stages)
        launch(stage.kernel, n, d_chain, n);
    launch(apply_pointer, n, d_chain, n, table[3]);
    launch(apply_pointer, n, d_chain, n, chosen);
    launch(apply_pointer, n, d_chain, n, Activation(nullptr));

    CHECK(cudaMemcpy(out.data(), d_out, n * sizeof(float), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(chain.data(), d_chain, n * sizeof(float), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(folded.data(), d_folded, n * sizeof(int), cudaMemcpyDeviceToHost));

    for (int i = 0; i < n; ++i) {
        if (!near("table", i, out[i], host_activation(which[i], in[i])))
            return 1;
        float x = host_activation(4, 0.5f * in[i] - 1.0f);
        x = host_activation(0, -x + 0.25f);
        x = host_activation(2, 2.0f * x);
        for (int stage : {1, 4, 2, 3, 1})
            x = host_activation(stage, x);
        if (!near("layers", i, chain[i], x))
            return 1;
        int value = numbers[i];
        for (int k = 1; k <= 3; ++k) {
            const int other = numbers[(i + k * 5) % n];
            value = i % 7 == 0   ? value * 2 + other
                    : i % 3 == 0 ? value + other
                    : i % 3 == 1 ? value - other
                                 : (value < other ? other : value);
        }
        if (folded[i] != value) {
            std::printf("FAIL dispatch_table: fold %d, got %d, want %d\n", i, folded[i], value);
            return 1;
        }
    }
    for (void *memory : {(void *)d_in, (void *)d_out, (void *)d_chain, (void *)d_which,
                         (void *)d_numbers, (void *)d_folded, (void *)d_layers})
        CHECK(cudaFree(memory));
    std::printf("PASS dispatch_table\n");
    return 0;
}
