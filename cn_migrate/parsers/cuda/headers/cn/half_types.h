// Half precision (16 bits, IEEE 754 binary16): the types __half and __half2, their conversions and operators.
// Source: CUDA Math API, "Half Precision Intrinsics".
#pragma once

#include "../vector_types.h"

struct __align__(2) __half_raw {
    unsigned short x;
};
struct __align__(4) __half2_raw {
    unsigned short x;
    unsigned short y;
};

struct __half2;

struct __align__(2) __half {
protected:
    unsigned short __x;

public:
    __half() = default;
    __host__ __device__ constexpr __half(const __half_raw &raw) : __x(raw.x) {}
    __host__ __device__ __half(const float value);
    __host__ __device__ __half(const double value);
    __host__ __device__ __half(const short value);
    __host__ __device__ __half(const unsigned short value);
    __host__ __device__ __half(const int value);
    __host__ __device__ __half(const unsigned int value);
    __host__ __device__ __half(const long int value);
    __host__ __device__ __half(const unsigned long int value);
    __host__ __device__ __half(const long long int value);
    __host__ __device__ __half(const unsigned long long int value);
    explicit __host__ __device__ __half(const struct __nv_bfloat16 value);
    __host__ __device__ __half &operator=(const __half_raw &raw);
    __host__ __device__ __half &operator=(const float value);
    __host__ __device__ __half &operator=(const double value);
    __host__ __device__ __half &operator=(const short value);
    __host__ __device__ __half &operator=(const unsigned short value);
    __host__ __device__ __half &operator=(const int value);
    __host__ __device__ __half &operator=(const unsigned int value);
    __host__ __device__ __half &operator=(const long long int value);
    __host__ __device__ __half &operator=(const unsigned long long int value);
    __host__ __device__ operator __half_raw() const;
    __host__ __device__ operator __half_raw() const volatile;
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

struct __align__(4) __half2 {
    __half x;
    __half y;

    __half2() = default;
    __host__ __device__ constexpr __half2(const __half &a, const __half &b) : x(a), y(b) {}
    __host__ __device__ __half2(const __half2 &value) = default;
    __host__ __device__ __half2 &operator=(const __half2 &value) = default;
    __host__ __device__ __half2(const __half2_raw &raw);
    __host__ __device__ __half2 &operator=(const __half2_raw &raw);
    __host__ __device__ operator __half2_raw() const;
};

typedef __half half;
typedef __half2 half2;
typedef __half nv_half;
typedef __half2 nv_half2;

__host__ __device__ __half operator+(const __half &lh, const __half &rh);
__host__ __device__ __half &operator+=(__half &lh, const __half &rh);
__host__ __device__ __half operator-(const __half &lh, const __half &rh);
__host__ __device__ __half &operator-=(__half &lh, const __half &rh);
__host__ __device__ __half operator*(const __half &lh, const __half &rh);
__host__ __device__ __half &operator*=(__half &lh, const __half &rh);
__host__ __device__ __half operator/(const __half &lh, const __half &rh);
__host__ __device__ __half &operator/=(__half &lh, const __half &rh);
__host__ __device__ __half &operator++(__half &h);
__host__ __device__ __half operator++(__half &h, const int ignored);
__host__ __device__ __half &operator--(__half &h);
__host__ __device__ __half operator--(__half &h, const int ignored);
__host__ __device__ __half operator+(const __half &h);
__host__ __device__ __half operator-(const __half &h);
__host__ __device__ bool operator==(const __half &lh, const __half &rh);
__host__ __device__ bool operator!=(const __half &lh, const __half &rh);
__host__ __device__ bool operator>(const __half &lh, const __half &rh);
__host__ __device__ bool operator<(const __half &lh, const __half &rh);
__host__ __device__ bool operator>=(const __half &lh, const __half &rh);
__host__ __device__ bool operator<=(const __half &lh, const __half &rh);
__host__ __device__ __half2 operator+(const __half2 &lh, const __half2 &rh);
__host__ __device__ __half2 &operator+=(__half2 &lh, const __half2 &rh);
__host__ __device__ __half2 operator-(const __half2 &lh, const __half2 &rh);
__host__ __device__ __half2 &operator-=(__half2 &lh, const __half2 &rh);
__host__ __device__ __half2 operator*(const __half2 &lh, const __half2 &rh);
__host__ __device__ __half2 &operator*=(__half2 &lh, const __half2 &rh);
__host__ __device__ __half2 operator/(const __half2 &lh, const __half2 &rh);
__host__ __device__ __half2 &operator/=(__half2 &lh, const __half2 &rh);
__host__ __device__ __half2 &operator++(__half2 &h);
__host__ __device__ __half2 operator++(__half2 &h, const int ignored);
__host__ __device__ __half2 &operator--(__half2 &h);
__host__ __device__ __half2 operator--(__half2 &h, const int ignored);
__host__ __device__ __half2 operator+(const __half2 &h);
__host__ __device__ __half2 operator-(const __half2 &h);
__host__ __device__ bool operator==(const __half2 &lh, const __half2 &rh);
__host__ __device__ bool operator!=(const __half2 &lh, const __half2 &rh);
__host__ __device__ bool operator>(const __half2 &lh, const __half2 &rh);
__host__ __device__ bool operator<(const __half2 &lh, const __half2 &rh);
__host__ __device__ bool operator>=(const __half2 &lh, const __half2 &rh);
__host__ __device__ bool operator<=(const __half2 &lh, const __half2 &rh);
