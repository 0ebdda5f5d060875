// helper_headers: a program in the style of CUDA's samples. It includes their helper headers, which are not part of
// it: command line arguments, stop watches, images, checks, operators of the vector types.
//
// usage: helper_headers [--width=W] [--height=H]
#include <cuda_runtime.h>
#include <helper_cuda.h>
#include <helper_functions.h>
#include <helper_math.h>

// A picture of a shaded ball, in colours that the helper's operators mix.
__global__ void shade(uchar4 *picture, int width, int height, float3 light)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= width || y >= height)
        return;
    const float2 size = make_float2(make_int2(width, height));
    const float2 at = (make_float2(x, y) + 0.5f) / size * 2.0f - 1.0f;
    const float inside = 1.0f - dot(at, at);
    float3 colour = lerp(make_float3(0.1f, 0.2f, 0.4f), make_float3(0.8f), (at.y + 1.0f) * 0.5f);
    if (inside > 0.0f) {
        const float3 normal = normalize(make_float3(at, sqrtf(inside)));
        const float3 mirrored = reflect(-light, normal);
        const float shine = fmaxf(mirrored.z, 0.0f);
        colour = make_float3(0.6f, 0.1f, 0.1f) * fmaxf(dot(normal, light), 0.0f) + shine * shine * 0.5f;
    }
    colour = clamp(colour, 0.0f, 1.0f) * 255.0f;
    picture[y * width + x] = make_uchar4((unsigned char)colour.x, (unsigned char)colour.y, (unsigned char)colour.z, 0);
}

// The same by plain numbers.
static void expected(int x, int y, int width, int height, const float light[3], float colour[3])
{
    const float ax = (x + 0.5f) / width * 2.0f - 1.0f;
    const float ay = (y + 0.5f) / height * 2.0f - 1.0f;
    const float inside = 1.0f - (ax * ax + ay * ay);
    const float dark[3] = {0.1f, 0.2f, 0.4f};
    for (int c = 0; c < 3; ++c)
        colour[c] = dark[c] + (ay + 1.0f) * 0.5f * (0.8f - dark[c]);
    if (inside > 0.0f) {
        const float az = std::sqrt(inside);
        const float length = std::sqrt(ax * ax + ay * ay + az * az);
        const float normal[3] = {ax / length, ay / length, az / length};
        const float facing = normal[0] * light[0] + normal[1] * light[1] + normal[2] * light[2];
        const float mirrored = std::max(-light[2] + 2.0f * facing * normal[2], 0.0f);
        const float base[3] = {0.6f, 0.1f, 0.1f};
        for (int c = 0; c < 3; ++c)
            colour[c] = base[c] * std::max(facing, 0.0f) + mirrored * mirrored * 0.5f;
    }
    for (int c = 0; c < 3; ++c)
        colour[c] = std::min(std::max(colour[c], 0.0f), 1.0f) * 255.0f;
}

int main(int argc, char **argv)
{
    int width = 203;
    int height = 151;
    if (checkCmdLineFlag(argc, (const char **)argv, "width"))
        width = getCmdLineArgumentInt(argc, (const char **)argv, "width");
    if (checkCmdLineFlag(argc, (const char **)argv, "height"))
        height = getCmdLineArgumentInt(argc, (const char **)argv, "height");
    if (width < 1 || height < 1)
        return 2;
    findCudaDevice(argc, (const char **)argv);

    uchar4 *picture = NULL;
    const size_t bytes = sizeof(uchar4) * width * height;
    checkCudaErrors(cudaMalloc((void **)&picture, bytes));
    StopWatchInterface *timer = NULL;
    sdkCreateTimer(&timer);
    sdkStartTimer(&timer);
    const float3 light = normalize(make_float3(0.3f, -0.5f, 0.8f));
    const dim3 block(16, 8);
    const dim3 grid((width + block.x - 1) / block.x, (height + block.y - 1) / block.y);
    shade<<<grid, block>>>(picture, width, height, light);
    getLastCudaError("shade failed");
    std::vector<uchar4> host(static_cast<size_t>(width) * height);
    checkCudaErrors(cudaMemcpy(host.data(), picture, bytes, cudaMemcpyDeviceToHost));
    sdkStopTimer(&timer);
    const bool timed = sdkGetTimerValue(&timer) > 0.0f;
    sdkDeleteTimer(&timer);
    checkCudaErrors(cudaFree(picture));

    const float direction[3] = {light.x, light.y, light.z};
    std::vector<float> got, want;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const uchar4 pixel = host[y * width + x];
            float colour[3];
            expected(x, y, width, height, direction, colour);
            got.insert(got.end(), {float(pixel.x), float(pixel.y), float(pixel.z)});
            want.insert(want.end(), colour, colour + 3);
        }
    }
    // Less than one grey level for the fraction that is cut off, and a little for rounding.
    if (!timed || !compareData(want.data(), got.data(), (unsigned)got.size(), 1.01f, 0.0f)) {
        printf("FAIL helper_headers: picture, got another one, want that of the host\n");
        return EXIT_FAILURE;
    }
    printf("PASS helper_headers\n");
    return EXIT_SUCCESS;
}
