// lookup_table: tables in linear memory read through textures: a sparse matrix whose vector is a texture object
// (tex1Dfetch), integer vectors, bytes as floats, pitched rows, and values between the entries of a filtered table.
//
// usage: lookup_table [rows [entries]]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#define CUDA_CHECK(call)                                                                                  \
    do {                                                                                                  \
        cudaError_t _e = (call);                                                                          \
        if (_e != cudaSuccess) {                                                                          \
            std::printf("FAIL lookup_table: %s, got %s, want no error\n", #call, cudaGetErrorString(_e)); \
            std::exit(1);                                                                                 \
        }                                                                                                 \
    } while (0)

__global__ void multiply(const int *starts, const int *columns, const float *values, cudaTextureObject_t vector,
                         float *out, int rows)
{
    const int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= rows)
        return;
    float sum = 0;
    for (int i = starts[row]; i < starts[row + 1]; ++i)
        sum += values[i] * tex1Dfetch<float>(vector, columns[i]);
    out[row] = sum;
}

// Fetches behind the end give zero.
__global__ void gather(cudaTextureObject_t pairs, cudaTextureObject_t shades, int count, int2 *a, float4 *b)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i <= count) {
        a[i] = tex1Dfetch<int2>(pairs, i);
        b[i] = tex1Dfetch<float4>(shades, i);
    }
}

__global__ void interpolate(cudaTextureObject_t table, float *out, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count)
        out[i] = tex1D<float>(table, (i + 0.5f) / count);
}

__global__ void readRows(cudaTextureObject_t rows, short *out, int width, int height)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y;
    if (x < width)
        out[y * width + x] = tex2D<short>(rows, x, y);
}

template <typename T>
static cudaTextureObject_t linearTexture(T *memory, size_t count, cudaTextureReadMode mode)
{
    cudaResourceDesc resource;
    std::memset(&resource, 0, sizeof resource);
    resource.resType = cudaResourceTypeLinear;
    resource.res.linear.devPtr = memory;
    resource.res.linear.desc = cudaCreateChannelDesc<T>();
    resource.res.linear.sizeInBytes = count * sizeof(T);
    cudaTextureDesc texture;
    std::memset(&texture, 0, sizeof texture);
    texture.readMode = mode;
    cudaTextureObject_t object = 0;
    CUDA_CHECK(cudaCreateTextureObject(&object, &resource, &texture, NULL));
    return object;
}

int main(int argc, char **argv)
{
    const int rows = argc > 1 ? std::atoi(argv[1]) : 3001;
    const int entries = argc > 2 ? std::atoi(argv[2]) : 33;
    if (rows < 1 || entries < 1) {
        std::fprintf(stderr, "usage: %s [rows [entries]]\n", argv[0]);
        return 2;
    }
    unsigned seed = 5u;
    const auto next = [&seed] { return (seed = seed * 1664525u + 1013904223u) >> 8; };

    std::vector<int> starts(1, 0), columns;
    std::vector<float> values, vector(rows), got(rows);
    for (int row = 0; row < rows; ++row) {
        for (unsigned n = next() % 7; n > 0; --n) {
            columns.push_back(next() % rows);
            values.push_back(next() % 1000 / 1000.0f);
        }
        starts.push_back((int)columns.size());
        vector[row] = next() % 1000 / 1000.0f;
    }
    columns.push_back(0), values.push_back(0);
    int *d_starts, *d_columns;
    float *d_values, *d_vector, *d_out;
    CUDA_CHECK(cudaMalloc(&d_starts, starts.size() * sizeof(int)));
    CUDA_CHECK(cudaMalloc(&d_columns, columns.size() * sizeof(int)));
    CUDA_CHECK(cudaMalloc(&d_values, values.size() * sizeof(float)));
    CUDA_CHECK(cudaMalloc(&d_vector, rows * sizeof(float)));
    CUDA_CHECK(cudaMalloc(&d_out, rows * sizeof(float)));
    CUDA_CHECK(cudaMemcpy(d_starts, starts.data(), starts.size() * sizeof(int), cudaMemcpyHostToDevice));
    CUDA_CHECK(cudaMemcpy(d_columns, columns.data(), columns.size() * sizeof(int), cudaMemcpyHostToDevice));
    CUDA_CHECK(cudaMemcpy(d_values, values.data(), values.size() * sizeof(float), cudaMemcpyHostToDevice));
    CUDA_CHECK(cudaMemcpy(d_vector, vector.data(), rows * sizeof(float), cudaMemcpyHostToDevice));
    cudaTextureObject_t texture = linearTexture(d_vector, rows, cudaReadModeElementType);
    multiply<<<(rows + 127) / 128, 128>>>(d_starts, d_columns, d_values, texture, d_out, rows);
    CUDA_CHECK(cudaMemcpy(got.data(), d_out, rows * sizeof(float), cudaMemcpyDeviceToHost));
    for (int row = 0; row < rows; ++row) {
        double want = 0;
        for (int i = starts[row]; i < starts[row + 1]; ++i)
            want += (double)values[i] * vector[columns[i]];
        if (std::fabs(got[row] - want) > 1e-5) {
            std::printf("FAIL lookup_table: row %d, got %g, want %g\n", row, got[row], want);
            return 1;
        }
    }
    CUDA_CHECK(cudaDestroyTextureObject(texture));

    std::vector<int2> pairs(entries), gotPairs(entries + 1);
    std::vector<uchar4> shades(entries);
    std::vector<float4> gotShades(entries + 1);
    for (int i = 0; i < entries; ++i) {
        pairs[i] = make_int2(-(int)next(), i);
        shades[i] = make_uchar4(i & 255, 255, 0, 51);
    }
    int2 *d_pairs, *d_gotPairs;
    uchar4 *d_shades;
    float4 *d_gotShades;
    CUDA_CHECK(cudaMalloc(&d_pairs, entries * sizeof(int2)));
    CUDA_CHECK(cudaMalloc(&d_gotPairs, (entries + 1) * sizeof(int2)));
    CUDA_CHECK(cudaMalloc(&d_shades, entries * sizeof(uchar4)));
    CUDA_CHECK(cudaMalloc(&d_gotShades, (entries + 1) * sizeof(float4)));
    CUDA_CHECK(cudaMemcpy(d_pairs, pairs.data(), entries * sizeof(int2), cudaMemcpyHostToDevice));
    CUDA_CHECK(cudaMemcpy(d_shades, shades.data(), entries * sizeof(uchar4), cudaMemcpyHostToDevice));
    const cudaTextureObject_t a = linearTexture(d_pairs, entries, cudaReadModeElementType);
    const cudaTextureObject_t b = linearTexture(d_shades, entries, cudaReadModeNormalizedFloat);
    gather<<<entries / 64 + 1, 64>>>(a, b, entries, d_gotPairs, d_gotShades);
    CUDA_CHECK(cudaMemcpy(gotPairs.data(), d_gotPairs, (entries + 1) * sizeof(int2), cudaMemcpyDeviceToHost));
    CUDA_CHECK(cudaMemcpy(gotShades.data(), d_gotShades, (entries + 1) * sizeof(float4), cudaMemcpyDeviceToHost));
    for (int i = 0; i <= entries; ++i) {
        const int2 want = i < entries ? pairs[i] : make_int2(0, 0);
        const float shade = i < entries ? (i & 255) / 255.0f : 0, last = i < entries ? 0.2f : 0;
        if (gotPairs[i].x != want.x || gotPairs[i].y != want.y || std::fabs(gotShades[i].x - shade) > 1e-6f ||
            std::fabs(gotShades[i].w - last) > 1e-6f) {
            std::printf("FAIL lookup_table: entry %d, got %d %d %g %g, want %d %d %g %g\n", i, gotPairs[i].x,
                        gotPairs[i].y, gotShades[i].x, gotShades[i].w, want.x, want.y, shade, last);
            return 1;
        }
    }
    CUDA_CHECK(cudaDestroyTextureObject(a));
    CUDA_CHECK(cudaDestroyTextureObject(b));

    // A curve sampled at `entries` places, read at other ones.
    std::vector<float> curve(entries);
    for (int i = 0; i < entries; ++i)
        curve[i] = std::sin(6.0f * i / entries);
    const cudaChannelFormatDesc desc = cudaCreateChannelDesc(32, 0, 0, 0, cudaChannelFormatKindFloat);
    cudaArray_t array;
    CUDA_CHECK(cudaMallocArray(&array, &desc, entries));
    CUDA_CHECK(cudaMemcpy2DToArray(array, 0, 0, curve.data(), entries * sizeof(float), entries * sizeof(float), 1,
                                   cudaMemcpyHostToDevice));
    cudaResourceDesc resource = {};
    resource.resType = cudaResourceTypeArray;
    resource.res.array.array = array;
    cudaTextureDesc filtered = {};
    filtered.addressMode[0] = cudaAddressModeClamp;
    filtered.filterMode = cudaFilterModeLinear;
    filtered.normalizedCoords = 1;
    CUDA_CHECK(cudaCreateTextureObject(&texture, &resource, &filtered, NULL));
    interpolate<<<(rows + 127) / 128, 128>>>(texture, d_out, rows);
    CUDA_CHECK(cudaMemcpy(got.data(), d_out, rows * sizeof(float), cudaMemcpyDeviceToHost));
    for (int i = 0; i < rows; ++i) {
        const double x = (i + 0.5) / rows * entries - 0.5;
        const int first = (int)std::floor(x);
        const double low = curve[first < 0 ? 0 : first], high = curve[first + 1 < entries ? first + 1 : entries - 1];
        const double want = low + (x - first) * (high - low);
        if (std::fabs(got[i] - want) > 0.005 * (1 + std::fabs(high - low))) { // weights of 8 bits
            std::printf("FAIL lookup_table: place %d, got %g, want %g\n", i, got[i], want);
            return 1;
        }
    }
    CUDA_CHECK(cudaDestroyTextureObject(texture));
    CUDA_CHECK(cudaFreeArray(array));

    // Rows with a pitch.
    const int height = 5;
    std::vector<short> grid((size_t)entries * height), gotGrid(grid.size());
    for (short &v : grid)
        v = (short)next();
    short *d_grid, *d_gotGrid;
    size_t pitch;
    CUDA_CHECK(cudaMallocPitch(&d_grid, &pitch, entries * sizeof(short), height));
    CUDA_CHECK(cudaMalloc(&d_gotGrid, grid.size() * sizeof(short)));
    CUDA_CHECK(cudaMemcpy2D(d_grid, pitch, grid.data(), entries * sizeof(short), entries * sizeof(short), height,
                            cudaMemcpyHostToDevice));
    cudaResourceDesc pitched = {};
    pitched.resType = cudaResourceTypePitch2D;
    pitched.res.pitch2D.devPtr = d_grid;
    pitched.res.pitch2D.desc = cudaCreateChannelDesc<short>();
    pitched.res.pitch2D.width = entries;
    pitched.res.pitch2D.height = height;
    pitched.res.pitch2D.pitchInBytes = pitch;
    const cudaTextureDesc plain = {};
    CUDA_CHECK(cudaCreateTextureObject(&texture, &pitched, &plain, NULL));
    readRows<<<dim3((entries + 63) / 64, height), 64>>>(texture, d_gotGrid, entries, height);
    CUDA_CHECK(cudaMemcpy(gotGrid.data(), d_gotGrid, grid.size() * sizeof(short), cudaMemcpyDeviceToHost));
    for (size_t i = 0; i < grid.size(); ++i)
        if (gotGrid[i] != grid[i]) {
            std::printf("FAIL lookup_table: pitched %d, got %d, want %d\n", (int)i, gotGrid[i], grid[i]);
            return 1;
        }
    CUDA_CHECK(cudaDestroyTextureObject(texture));
    for (void *p : {(void *)d_starts, (void *)d_columns, (void *)d_values, (void *)d_vector, (void *)d_out,
                    (void *)d_pairs, (void *)d_gotPairs, (void *)d_shades, (void *)d_gotShades, (void *)d_grid,
                    (void *)d_gotGrid})
        CUDA_CHECK(cudaFree(p));
    std::printf("PASS lookup_table\n");
    return 0;
}
