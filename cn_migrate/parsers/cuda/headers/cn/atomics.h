// Atomic functions in the three scopes of CUDA: device (no suffix), block and system.
// Source: CUDA C++ Programming Guide, "Atomic Functions".
#pragma once

#include <stddef.h>

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

// Of a vector each element by itself is added atomically.
#define CN_ATOMIC_VECTOR(name) \
    inline __device__ float2 name(float2 *address, float2 val) \
    { \
        const float x = name(&address->x, val.x); \
        const float y = name(&address->y, val.y); \
        return float2{x, y}; \
    } \
    inline __device__ float4 name(float4 *address, float4 val) \
    { \
        const float x = name(&address->x, val.x); \
        const float y = name(&address->y, val.y); \
        const float z = name(&address->z, val.z); \
        const float w = name(&address->w, val.w); \
        return float4{x, y, z, w}; \
    }
CN_ATOMIC_VECTOR(atomicAdd)
CN_ATOMIC_VECTOR(atomicAdd_block)
CN_ATOMIC_VECTOR(atomicAdd_system)
#undef CN_ATOMIC_VECTOR

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

// Half a word: the other half is exchanged for itself.
inline __device__ unsigned short int atomicCAS(unsigned short int *address, unsigned short int compare,
    unsigned short int val)
{
    const size_t odd = reinterpret_cast<size_t>(address) / 2 % 2;
    unsigned int *word = reinterpret_cast<unsigned int *>(address - odd);
    const unsigned int shift = 16 * odd;
    unsigned int seen = atomicOr(word, 0u);
    while ((seen >> shift & 0xffffu) == compare) {
        const unsigned int wanted = (seen & ~(0xffffu << shift)) | static_cast<unsigned int>(val) << shift;
        const unsigned int before = atomicCAS(word, seen, wanted);
        if (before == seen) {
            break;
        }
        seen = before;
    }
    return static_cast<unsigned short int>(seen >> shift);
}

#undef CN_ATOMIC_CAS
#undef CN_ATOMIC_INTEGER
#undef CN_ATOMIC
