// The xorwow generator. A subsequence begins 2^67 draws after the one before it.
// Source: G. Marsaglia, "Xorshift RNGs" (Journal of Statistical Software 8, 2003); cuRAND Library manual. How the seed
// enters the state agrees with the numbers that cuRAND is known to draw.
#pragma once

#include "random_states.h"
#include "random_xorwow_jumps.h"

__device__ inline unsigned int curand(curandStateXORWOW_t *state)
{
    const unsigned int t = state->v[0] ^ state->v[0] >> 2;
    state->v[0] = state->v[1];
    state->v[1] = state->v[2];
    state->v[2] = state->v[3];
    state->v[3] = state->v[4];
    state->v[4] = (state->v[4] ^ state->v[4] << 4) ^ (t ^ t << 1);
    state->d += 362437u;
    return state->v[4] + state->d;
}

// 2^row draws: the sum of the states that the row's polynomial chooses.
__device__ inline void cn_xorwow_jump(curandStateXORWOW_t *state, int row)
{
    unsigned int sum[5] = {0u, 0u, 0u, 0u, 0u};
    const unsigned int counter = state->d;
    for (int i = 0; i < 160; i++) {
        if (cn_xorwow_jumps[row][i / 32] >> i % 32 & 1u) {
            for (int k = 0; k < 5; k++) {
                sum[k] ^= state->v[k];
            }
        }
        curand(state);
    }
    for (int k = 0; k < 5; k++) {
        state->v[k] = sum[k];
    }
    state->d = counter;
}

__device__ inline void skipahead(unsigned long long n, curandStateXORWOW_t *state)
{
    const unsigned int draws = (unsigned int)n;
    const unsigned int counter = state->d + 362437u * draws;
    for (unsigned int i = 0; i < (draws & 63u); i++) {
        curand(state);
    }
    int row = 6;
    for (unsigned long long left = n >> 6; left != 0; left >>= 1) {
        if (left & 1) {
            cn_xorwow_jump(state, row);
        }
        row++;
    }
    state->d = counter;
}
// 2^67 draws leave the counter as it was.
__device__ inline void skipahead_sequence(unsigned long long n, curandStateXORWOW_t *state)
{
    int row = 67;
    for (unsigned long long left = n; left != 0; left >>= 1) {
        if (left & 1) {
            cn_xorwow_jump(state, row);
        }
        row++;
    }
}

__device__ inline void curand_init(unsigned long long seed, unsigned long long subsequence, unsigned long long offset,
    curandStateXORWOW_t *state)
{
    const unsigned int low = 1099087573u * ((unsigned int)seed ^ 0xaad26b49u);
    const unsigned int high = 2591861531u * ((unsigned int)(seed >> 32) ^ 0xf7dcefddu);
    state->d = 6615241u + high + low;
    state->v[0] = 123456789u + low;
    state->v[1] = 362436069u ^ low;
    state->v[2] = 521288629u + high;
    state->v[3] = 88675123u ^ high;
    state->v[4] = 5783321u + low;
    state->boxmuller_flag = 0;
    state->boxmuller_flag_double = 0;
    state->boxmuller_extra = 0.0f;
    state->boxmuller_extra_double = 0;
    skipahead_sequence(subsequence, state);
    skipahead(offset, state);
}
