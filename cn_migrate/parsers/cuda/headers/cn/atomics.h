// Atomic functions in the three scopes of CUDA: device (no suffix), block and system.
// Source: CUDA C++ Programming Guide, "Atomic Functions".
#pragma once

#include "../vector_types.h"

#define CN_ATOMIC(name, type) \
    __device__ type name(type *address, type val); \
    __device__ type name##_block(type *address, type val); \
    __device__ type name##_system(type *address, type val);
#define CN_ATOMIC_INTEGER(name) \
    CN_ATOMIC(name, int) \
    CN_ATOMIC(name, unsigned int) \
    CN_ATOMIC(name, unsigned long long int)
#define CN_ATOMIC_CAS(type) \
    __device__ type atomicCAS(type *address, type compare, type val); \
    __device__ type atomicCAS_block(type *address, type compare, type val); \
    __device__ type atomicCAS_system(type *address, type compare, type val);

CN_ATOMIC_INTEGER(atomicAdd)
CN_ATOMIC(atomicAdd, float)
CN_ATOMIC(atomicAdd, double)
__device__ float2 atomicAdd(float2 *address, float2 val);
__device__ float2 atomicAdd_block(float2 *address, float2 val);
__device__ float2 atomicAdd_system(float2 *address, float2 val);
__device__ float4 atomicAdd(float4 *address, float4 val);
__device__ float4 atomicAdd_block(float4 *address, float4 val);
__device__ float4 atomicAdd_system(float4 *address, float4 val);

CN_ATOMIC(atomicSub, int)
CN_ATOMIC(atomicSub, unsigned int)

CN_ATOMIC_INTEGER(atomicExch)
CN_ATOMIC(atomicExch, float)

CN_ATOMIC_INTEGER(atomicMin)
CN_ATOMIC(atomicMin, long long int)
CN_ATOMIC_INTEGER(atomicMax)
CN_ATOMIC(atomicMax, long long int)

CN_ATOMIC(atomicInc, unsigned int)
CN_ATOMIC(atomicDec, unsigned int)

CN_ATOMIC_INTEGER(atomicAnd)
CN_ATOMIC_INTEGER(atomicOr)
CN_ATOMIC_INTEGER(atomicXor)

CN_ATOMIC_CAS(int)
CN_ATOMIC_CAS(unsigned int)
CN_ATOMIC_CAS(unsigned long long int)
__device__ unsigned short int atomicCAS(unsigned short int *address, unsigned short int compare,
    unsigned short int val);

#undef CN_ATOMIC_CAS
#undef CN_ATOMIC_INTEGER
#undef CN_ATOMIC
