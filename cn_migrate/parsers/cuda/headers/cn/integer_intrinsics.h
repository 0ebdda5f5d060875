// Integer intrinsics: bits, bytes, high products, averages, dot products.
// Source: CUDA Math API, "Integer Intrinsics".
#pragma once

#include "../vector_types.h"

__device__ unsigned int __brev(unsigned int x);
__device__ unsigned long long int __brevll(unsigned long long int x);
__device__ unsigned int __byte_perm(unsigned int x, unsigned int y, unsigned int s);
__device__ int __clz(int x);
__device__ int __clzll(long long int x);
__device__ int __ffs(int x);
__device__ int __ffsll(long long int x);
__device__ unsigned int __funnelshift_l(unsigned int lo, unsigned int hi, unsigned int shift);
__device__ unsigned int __funnelshift_r(unsigned int lo, unsigned int hi, unsigned int shift);
__device__ int __hadd(int x, int y);
__device__ int __mul24(int x, int y);
__device__ long long int __mul64hi(long long int x, long long int y);
__device__ int __mulhi(int x, int y);
__device__ int __popc(unsigned int x);
__device__ int __popcll(unsigned long long int x);
__device__ int __rhadd(int x, int y);
__device__ unsigned int __sad(int x, int y, unsigned int z);
__device__ unsigned int __uhadd(unsigned int x, unsigned int y);
__device__ unsigned int __umul24(unsigned int x, unsigned int y);
__device__ unsigned long long int __umul64hi(unsigned long long int x, unsigned long long int y);
__device__ unsigned int __umulhi(unsigned int x, unsigned int y);
__device__ unsigned int __urhadd(unsigned int x, unsigned int y);
__device__ unsigned int __usad(unsigned int x, unsigned int y, unsigned int z);

// Shifts by more than 32 count as 32.
__device__ inline unsigned int __funnelshift_lc(unsigned int lo, unsigned int hi, unsigned int shift)
{
    return shift >= 32 ? lo : __funnelshift_l(lo, hi, shift);
}
__device__ inline unsigned int __funnelshift_rc(unsigned int lo, unsigned int hi, unsigned int shift)
{
    return shift >= 32 ? hi : __funnelshift_r(lo, hi, shift);
}

// The place of the offset-th set bit from `base` on, upwards or (below zero) downwards; all ones where there is none.
__device__ inline unsigned int __fns(unsigned int mask, unsigned int base, int offset)
{
    if (offset == 0) {
        return mask >> base & 1u ? base : 0xffffffffu;
    }
    const int step = offset > 0 ? 1 : -1;
    int left = offset > 0 ? offset : -offset;
    for (int place = (int)base; place >= 0 && place < 32; place += step) {
        left -= (int)(mask >> place & 1u);
        if (left == 0) {
            return (unsigned int)place;
        }
    }
    return 0xffffffffu;
}

// Dot products of bytes with bytes, and of halfwords with the lower or upper bytes, added to c.
__device__ inline int __dp4a(char4 srcA, char4 srcB, int c)
{
    return c + srcA.x * srcB.x + srcA.y * srcB.y + srcA.z * srcB.z + srcA.w * srcB.w;
}
__device__ inline unsigned int __dp4a(uchar4 srcA, uchar4 srcB, unsigned int c)
{
    return c + srcA.x * srcB.x + srcA.y * srcB.y + srcA.z * srcB.z + srcA.w * srcB.w;
}
__device__ inline int __dp4a(int srcA, int srcB, int c)
{
    return c + (signed char)srcA * (signed char)srcB + (signed char)(srcA >> 8) * (signed char)(srcB >> 8) +
        (signed char)(srcA >> 16) * (signed char)(srcB >> 16) + (srcA >> 24) * (srcB >> 24);
}
__device__ inline unsigned int __dp4a(unsigned int srcA, unsigned int srcB, unsigned int c)
{
    return c + (srcA & 255) * (srcB & 255) + (srcA >> 8 & 255) * (srcB >> 8 & 255) +
        (srcA >> 16 & 255) * (srcB >> 16 & 255) + (srcA >> 24) * (srcB >> 24);
}
__device__ inline int __dp2a_lo(short2 srcA, char4 srcB, int c) { return c + srcA.x * srcB.x + srcA.y * srcB.y; }
__device__ inline int __dp2a_hi(short2 srcA, char4 srcB, int c) { return c + srcA.x * srcB.z + srcA.y * srcB.w; }
__device__ inline unsigned int __dp2a_lo(ushort2 srcA, uchar4 srcB, unsigned int c)
{
    return c + (unsigned int)srcA.x * srcB.x + (unsigned int)srcA.y * srcB.y;
}
__device__ inline unsigned int __dp2a_hi(ushort2 srcA, uchar4 srcB, unsigned int c)
{
    return c + (unsigned int)srcA.x * srcB.z + (unsigned int)srcA.y * srcB.w;
}
__device__ inline int __dp2a_lo(int srcA, int srcB, int c)
{
    return c + (short)srcA * (signed char)srcB + (srcA >> 16) * (signed char)(srcB >> 8);
}
__device__ inline int __dp2a_hi(int srcA, int srcB, int c) { return __dp2a_lo(srcA, srcB >> 16, c); }
__device__ inline unsigned int __dp2a_lo(unsigned int srcA, unsigned int srcB, unsigned int c)
{
    return c + (srcA & 65535) * (srcB & 255) + (srcA >> 16) * (srcB >> 8 & 255);
}
__device__ inline unsigned int __dp2a_hi(unsigned int srcA, unsigned int srcB, unsigned int c)
{
    return __dp2a_lo(srcA, srcB >> 16, c);
}
