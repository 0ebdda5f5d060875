// cuRAND's device interface: generators whose state lives in the kernel.
// xorwow and Philox are here, functions and all; the others are declared, so that what uses them is named.
// Source: cuRAND Library manual, "Device API".
#pragma once

#include "cuda_runtime.h"
#include "cn/random_states.h"
#ifdef __CUDACC__  // other sources see the types alone
#include "cn/random_distributions.h"
#endif

#ifndef CN_DIRECTION_VECTORS  // the host interface declares them too
#define CN_DIRECTION_VECTORS
typedef enum curandDirectionVectorSet {
    CURAND_DIRECTION_VECTORS_32_JOEKUO6 = 101,
    CURAND_SCRAMBLED_DIRECTION_VECTORS_32_JOEKUO6 = 102,
    CURAND_DIRECTION_VECTORS_64_JOEKUO6 = 103,
    CURAND_SCRAMBLED_DIRECTION_VECTORS_64_JOEKUO6 = 104
} curandDirectionVectorSet_t;
#endif
typedef unsigned int curandDirectionVectors32_t[32];
typedef unsigned long long curandDirectionVectors64_t[64];

#ifdef __CUDACC__
#define CN_PSEUDO_RANDOM(state_type) \
    __device__ void curand_init(unsigned long long seed, unsigned long long subsequence, \
        unsigned long long offset, state_type *state);
CN_PSEUDO_RANDOM(curandStateMRG32k3a_t)
#undef CN_PSEUDO_RANDOM

__device__ void curand_init(curandDirectionVectors32_t direction_vectors, unsigned int offset,
    curandStateSobol32_t *state);
__device__ void curand_init(curandDirectionVectors32_t direction_vectors, unsigned int scramble_c,
    unsigned int offset, curandStateScrambledSobol32_t *state);
__device__ void curand_init(curandDirectionVectors64_t direction_vectors, unsigned long long offset,
    curandStateSobol64_t *state);
__device__ void curand_init(curandDirectionVectors64_t direction_vectors, unsigned long long scramble_c,
    unsigned long long offset, curandStateScrambledSobol64_t *state);

#define CN_RANDOM(state_type, word) \
    __device__ word curand(state_type *state); \
    __device__ float curand_uniform(state_type *state); \
    __device__ double curand_uniform_double(state_type *state); \
    __device__ float curand_normal(state_type *state); \
    __device__ double curand_normal_double(state_type *state); \
    __device__ float curand_log_normal(state_type *state, float mean, float stddev); \
    __device__ double curand_log_normal_double(state_type *state, double mean, double stddev); \
    __device__ unsigned int curand_poisson(state_type *state, double lambda); \
    __device__ void skipahead(unsigned long long n, state_type *state);
CN_RANDOM(curandStateMRG32k3a_t, unsigned int)
CN_RANDOM(curandStateMtgp32_t, unsigned int)
CN_RANDOM(curandStateSobol32_t, unsigned int)
CN_RANDOM(curandStateScrambledSobol32_t, unsigned int)
CN_RANDOM(curandStateSobol64_t, unsigned long long)
CN_RANDOM(curandStateScrambledSobol64_t, unsigned long long)
#undef CN_RANDOM

#define CN_RANDOM_PAIR(state_type) \
    __device__ float2 curand_normal2(state_type *state); \
    __device__ double2 curand_normal2_double(state_type *state); \
    __device__ float2 curand_log_normal2(state_type *state, float mean, float stddev); \
    __device__ double2 curand_log_normal2_double(state_type *state, double mean, double stddev); \
    __device__ void skipahead_sequence(unsigned long long n, state_type *state);
CN_RANDOM_PAIR(curandStateMRG32k3a_t)
#undef CN_RANDOM_PAIR
#endif
