// vector_types: arithmetic on float3, float4, double2, double3, int2, int4, uint4, uchar4, short2 and
// 64-bit pairs; their layout in arrays and structs; wide loads by casting pointers.
//
// usage: vector_types [elements]
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <vector>

#include "vector_ops.h"

struct Mixed {  // members of different alignment leave gaps
    float3 a;
    float4 b;
    short2 c;
    longlong1 d;
    uchar4 e;
    float3 f[1];
    double2 g;
};

struct Sizes {
    int float3Size, float4Size, mixedSize, uchar4Size, double3Size, ulonglong2Size, float4Align, float3Align;
};

__global__ void geometry(const float3 *points, float4 *planes, int triangles)
{
    int t = blockIdx.x * blockDim.x + threadIdx.x;
    if (t >= triangles) return;
    const float3 p = points[3 * t];
    float3 u = points[3 * t + 1];
    u -= p;
    const float3 v = points[3 * t + 2] - p;
    const float3 n = cross(u, v) * 0.5f;
    float4 plane = {n.x, n.y, n.z, 0.0f};
    plane.w = -dot(plane, make_float4(p.x, p.y, p.z, 1.0f));
    planes[t] = plane;
}

__global__ void blend(float4 *pixels, const uchar4 *bytes, float4 tint, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        const uchar4 c = ~bytes[i];
        float4 value = (1.0f / 255.0f) * make_float4(c.x, c.y, c.z, c.w);
        value *= tint;
        pixels[i] = pixels[i] + value;
    }
}

/* Complex powers z^k by squaring, and 64-bit integer arithmetic that overflows 32 bits. */
__global__ void powers(double2 *z, ulonglong2 *counters, longlong2 *products, int n, unsigned k)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) {
        double2 base = z[i], result = make_double2(1.0, 0.0);
        for (unsigned e = k; e != 0u; e >>= 1, base = base * base)
            if (e & 1u) result = result * base;
        z[i] = result;
        counters[i].x += 0xffffffffull * (unsigned)i;
        counters[i].y ^= counters[i].x << 17 | counters[i].x >> 47;
        const long long p = -100003LL * (i % 20000);  // beyond 32 bits, its square within 64
        products[i] = make_longlong2(p * p % 998244353LL, p / 3 - (p >> 5));
    }
}

/* Four ints at a time; the tail one by one. */
__global__ void wideNegate(int *data, int n)
{
    int4 *wide = reinterpret_cast<int4 *>(data);
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n / 4) {
        int4 v = wide[i];
        const int2 low = -make_int2(v.x, v.y);
        v.x = low.x;
        v.y = low.y;
        v.z = -v.z;
        v.w = low == make_int2(0, 0) ? 0 : -v.w;
        wide[i] = v;
    }
    if (i < n % 4) data[n / 4 * 4 + i] *= -1;
}

__global__ void layout(Mixed *items, int n, Sizes *sizes)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i == 0) {
        sizes->float3Size = sizeof(float3);
        sizes->float4Size = sizeof(float4);
        sizes->mixedSize = sizeof(Mixed);
        sizes->uchar4Size = sizeof(uchar4);
        sizes->double3Size = sizeof(double3);
        sizes->ulonglong2Size = sizeof(ulonglong2);
        sizes->float4Align = alignof(float4);
        sizes->float3Align = alignof(float3);
    }
    if (i >= n) return;
    Mixed &m = items[i];
    m.a.z += 1.0f;
    m.b.w = m.a.x + m.a.y;
    m.c.y = (short)(m.c.x * 2);
    m.d.x -= 1LL << 40;
    m.e.w = m.e.x + m.e.y;  // wraps at 256
    m.f[0] = make_float3(m.b.x, m.b.y, m.b.z);
    m.g.y = m.g.x * 0.5;
}

static int fail(const char *where, int i, double got, double want)
{
    printf("FAIL vector_types: %s [%d], got %.12g, want %.12g\n", where, i, got, want);
    return 1;
}

static bool near(double got, double want, double tolerance) { return fabs(got - want) <= tolerance * (1 + fabs(want)); }

#define OK(call)                                                                                         \
    do {                                                                                                 \
        cudaError_t e = (call);                                                                          \
        if (e != cudaSuccess) {                                                                          \
            printf("FAIL vector_types: %s, got %s, want no error\n", #call, cudaGetErrorString(e));      \
            exit(1);                                                                                     \
        }                                                                                                \
    } while (0)

template <typename T>
struct Device {
    T *p;
    explicit Device(const std::vector<T> &v) : p(NULL), n(v.size())
    {
        OK(cudaMalloc((void **)&p, n * sizeof(T)));
        OK(cudaMemcpy(p, v.data(), n * sizeof(T), cudaMemcpyHostToDevice));
    }
    ~Device() { cudaFree(p); }
    std::vector<T> get() const
    {
        std::vector<T> v(n);
        OK(cudaGetLastError());
        OK(cudaMemcpy(v.data(), p, n * sizeof(T), cudaMemcpyDeviceToHost));
        return v;
    }
    size_t n;
};

int main(int argc, char **argv)
{
    const int n = argc > 1 ? atoi(argv[1]) : 10007;
    if (n < 1) {
        fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }
    const int blocks = (n + 127) / 128;
    unsigned seed = 21u;
    auto random = [&seed] { return (seed = seed * 1664525u + 1013904223u) >> 8; };
    auto real = [&random] { return (float)(int)(random() % 2001) / 500.0f - 2.0f; };

    std::vector<float3> points(3 * n);
    for (float3 &p : points) p = make_float3(real(), real(), real());
    Device<float3> d_points(points);
    Device<float4> d_planes(std::vector<float4>(n, make_float4(9.f, 9.f, 9.f, 9.f)));
    geometry<<<blocks, 128>>>(d_points.p, d_planes.p, n);
    const std::vector<float4> planes = d_planes.get();
    for (int t = 0; t < n; ++t) {  // all three corners lie in the plane; tolerance 1e-4 absolute
        for (int c = 0; c < 3; ++c) {
            const float3 p = points[3 * t + c];
            const double side = (double)planes[t].x * p.x + (double)planes[t].y * p.y + (double)planes[t].z * p.z;
            if (!(fabs(side + planes[t].w) <= 1e-4)) return fail("corner in plane", 3 * t + c, side, -planes[t].w);
        }
        const float3 p = points[3 * t], q = points[3 * t + 1], r = points[3 * t + 2];
        const double z = 0.5 * (((double)q.x - p.x) * ((double)r.y - p.y) - ((double)q.y - p.y) * ((double)r.x - p.x));
        if (!near(planes[t].z, z, 1e-5)) return fail("normal", t, planes[t].z, z);
    }

    std::vector<float4> pixels(n, make_float4(0.25f, 0.5f, 0.75f, 1.0f));
    std::vector<uchar4> bytes(n);
    for (uchar4 &b : bytes) {
        const unsigned v = random();
        b = make_uchar4(v & 255, v >> 4 & 255, v >> 8 & 255, v >> 16 & 255);
    }
    Device<float4> d_pixels(pixels);
    Device<uchar4> d_bytes(bytes);
    blend<<<blocks, 128>>>(d_pixels.p, d_bytes.p, make_float4(1.0f, 0.5f, 2.0f, -1.0f), n);
    pixels = d_pixels.get();
    for (int i = 0; i < n; ++i) {
        const double want[4] = {0.25 + (255 - bytes[i].x) / 255.0, 0.5 + (255 - bytes[i].y) / 510.0,
                                0.75 + 2 * (255 - bytes[i].z) / 255.0, 1.0 - (255 - bytes[i].w) / 255.0};
        const float got[4] = {pixels[i].x, pixels[i].y, pixels[i].z, pixels[i].w};
        for (int c = 0; c < 4; ++c)
            if (!near(got[c], want[c], 1e-6)) return fail("blend", 4 * i + c, got[c], want[c]);
    }

    std::vector<double2> z(n);
    std::vector<ulonglong2> counters(n);
    for (int i = 0; i < n; ++i) {
        const double angle = 0.001 * i;
        z[i] = make_double2(cos(angle), sin(angle));
        counters[i].x = ((unsigned long long)random() << 40) + random();
        counters[i].y = i;
    }
    Device<double2> d_z(z);
    Device<ulonglong2> d_counters(counters);
    Device<longlong2> d_products(std::vector<longlong2>(n, make_longlong2(0, 0)));
    powers<<<(blocks + 1) / 2, 128>>>(d_z.p, d_counters.p, d_products.p, n, 29u);
    z = d_z.get();
    const std::vector<ulonglong2> counted = d_counters.get();
    const std::vector<longlong2> products = d_products.get();
    for (int i = 0; i < n; ++i) {
        if (!near(z[i].x, cos(0.029 * i), 1e-11)) return fail("power", i, z[i].x, cos(0.029 * i));
        if (!near(z[i].y, sin(0.029 * i), 1e-11)) return fail("power", i, z[i].y, sin(0.029 * i));
        const unsigned long long x = counters[i].x + (((unsigned long long)i << 32) - i);
        if (counted[i].x != x) return fail("64-bit counter", i, (double)counted[i].x, (double)x);
        const unsigned long long y = (unsigned long long)i ^ ((x << 17) + (x >> 47));
        if (counted[i].y != y) return fail("64-bit rotation", i, (double)counted[i].y, (double)y);
        const long long q = i % 20000 * 100003LL, residue = q % 998244353LL;
        const long long square = residue * residue % 998244353LL;
        if (products[i].x != square) return fail("remainder", i, (double)products[i].x, (double)square);
        const long long quotient = -(q / 3) + (q + 31) / 32;  // an arithmetic shift rounds down
        if (products[i].y != quotient) return fail("quotient", i, (double)products[i].y, (double)quotient);
    }

    std::vector<int> numbers(n);
    for (int i = 0; i < n; ++i) numbers[i] = i * 3 + 1;
    Device<int> d_numbers(numbers);
    wideNegate<<<blocks, 128>>>(d_numbers.p, n);
    numbers = d_numbers.get();
    for (int i = 0; i < n; ++i)
        if (numbers[i] != -3 * i - 1) return fail("negated", i, numbers[i], -3 * i - 1);

    std::vector<Mixed> items(n);
    for (int i = 0; i < n; ++i) {
        const float f = (float)i;
        items[i] = Mixed{{f, 1.0f, 2.0f}, {f + 1, f + 2, f + 3, 0.0f}, {(short)(i % 1000), 0}, {i}, {200, 100, 3, 4},
                         {{0.0f, 0.0f, 0.0f}}, {f + 0.5, 0.0}};
    }
    Device<Mixed> d_items(items);
    Device<Sizes> d_sizes(std::vector<Sizes>(1));
    layout<<<blocks, 128>>>(d_items.p, n, d_sizes.p);
    const Sizes s = d_sizes.get()[0];
    const int gotSizes[] = {s.float3Size, s.float4Size, s.mixedSize, s.uchar4Size, s.double3Size, s.ulonglong2Size,
                            s.float4Align, s.float3Align};
    const int wantSizes[] = {12, 16, (int)sizeof(Mixed), 4, 24, 16, 16, 4};
    for (int k = 0; k < 8; ++k)
        if (gotSizes[k] != wantSizes[k]) return fail("size or alignment", k, gotSizes[k], wantSizes[k]);
    items = d_items.get();
    for (int i = 0; i < n; ++i) {
        const Mixed &m = items[i];
        if (m.a.z != 3.0f || m.b.w != (float)i + 1.0f) return fail("Mixed a, b", i, m.b.w, i + 1.0);
        if (m.c.y != 2 * (i % 1000)) return fail("Mixed c", i, m.c.y, 2.0 * (i % 1000));
        if (m.d.x != i - (1LL << 40)) return fail("Mixed d", i, (double)m.d.x, (double)(i - (1LL << 40)));
        if (m.e.w != 44 || m.e.z != 3) return fail("Mixed e", i, m.e.w, 44);
        if (m.f[0].z != (float)i + 3.0f) return fail("Mixed f", i, m.f[0].z, i + 3.0);
        if (m.g.y != (i + 0.5) / 2) return fail("Mixed g", i, m.g.y, (i + 0.5) / 2);
    }
    printf("PASS vector_types\n");
    return 0;
}
