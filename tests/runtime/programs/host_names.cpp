// Names that ported host code uses without a prefix: the C library's functions on the interface's
// types, vector types, min and max, mathematics, and a program's own functions beside them.
#include <algorithm>
#include <cstddef>
#include <iostream>

#include "check.hpp"

using namespace std;

inline float rsqrtf(float x) { return 1.0F / sqrtf(x); } // as headers for host compilers define it
inline int max(int a, int b) { return a > b ? a : b; }
template <class T> T smallest(T a, T b, T c) { return min(min(a, b), c); }

static void check_c_library() {
    auto *streams = (cn::stream_t *)malloc(4 * sizeof(cn::stream_t));
    memset(streams, 0, 4 * sizeof(cn::stream_t));
    memcpy(streams, streams + 2, 2 * sizeof(cn::stream_t));
    CHECK(streams[0] == nullptr);
    free(streams);
    struct cn::device_prop properties;
    memset(&properties, 0, sizeof(properties));
    enum cn::memcpy_kind kind = cn::memcpy_device_to_host;
    CHECK(kind == 2 && properties.major == 0);
}

static void check_vector_types() {
    static_assert(sizeof(float3) == 12 && alignof(float3) == 4);
    static_assert(sizeof(float4) == 16 && alignof(float4) == 16);
    static_assert(sizeof(float2) == 8 && alignof(float2) == 8);
    static_assert(sizeof(double3) == 24 && alignof(double3) == 8);
    static_assert(sizeof(double4) == 32 && alignof(double4) == 16);
    static_assert(sizeof(uchar4) == 4 && alignof(uchar4) == 4);
    static_assert(sizeof(char3) == 3 && alignof(short4) == 8 && alignof(longlong2) == 16);
    static_assert(sizeof(dim3) == 12 && sizeof(long4) == 32);
    const float4 v = make_float4(1, 2, 3, 4);
    const dim3 d(2);
    const uint3 u = d;
    const int2 braces = {1, 2};
    CHECK(v.w == 4 && d.y == 1 && u.z == 1 && braces.y == 2);
}

static void check_mathematics() {
    CHECK(max(3, 4) == 4 && max(1U, 2) == 2U && min(2.0F, 1.5) == 1.5);
    CHECK(max<double>(3, 4) / 8 == 0.5 && smallest(1.5F, 2.0F, 0.5F) == 0.5F);
    CHECK(min(static_cast<size_t>(3), static_cast<size_t>(2)) == 2 && min(-1L, 2L) == -1L);
    CHECK(fabs(rsqrtf(4.0F) - 0.5F) < 1e-6F && rsqrt(4.0) == 0.5);
    CHECK(fabs(normcdfinv(0.975) - 1.9599639845400538) < 1e-14);
    CHECK(fabs(erfinv(0.1) - 0.088855990494257686) < 1e-16);
    CHECK(fabs(erfcinv(1e-300) - 26.209469960516124) < 1e-12);
    CHECK(fabs(erfcx(3.0) - 0.17900115118138998) < 1e-15);
    CHECK(fabs(erfcx(30.0) / 0.0187958888614167 - 1) < 1e-13);
    CHECK(sinpi(1.0) == 0 && cospi(1.5) == 0 && sinpi(2.5) == 1 && cospi(1e15) == 1);
    float s = 0;
    float c = 0;
    sincosf(1.0F, &s, &c);
    CHECK(s == sinf(1.0F) && c == cosf(1.0F));
    CHECK(fabs(normcdff(0.0F) - 0.5F) < 1e-7F && norm3d(2, 3, 6) == 7 && rcbrt(8.0) == 0.5);
}

int main() {
    check_c_library();
    check_vector_types();
    check_mathematics();
    return result();
}
