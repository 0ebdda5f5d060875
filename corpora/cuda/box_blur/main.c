/* box_blur: blurs an image along its rows, then along its columns. The host is a C program that uses the
 * CUDA run-time API; kernels.cu holds the device code behind C functions.
 *
 * usage: box_blur [width [height [radius]]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

#define CHECK(call)                                                                      \
    do {                                                                                 \
        const cudaError_t status_ = (call);                                              \
        if (status_ != cudaSuccess) {                                                    \
            printf("FAIL box_blur: %s, got %s, want no error\n", #call,                  \
                   cudaGetErrorString(status_));                                         \
            exit(1);                                                                     \
        }                                                                                \
    } while (0)

static unsigned int seed = 2463534242u;

static unsigned char random_byte(void)
{
    seed = seed * 1664525u + 1013904223u;
    return (unsigned char)(seed >> 24);
}

/* Another way to the mean: a sum that slides along the line. */
static void blur_line(unsigned char *line, int stride, int length, int radius, unsigned char *copy)
{
    unsigned int sum = 0, count = 0;
    int i;
    for (i = 0; i < length; ++i)
        copy[i] = line[i * stride];
    for (i = 0; i < radius && i < length; ++i, ++count)
        sum += copy[i];
    for (i = 0; i < length; ++i) {
        if (i + radius < length)
            sum += copy[i + radius], ++count;
        if (i - radius > 0)
            sum -= copy[i - radius - 1], --count;
        line[i * stride] = (unsigned char)((sum + count / 2) / count);
    }
}

static void choose_device(void)
{
    struct cudaDeviceProp properties;
    int count = 0, warp = 0;
    CHECK(cudaGetDeviceCount(&count));
    CHECK(cudaSetDevice(count - 1));
    CHECK(cudaSetDevice(0));
    CHECK(cudaGetDeviceProperties(&properties, 0));
    CHECK(cudaDeviceGetAttribute(&warp, cudaDevAttrWarpSize, 0));
    if (warp != properties.warpSize || properties.name[0] == '\0') {
        printf("FAIL box_blur: warp size, got %d, want %d\n", properties.warpSize, warp);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    const int width = argc > 1 ? atoi(argv[1]) : 301;
    const int height = argc > 2 ? atoi(argv[2]) : 203;
    const int radius = argc > 3 ? atoi(argv[3]) : 5;
    const size_t bytes = (size_t)width * height;
    const dim3 block = {16, 8, 1};
    dim3 grid = {1, 1, 1};
    unsigned char *got, *want, *line, *first, *second;
    blur_job job;
    void *arguments[] = {&job};
    cudaStream_t stream;
    cudaEvent_t begin, end;
    enum cudaMemcpyKind up = cudaMemcpyHostToDevice;
    float milliseconds = -1.0f;
    size_t i;
    int line_index;

    if (width < 1 || height < 1 || radius < 1) {
        fprintf(stderr, "usage: %s [width [height [radius]]]\n", argv[0]);
        return 2;
    }
    choose_device();
    want = malloc(bytes);
    line = malloc(width > height ? width : height);
    CHECK(cudaMallocHost((void **)&got, bytes));
    for (i = 0; i < bytes; ++i)
        want[i] = got[i] = random_byte();

    CHECK(cudaMalloc((void **)&first, bytes));
    CHECK(cudaMalloc((void **)&second, bytes));
    CHECK(cudaStreamCreate(&stream));
    CHECK(cudaEventCreate(&begin));
    CHECK(cudaEventCreateWithFlags(&end, cudaEventDefault));
    CHECK(cudaMemcpyAsync(first, got, bytes, up, stream));
    CHECK(cudaMemsetAsync(second, 0, bytes, stream));
    CHECK(cudaEventRecord(begin, stream));
    job.from = first;
    job.to = second;
    job.size.x = width;
    job.size.y = height;
    job.radius = radius;
    CHECK(blur_rows(&job, stream));
    job.from = second;
    job.to = first;
    grid.x = (width + block.x - 1) / block.x;
    grid.y = (height + block.y - 1) / block.y;
    CHECK(cudaLaunchKernel(blur_columns_kernel(), grid, block, arguments, 0, stream));
    CHECK(cudaEventRecord(end, stream));
    CHECK(cudaMemcpyAsync(got, first, bytes, cudaMemcpyDeviceToHost, stream));
    CHECK(cudaStreamSynchronize(stream));
    CHECK(cudaEventElapsedTime(&milliseconds, begin, end));
    if (!(milliseconds >= 0.0f)) {
        printf("FAIL box_blur: time, got %g, want 0 or more\n", milliseconds);
        return 1;
    }

    for (line_index = 0; line_index < height; ++line_index)
        blur_line(want + (size_t)line_index * width, 1, width, radius, line);
    for (line_index = 0; line_index < width; ++line_index)
        blur_line(want + line_index, width, height, radius, line);
    for (i = 0; i < bytes; ++i) {
        if (got[i] != want[i]) {
            printf("FAIL box_blur: pixel %d, got %d, want %d\n", (int)i, got[i], want[i]);
            return 1;
        }
    }

    if (cudaFree(got + 1) == cudaSuccess || cudaGetLastError() != cudaErrorInvalidValue) {
        printf("FAIL box_blur: free inside an allocation, got no error, want one\n");
        return 1;
    }
    CHECK(cudaEventDestroy(begin));
    CHECK(cudaEventDestroy(end));
    CHECK(cudaStreamDestroy(stream));
    CHECK(cudaFree(first));
    CHECK(cudaFree(second));
    CHECK(cudaFreeHost(got));
    free(want);
    free(line);
    printf("PASS box_blur\n");
    return 0;
}
