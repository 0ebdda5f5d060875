// A module whose kernels have C++ names, variables of its own, and a kernel of a namespace.

__constant__ float weights[3];
__device__ unsigned int clamped;

namespace filter {

__device__ float limited(float value, float most)
{
    if (value <= most) {
        return value;
    }
    atomicAdd(&clamped, 1u);
    return most;
}

// Weighted mean of each value and its neighbours in a row of a pitched image.
__global__ void smooth(const float *in, float *out, size_t pitch, int width, int height, float most)
{
    int x = blockIdx.x * blockDim.x + threadIdx.x;
    int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= width || y >= height) {
        return;
    }
    const float *row = (const float *)((const char *)in + y * pitch);
    float left = x > 0 ? row[x - 1] : row[x];
    float right = x + 1 < width ? row[x + 1] : row[x];
    float mean = weights[0] * left + weights[1] * row[x] + weights[2] * right;
    ((float *)((char *)out + y * pitch))[x] = limited(mean, most);
}

} // namespace filter

__global__ void countNonZero(const unsigned int *values, int count, unsigned int *result)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count && values[i] != 0) {
        atomicAdd(result, 1u);
    }
}
