// error_styles: the ways in which code bases check CUDA's calls and own its resources: macros that take the call, the
// function's name or a whole statement, a template function behind a macro, exceptions, smart pointers whose deleters
// are functions of the API, pointers to its functions, scoped enumerators, names of the API as template arguments.
//
// usage: error_styles [elements]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#define CHECK(call)                                                                                  \
    do {                                                                                             \
        const cudaError_t error_ = (call);                                                           \
        if (error_ != cudaSuccess) {                                                                 \
            std::printf("FAIL error_styles: line %d, got %s, want cudaSuccess\n", __LINE__,          \
                        cudaGetErrorString(error_));                                                 \
            std::exit(EXIT_FAILURE);                                                                 \
        }                                                                                            \
    } while (0)

// The call goes through a template function, its text into the message.
template <typename Result>
void check(Result result, char const *const call, const char *const file, int const line)
{
    if (result) {
        std::printf("FAIL error_styles: %s:%d %s, got %d (%s), want 0\n", file, line, call,
                    static_cast<int>(result), cudaGetErrorName(result));
        std::exit(EXIT_FAILURE);
    }
}
#define checkCudaErrors(val) check((val), #val, __FILE__, __LINE__)

inline void gpuAssert(cudaError_t code, int line, bool abort = true)
{
    if (code != cudaSuccess && abort) {
        std::printf("FAIL error_styles: line %d, got %s, want cudaSuccess\n", line, cudaGetErrorString(code));
        std::exit(code);
    }
}
#define gpuErrchk(ans)                                                                               \
    {                                                                                                \
        gpuAssert((ans), __LINE__);                                                                  \
    }

// The name of the function is an argument of its own; the whole statement is one.
#define INVOKE(function, ...) CHECK(function(__VA_ARGS__))
#define FUNCTION(name) name
#define STATEMENT(...) __VA_ARGS__
#define ERROR_TYPE cudaError_t
#define LAUNCH(kernel, blocks, threads, ...) kernel<<<blocks, threads>>>(__VA_ARGS__)

class DeviceError : public std::runtime_error {
  public:
    explicit DeviceError(cudaError_t error) : std::runtime_error(cudaGetErrorName(error)), code(error) {}
    cudaError_t code;
};

static void raise(cudaError_t error)
{
    if (error != cudaError_t::cudaSuccess)
        throw DeviceError(error);
}

struct DeviceDeleter {
    void operator()(void *memory) const { cudaFree(memory); }
};
template <class T> using DeviceArray = std::unique_ptr<T[], DeviceDeleter>;
using Release = cudaError_t (*)(void *);
using Stream = std::unique_ptr<CUstream_st, decltype(&cudaStreamDestroy)>;

template <class T> DeviceArray<T> allocate(std::size_t count)
{
    T *memory = nullptr;
    raise(cudaMalloc(&memory, count * sizeof(T)));
    return DeviceArray<T>(memory);
}

static Stream makeStream(unsigned flags = cudaStreamNonBlocking)
{
    cudaStream_t stream = nullptr;
    raise(cudaStreamCreateWithFlags(&stream, flags));
    return Stream(stream, &cudaStreamDestroy);
}

template <cudaMemcpyKind Kind> void copy(void *to, const void *from, std::size_t bytes)
{
    checkCudaErrors(cudaMemcpy(to, from, bytes, Kind));
}

namespace api {
using ::cudaStream_t;
using error_type = cudaError_t;
constexpr auto fine = cudaSuccess;
} // namespace api

static std::function<void()> finish = [] { CHECK(cudaDeviceSynchronize()); };

__global__ void fill(int *data, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count)
        data[i] = 3 * i + 1;
}

static void expect(const char *where, int got, int want)
{
    if (got != want) {
        std::printf("FAIL error_styles: %s, got %d, want %d\n", where, got, want);
        std::exit(1);
    }
}

static void checkData(const int *device, int count, const char *where)
{
    std::vector<int> host(count);
    copy<cudaMemcpyDeviceToHost>(host.data(), device, count * sizeof(int));
    for (int i = 0; i < count; ++i)
        expect(where, host[i], 3 * i + 1);
}

int main(int argc, char **argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 10007;
    if (count < 1)
        return 2;

    auto owned = allocate<int>(count);
    LAUNCH(fill, dim3((count + 127) / 128), 128, owned.get(), count);
    gpuErrchk(cudaPeekAtLastError());
    INVOKE(cudaDeviceSynchronize);
    checkData(owned.get(), count, "owned array");

    int *plain = nullptr;
    CHECK(FUNCTION(cudaMalloc)((void **)&plain, count * sizeof(int)));
    std::unique_ptr<int, decltype(&cudaFree)> guard(plain, cudaFree);
    INVOKE(cudaMemset, plain, 0, count * sizeof(int));
    LAUNCH(fill, (count + 63) / 64, 64, plain, count);
    finish();
    INVOKE(cudaMemcpy, owned.get(), plain, count * sizeof(int), cudaMemcpyKind::cudaMemcpyDeviceToDevice);
    checkData(owned.get(), count, "guarded memory");

    const Release release = cudaFree;
    int *other = nullptr;
    checkCudaErrors(::cudaMalloc(&other, sizeof(int)));
    const std::shared_ptr<int> shared(other, release);
    auto sameRelease = &release;
    expect("pointer to a function", (*sameRelease)(nullptr) == cudaSuccess, 1);

    const Stream stream = makeStream();
    api::cudaStream_t raw = stream.get();
    const api::error_type queried = cudaStreamQuery(raw);
    switch (queried) {
    case cudaSuccess:
    case cudaErrorNotReady:
        break;
    default:
        expect("cudaStreamQuery", queried, api::fine);
    }
    STATEMENT(ERROR_TYPE waited = cudaStreamSynchronize(raw); gpuErrchk(waited));
    const auto wait = [](auto handle) -> cudaError_t { return cudaStreamSynchronize(handle); };
    gpuErrchk(wait(raw));

    // Errors that are asked for: by exception, by the last error, which a good call leaves and reading clears.
    std::string caught;
    try {
        allocate<char>(static_cast<std::size_t>(-1) / 2);
    } catch (const DeviceError &error) {
        caught = error.what();
        expect("code of the exception", error.code, cudaErrorMemoryAllocation);
    }
    expect("text of the exception", caught == "cudaErrorMemoryAllocation", 1);
    CHECK(cudaFree(nullptr));
    if (const auto last = cudaGetLastError(); last != cudaErrorMemoryAllocation)
        expect("last error", last, cudaErrorMemoryAllocation);
    expect("last error after reading", cudaGetLastError(), cudaSuccess);
    expect("wrong device", cudaSetDevice(-1), cudaErrorInvalidDevice);
    expect("peeked error", cudaPeekAtLastError(), cudaError_t::cudaErrorInvalidDevice);
    expect("cleared error", cudaGetLastError(), cudaErrorInvalidDevice);

#ifdef NEVER_DEFINED
    cudaGraphLaunch(nullptr, nullptr);
    CHECK(cudaNoSuchFunction());
#endif
    std::printf("PASS error_styles\n");
    return 0;
}
