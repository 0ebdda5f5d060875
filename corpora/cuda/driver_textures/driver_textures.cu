// driver_textures: arrays, textures and surfaces of the driver API beside launches of the run-time API: a picture that
// is sampled between its pixels, colours as numbers and as fractions, a volume copied box by box, a table.
//
// usage: driver_textures [width [height]]
#include <cuda.h>
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

static void fail(const char *where, const char *got, const char *want)
{
    std::printf("FAIL driver_textures: %s, got %s, want %s\n", where, got, want);
    std::exit(1);
}

static void check(CUresult result, const char *where)
{
    if (result != CUDA_SUCCESS) {
        const char *name = "an unknown error";
        cuGetErrorName(result, &name);
        fail(where, name, "CUDA_SUCCESS");
    }
}

static void expect(float got, float want, const char *where)
{
    if (got != want) {
        char texts[2][32];
        std::snprintf(texts[0], sizeof texts[0], "%g", got);
        std::snprintf(texts[1], sizeof texts[1], "%g", want);
        fail(where, texts[0], texts[1]);
    }
}

// The mean of four pixels, the last row and column being followed by the first.
__global__ void blend(CUtexObject picture, float *to, int width, int height)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x < width && y < height) {
        to[y * width + x] = tex2D<float>(picture, (x + 1.0f) / width, (y + 1.0f) / height);
    }
}

__global__ void shade(CUtexObject numbers, CUtexObject fractions, float *to, int width, int height)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x < width && y < height) {
        const uchar4 n = tex2D<uchar4>(numbers, x + 0.5f, y + 0.5f);
        const float4 f = tex2D<float4>(fractions, x + 0.5f, y + 0.5f);
        to[y * width + x] = n.x + 2 * n.y + 3 * n.z + 4 * n.w + (f.w == 1.0f ? 0.5f : 0.0f);
    }
}

// What lies outside of the volume counts as 0.
__global__ void slide(CUtexObject volume, CUsurfObject to, int width, int height)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x < width && y < height) {
        short sum = 0;
        for (int z = 0; z < 3; ++z) {
            sum += tex3D<short>(volume, x + 1.5f, y + 0.5f, z + 0.5f);
        }
        surf2Dwrite(sum, to, x * (int)sizeof(short), y);
    }
}

__global__ void look_up(CUtexObject table, const int *keys, int *to, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        to[i] = tex1D<int>(table, keys[i] + 0.5f);
    }
}

static CUDA_TEXTURE_DESC sampler(CUaddress_mode mode, CUfilter_mode filter, unsigned int flags)
{
    CUDA_TEXTURE_DESC desc;
    std::memset(&desc, 0, sizeof desc);
    for (CUaddress_mode &m : desc.addressMode) {
        m = mode;
    }
    desc.filterMode = filter;
    desc.flags = flags;
    return desc;
}

static CUtexObject texture_of(CUarray array, const CUDA_TEXTURE_DESC &how)
{
    CUDA_RESOURCE_DESC from;
    std::memset(&from, 0, sizeof from);
    from.resType = CU_RESOURCE_TYPE_ARRAY;
    from.res.array.hArray = array;
    CUtexObject texture;
    check(cuTexObjectCreate(&texture, &from, &how, NULL), "cuTexObjectCreate");
    return texture;
}

static dim3 blocks(int width, int height) { return dim3((width + 15) / 16, (height + 3) / 4); }

static void blend_picture(int width, int height)
{
    std::vector<float> picture(width * height), result(width * height);
    unsigned int state = 1;
    for (float &p : picture) {
        state = state * 1664525u + 1013904223u;
        p = state >> 24;
    }
    CUDA_ARRAY_DESCRIPTOR desc = {};
    desc.Width = width;
    desc.Height = height;
    desc.Format = CU_AD_FORMAT_FLOAT;
    desc.NumChannels = 1;
    CUarray array;
    check(cuArrayCreate(&array, &desc), "cuArrayCreate");
    CUDA_ARRAY_DESCRIPTOR known;
    check(cuArrayGetDescriptor(&known, array), "cuArrayGetDescriptor");
    expect(known.Width, width, "the width of an array");
    expect(known.Format, CU_AD_FORMAT_FLOAT, "the format of an array");

    // The left column alone, then the others.
    CUDA_MEMCPY2D copy = {};
    copy.srcMemoryType = CU_MEMORYTYPE_HOST;
    copy.srcHost = picture.data();
    copy.srcPitch = width * sizeof(float);
    copy.dstMemoryType = CU_MEMORYTYPE_ARRAY;
    copy.dstArray = array;
    copy.WidthInBytes = sizeof(float);
    copy.Height = height;
    check(cuMemcpy2D(&copy), "cuMemcpy2D of a column");
    copy.srcXInBytes = copy.dstXInBytes = sizeof(float);
    copy.WidthInBytes = (width - 1) * sizeof(float);
    if (width > 1) {
        check(cuMemcpy2D(&copy), "cuMemcpy2D of the rest");
    }
    CUtexObject texture = texture_of(
        array, sampler(CU_TR_ADDRESS_MODE_WRAP, CU_TR_FILTER_MODE_LINEAR, CU_TRSF_NORMALIZED_COORDINATES));
    CUdeviceptr to;
    check(cuMemAlloc(&to, result.size() * sizeof(float)), "cuMemAlloc");
    blend<<<blocks(width, height), dim3(16, 4)>>>(texture, reinterpret_cast<float *>(to), width, height);
    check(cuMemcpyDtoH(result.data(), to, result.size() * sizeof(float)), "cuMemcpyDtoH");
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const float *here = &picture[y * width], *below = &picture[(y + 1) % height * width];
            const int right = (x + 1) % width;
            const float want = 0.25f * (here[x] + here[right] + below[x] + below[right]);
            // Weights have 8 bits; coordinates are rounded.
            const float off = result[y * width + x] - want;
            expect(off > -4.0f && off < 4.0f, 1, "a blended pixel");
        }
    }
    check(cuTexObjectDestroy(texture), "cuTexObjectDestroy");
    check(cuArrayDestroy(array), "cuArrayDestroy");
    check(cuMemFree(to), "cuMemFree");
}

static void shade_colours(int width, int height)
{
    const std::size_t row = width * sizeof(uchar4);
    std::vector<uchar4> colours(width * height);
    for (int i = 0; i < width * height; ++i) {
        colours[i] = make_uchar4(i, i * 3, i * 5, i % 2 == 0 ? 255 : 254);
    }
    CUdeviceptr memory, to;
    std::size_t pitch = 0;
    check(cuMemAllocPitch(&memory, &pitch, row, height, 4), "cuMemAllocPitch");
    check(cuMemAlloc(&to, colours.size() * sizeof(float)), "cuMemAlloc");
    CUDA_MEMCPY2D copy = {};
    copy.srcMemoryType = CU_MEMORYTYPE_HOST;
    copy.srcHost = colours.data();
    copy.srcPitch = row;
    copy.dstMemoryType = CU_MEMORYTYPE_DEVICE;
    copy.dstDevice = memory;
    copy.dstPitch = pitch;
    copy.WidthInBytes = row;
    copy.Height = height;
    check(cuMemcpy2D(&copy), "cuMemcpy2D to pitched memory");

    CUDA_RESOURCE_DESC from;
    std::memset(&from, 0, sizeof from);
    from.resType = CU_RESOURCE_TYPE_PITCH2D;
    from.res.pitch2D.devPtr = memory;
    from.res.pitch2D.format = CU_AD_FORMAT_UNSIGNED_INT8;
    from.res.pitch2D.numChannels = 4;
    from.res.pitch2D.width = width;
    from.res.pitch2D.height = height;
    from.res.pitch2D.pitchInBytes = pitch;
    const CUDA_TEXTURE_DESC plain =
        sampler(CU_TR_ADDRESS_MODE_CLAMP, CU_TR_FILTER_MODE_POINT, CU_TRSF_READ_AS_INTEGER);
    const CUDA_TEXTURE_DESC promoting = sampler(CU_TR_ADDRESS_MODE_CLAMP, CU_TR_FILTER_MODE_POINT, 0);
    CUtexObject numbers, fractions;
    check(cuTexObjectCreate(&numbers, &from, &plain, NULL), "a texture of numbers");
    check(cuTexObjectCreate(&fractions, &from, &promoting, NULL), "a texture of fractions");
    shade<<<blocks(width, height), dim3(16, 4)>>>(numbers, fractions, reinterpret_cast<float *>(to), width, height);
    std::vector<float> result(colours.size());
    check(cuMemcpyDtoH(result.data(), to, result.size() * sizeof(float)), "cuMemcpyDtoH");
    for (std::size_t i = 0; i < result.size(); ++i) {
        const uchar4 c = colours[i];
        expect(result[i], c.x + 2 * c.y + 3 * c.z + 4 * c.w + (i % 2 == 0 ? 0.5f : 0.0f), "a shaded colour");
    }
    check(cuTexObjectDestroy(numbers), "cuTexObjectDestroy");
    check(cuTexObjectDestroy(fractions), "cuTexObjectDestroy");
    check(cuMemFree(memory), "cuMemFree");
    check(cuMemFree(to), "cuMemFree");
}

static void slide_volume(int width, int height)
{
    CUDA_ARRAY3D_DESCRIPTOR desc = {};
    desc.Width = width;
    desc.Height = height;
    desc.Depth = 3;
    desc.Format = CU_AD_FORMAT_SIGNED_INT16;
    desc.NumChannels = 1;
    CUarray volume, result;
    check(cuArray3DCreate(&volume, &desc), "cuArray3DCreate");
    desc.Depth = 0;
    desc.Flags = CUDA_ARRAY3D_SURFACE_LDST;
    check(cuArray3DCreate(&result, &desc), "cuArray3DCreate for a surface");

    // Rows of the host's volume are longer, and there is one more of them in each slice.
    const int stride = width + 2, rows = height + 1;
    std::vector<short> data(stride * rows * 3), sums(width * height);
    for (std::size_t i = 0; i < data.size(); ++i) {
        data[i] = static_cast<short>(i * 37 % 1001 - 500);
    }
    CUDA_MEMCPY3D copy = {};
    copy.srcMemoryType = CU_MEMORYTYPE_HOST;
    copy.srcHost = data.data();
    copy.srcPitch = stride * sizeof(short);
    copy.srcHeight = rows;
    copy.srcXInBytes = sizeof(short);
    copy.dstMemoryType = CU_MEMORYTYPE_ARRAY;
    copy.dstArray = volume;
    copy.WidthInBytes = width * sizeof(short);
    copy.Height = height;
    copy.Depth = 3;
    check(cuMemcpy3D(&copy), "cuMemcpy3D to an array");

    CUDA_TEXTURE_DESC how = sampler(CU_TR_ADDRESS_MODE_BORDER, CU_TR_FILTER_MODE_POINT, CU_TRSF_READ_AS_INTEGER);
    CUtexObject texture = texture_of(volume, how);
    CUDA_RESOURCE_DESC target;
    std::memset(&target, 0, sizeof target);
    target.resType = CU_RESOURCE_TYPE_ARRAY;
    target.res.array.hArray = result;
    CUsurfObject surface;
    check(cuSurfObjectCreate(&surface, &target), "cuSurfObjectCreate");
    slide<<<blocks(width, height), dim3(16, 4)>>>(texture, surface, width, height);
    CUDA_MEMCPY2D back = {};
    back.srcMemoryType = CU_MEMORYTYPE_ARRAY;
    back.srcArray = result;
    back.dstMemoryType = CU_MEMORYTYPE_HOST;
    back.dstHost = sums.data();
    back.dstPitch = width * sizeof(short);
    back.WidthInBytes = width * sizeof(short);
    back.Height = height;
    check(cuMemcpy2D(&back), "cuMemcpy2D from an array");
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            int want = 0;
            for (int z = 0; z < 3 && x + 1 < width; ++z) {
                want += data[(z * rows + y) * stride + x + 2];
            }
            expect(sums[y * width + x], want, "a sum along the volume");
        }
    }
    check(cuSurfObjectDestroy(surface), "cuSurfObjectDestroy");
    check(cuTexObjectDestroy(texture), "cuTexObjectDestroy");
    check(cuArrayDestroy(volume), "cuArrayDestroy");
    check(cuArrayDestroy(result), "cuArrayDestroy");
}

static void look_up_keys(int count)
{
    std::vector<int> table(count), keys(count), found(count), head(1);
    for (int i = 0; i < count; ++i) {
        table[i] = i * i - 70000;
        keys[i] = (i * 7 + 3) % count;
    }
    CUDA_ARRAY_DESCRIPTOR desc = {};
    desc.Width = count;
    desc.Format = CU_AD_FORMAT_SIGNED_INT32;
    desc.NumChannels = 1;
    CUarray array;
    check(cuArrayCreate(&array, &desc), "cuArrayCreate of a table");
    check(cuMemcpyHtoA(array, 0, table.data(), count * sizeof(int)), "cuMemcpyHtoA");
    check(cuMemcpyAtoH(head.data(), array, (count - 1) * sizeof(int), sizeof(int)), "cuMemcpyAtoH");
    expect(head[0], table[count - 1], "the end of a table");
    // Integers of 32 bits are never promoted.
    CUtexObject texture = texture_of(array, sampler(CU_TR_ADDRESS_MODE_CLAMP, CU_TR_FILTER_MODE_POINT, 0));
    CUdeviceptr onDevice, to;
    check(cuMemAlloc(&onDevice, count * sizeof(int)), "cuMemAlloc");
    check(cuMemAlloc(&to, count * sizeof(int)), "cuMemAlloc");
    check(cuMemcpyHtoD(onDevice, keys.data(), count * sizeof(int)), "cuMemcpyHtoD");
    look_up<<<(count + 63) / 64, 64>>>(texture, reinterpret_cast<int *>(onDevice), reinterpret_cast<int *>(to), count);
    check(cuMemcpyDtoH(found.data(), to, count * sizeof(int)), "cuMemcpyDtoH");
    for (int i = 0; i < count; ++i) {
        expect(found[i], table[keys[i]], "an entry of the table");
    }
    check(cuTexObjectDestroy(texture), "cuTexObjectDestroy");
    check(cuArrayDestroy(array), "cuArrayDestroy");
    check(cuMemFree(onDevice), "cuMemFree");
    check(cuMemFree(to), "cuMemFree");
}

int main(int argc, char **argv)
{
    const int width = argc > 1 ? std::atoi(argv[1]) : 61;
    const int height = argc > 2 ? std::atoi(argv[2]) : 37;
    if (argc > 3 || width < 1 || height < 1) {
        std::fprintf(stderr, "usage: driver_textures [width [height]]\n");
        return 2;
    }
    check(cuInit(0), "cuInit");
    if (cudaSetDevice(0) != cudaSuccess || cudaFree(0) != cudaSuccess) {
        fail("cudaSetDevice", "an error", "none");
    }
    blend_picture(width, height);
    shade_colours(width, height);
    slide_volume(width, height);
    look_up_keys(width);
    std::puts("PASS driver_textures");
    return 0;
}
