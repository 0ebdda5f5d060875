// driver_modules: two modules loaded at run time, in a program that also uses the run-time API.
// Kernels under their C++ names, variables of a module, packed arguments, pitched copies, fills, streams,
// events, contexts.
//
// usage: driver_modules [width] [height]
#include <cuda.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "point.h"

unsigned int checksum(const unsigned int *values, int count);

namespace {

void check(CUresult status, const char *what)
{
    if (status == CUDA_SUCCESS) {
        return;
    }
    const char *text = nullptr;
    cuGetErrorString(status, &text);
    throw std::runtime_error(std::string(what) + ", got \"" + (text ? text : "?") + "\", want success");
}

void expect(bool good, const char *what)
{
    if (!good) {
        throw std::runtime_error(what);
    }
}

// Owns a piece of device memory.
class Buffer {
public:
    explicit Buffer(std::size_t bytes) { check(cuMemAlloc(&address_, bytes), "cuMemAlloc"); }
    ~Buffer() { cuMemFree(address_); }
    Buffer(const Buffer &) = delete;
    Buffer &operator=(const Buffer &) = delete;
    CUdeviceptr get() const { return address_; }

private:
    CUdeviceptr address_ = 0;
};

// The bytes of a file beside the program.
std::vector<char> imageBeside(const std::string &program, const std::string &name)
{
    std::string folder = program.substr(0, program.find_last_of('/') + 1);
    std::ifstream file(folder + name, std::ios::binary);
    expect(file.good(), "a module's file is beside the program");
    std::vector<char> bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    bytes.push_back('\0');
    return bytes;
}

void smoothImage(CUmodule filters, CUstream stream, int width, int height)
{
    const float weights[3] = {0.25f, 0.5f, 0.25f}, most = 6.0f;
    CUdeviceptr onDevice, clamped;
    std::size_t bytes = 0;
    check(cuModuleGetGlobal(&onDevice, &bytes, filters, "weights"), "cuModuleGetGlobal weights");
    expect(bytes == sizeof weights, "a variable has its size");
    check(cuMemcpyHtoD(onDevice, weights, bytes), "copy to a variable");
    check(cuModuleGetGlobal(&clamped, nullptr, filters, "clamped"), "cuModuleGetGlobal clamped");
    check(cuMemsetD32(clamped, 0, 1), "fill a variable");

    CUdeviceptr in, out;
    std::size_t pitch = 0;
    const std::size_t row = width * sizeof(float);
    check(cuMemAllocPitch(&in, &pitch, row, height, 4), "cuMemAllocPitch");
    check(cuMemAllocPitch(&out, &pitch, row, height, 4), "cuMemAllocPitch");
    std::vector<float> image(width * height), result(width * height);
    for (std::size_t i = 0; i < image.size(); ++i) {
        image[i] = static_cast<float>(i * 7 % 16);
    }
    CUDA_MEMCPY2D copy;
    std::memset(&copy, 0, sizeof copy);
    copy.srcMemoryType = CU_MEMORYTYPE_HOST;
    copy.srcHost = image.data();
    copy.srcPitch = row;
    copy.dstMemoryType = CU_MEMORYTYPE_DEVICE;
    copy.dstDevice = in;
    copy.dstPitch = pitch;
    copy.WidthInBytes = row;
    copy.Height = height;
    check(cuMemcpy2D(&copy), "cuMemcpy2D to the device");

    CUfunction smooth;
    check(cuModuleGetFunction(&smooth, filters, "_ZN6filter6smoothEPKfPfmiif"), "the kernel filter::smooth");
    int threads = 0;
    check(cuFuncGetAttribute(&threads, CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK, smooth), "cuFuncGetAttribute");
    expect(threads >= 128, "a block of 128 threads fits");
    float limit = most;
    void *arguments[] = {&in, &out, &pitch, &width, &height, &limit};
    CUevent start, end;
    check(cuEventCreate(&start, CU_EVENT_DEFAULT), "cuEventCreate");
    check(cuEventCreate(&end, CU_EVENT_DEFAULT), "cuEventCreate");
    check(cuEventRecord(start, stream), "cuEventRecord");
    check(cuLaunchKernel(smooth, (width + 15) / 16, (height + 7) / 8, 1, 16, 8, 1, 0, stream, arguments, nullptr),
          "launch smooth");
    check(cuEventRecord(end, stream), "cuEventRecord");
    check(cuStreamSynchronize(stream), "cuStreamSynchronize");
    float milliseconds = -1;
    check(cuEventElapsedTime(&milliseconds, start, end), "cuEventElapsedTime");
    expect(milliseconds > 0, "the launch took time");
    check(cuEventDestroy(start), "cuEventDestroy");
    check(cuEventDestroy(end), "cuEventDestroy");

    std::memset(&copy, 0, sizeof copy);
    copy.srcMemoryType = CU_MEMORYTYPE_DEVICE;
    copy.srcDevice = out;
    copy.srcPitch = pitch;
    copy.dstMemoryType = CU_MEMORYTYPE_HOST;
    copy.dstHost = result.data();
    copy.dstPitch = row;
    copy.WidthInBytes = row;
    copy.Height = height;
    check(cuMemcpy2D(&copy), "cuMemcpy2D from the device");
    unsigned int count = 0, want = 0;
    check(cuMemcpyDtoH(&count, clamped, sizeof count), "copy from a variable");
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const float *line = &image[y * width];
            float mean = 0.25f * line[x > 0 ? x - 1 : x] + 0.5f * line[x] + 0.25f * line[x + 1 < width ? x + 1 : x];
            want += mean > most;
            expect(result[y * width + x] == (mean < most ? mean : most), "the image is smooth");
        }
    }
    expect(count == want, "clamped values were counted");
    check(cuMemFree(in), "cuMemFree");
    check(cuMemFree(out), "cuMemFree");
}

void fillAndCount(CUmodule filters, CUstream stream, int count)
{
    Buffer values(count * sizeof(unsigned int)), result(sizeof(unsigned int));
    check(cuMemsetD32Async(values.get(), 0x01020304u, count, stream), "cuMemsetD32Async");
    check(cuMemsetD16Async(values.get(), 0, 2, stream), "cuMemsetD16Async");
    check(cuMemsetD8Async(result.get(), 0, sizeof(unsigned int), stream), "cuMemsetD8Async");
    CUfunction kernel;
    check(cuModuleGetFunction(&kernel, filters, "_Z12countNonZeroPKjiPj"), "the kernel countNonZero");
    CUdeviceptr in = values.get(), out = result.get();
    void *arguments[] = {&in, &count, &out};
    check(cuLaunchKernel(kernel, (count + 63) / 64, 1, 1, 64, 1, 1, 0, stream, arguments, nullptr), "launch count");
    unsigned int counted = 0;
    check(cuMemcpyDtoHAsync(&counted, out, sizeof counted, stream), "cuMemcpyDtoHAsync");
    check(cuStreamSynchronize(stream), "cuStreamSynchronize");
    expect(counted == static_cast<unsigned int>(count - 1), "all elements but the first are filled");
    expect(checksum(reinterpret_cast<const unsigned int *>(in), count) == 0x01020304u * (count - 1u),
           "the run-time API sees the driver API's memory");
}

void movePoints(CUmodule module, int count)
{
    std::vector<Point> points(count), moved(count);
    for (int i = 0; i < count; ++i) {
        points[i] = Point{i * 0.5, i * -0.25, i};
    }
    Buffer memory(count * sizeof(Point));
    check(cuMemcpyHtoD(memory.get(), points.data(), count * sizeof(Point)), "cuMemcpyHtoD");

    // All arguments in one buffer, each at a multiple of its alignment.
    const Point by{1.5, -2.5, 7};
    alignas(8) char packed[64] = {};
    const char step = 2;
    const short factor = 3;
    const bool negate = true;
    const CUdeviceptr address = memory.get();
    std::memcpy(packed, &step, sizeof step);
    std::memcpy(packed + 8, &by, sizeof by);
    std::memcpy(packed + 32, &factor, sizeof factor);
    std::memcpy(packed + 40, &address, sizeof address);
    std::memcpy(packed + 48, &negate, sizeof negate);
    std::memcpy(packed + 52, &count, sizeof count);
    std::size_t size = 56;
    void *extra[] = {CU_LAUNCH_PARAM_BUFFER_POINTER, packed, CU_LAUNCH_PARAM_BUFFER_SIZE, &size, CU_LAUNCH_PARAM_END};
    CUfunction kernel;
    check(cuModuleGetFunction(&kernel, module, "movePoints"), "the kernel movePoints");
    check(cuLaunchKernel(kernel, (count + 31) / 32, 1, 1, 32, 1, 1, 0, nullptr, nullptr, extra), "launch movePoints");
    check(cuMemcpyDtoH(moved.data(), address, count * sizeof(Point)), "cuMemcpyDtoH");
    for (int i = 0; i < count; ++i) {
        expect(moved[i].x == points[i].x - 9.0 && moved[i].y == points[i].y + 15.0 && moved[i].id == i + 7,
               "every point moved");
    }
}

void run(const std::string &program, int width, int height)
{
    check(cuInit(0), "cuInit");
    CUdevice device;
    CUcontext context, second, current;
    check(cuDeviceGet(&device, 0), "cuDeviceGet");
    check(cuDevicePrimaryCtxRetain(&context, device), "cuDevicePrimaryCtxRetain");
    check(cuCtxSetCurrent(context), "cuCtxSetCurrent");
    check(cuCtxPushCurrent(context), "cuCtxPushCurrent");
    check(cuCtxPopCurrent(&second), "cuCtxPopCurrent");
    check(cuCtxGetCurrent(&current), "cuCtxGetCurrent");
    expect(current == context && second == context, "the stack of contexts");

    const std::vector<char> ptx = imageBeside(program, "filters.ptx");
    const std::vector<char> machineCode = imageBeside(program, "points_all.fatbin");
    CUmodule filters, points;
    CUjit_option options[] = {CU_JIT_OPTIMIZATION_LEVEL};
    void *values[] = {reinterpret_cast<void *>(3)};
    check(cuModuleLoadDataEx(&filters, ptx.data(), 1, options, values), "cuModuleLoadDataEx");
    check(cuModuleLoadData(&points, machineCode.data()), "cuModuleLoadData");
    CUfunction none;
    expect(cuModuleGetFunction(&none, points, "_Z12countNonZeroPKjiPj") == CUDA_ERROR_NOT_FOUND,
           "a module holds its own kernels only");

    CUstream stream;
    check(cuStreamCreate(&stream, CU_STREAM_NON_BLOCKING), "cuStreamCreate");
    smoothImage(filters, stream, width, height);
    fillAndCount(filters, stream, width * height + 1);
    movePoints(points, width);
    check(cuStreamDestroy(stream), "cuStreamDestroy");
    check(cuModuleUnload(points), "cuModuleUnload");
    check(cuModuleUnload(filters), "cuModuleUnload");
    check(cuDevicePrimaryCtxRelease(device), "cuDevicePrimaryCtxRelease");
}

} // namespace

int main(int argc, char **argv)
{
    int width = argc > 1 ? std::atoi(argv[1]) : 203;
    int height = argc > 2 ? std::atoi(argv[2]) : 101;
    if (width < 1 || height < 1) {
        std::fprintf(stderr, "usage: %s [width] [height]\n", argv[0]);
        return 2;
    }
    try {
        run(argv[0], width, height);
    } catch (const std::exception &error) {
        std::printf("FAIL driver_modules: %s\n", error.what());
        return EXIT_FAILURE;
    }
    std::printf("PASS driver_modules\n");
    return 0;
}
