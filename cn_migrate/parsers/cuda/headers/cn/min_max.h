// min and max of the global namespace for every pair of arithmetic types that CUDA has.
// Source: CUDA Math API, "Integer Mathematical Functions", and the single and double precision functions min
// and max.
#pragma once

#include "keywords.h"

CN_EXTERN_C_BEGIN
__host__ __device__ unsigned int umin(unsigned int a, unsigned int b);
__host__ __device__ unsigned int umax(unsigned int a, unsigned int b);
__host__ __device__ long long int llmin(long long int a, long long int b);
__host__ __device__ long long int llmax(long long int a, long long int b);
__host__ __device__ unsigned long long int ullmin(unsigned long long int a, unsigned long long int b);
__host__ __device__ unsigned long long int ullmax(unsigned long long int a, unsigned long long int b);
CN_EXTERN_C_END

#define CN_MIN_MAX(result, left, right) \
    __host__ __device__ result min(left a, right b); \
    __host__ __device__ result max(left a, right b);
CN_MIN_MAX(int, int, int)
CN_MIN_MAX(unsigned int, unsigned int, unsigned int)
CN_MIN_MAX(unsigned int, int, unsigned int)
CN_MIN_MAX(unsigned int, unsigned int, int)
CN_MIN_MAX(long int, long int, long int)
CN_MIN_MAX(unsigned long int, unsigned long int, unsigned long int)
CN_MIN_MAX(unsigned long int, long int, unsigned long int)
CN_MIN_MAX(unsigned long int, unsigned long int, long int)
CN_MIN_MAX(long long int, long long int, long long int)
CN_MIN_MAX(unsigned long long int, unsigned long long int, unsigned long long int)
CN_MIN_MAX(unsigned long long int, long long int, unsigned long long int)
CN_MIN_MAX(unsigned long long int, unsigned long long int, long long int)
CN_MIN_MAX(float, float, float)
CN_MIN_MAX(double, double, double)
CN_MIN_MAX(double, float, double)
CN_MIN_MAX(double, double, float)
#undef CN_MIN_MAX
