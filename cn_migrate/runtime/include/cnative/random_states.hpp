// SPDX-License-Identifier: MIT
// The states of random number generators that live in kernels, with the sizes that programs for
// CUDA allocate. Host code only moves them; kernels draw from them.
// cuRAND Library manual, "Device API".
#pragma once

#include "library.hpp"
#ifndef __VECTOR_TYPES_H__ // CUDA's own
#include "vector_types.hpp"
#endif

/// Marsaglia's xorwow: five words of shift register, and a counter.
struct curandStateXORWOW {
    unsigned int d;
    unsigned int v[5];
    int boxmuller_flag;
    int boxmuller_flag_double;
    float boxmuller_extra;
    unsigned long long boxmuller_extra_double; // its bits: not every device has such numbers
};
/// Philox 4x32-10: a counter, its encryption, and how many words of that are used up.
struct curandStatePhilox4_32_10 {
    uint4 ctr;
    uint4 output;
    uint2 key;
    unsigned int STATE;
    int boxmuller_flag;
    int boxmuller_flag_double;
    float boxmuller_extra;
    unsigned long long boxmuller_extra_double; // its bits: not every device has such numbers
};
struct curandStateMRG32k3a {
    double reserved[9];
};
struct curandStateSobol32 {
    unsigned int reserved[35];
};
struct curandStateScrambledSobol32 {
    unsigned int reserved[35];
};
struct curandStateSobol64 {
    unsigned long long reserved[67];
};
struct curandStateScrambledSobol64 {
    unsigned long long reserved[67];
};
struct curandStateMtgp32 {
    unsigned int reserved[1028];
    void *k;
};

typedef struct curandStateXORWOW curandStateXORWOW_t;
typedef struct curandStateXORWOW curandState_t;
typedef struct curandStateXORWOW curandState;
typedef struct curandStateMRG32k3a curandStateMRG32k3a_t;
typedef struct curandStatePhilox4_32_10 curandStatePhilox4_32_10_t;
typedef struct curandStateSobol32 curandStateSobol32_t;
typedef struct curandStateScrambledSobol32 curandStateScrambledSobol32_t;
typedef struct curandStateSobol64 curandStateSobol64_t;
typedef struct curandStateScrambledSobol64 curandStateScrambledSobol64_t;
typedef struct curandStateMtgp32 curandStateMtgp32_t;
