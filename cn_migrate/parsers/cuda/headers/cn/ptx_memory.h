// PTX instructions that touch memory or other threads, and special registers, each as a function named after it:
// `ld.global.v2.f32` is cn_ptx::ld_v2_f32, because pointers carry what memory they point to.
// Source: PTX ISA, "Data Movement and Conversion Instructions", "Parallel Synchronization and Communication
// Instructions", "Special Registers".
#pragma once

#include "atomics.h"
#include "built_in_variables.h"
#include "device_library.h"
#include "ptx_arithmetic.h"
#include "synchronize.h"
#include "warp.h"

namespace cn_ptx {

#define CN_PTX_MEMORY(suffix, T) \
    CN_PTX T ld_##suffix(const T *a) { return *a; } \
    CN_PTX T ldu_##suffix(const T *a) { return *a; } \
    CN_PTX T ld_volatile_##suffix(const T *a) { return *(const volatile T *)a; } \
    CN_PTX T ld_relaxed_##suffix(const T *a) { return *(const volatile T *)a; } \
    CN_PTX T ld_acquire_##suffix(const T *a) \
    { \
        const T value = *(const volatile T *)a; \
        __threadfence(); \
        return value; \
    } \
    CN_PTX void st_##suffix(T *a, T b) { *a = b; } \
    CN_PTX void st_volatile_##suffix(T *a, T b) { *(volatile T *)a = b; } \
    CN_PTX void st_relaxed_##suffix(T *a, T b) { *(volatile T *)a = b; } \
    CN_PTX void st_release_##suffix(T *a, T b) \
    { \
        __threadfence(); \
        *(volatile T *)a = b; \
    }
CN_PTX_MEMORY(u8, unsigned char)
CN_PTX_MEMORY(s8, signed char)
CN_PTX_MEMORY(b8, unsigned char)
CN_PTX_MEMORY(u16, u16)
CN_PTX_MEMORY(s16, s16)
CN_PTX_MEMORY(b16, u16)
CN_PTX_MEMORY(u32, u32)
CN_PTX_MEMORY(s32, s32)
CN_PTX_MEMORY(b32, u32)
CN_PTX_MEMORY(u64, u64)
CN_PTX_MEMORY(s64, s64)
CN_PTX_MEMORY(b64, u64)
CN_PTX_MEMORY(f32, float)
CN_PTX_MEMORY(f64, double)
#undef CN_PTX_MEMORY

#define CN_PTX_VECTORS(suffix, T, two, four) \
    CN_PTX two ld_v2_##suffix(const two *a) { return *a; } \
    CN_PTX four ld_v4_##suffix(const four *a) { return *a; } \
    CN_PTX void st_v2_##suffix(two *a, T x, T y) { *a = make_##two(x, y); } \
    CN_PTX void st_v4_##suffix(four *a, T x, T y, T z, T w) { *a = make_##four(x, y, z, w); }
CN_PTX_VECTORS(u8, unsigned char, uchar2, uchar4)
CN_PTX_VECTORS(u16, u16, ushort2, ushort4)
CN_PTX_VECTORS(b16, u16, ushort2, ushort4)
CN_PTX_VECTORS(u32, u32, uint2, uint4)
CN_PTX_VECTORS(b32, u32, uint2, uint4)
CN_PTX_VECTORS(s32, s32, int2, int4)
CN_PTX_VECTORS(f32, float, float2, float4)
#undef CN_PTX_VECTORS
CN_PTX ulonglong2 ld_v2_u64(const ulonglong2 *a) { return *a; }
CN_PTX ulonglong2 ld_v2_b64(const ulonglong2 *a) { return *a; }
CN_PTX double2 ld_v2_f64(const double2 *a) { return *a; }
CN_PTX void st_v2_u64(ulonglong2 *a, u64 x, u64 y) { *a = make_ulonglong2(x, y); }
CN_PTX void st_v2_b64(ulonglong2 *a, u64 x, u64 y) { *a = make_ulonglong2(x, y); }
CN_PTX void st_v2_f64(double2 *a, double x, double y) { *a = make_double2(x, y); }

// Hints for caches: nothing depends on them.
CN_PTX void prefetch_L1(const void *) {}
CN_PTX void prefetch_L2(const void *) {}
CN_PTX void prefetchu_L1(const void *) {}

// Asynchronous copies to shared memory are made at once; waiting for them is for nothing.
CN_PTX void cp_async(void *to, const void *from, u32 bytes) { memcpy(to, from, bytes); }
CN_PTX void cp_async_commit_group() {}
CN_PTX void cp_async_wait_group(u32) {}
CN_PTX void cp_async_wait_all() {}

// Atomics. An order is a fence before, after, or both.
#define CN_PTX_ATOMIC(kind, suffix, T, call) \
    CN_PTX T atom_##kind##_##suffix(T *a, T b) { return call; } \
    CN_PTX T atom_relaxed_##kind##_##suffix(T *a, T b) { return call; } \
    CN_PTX T atom_acquire_##kind##_##suffix(T *a, T b) \
    { \
        const T old = call; \
        __threadfence(); \
        return old; \
    } \
    CN_PTX T atom_release_##kind##_##suffix(T *a, T b) \
    { \
        __threadfence(); \
        return call; \
    } \
    CN_PTX T atom_acq_rel_##kind##_##suffix(T *a, T b) \
    { \
        __threadfence(); \
        const T old = call; \
        __threadfence(); \
        return old; \
    } \
    CN_PTX void red_##kind##_##suffix(T *a, T b) { call; } \
    CN_PTX void red_relaxed_##kind##_##suffix(T *a, T b) { call; } \
    CN_PTX void red_release_##kind##_##suffix(T *a, T b) \
    { \
        __threadfence(); \
        call; \
    }
CN_PTX_ATOMIC(add, u32, u32, atomicAdd(a, b))
CN_PTX_ATOMIC(add, s32, s32, atomicAdd(a, b))
CN_PTX_ATOMIC(add, u64, u64, atomicAdd(a, b))
CN_PTX_ATOMIC(add, f32, float, atomicAdd(a, b))
CN_PTX_ATOMIC(add, f64, double, atomicAdd(a, b))
CN_PTX_ATOMIC(min, u32, u32, atomicMin(a, b))
CN_PTX_ATOMIC(min, s32, s32, atomicMin(a, b))
CN_PTX_ATOMIC(min, u64, u64, atomicMin(a, b))
CN_PTX_ATOMIC(max, u32, u32, atomicMax(a, b))
CN_PTX_ATOMIC(max, s32, s32, atomicMax(a, b))
CN_PTX_ATOMIC(max, u64, u64, atomicMax(a, b))
CN_PTX_ATOMIC(and, b32, u32, atomicAnd(a, b))
CN_PTX_ATOMIC(or, b32, u32, atomicOr(a, b))
CN_PTX_ATOMIC(xor, b32, u32, atomicXor(a, b))
CN_PTX_ATOMIC(and, b64, u64, atomicAnd(a, b))
CN_PTX_ATOMIC(or, b64, u64, atomicOr(a, b))
CN_PTX_ATOMIC(xor, b64, u64, atomicXor(a, b))
CN_PTX_ATOMIC(exch, b32, u32, atomicExch(a, b))
CN_PTX_ATOMIC(exch, b64, u64, atomicExch(a, b))
CN_PTX_ATOMIC(inc, u32, u32, atomicInc(a, b))
CN_PTX_ATOMIC(dec, u32, u32, atomicDec(a, b))
#undef CN_PTX_ATOMIC
#define CN_PTX_SWAP(suffix, T) \
    CN_PTX T atom_cas_##suffix(T *a, T b, T c) { return atomicCAS(a, b, c); } \
    CN_PTX T atom_relaxed_cas_##suffix(T *a, T b, T c) { return atomicCAS(a, b, c); } \
    CN_PTX T atom_acquire_cas_##suffix(T *a, T b, T c) \
    { \
        const T old = atomicCAS(a, b, c); \
        __threadfence(); \
        return old; \
    } \
    CN_PTX T atom_acq_rel_cas_##suffix(T *a, T b, T c) \
    { \
        __threadfence(); \
        const T old = atomicCAS(a, b, c); \
        __threadfence(); \
        return old; \
    }
CN_PTX_SWAP(b32, u32)
CN_PTX_SWAP(b64, u64)
#undef CN_PTX_SWAP

// Fences and barriers.
CN_PTX void membar_cta() { __threadfence_block(); }
CN_PTX void membar_gl() { __threadfence(); }
CN_PTX void membar_sys() { __threadfence_system(); }
#define CN_PTX_FENCE(order) \
    CN_PTX void fence_##order##_cta() { __threadfence_block(); } \
    CN_PTX void fence_##order##_gpu() { __threadfence(); } \
    CN_PTX void fence_##order##_sys() { __threadfence_system(); }
CN_PTX_FENCE(sc)
CN_PTX_FENCE(acq_rel)
CN_PTX_FENCE(acquire)
CN_PTX_FENCE(release)
#undef CN_PTX_FENCE
CN_PTX void bar_warp_sync(u32 mask) { __syncwarp(mask); }
CN_PTX void trap() { __trap(); }
CN_PTX void nanosleep_u32(u32) {}

// Warps. `c` of a shuffle holds the lane that limits it and, from bit 8 on, the bits that all lanes of a segment share.
CN_PTX s32 cn_width(u32 c) { return (s32)(32u - (c >> 8 & 31u)); }
CN_PTX u32 shfl_sync_idx_b32(u32 a, u32 b, u32 c, u32 mask) { return __shfl_sync(mask, a, (s32)b, cn_width(c)); }
CN_PTX u32 shfl_sync_up_b32(u32 a, u32 b, u32 c, u32 mask) { return __shfl_up_sync(mask, a, b, cn_width(c)); }
CN_PTX u32 shfl_sync_down_b32(u32 a, u32 b, u32 c, u32 mask) { return __shfl_down_sync(mask, a, b, cn_width(c)); }
CN_PTX u32 shfl_sync_bfly_b32(u32 a, u32 b, u32 c, u32 mask) { return __shfl_xor_sync(mask, a, (s32)b, cn_width(c)); }
CN_PTX u32 shfl_idx_b32(u32 a, u32 b, u32 c) { return __shfl(a, (s32)b, cn_width(c)); }
CN_PTX u32 shfl_up_b32(u32 a, u32 b, u32 c) { return __shfl_up(a, b, cn_width(c)); }
CN_PTX u32 shfl_down_b32(u32 a, u32 b, u32 c) { return __shfl_down(a, b, cn_width(c)); }
CN_PTX u32 shfl_bfly_b32(u32 a, u32 b, u32 c) { return __shfl_xor(a, (s32)b, cn_width(c)); }
// Whether the lane that a shuffle asks for lies in the segment.
CN_PTX u32 cn_place(u32 c) { return __cn_lane() & (31u - (c >> 8 & 31u)); }
CN_PTX bool shfl_sync_idx_b32_pred(u32, u32 b, u32 c, u32) { return (b & 31u) <= (c & 31u); }
CN_PTX bool shfl_sync_up_b32_pred(u32, u32 b, u32 c, u32) { return (b & 31u) <= cn_place(c); }
CN_PTX bool shfl_sync_down_b32_pred(u32, u32 b, u32 c, u32) { return cn_place(c) + (b & 31u) < (u32)cn_width(c); }
CN_PTX bool shfl_sync_bfly_b32_pred(u32, u32 b, u32 c, u32) { return (cn_place(c) ^ (b & 31u)) < (u32)cn_width(c); }
CN_PTX u32 vote_sync_ballot_b32(bool a, u32 mask) { return __ballot_sync(mask, a); }
CN_PTX bool vote_sync_any_pred(bool a, u32 mask) { return __any_sync(mask, a) != 0; }
CN_PTX bool vote_sync_all_pred(bool a, u32 mask) { return __all_sync(mask, a) != 0; }
CN_PTX bool vote_sync_uni_pred(bool a, u32 mask) { return __uni_sync(mask, a) != 0; }
CN_PTX u32 vote_ballot_b32(bool a) { return __ballot(a); }
CN_PTX bool vote_any_pred(bool a) { return __any(a) != 0; }
CN_PTX bool vote_all_pred(bool a) { return __all(a) != 0; }
CN_PTX u32 activemask_b32() { return __activemask(); }
CN_PTX u32 match_any_sync_b32(u32 a, u32 mask) { return __match_any_sync(mask, a); }
CN_PTX u32 match_any_sync_b64(u64 a, u32 mask) { return __match_any_sync(mask, a); }
#define CN_PTX_REDUCTION(kind, suffix, T) \
    CN_PTX T redux_sync_##kind##_##suffix(T a, u32 mask) { return __reduce_##kind##_sync(mask, a); }
CN_PTX_REDUCTION(add, u32, u32)
CN_PTX_REDUCTION(add, s32, s32)
CN_PTX_REDUCTION(min, u32, u32)
CN_PTX_REDUCTION(min, s32, s32)
CN_PTX_REDUCTION(max, u32, u32)
CN_PTX_REDUCTION(max, s32, s32)
CN_PTX_REDUCTION(and, b32, u32)
CN_PTX_REDUCTION(or, b32, u32)
CN_PTX_REDUCTION(xor, b32, u32)
#undef CN_PTX_REDUCTION

// Special registers: `%laneid` is special_laneid.
#define CN_PTX_SPECIAL(name, value) \
    CN_PTX u32 special_##name() { return value; }
CN_PTX_SPECIAL(laneid, __cn_lane())
CN_PTX_SPECIAL(warpid, (threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z)) / 32u)
CN_PTX_SPECIAL(nwarpid, (blockDim.x * blockDim.y * blockDim.z + 31u) / 32u)
CN_PTX_SPECIAL(lanemask_eq, 1u << __cn_lane())
CN_PTX_SPECIAL(lanemask_lt, (1u << __cn_lane()) - 1u)
CN_PTX_SPECIAL(lanemask_le, 0xffffffffu >> (31u - __cn_lane()))
CN_PTX_SPECIAL(lanemask_gt, 0xfffffffeu << __cn_lane())
CN_PTX_SPECIAL(lanemask_ge, 0xffffffffu << __cn_lane())
#define CN_PTX_INDEX(ptx, cuda) \
    CN_PTX_SPECIAL(ptx##_x, cuda.x) \
    CN_PTX_SPECIAL(ptx##_y, cuda.y) \
    CN_PTX_SPECIAL(ptx##_z, cuda.z)
CN_PTX_INDEX(tid, threadIdx)
CN_PTX_INDEX(ntid, blockDim)
CN_PTX_INDEX(ctaid, blockIdx)
CN_PTX_INDEX(nctaid, gridDim)
#undef CN_PTX_INDEX
CN_PTX_SPECIAL(clock, (u32)clock64())
CN_PTX_SPECIAL(clock_hi, (u32)(clock64() >> 32))
#undef CN_PTX_SPECIAL
CN_PTX u64 special_clock64() { return (u64)clock64(); }
CN_PTX u64 special_globaltimer() { return (u64)clock64(); }  // in ticks of that clock

}  // namespace cn_ptx

#undef CN_PTX
