// runtime_compile: a dot product whose kernel is compiled from a source file when the program runs.
// What the file holds is asked for by name; text that is no program must be refused with a log.
//
// usage: runtime_compile [elements]
#include <cuda.h>
#include <nvrtc.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#define CHECK(call)                                                            \
    do {                                                                       \
        const CUresult status = (call);                                        \
        if (status != CUDA_SUCCESS) {                                          \
            const char *name = nullptr;                                        \
            cuGetErrorName(status, &name);                                     \
            std::printf("FAIL runtime_compile: %s, got %s\n", #call, name);    \
            std::exit(EXIT_FAILURE);                                           \
        }                                                                      \
    } while (0)

static const int kBlock = 64, kBlocks = 8;

static void expect(bool good, const char *what)
{
    if (!good) {
        std::printf("FAIL runtime_compile: %s\n", what);
        std::exit(EXIT_FAILURE);
    }
}

// The source file, beside the program.
static std::string sourceOf(const std::string &program)
{
    std::ifstream file(program.substr(0, program.find_last_of('/') + 1) + "kernels.cu");
    expect(file.good(), "kernels.cu is beside the program");
    return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

// The machine-independent code of a source; empty where it does not compile.
static std::vector<char> compile(const std::string &source, std::string *log)
{
    nvrtcProgram program;
    expect(nvrtcCreateProgram(&program, source.c_str(), "kernels.cu", 0, nullptr, nullptr) == NVRTC_SUCCESS,
           "nvrtcCreateProgram");
    const char *options[] = {"--std=c++14", "-default-device"};
    const nvrtcResult result = nvrtcCompileProgram(program, 2, options);
    std::size_t size = 0;
    expect(nvrtcGetProgramLogSize(program, &size) == NVRTC_SUCCESS, "nvrtcGetProgramLogSize");
    std::vector<char> text(size + 1);
    expect(nvrtcGetProgramLog(program, text.data()) == NVRTC_SUCCESS, "nvrtcGetProgramLog");
    *log = text.data();
    std::vector<char> code;
    if (result == NVRTC_SUCCESS) {
        expect(nvrtcGetPTXSize(program, &size) == NVRTC_SUCCESS, "nvrtcGetPTXSize");
        code.resize(size);
        expect(nvrtcGetPTX(program, code.data()) == NVRTC_SUCCESS, "nvrtcGetPTX");
    } else {
        expect(std::string(nvrtcGetErrorString(result)) == "NVRTC_ERROR_COMPILATION", "the name of the error");
    }
    expect(nvrtcDestroyProgram(&program) == NVRTC_SUCCESS, "nvrtcDestroyProgram");
    return code;
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? std::atoi(argv[1]) : 30011;
    if (count < 1) {
        std::fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }
    std::string log;
    expect(compile("this is no program", &log).empty() && !log.empty(), "text that is no program is refused");
    const std::vector<char> code = compile(sourceOf(argv[0]), &log);
    expect(!code.empty(), "the source compiles");

    CHECK(cuInit(0));
    CUdevice device;
    CUcontext context;
    CUmodule module;
    CUfunction kernel;
    CHECK(cuDeviceGet(&device, 0));
    CHECK(cuDevicePrimaryCtxRetain(&context, device));
    CHECK(cuCtxSetCurrent(context));
    CHECK(cuModuleLoadData(&module, code.data()));
    CHECK(cuModuleGetFunction(&kernel, module, "dotProduct"));

    std::vector<double> x(count), y(count), partial(kBlocks);
    double want = 0.0;
    for (int i = 0; i < count; ++i) {
        x[i] = i % 13 - 6;
        y[i] = 0.5 * (i % 7);
        want += x[i] * y[i];
    }
    CUdeviceptr dx, dy, dpartial;
    CHECK(cuMemAlloc(&dx, count * sizeof(double)));
    CHECK(cuMemAlloc(&dy, count * sizeof(double)));
    CHECK(cuMemAlloc(&dpartial, kBlocks * sizeof(double)));
    CHECK(cuMemcpyHtoD(dx, x.data(), count * sizeof(double)));
    CHECK(cuMemcpyHtoD(dy, y.data(), count * sizeof(double)));
    void *arguments[] = {&dx, &dy, &dpartial, &count};
    CHECK(cuLaunchKernel(kernel, kBlocks, 1, 1, kBlock, 1, 1, 0, nullptr, arguments, nullptr));
    CHECK(cuMemcpyDtoH(partial.data(), dpartial, kBlocks * sizeof(double)));
    double got = 0.0;
    for (double value : partial) {
        got += value;
    }
    if (got != want) { // halves of small integers: exact in any order
        std::printf("FAIL runtime_compile: dot product, got %g, want %g\n", got, want);
        return EXIT_FAILURE;
    }
    CHECK(cuMemFree(dx));
    CHECK(cuMemFree(dy));
    CHECK(cuMemFree(dpartial));
    CHECK(cuModuleUnload(module));
    CHECK(cuDevicePrimaryCtxRelease(device));
    std::printf("PASS runtime_compile\n");
    return 0;
}
