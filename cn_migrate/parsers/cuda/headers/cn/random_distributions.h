// Uniform, normal, log-normal and Poisson numbers out of the words of a generator. Uniform numbers lie in (0, 1];
// normal ones come in pairs (Box and Muller, 1958), of which the second is kept. For Poisson numbers of a mean from 64 on
// Hoermann's transformed rejection takes the place of cuRAND's method: the distribution is the same, the draws are not.
// Source: cuRAND Library manual, "Device API", "Distributions"; W. Hoermann, "The transformed rejection method for
// generating Poisson random variables" (Insurance: Mathematics and Economics 12, 1993).
#pragma once

#include "math_library.h"
#include "random_philox.h"
#include "random_xorwow.h"

__device__ inline float cn_uniform(unsigned int word) { return word * 2.3283064e-10f + 2.3283064e-10f / 2.0f; }
// Of 53 bits out of two words.
__device__ inline double cn_uniform_wide(unsigned int low, unsigned int high)
{
    const unsigned long long bits = (unsigned long long)low ^ (unsigned long long)high << 21;
    return bits * 1.1102230246251565e-16 + 1.1102230246251565e-16 / 2.0;
}
__device__ inline float2 cn_box_muller(unsigned int first, unsigned int second)
{
    const float length = sqrtf(-2.0f * logf(cn_uniform(first)));
    const float angle = second * (2.3283064e-10f * 6.2831855f) + 2.3283064e-10f * 6.2831855f / 2.0f;
    return make_float2(length * sinf(angle), length * cosf(angle));
}
__device__ inline double2 cn_box_muller_wide(uint4 words)
{
    const double length = sqrt(-2.0 * log(cn_uniform_wide(words.x, words.y)));
    const double half_turns = 2.0 * cn_uniform_wide(words.z, words.w);
    return make_double2(length * sinpi(half_turns), length * cospi(half_turns));
}
__device__ inline uint4 cn_four(curandStateXORWOW_t *state)
{
    const unsigned int x = curand(state), y = curand(state), z = curand(state), w = curand(state);
    return make_uint4(x, y, z, w);
}
__device__ inline uint4 cn_four(curandStatePhilox4_32_10_t *state) { return curand4(state); }

__device__ inline double curand_uniform_double(curandStateXORWOW_t *state)
{
    const unsigned int low = curand(state), high = curand(state);
    return cn_uniform_wide(low, high);
}
__device__ inline double curand_uniform_double(curandStatePhilox4_32_10_t *state)
{
    return curand(state) * 2.3283064365386963e-10 + 2.3283064365386963e-10;
}

// The largest number of events whose product of uniform numbers stays above exp(-mean) (Knuth), or rejection.
template <class State> __device__ unsigned int cn_poisson(State *state, double mean)
{
    if (mean < 64.0) {
        const float limit = expf(-(float)mean);
        float product = 1.0f;
        unsigned int events = 0;
        do {
            events++;
            product *= cn_uniform(curand(state));
        } while (product > limit);
        return events - 1;
    }
    const float average = (float)mean;
    const float b = 0.931f + 2.53f * sqrtf(average), a = -0.059f + 0.02483f * b;
    for (int attempt = 0; attempt < 1000; attempt++) {
        const float u = cn_uniform(curand(state)) - 0.5f, v = cn_uniform(curand(state));
        const float distance = 0.5f - fabsf(u);
        const float events = floorf((2.0f * a / distance + b) * u + average + 0.43f);
        const bool surely = distance >= 0.07f && v <= 0.9277f - 3.6224f / (b - 2.0f);
        const bool never = events < 0.0f || (distance < 0.013f && v > distance);
        if (surely && events >= 0.0f) {
            return (unsigned int)events;
        }
        const float scale = 1.1239f + 1.1328f / (b - 3.4f);
        const float height = logf(v * scale / (a / (distance * distance) + b));
        if (!never && height <= events * logf(average) - average - lgammaf(events + 1.0f)) {
            return (unsigned int)events;
        }
    }
    return (unsigned int)average;
}

#define cn_poisson_note \
    cn_weakened("for a mean of 64 and more the numbers are as exactly Poisson distributed as CUDA's, but others than its")
#define CN_DISTRIBUTIONS(State) \
    __device__ inline float curand_uniform(State *state) { return cn_uniform(curand(state)); } \
    __device__ inline float2 curand_normal2(State *state) \
    { \
        const unsigned int first = curand(state), second = curand(state); \
        return cn_box_muller(first, second); \
    } \
    __device__ inline float curand_normal(State *state) \
    { \
        if (state->boxmuller_flag != 0) { \
            state->boxmuller_flag = 0; \
            return state->boxmuller_extra; \
        } \
        const float2 pair = curand_normal2(state); \
        state->boxmuller_extra = pair.y; \
        state->boxmuller_flag = 1; \
        return pair.x; \
    } \
    __device__ inline double2 curand_normal2_double(State *state) { return cn_box_muller_wide(cn_four(state)); } \
    __device__ inline double curand_normal_double(State *state) \
    { \
        if (state->boxmuller_flag_double != 0) { \
            state->boxmuller_flag_double = 0; \
            return __longlong_as_double((long long)state->boxmuller_extra_double); \
        } \
        const double2 pair = curand_normal2_double(state); \
        state->boxmuller_extra_double = (unsigned long long)__double_as_longlong(pair.y); \
        state->boxmuller_flag_double = 1; \
        return pair.x; \
    } \
    __device__ inline float curand_log_normal(State *state, float mean, float stddev) \
    { \
        return expf(mean + stddev * curand_normal(state)); \
    } \
    __device__ inline float2 curand_log_normal2(State *state, float mean, float stddev) \
    { \
        const float2 pair = curand_normal2(state); \
        return make_float2(expf(mean + stddev * pair.x), expf(mean + stddev * pair.y)); \
    } \
    __device__ inline double curand_log_normal_double(State *state, double mean, double stddev) \
    { \
        return exp(mean + stddev * curand_normal_double(state)); \
    } \
    __device__ inline double2 curand_log_normal2_double(State *state, double mean, double stddev) \
    { \
        const double2 pair = curand_normal2_double(state); \
        return make_double2(exp(mean + stddev * pair.x), exp(mean + stddev * pair.y)); \
    } \
    __device__ cn_poisson_note inline unsigned int curand_poisson(State *state, double lambda) \
    { \
        return cn_poisson(state, lambda); \
    }
CN_DISTRIBUTIONS(curandStateXORWOW_t)
CN_DISTRIBUTIONS(curandStatePhilox4_32_10_t)
#undef CN_DISTRIBUTIONS

__device__ inline float4 curand_uniform4(curandStatePhilox4_32_10_t *state)
{
    const uint4 words = curand4(state);
    return make_float4(cn_uniform(words.x), cn_uniform(words.y), cn_uniform(words.z), cn_uniform(words.w));
}
__device__ inline double2 curand_uniform2_double(curandStatePhilox4_32_10_t *state)
{
    const uint4 words = curand4(state);
    return make_double2(cn_uniform_wide(words.x, words.y), cn_uniform_wide(words.z, words.w));
}
__device__ inline float4 curand_normal4(curandStatePhilox4_32_10_t *state)
{
    const uint4 words = curand4(state);
    const float2 first = cn_box_muller(words.x, words.y), second = cn_box_muller(words.z, words.w);
    return make_float4(first.x, first.y, second.x, second.y);
}
__device__ inline float4 curand_log_normal4(curandStatePhilox4_32_10_t *state, float mean, float stddev)
{
    const float4 v = curand_normal4(state);
    return make_float4(expf(mean + stddev * v.x), expf(mean + stddev * v.y), expf(mean + stddev * v.z),
        expf(mean + stddev * v.w));
}
__device__ cn_poisson_note inline uint4 curand_poisson4(curandStatePhilox4_32_10_t *state, double lambda)
{
    const unsigned int x = curand_poisson(state, lambda), y = curand_poisson(state, lambda);
    const unsigned int z = curand_poisson(state, lambda), w = curand_poisson(state, lambda);
    return make_uint4(x, y, z, w);
}
#undef cn_poisson_note
