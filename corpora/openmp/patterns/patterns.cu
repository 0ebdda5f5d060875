// patterns: the five kinds of kernels that programs have most of, each timed by itself. The same work by hand, for
// the cores of a machine, is in patterns.cpp.
#include "../on_device.cuh"

#define TILE 16

__global__ void product(const float *a, const float *b, float *c, int n)
{
    __shared__ float left[TILE][TILE], right[TILE][TILE];
    int row = blockIdx.y * TILE + threadIdx.y;
    int column = blockIdx.x * TILE + threadIdx.x;
    float sum = 0.0f;
    for (int tile = 0; tile < n / TILE; tile++) {
        left[threadIdx.y][threadIdx.x] = a[row * n + tile * TILE + threadIdx.x];
        right[threadIdx.y][threadIdx.x] = b[(tile * TILE + threadIdx.y) * n + column];
        __syncthreads();
        for (int k = 0; k < TILE; k++)
            sum += left[threadIdx.y][k] * right[k][threadIdx.x];
        __syncthreads();
    }
    c[row * n + column] = sum;
}

__global__ void forces(const float4 *bodies, float *pull, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    float4 own = bodies[i];
    float total = 0.0f;
    for (int j = 0; j < n; j++) {
        float4 other = bodies[j];
        float dx = other.x - own.x, dy = other.y - own.y, dz = other.z - own.z;
        float far = dx * dx + dy * dy + dz * dz + 0.01f;
        total += other.w * dx / (far * sqrtf(far));
    }
    pull[i] = total;
}

__global__ void smooth(const float *in, float *out, int width, int height)
{
    int x = blockIdx.x * blockDim.x + threadIdx.x;
    int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x > 0 && x < width - 1 && y > 0 && y < height - 1) {
        int at = y * width + x;
        out[at] = 0.2f * (in[at] + in[at - 1] + in[at + 1] + in[at - width] + in[at + width]);
    }
}

__global__ void sums(const float *in, float *out, int n)
{
    __shared__ float part[256];
    unsigned t = threadIdx.x;
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    part[t] = i < n ? in[i] : 0.0f;
    __syncthreads();
    for (unsigned half = blockDim.x / 2; half > 0; half >>= 1) {
        if (t < half)
            part[t] += part[t + half];
        __syncthreads();
    }
    if (t == 0)
        out[blockIdx.x] = part[0];
}

__global__ void prices(const float *spot, const float *strike, float *call, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        float d = (logf(spot[i] / strike[i]) + 0.065f) / 0.3f;
        float first = 0.5f * erfcf(-0.70710678f * d), second = 0.5f * erfcf(-0.70710678f * (d - 0.3f));
        call[i] = spot[i] * first - strike[i] * expf(-0.02f) * second;
    }
}

int main()
{
    const int count = 1 << 21, n = 512, bodies = 4096, width = 2048, height = 1024;
    std::vector<float> numbers(count);
    for (int i = 0; i < count; i++)
        numbers[i] = 1.0f + 0.01f * (i * 7 % 103);
    float *a, *b, *c;
    cudaMalloc(&a, count * sizeof(float));
    cudaMalloc(&b, count * sizeof(float));
    cudaMalloc(&c, count * sizeof(float));
    cudaMemcpy(a, numbers.data(), count * sizeof(float), cudaMemcpyHostToDevice);
    for (int i = 0; i < count; i++)
        numbers[i] = 1.0f + 0.02f * (i * 5 % 97);
    cudaMemcpy(b, numbers.data(), count * sizeof(float), cudaMemcpyHostToDevice);
    cudaMemset(c, 0, count * sizeof(float));
    dim3 tiles(n / TILE, n / TILE), tile(TILE, TILE), grid(width / 32, height / 8), block(32, 8);
    measure_kernel("product", c, n * n, [&] { product<<<tiles, tile>>>(a, b, c, n); });
    measure_kernel("forces", c, bodies, [&] { forces<<<bodies / 256, 256>>>((const float4 *)a, c, bodies); });
    cudaMemset(c, 0, count * sizeof(float));
    measure_kernel("smooth", c, count, [&] { smooth<<<grid, block>>>(a, c, width, height); });
    measure_kernel("sums", c, count / 256, [&] { sums<<<count / 256, 256>>>(a, c, count); });
    measure_kernel("prices", c, count, [&] { prices<<<count / 256, 256>>>(a, b, c, count); });
    return 0;
}
