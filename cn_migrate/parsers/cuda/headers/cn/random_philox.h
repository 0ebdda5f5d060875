// Philox 4x32 with ten rounds: random numbers as the encryption of a counter.
// Source: Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011); cuRAND Library manual
// for how subsequences and offsets are counted.
#pragma once

#include "integer_intrinsics.h"
#include "random_states.h"

__device__ inline uint4 cn_philox(uint4 counter, uint2 key)
{
    for (int round = 0; round < 10; round++) {
        const unsigned int high0 = __umulhi(0xD2511F53u, counter.x), low0 = 0xD2511F53u * counter.x;
        const unsigned int high1 = __umulhi(0xCD9E8D57u, counter.z), low1 = 0xCD9E8D57u * counter.z;
        counter = make_uint4(high1 ^ counter.y ^ key.x, low1, high0 ^ counter.w ^ key.y, low0);
        key = make_uint2(key.x + 0x9E3779B9u, key.y + 0xBB67AE85u);
    }
    return counter;
}

// Add to the 128 bits of the counter: to its lower half with a carry, to its upper half.
__device__ inline void cn_philox_count(curandStatePhilox4_32_10_t *state, unsigned long long n)
{
    const unsigned long long low = state->ctr.x | (unsigned long long)state->ctr.y << 32;
    const unsigned long long sum = low + n;
    state->ctr.x = (unsigned int)sum;
    state->ctr.y = (unsigned int)(sum >> 32);
    if (sum < low) {
        state->ctr.z++;
        state->ctr.w += state->ctr.z == 0;
    }
    state->output = cn_philox(state->ctr, state->key);
}
__device__ inline void skipahead_sequence(unsigned long long n, curandStatePhilox4_32_10_t *state)
{
    const unsigned long long high = (state->ctr.z | (unsigned long long)state->ctr.w << 32) + n;
    state->ctr.z = (unsigned int)high;
    state->ctr.w = (unsigned int)(high >> 32);
    state->output = cn_philox(state->ctr, state->key);
}
__device__ inline void skipahead(unsigned long long n, curandStatePhilox4_32_10_t *state)
{
    state->STATE += (unsigned int)(n & 3);
    const unsigned long long blocks = n / 4 + state->STATE / 4;
    state->STATE &= 3;
    cn_philox_count(state, blocks);
}

__device__ inline void curand_init(unsigned long long seed, unsigned long long subsequence, unsigned long long offset,
    curandStatePhilox4_32_10_t *state)
{
    state->ctr = make_uint4(0, 0, 0, 0);
    state->key = make_uint2((unsigned int)seed, (unsigned int)(seed >> 32));
    state->STATE = 0;
    state->boxmuller_flag = 0;
    state->boxmuller_flag_double = 0;
    state->boxmuller_extra = 0.0f;
    state->boxmuller_extra_double = 0;
    skipahead_sequence(subsequence, state);
    skipahead(offset, state);
}

__device__ inline unsigned int curand(curandStatePhilox4_32_10_t *state)
{
    const uint4 words = state->output;
    const unsigned int used = state->STATE;
    if (used == 3) {
        cn_philox_count(state, 1);
    }
    state->STATE = (used + 1) & 3;
    return used == 0 ? words.x : used == 1 ? words.y : used == 2 ? words.z : words.w;
}
// The next four words, which may lie in two blocks.
__device__ inline uint4 curand4(curandStatePhilox4_32_10_t *state)
{
    const uint4 old = state->output;
    cn_philox_count(state, 1);
    const uint4 next = state->output;
    switch (state->STATE) {
        case 1: return make_uint4(old.y, old.z, old.w, next.x);
        case 2: return make_uint4(old.z, old.w, next.x, next.y);
        case 3: return make_uint4(old.w, next.x, next.y, next.z);
        default: return old;
    }
}
