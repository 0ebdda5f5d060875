/*
 * driver_vector_add: y = a * x + y through the driver API.
 *
 * The kernels are in kernels.cu, which the Makefile compiles to kernels.ptx; the program loads that file.
 *
 * usage: driver_vector_add [elements]
 */
#include <cuda.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

static const char *const kModule = "kernels.ptx";
static const unsigned kThreads = 128;

#define CHECK(call)                                                                               \
    do {                                                                                          \
        CUresult status_ = (call);                                                                \
        if (status_ != CUDA_SUCCESS) {                                                            \
            const char *name_ = "?";                                                              \
            cuGetErrorName(status_, &name_);                                                      \
            printf("FAIL driver_vector_add: %s, got %s, want CUDA_SUCCESS\n", #call, name_);      \
            exit(EXIT_FAILURE);                                                                   \
        }                                                                                         \
    } while (0)

static void expect(bool good, const char *what)
{
    if (!good) {
        printf("FAIL driver_vector_add: %s\n", what);
        exit(EXIT_FAILURE);
    }
}

static void describe(CUdevice device)
{
    char name[256];
    int major = 0, minor = 0, threads = 0, processors = 0;
    size_t bytes = 0;
    CHECK(cuDeviceGetName(name, sizeof name, device));
    CHECK(cuDeviceGetAttribute(&major, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device));
    CHECK(cuDeviceGetAttribute(&minor, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device));
    CHECK(cuDeviceGetAttribute(&threads, CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK, device));
    CHECK(cuDeviceGetAttribute(&processors, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device));
    CHECK(cuDeviceTotalMem(&bytes, device));
    expect(name[0] != '\0' && major > 0 && minor >= 0, "a device has a name and a version");
    expect(threads >= (int)kThreads && processors > 0 && bytes > 0, "a device has processors and memory");
}

/* What wrong calls return; none of them harms the program. */
static void wrongCalls(CUmodule module)
{
    CUfunction function;
    CUmodule missing;
    CUdeviceptr memory;
    const char *text = NULL;
    expect(cuModuleGetFunction(&function, module, "noSuchKernel") == CUDA_ERROR_NOT_FOUND,
           "an unknown kernel is CUDA_ERROR_NOT_FOUND");
    expect(cuModuleLoad(&missing, "no_such_file.cubin") == CUDA_ERROR_FILE_NOT_FOUND,
           "an unknown file is CUDA_ERROR_FILE_NOT_FOUND");
    expect(cuMemAlloc(&memory, 0) == CUDA_ERROR_INVALID_VALUE, "no bytes are CUDA_ERROR_INVALID_VALUE");
    CHECK(cuGetErrorName(CUDA_ERROR_OUT_OF_MEMORY, &text));
    expect(std::string(text) == "CUDA_ERROR_OUT_OF_MEMORY", "the name of an error");
    CHECK(cuGetErrorString(CUDA_ERROR_INVALID_VALUE, &text));
    expect(std::string(text) == "invalid argument", "the text of an error");
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 100003;
    if (count < 1) {
        fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }

    CHECK(cuInit(0));
    int devices = 0;
    CHECK(cuDeviceGetCount(&devices));
    expect(devices > 0, "there is a device");
    CUdevice device;
    CHECK(cuDeviceGet(&device, 0));
    describe(device);

    CUcontext context;
#if CUDA_VERSION >= 13000
    CHECK(cuCtxCreate(&context, NULL, 0, device));
#else
    CHECK(cuCtxCreate(&context, CU_CTX_SCHED_AUTO, device));
#endif
    CUmodule module;
    CUfunction axpy, squares;
    CHECK(cuModuleLoad(&module, kModule));
    CHECK(cuModuleGetFunction(&axpy, module, "axpy"));
    CHECK(cuModuleGetFunction(&squares, module, "sumSquares"));
    wrongCalls(module);

    std::vector<float> x(count), y(count), result(count);
    for (int i = 0; i < count; ++i) {
        x[i] = (float)(i % 97) * 0.5f;
        y[i] = (float)(i % 31) - 15.0f;
    }
    size_t bytes = count * sizeof(float);
    CUdeviceptr dx, dy, dsum;
    CHECK(cuMemAlloc(&dx, bytes));
    CHECK(cuMemAlloc(&dy, bytes));
    CHECK(cuMemAlloc(&dsum, sizeof(unsigned long long)));
    CHECK(cuMemcpyHtoD(dx, x.data(), bytes));
    CHECK(cuMemcpyHtoD(dy, y.data(), bytes));
    CHECK(cuMemsetD8(dsum, 0, sizeof(unsigned long long)));

    float a = 1.5f;
    unsigned blocks = (count + kThreads - 1) / kThreads;
    void *axpyArguments[] = {&count, &a, &dx, &dy};
    CHECK(cuLaunchKernel(axpy, blocks, 1, 1, kThreads, 1, 1, 0, NULL, axpyArguments, NULL));

    /* Dynamic shared memory, and a pointer that is not the start of an allocation. */
    CUdeviceptr tail = dy + (count / 2) * sizeof(float);
    int rest = count - count / 2;
    void *squaresArguments[] = {&tail, &rest, &dsum};
    CHECK(cuLaunchKernel(squares, (rest + kThreads - 1) / kThreads, 1, 1, kThreads, 1, 1,
                         kThreads * sizeof(unsigned long long), 0, squaresArguments, NULL));
    CHECK(cuCtxSynchronize());

    unsigned long long sum = 0, wantSum = 0;
    CHECK(cuMemcpyDtoH(result.data(), dy, bytes));
    CHECK(cuMemcpyDtoH(&sum, dsum, sizeof sum));
    for (int i = 0; i < count; ++i) {
        float want = a * x[i] + y[i];
        if (result[i] != want) {
            printf("FAIL driver_vector_add: element %d, got %g, want %g\n", i, result[i], want);
            return EXIT_FAILURE;
        }
        long long whole = (long long)want;
        wantSum += i >= count / 2 ? (unsigned long long)(whole * whole) : 0;
    }
    if (sum != wantSum) {
        printf("FAIL driver_vector_add: sum of squares, got %llu, want %llu\n", sum, wantSum);
        return EXIT_FAILURE;
    }

    CHECK(cuMemFree(dx));
    CHECK(cuMemFree(dy));
    CHECK(cuMemFree(dsum));
    CHECK(cuModuleUnload(module));
    CHECK(cuCtxDestroy(context));
    printf("PASS driver_vector_add\n");
    return 0;
}
