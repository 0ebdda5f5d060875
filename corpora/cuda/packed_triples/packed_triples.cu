// packed_triples: arrays of vectors of three, which lie without gaps (int3 is 12 bytes, char3 3, double3 24), copied
// whole and in part, in shared memory, in structs and through pointers to their elements; and the widths and alignments
// of all built-in vectors as the device sees them.
//
// usage: packed_triples [elements]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#define CHECK(call)                                                                   \
    do {                                                                              \
        cudaError_t status = (call);                                                  \
        if (status != cudaSuccess) {                                                  \
            printf("FAIL packed_triples: %s\n", cudaGetErrorString(status));          \
            exit(1);                                                                  \
        }                                                                             \
    } while (0)

struct Record {
    char3 colour;
    int3 place;
    double3 weight;
    short3 rest;
};

__global__ void rotate(const int3 *in, int3 *out, int *flat, Record *records, int n)
{
    __shared__ int3 shared[64];
    const int t = threadIdx.x, i = blockIdx.x * 64 + t;
    shared[t] = i < n ? in[i] : make_int3(0, 0, 0);
    __syncthreads();
    if (i >= n)
        return;
    const int other = (t + 1) % 64;
    const int3 v = shared[other];
    out[i] = make_int3(v.z, v.x, v.y);
    const int *words = reinterpret_cast<const int *>(shared);
    flat[i] = words[3 * t] + words[3 * t + 1] + words[3 * t + 2];
    Record &record = records[i];
    record.colour = make_char3((signed char)i, (signed char)-1, (signed char)(i + 2));
    record.place = in[i];
    record.weight = make_double3(in[i].x * 0.5, in[i].y * 0.25, 1.0);
    record.rest.y = (short)(record.colour.x + record.colour.z);
}

__global__ void sizes(int *found)
{
    int k = 0;
#define SIZES(type) \
    found[k++] = (int)sizeof(type); \
    found[k++] = (int)alignof(type);
#define ALL(base) SIZES(base##1) SIZES(base##2) SIZES(base##3) SIZES(base##4)
    ALL(char) ALL(ushort) ALL(int) ALL(ulonglong) ALL(float) ALL(double)
#undef ALL
#undef SIZES
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? atoi(argv[1]) : 3001;
    if (n < 1) {
        printf("usage: packed_triples [elements]\n");
        return 2;
    }
    std::vector<int3> in(n), out(n + 1);
    std::vector<int> flat(n), found(48);
    std::vector<Record> records(n);
    for (int i = 0; i < n; ++i)
        in[i] = make_int3(3 * i, 3 * i + 1, 3 * i + 2);
    int3 *d_in, *d_out;
    int *d_flat, *d_found;
    Record *d_records;
    CHECK(cudaMalloc(&d_in, n * sizeof(int3)));
    CHECK(cudaMalloc(&d_out, n * sizeof(int3)));
    CHECK(cudaMalloc(&d_flat, n * sizeof(int)));
    CHECK(cudaMalloc(&d_found, found.size() * sizeof(int)));
    CHECK(cudaMalloc(&d_records, n * sizeof(Record)));
    CHECK(cudaMemcpy(d_in, in.data(), n * sizeof(int3), cudaMemcpyHostToDevice));
    const int blocks = (n + 63) / 64;
    rotate<<<blocks, 64>>>(d_in, d_out, d_flat, d_records, n);
    sizes<<<1, 1>>>(d_found);
    CHECK(cudaGetLastError());
    // All but the first, one element further.
    CHECK(cudaMemcpy(out.data() + 2, d_out + 1, (n - 1) * sizeof(int3), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(out.data() + 1, d_out, sizeof(int3), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(flat.data(), d_flat, n * sizeof(int), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(found.data(), d_found, found.size() * sizeof(int), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(records.data(), d_records, n * sizeof(Record), cudaMemcpyDeviceToHost));
    for (int i = 0; i < n; ++i) {
        const int other = i / 64 * 64 + (i + 1) % 64;
        const int first = other < n ? 3 * other : 0;
        const int want = other < n ? first + 2 : 0;
        const int3 got = out[i + 1];
        if (got.x != want || got.y != first || got.z != (other < n ? first + 1 : 0)) {
            printf("FAIL packed_triples: element %d, got %d %d %d, want %d\n", i, got.x, got.y, got.z, want);
            return 1;
        }
        if (flat[i] != 9 * i + 3) {
            printf("FAIL packed_triples: sum %d, got %d, want %d\n", i, flat[i], 9 * i + 3);
            return 1;
        }
        const Record &r = records[i];
        const signed char low = (signed char)i, high = (signed char)(i + 2);
        if (r.colour.x != low || r.colour.y != -1 || r.colour.z != high || r.place.z != 3 * i + 2
            || r.weight.y != (3 * i + 1) * 0.25 || r.rest.y != (short)(low + high)) {
            printf("FAIL packed_triples: record %d, got %d %g, want %d\n", i, r.place.z, r.weight.y, 3 * i + 2);
            return 1;
        }
    }
    const int widths[6] = {1, 2, 4, 8, 4, 8};
    for (int k = 0; k < 24; ++k) {
        const int width = widths[k / 4], count = k % 4 + 1;
        const int alignment = count == 3 ? width : count * width > 16 ? 16 : count * width;
        if (found[2 * k] != count * width || found[2 * k + 1] != alignment) {
            printf("FAIL packed_triples: type %d, got %d bytes at %d, want %d at %d\n", k, found[2 * k],
                   found[2 * k + 1], count * width, alignment);
            return 1;
        }
    }
    CHECK(cudaFree(d_in));
    CHECK(cudaFree(d_out));
    CHECK(cudaFree(d_flat));
    CHECK(cudaFree(d_found));
    CHECK(cudaFree(d_records));
    printf("PASS packed_triples\n");
    return 0;
}
