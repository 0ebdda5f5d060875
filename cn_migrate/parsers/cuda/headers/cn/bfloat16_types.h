// bfloat16 (16 bits: the upper half of a float): the types __nv_bfloat16 and __nv_bfloat162, their conversions
// and operators.
// Source: CUDA Math API, "Bfloat16 Precision Intrinsics".
#pragma once

#include "../vector_types.h"

struct __align__(2) __nv_bfloat16_raw {
    unsigned short x;
};
struct __align__(4) __nv_bfloat162_raw {
    unsigned short x;
    unsigned short y;
};

struct __nv_bfloat162;

struct __align__(2) __nv_bfloat16 {
protected:
    unsigned short __x;

public:
    __nv_bfloat16() = default;
    __host__ __device__ constexpr __nv_bfloat16(const __nv_bfloat16_raw &raw) : __x(raw.x) {}
    __host__ __device__ __nv_bfloat16(const float value);
    __host__ __device__ __nv_bfloat16(const double value);
    __host__ __device__ __nv_bfloat16(const short value);
    __host__ __device__ __nv_bfloat16(const unsigned short value);
    __host__ __device__ __nv_bfloat16(const int value);
    __host__ __device__ __nv_bfloat16(const unsigned int value);
    __host__ __device__ __nv_bfloat16(const long int value);
    __host__ __device__ __nv_bfloat16(const unsigned long int value);
    __host__ __device__ __nv_bfloat16(const long long int value);
    __host__ __device__ __nv_bfloat16(const unsigned long long int value);
    explicit __host__ __device__ __nv_bfloat16(const struct __half value);
    __host__ __device__ __nv_bfloat16 &operator=(const __nv_bfloat16_raw &raw);
    __host__ __device__ __nv_bfloat16 &operator=(const float value);
    __host__ __device__ __nv_bfloat16 &operator=(const double value);
    __host__ __device__ __nv_bfloat16 &operator=(const short value);
    __host__ __device__ __nv_bfloat16 &operator=(const unsigned short value);
    __host__ __device__ __nv_bfloat16 &operator=(const int value);
    __host__ __device__ __nv_bfloat16 &operator=(const unsigned int value);
    __host__ __device__ __nv_bfloat16 &operator=(const long long int value);
    __host__ __device__ __nv_bfloat16 &operator=(const unsigned long long int value);
    __host__ __device__ operator __nv_bfloat16_raw() const;
    __host__ __device__ operator __nv_bfloat16_raw() const volatile;
    __host__ __device__ operator float() const;
    __host__ __device__ constexpr operator bool() const { return (__x & 0x7fffU) != 0U; }
    __host__ __device__ operator char() const;
    __host__ __device__ operator signed char() const;
    __host__ __device__ operator unsigned char() const;
    __host__ __device__ operator short() const;
    __host__ __device__ operator unsigned short() const;
    __host__ __device__ operator int() const;
    __host__ __device__ operator unsigned int() const;
    __host__ __device__ operator long int() const;
    __host__ __device__ operator unsigned long int() const;
    __host__ __device__ operator long long int() const;
    __host__ __device__ operator unsigned long long int() const;
};

struct __align__(4) __nv_bfloat162 {
    __nv_bfloat16 x;
    __nv_bfloat16 y;

    __nv_bfloat162() = default;
    __host__ __device__ constexpr __nv_bfloat162(const __nv_bfloat16 &a, const __nv_bfloat16 &b) : x(a), y(b) {}
    __host__ __device__ __nv_bfloat162(const __nv_bfloat162 &value) = default;
    __host__ __device__ __nv_bfloat162 &operator=(const __nv_bfloat162 &value) = default;
    __host__ __device__ __nv_bfloat162(const __nv_bfloat162_raw &raw);
    __host__ __device__ __nv_bfloat162 &operator=(const __nv_bfloat162_raw &raw);
    __host__ __device__ operator __nv_bfloat162_raw() const;
};

typedef __nv_bfloat16 nv_bfloat16;
typedef __nv_bfloat162 nv_bfloat162;

__host__ __device__ __nv_bfloat16 operator+(const __nv_bfloat16 &lh, const __nv_bfloat16 &rh);
__host__ __device__ __nv_bfloat16 &operator+=(__nv_bfloat16 &lh, const __nv_bfloat16 &rh);
__host__ __device__ __nv_bfloat16 operator-(const __nv_bfloat16 &lh, const __nv_bfloat16 &rh);
__host__ __device__ __nv_bfloat16 &operator-=(__nv_bfloat16 &lh, const __nv_bfloat16 &rh);
__host__ __device__ __nv_bfloat16 operator*(const __nv_bfloat16 &lh, const __nv_bfloat16 &rh);
__host__ __device__ __nv_bfloat16 &operator*=(__nv_bfloat16 &lh, const __nv_bfloat16 &rh);
__host__ __device__ __nv_bfloat16 operator/(const __nv_bfloat16 &lh, const __nv_bfloat16 &rh);
__host__ __device__ __nv_bfloat16 &operator/=(__nv_bfloat16 &lh, const __nv_bfloat16 &rh);
__host__ __device__ __nv_bfloat16 &operator++(__nv_bfloat16 &h);
__host__ __device__ __nv_bfloat16 operator++(__nv_bfloat16 &h, const int ignored);
__host__ __device__ __nv_bfloat16 &operator--(__nv_bfloat16 &h);
__host__ __device__ __nv_bfloat16 operator--(__nv_bfloat16 &h, const int ignored);
__host__ __device__ __nv_bfloat16 operator+(const __nv_bfloat16 &h);
__host__ __device__ __nv_bfloat16 operator-(const __nv_bfloat16 &h);
__host__ __device__ bool operator==(const __nv_bfloat16 &lh, const __nv_bfloat16 &rh);
__host__ __device__ bool operator!=(const __nv_bfloat16 &lh, const __nv_bfloat16 &rh);
__host__ __device__ bool operator>(const __nv_bfloat16 &lh, const __nv_bfloat16 &rh);
__host__ __device__ bool operator<(const __nv_bfloat16 &lh, const __nv_bfloat16 &rh);
__host__ __device__ bool operator>=(const __nv_bfloat16 &lh, const __nv_bfloat16 &rh);
__host__ __device__ bool operator<=(const __nv_bfloat16 &lh, const __nv_bfloat16 &rh);
__host__ __device__ __nv_bfloat162 operator+(const __nv_bfloat162 &lh, const __nv_bfloat162 &rh);
__host__ __device__ __nv_bfloat162 &operator+=(__nv_bfloat162 &lh, const __nv_bfloat162 &rh);
__host__ __device__ __nv_bfloat162 operator-(const __nv_bfloat162 &lh, const __nv_bfloat162 &rh);
__host__ __device__ __nv_bfloat162 &operator-=(__nv_bfloat162 &lh, const __nv_bfloat162 &rh);
__host__ __device__ __nv_bfloat162 operator*(const __nv_bfloat162 &lh, const __nv_bfloat162 &rh);
__host__ __device__ __nv_bfloat162 &operator*=(__nv_bfloat162 &lh, const __nv_bfloat162 &rh);
__host__ __device__ __nv_bfloat162 operator/(const __nv_bfloat162 &lh, const __nv_bfloat162 &rh);
__host__ __device__ __nv_bfloat162 &operator/=(__nv_bfloat162 &lh, const __nv_bfloat162 &rh);
__host__ __device__ __nv_bfloat162 &operator++(__nv_bfloat162 &h);
__host__ __device__ __nv_bfloat162 operator++(__nv_bfloat162 &h, const int ignored);
__host__ __device__ __nv_bfloat162 &operator--(__nv_bfloat162 &h);
__host__ __device__ __nv_bfloat162 operator--(__nv_bfloat162 &h, const int ignored);
__host__ __device__ __nv_bfloat162 operator+(const __nv_bfloat162 &h);
__host__ __device__ __nv_bfloat162 operator-(const __nv_bfloat162 &h);
__host__ __device__ bool operator==(const __nv_bfloat162 &lh, const __nv_bfloat162 &rh);
__host__ __device__ bool operator!=(const __nv_bfloat162 &lh, const __nv_bfloat162 &rh);
__host__ __device__ bool operator>(const __nv_bfloat162 &lh, const __nv_bfloat162 &rh);
__host__ __device__ bool operator<(const __nv_bfloat162 &lh, const __nv_bfloat162 &rh);
__host__ __device__ bool operator>=(const __nv_bfloat162 &lh, const __nv_bfloat162 &rh);
__host__ __device__ bool operator<=(const __nv_bfloat162 &lh, const __nv_bfloat162 &rh);
