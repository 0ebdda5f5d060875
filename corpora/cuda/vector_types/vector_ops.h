// vector_ops.h: user-defined operators for CUDA's built-in vector types.
#ifndef VECTOR_OPS_H
#define VECTOR_OPS_H

#include <cuda_runtime.h>

#define HD __host__ __device__ inline

HD float3 operator+(const float3 &a, const float3 &b) { return make_float3(a.x + b.x, a.y + b.y, a.z + b.z); }
HD float3 operator-(const float3 &a, const float3 &b) { return make_float3(a.x - b.x, a.y - b.y, a.z - b.z); }
HD float3 operator*(const float3 &a, float s) { return make_float3(a.x * s, a.y * s, a.z * s); }
HD void operator-=(float3 &a, float3 b) { a.x -= b.x; a.y -= b.y; a.z -= b.z; }
HD float3 cross(float3 a, float3 b)
{
    return make_float3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
}

HD float4 operator+(float4 a, float4 b) { return make_float4(a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w); }
HD float4 operator*(float s, float4 a) { return make_float4(s * a.x, s * a.y, s * a.z, s * a.w); }
HD float4 &operator*=(float4 &a, const float4 &b)
{
    a.x *= b.x;
    a.y *= b.y;
    a.z *= b.z;
    a.w *= b.w;
    return a;
}
HD float dot(float4 a, float4 b) { return a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w; }

HD double2 operator*(double2 a, double2 b) { return make_double2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x); }
HD double2 operator+(double2 a, double2 b) { return make_double2(a.x + b.x, a.y + b.y); }

HD int2 operator-(int2 a) { return make_int2(-a.x, -a.y); }
HD bool operator==(int2 a, int2 b) { return a.x == b.x && a.y == b.y; }

HD uchar4 operator~(uchar4 c) { return make_uchar4(~c.x, ~c.y, ~c.z, ~c.w); }

#endif
