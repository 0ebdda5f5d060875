// SPDX-License-Identifier: MIT
// The names of cuRAND's host interface: every function fails (see cn_library_call.h).
#pragma once

// Programs test for the guards of NVIDIA's headers to learn what was included.
#ifndef CURAND_H_
#define CURAND_H_
#endif

#include <cuda_runtime.h>

#include "cn_library_call.h"

typedef enum {
    CURAND_STATUS_SUCCESS = 0,
    CURAND_STATUS_VERSION_MISMATCH = 100,
    CURAND_STATUS_NOT_INITIALIZED = 101,
    CURAND_STATUS_ALLOCATION_FAILED = 102,
    CURAND_STATUS_TYPE_ERROR = 103,
    CURAND_STATUS_OUT_OF_RANGE = 104,
    CURAND_STATUS_LENGTH_NOT_MULTIPLE = 105,
    CURAND_STATUS_DOUBLE_PRECISION_REQUIRED = 106,
    CURAND_STATUS_LAUNCH_FAILURE = 201,
    CURAND_STATUS_PREEXISTING_FAILURE = 202,
    CURAND_STATUS_INITIALIZATION_FAILED = 203,
    CURAND_STATUS_ARCH_MISMATCH = 204,
    CURAND_STATUS_INTERNAL_ERROR = 999
} curandStatus_t, curandStatus;

typedef enum {
    CURAND_RNG_TEST = 0,
    CURAND_RNG_PSEUDO_DEFAULT = 100,
    CURAND_RNG_PSEUDO_XORWOW = 101,
    CURAND_RNG_PSEUDO_MRG32K3A = 121,
    CURAND_RNG_PSEUDO_MTGP32 = 141,
    CURAND_RNG_PSEUDO_MT19937 = 142,
    CURAND_RNG_PSEUDO_PHILOX4_32_10 = 161,
    CURAND_RNG_QUASI_DEFAULT = 200,
    CURAND_RNG_QUASI_SOBOL32 = 201,
    CURAND_RNG_QUASI_SCRAMBLED_SOBOL32 = 202,
    CURAND_RNG_QUASI_SOBOL64 = 203,
    CURAND_RNG_QUASI_SCRAMBLED_SOBOL64 = 204
} curandRngType_t, curandRngType;

typedef enum {
    CURAND_ORDERING_PSEUDO_BEST = 100,
    CURAND_ORDERING_PSEUDO_DEFAULT = 101,
    CURAND_ORDERING_PSEUDO_SEEDED = 102,
    CURAND_ORDERING_QUASI_DEFAULT = 201
} curandOrdering_t;

#ifndef CN_DIRECTION_VECTORS  // the device interface declares them too
#define CN_DIRECTION_VECTORS
typedef enum {
    CURAND_DIRECTION_VECTORS_32_JOEKUO6 = 101,
    CURAND_SCRAMBLED_DIRECTION_VECTORS_32_JOEKUO6 = 102,
    CURAND_DIRECTION_VECTORS_64_JOEKUO6 = 103,
    CURAND_SCRAMBLED_DIRECTION_VECTORS_64_JOEKUO6 = 104
} curandDirectionVectorSet_t;
#endif

typedef unsigned int curandDirectionVectors32_t[32];
typedef unsigned long long curandDirectionVectors64_t[64];
typedef struct curandGenerator_st *curandGenerator_t;

#define CN_CURAND(name) CN_LIBRARY_CALL(curandStatus_t, CURAND_STATUS_INITIALIZATION_FAILED, name)
CN_CURAND(curandCreateGenerator)
CN_CURAND(curandCreateGeneratorHost)
CN_CURAND(curandDestroyGenerator)
CN_CURAND(curandGetVersion)
CN_CURAND(curandSetStream)
CN_CURAND(curandSetPseudoRandomGeneratorSeed)
CN_CURAND(curandSetGeneratorOffset)
CN_CURAND(curandSetGeneratorOrdering)
CN_CURAND(curandSetQuasiRandomGeneratorDimensions)
CN_CURAND(curandGenerate)
CN_CURAND(curandGenerateLongLong)
CN_CURAND(curandGenerateUniform)
CN_CURAND(curandGenerateUniformDouble)
CN_CURAND(curandGenerateNormal)
CN_CURAND(curandGenerateNormalDouble)
CN_CURAND(curandGenerateLogNormal)
CN_CURAND(curandGenerateLogNormalDouble)
CN_CURAND(curandGeneratePoisson)
CN_CURAND(curandGenerateSeeds)
CN_CURAND(curandGetDirectionVectors32)
CN_CURAND(curandGetDirectionVectors64)
CN_CURAND(curandGetScrambleConstants32)
CN_CURAND(curandGetScrambleConstants64)
