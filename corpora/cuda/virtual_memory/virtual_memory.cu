// A list of numbers that grows in place: addresses are reserved once, memory is mapped as it is needed. When it has
// grown out of its reservation, the same memory is mapped into a larger one, and keeps its values.
// Usage: virtual_memory [pieces]
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <cuda.h>
#include <cuda_runtime.h>

#define CHECK(call)                                                                                                    \
    do {                                                                                                               \
        CUresult result = (call);                                                                                      \
        if (result != CUDA_SUCCESS) {                                                                                  \
            const char *name = "?";                                                                                    \
            cuGetErrorName(result, &name);                                                                             \
            std::printf("FAIL virtual_memory: %s in line %d\n", name, __LINE__);                                       \
            std::exit(1);                                                                                              \
        }                                                                                                              \
    } while (0)

__global__ void count_up(int *numbers, int first, int count)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        numbers[first + i] = first + i;
    }
}

__global__ void add(int *numbers, int count, int what)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
        numbers[i] += what;
    }
}

class GrowingList {
public:
    explicit GrowingList(int device)
    {
        prop_.type = CU_MEM_ALLOCATION_TYPE_PINNED;
        prop_.location.type = CU_MEM_LOCATION_TYPE_DEVICE;
        prop_.location.id = device;
        CHECK(cuMemGetAllocationGranularity(&piece_, &prop_, CU_MEM_ALLOC_GRANULARITY_MINIMUM));
    }

    ~GrowingList()
    {
        unmap();
        for (CUmemGenericAllocationHandle handle : handles_) {
            CHECK(cuMemRelease(handle));
        }
    }

    int perPiece() const { return static_cast<int>(piece_ / sizeof(int)); }
    int *numbers() const { return reinterpret_cast<int *>(begin_); }

    void grow()
    {
        if (reserved_ < (handles_.size() + 1) * piece_) {
            move(2 * (handles_.size() + 1) * piece_);
        }
        CUmemGenericAllocationHandle handle;
        CHECK(cuMemCreate(&handle, piece_, &prop_, 0));
        handles_.push_back(handle);
        map(handles_.size() - 1);
    }

private:
    void move(size_t bytes)
    {
        unmap();
        reserved_ = bytes;
        CHECK(cuMemAddressReserve(&begin_, reserved_, 0, 0, 0));
        for (size_t i = 0; i < handles_.size(); i++) {
            map(i);
        }
    }

    void map(size_t number)
    {
        CUdeviceptr place = begin_ + number * piece_;
        CHECK(cuMemMap(place, piece_, 0, handles_[number], 0));
        CUmemAccessDesc access = {};
        access.location = prop_.location;
        access.flags = CU_MEM_ACCESS_FLAGS_PROT_READWRITE;
        CHECK(cuMemSetAccess(place, piece_, &access, 1));
    }

    void unmap()
    {
        if (!reserved_) {
            return;
        }
        if (!handles_.empty()) {
            CHECK(cuMemUnmap(begin_, handles_.size() * piece_));
        }
        CHECK(cuMemAddressFree(begin_, reserved_));
    }

    CUmemAllocationProp prop_ = {};
    size_t piece_ = 0, reserved_ = 0;
    CUdeviceptr begin_ = 0;
    std::vector<CUmemGenericAllocationHandle> handles_;
};

int main(int argc, char **argv)
{
    const int pieces = argc > 1 ? std::atoi(argv[1]) : 5;
    CHECK(cuInit(0));
    CUdevice device;
    CHECK(cuDeviceGet(&device, 0));
    int can = 0;
    CHECK(cuDeviceGetAttribute(&can, CU_DEVICE_ATTRIBUTE_VIRTUAL_MEMORY_MANAGEMENT_SUPPORTED, device));
    if (!can) {
        std::printf("FAIL virtual_memory: the device has none\n");
        return 1;
    }
    cudaFree(nullptr); // makes the runtime's context
    GrowingList list(device);
    const int step = 300; // of each piece, so that a launch has few threads
    for (int piece = 0; piece < pieces; piece++) {
        list.grow();
        count_up<<<(step + 127) / 128, 128>>>(list.numbers(), piece * list.perPiece(), step);
        add<<<2, 32>>>(list.numbers() + piece * list.perPiece(), step, piece);
    }
    std::vector<int> seen(step);
    for (int piece = 0; piece < pieces; piece++) {
        CUdeviceptr place = reinterpret_cast<CUdeviceptr>(list.numbers() + piece * list.perPiece());
        CHECK(cuMemcpyDtoH(seen.data(), place, step * sizeof(int)));
        for (int i = 0; i < step; i++) {
            const int want = piece * list.perPiece() + i + piece;
            if (seen[i] != want) {
                std::printf("FAIL virtual_memory: number %d of piece %d, got %d, want %d\n", i, piece, seen[i], want);
                return 1;
            }
        }
    }
    std::printf("PASS virtual_memory\n");
    return 0;
}
