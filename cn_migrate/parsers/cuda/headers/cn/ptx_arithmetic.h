// PTX instructions that compute, each as a function named after it: `bfe.u32` is cn_ptx::bfe_u32. The front end calls
// them for inline assembly. A parameter named `carry` is the condition code, which no operand names.
// Source: PTX ISA, "Integer Arithmetic Instructions", "Extended-Precision Integer Arithmetic Instructions", "Floating
// Point Instructions", "Logic and Shift Instructions", "Comparison and Selection Instructions", "Video Instructions".
#pragma once

#include "directed_rounding.h"
#include "float_intrinsics.h"
#include "integer_intrinsics.h"
#include "math_library.h"
#include "min_max.h"
#include "simd_intrinsics.h"
#include "type_casts.h"

#define CN_PTX inline __device__

namespace cn_ptx {

typedef unsigned short u16;
typedef short s16;
typedef unsigned int u32;
typedef int s32;
typedef unsigned long long int u64;
typedef long long int s64;

#define CN_PTX_1(name, T, result) \
    CN_PTX T name(T a) { return result; }
#define CN_PTX_2(name, T, result) \
    CN_PTX T name(T a, T b) { return result; }
#define CN_PTX_3(name, T, result) \
    CN_PTX T name(T a, T b, T c) { return result; }

// Integers. Sums and products wrap, so they are computed without sign.
#define CN_PTX_INTEGER(suffix, T, U) \
    CN_PTX_2(add_##suffix, T, (T)((U)a + (U)b)) \
    CN_PTX_2(sub_##suffix, T, (T)((U)a - (U)b)) \
    CN_PTX_2(mul_lo_##suffix, T, (T)((U)a * (U)b)) \
    CN_PTX_3(mad_lo_##suffix, T, (T)((U)a * (U)b + (U)c)) \
    CN_PTX_2(div_##suffix, T, a / b) \
    CN_PTX_2(rem_##suffix, T, a % b) \
    CN_PTX_2(min_##suffix, T, a < b ? a : b) \
    CN_PTX_2(max_##suffix, T, a > b ? a : b)
CN_PTX_INTEGER(u16, u16, u16)
CN_PTX_INTEGER(s16, s16, u16)
CN_PTX_INTEGER(u32, u32, u32)
CN_PTX_INTEGER(s32, s32, u32)
CN_PTX_INTEGER(u64, u64, u64)
CN_PTX_INTEGER(s64, s64, u64)
#undef CN_PTX_INTEGER
CN_PTX_2(mul_hi_u32, u32, __umulhi(a, b))
CN_PTX_2(mul_hi_s32, s32, __mulhi(a, b))
CN_PTX_2(mul_hi_u64, u64, __umul64hi(a, b))
CN_PTX_2(mul_hi_s64, s64, __mul64hi(a, b))
CN_PTX_3(mad_hi_u32, u32, __umulhi(a, b) + c)
CN_PTX_3(mad_hi_s32, s32, (s32)((u32)__mulhi(a, b) + (u32)c))
CN_PTX_3(mad_hi_u64, u64, __umul64hi(a, b) + c)
CN_PTX u64 mul_wide_u32(u32 a, u32 b) { return (u64)a * b; }
CN_PTX s64 mul_wide_s32(s32 a, s32 b) { return (s64)a * b; }
CN_PTX u32 mul_wide_u16(u16 a, u16 b) { return (u32)a * b; }
CN_PTX s32 mul_wide_s16(s16 a, s16 b) { return (s32)a * b; }
CN_PTX u64 mad_wide_u32(u32 a, u32 b, u64 c) { return (u64)a * b + c; }
CN_PTX s64 mad_wide_s32(s32 a, s32 b, s64 c) { return (s64)((u64)((s64)a * b) + (u64)c); }
CN_PTX_2(mul24_lo_u32, u32, __umul24(a, b))
CN_PTX_2(mul24_lo_s32, s32, __mul24(a, b))
CN_PTX_3(mad24_lo_u32, u32, __umul24(a, b) + c)
CN_PTX_3(mad24_lo_s32, s32, (s32)((u32)__mul24(a, b) + (u32)c))
CN_PTX_3(sad_u32, u32, __usad(a, b, c))
CN_PTX u32 sad_s32(s32 a, s32 b, u32 c) { return __sad(a, b, c); }
CN_PTX s32 add_sat_s32(s32 a, s32 b)
{
    const s64 sum = (s64)a + b;
    return sum > 2147483647 ? 2147483647 : sum < -2147483648ll ? -2147483647 - 1 : (s32)sum;
}
CN_PTX s32 sub_sat_s32(s32 a, s32 b)
{
    const s64 difference = (s64)a - b;
    return difference > 2147483647 ? 2147483647 : difference < -2147483648ll ? -2147483647 - 1 : (s32)difference;
}
CN_PTX_1(abs_s32, s32, a < 0 ? (s32)(0u - (u32)a) : a)
CN_PTX_1(abs_s64, s64, a < 0 ? (s64)(0ull - (u64)a) : a)
CN_PTX_1(neg_s32, s32, (s32)(0u - (u32)a))
CN_PTX_1(neg_s64, s64, (s64)(0ull - (u64)a))
CN_PTX u32 popc_b32(u32 a) { return (u32)__popc(a); }
CN_PTX u32 popc_b64(u64 a) { return (u32)__popcll(a); }
CN_PTX u32 clz_b32(u32 a) { return (u32)__clz((s32)a); }
CN_PTX u32 clz_b64(u64 a) { return (u32)__clzll((s64)a); }
CN_PTX_1(brev_b32, u32, __brev(a))
CN_PTX_1(brev_b64, u64, __brevll(a))
// The place of the highest bit that is not the sign; all ones where there is none.
CN_PTX u32 bfind_u32(u32 a) { return 31u - (u32)__clz((s32)a); }
CN_PTX u32 bfind_s32(s32 a) { return bfind_u32((u32)(a < 0 ? ~a : a)); }
CN_PTX u32 bfind_u64(u64 a) { return 63u - (u32)__clzll((s64)a); }
CN_PTX u32 bfind_s64(s64 a) { return bfind_u64((u64)(a < 0 ? ~a : a)); }
CN_PTX u32 bfind_shiftamt_u32(u32 a) { return a == 0 ? 0xffffffffu : (u32)__clz((s32)a); }
CN_PTX u32 fns_b32(u32 mask, u32 base, s32 offset) { return __fns(mask, base, offset); }
CN_PTX s32 dp4a_s32_s32(s32 a, s32 b, s32 c) { return __dp4a(a, b, c); }
CN_PTX u32 dp4a_u32_u32(u32 a, u32 b, u32 c) { return __dp4a(a, b, c); }
CN_PTX s32 dp2a_lo_s32_s32(s32 a, s32 b, s32 c) { return __dp2a_lo(a, b, c); }
CN_PTX s32 dp2a_hi_s32_s32(s32 a, s32 b, s32 c) { return __dp2a_hi(a, b, c); }

// Fields of bits: place and length are bytes, and what lies beyond the word is the sign.
CN_PTX u32 bfe_u32(u32 a, u32 place, u32 length)
{
    place &= 255u;
    length &= 255u;
    const u32 shifted = place > 31u ? 0u : a >> place;
    return length > 31u ? shifted : shifted & ((1u << length) - 1u);
}
CN_PTX s32 bfe_s32(s32 a, u32 place, u32 length)
{
    place &= 255u;
    length &= 255u;
    if (length == 0u) {
        return 0;
    }
    const s32 shifted = a >> (place > 31u ? 31u : place);
    return length > 31u ? shifted : (s32)((u32)shifted << (32u - length)) >> (32u - length);
}
CN_PTX u64 bfe_u64(u64 a, u32 place, u32 length)
{
    place &= 255u;
    length &= 255u;
    const u64 shifted = place > 63u ? 0ull : a >> place;
    return length > 63u ? shifted : shifted & ((1ull << length) - 1ull);
}
CN_PTX u32 bfi_b32(u32 a, u32 b, u32 place, u32 length)
{
    place &= 255u;
    length &= 255u;
    const u32 field = length > 31u ? 0xffffffffu : (1u << length) - 1u;
    return place > 31u ? b : (b & ~(field << place)) | (a & field) << place;
}
CN_PTX u64 bfi_b64(u64 a, u64 b, u32 place, u32 length)
{
    place &= 255u;
    length &= 255u;
    const u64 field = length > 63u ? ~0ull : (1ull << length) - 1ull;
    return place > 63u ? b : (b & ~(field << place)) | (a & field) << place;
}
CN_PTX_3(prmt_b32, u32, __byte_perm(a, b, c))
CN_PTX_3(shf_l_wrap_b32, u32, __funnelshift_l(a, b, c))
CN_PTX_3(shf_r_wrap_b32, u32, __funnelshift_r(a, b, c))
CN_PTX_3(shf_l_clamp_b32, u32, c > 31u ? a : __funnelshift_l(a, b, c))
CN_PTX_3(shf_r_clamp_b32, u32, c > 31u ? b : __funnelshift_r(a, b, c))

// Logic, and shifts by the width and more.
#define CN_PTX_LOGIC(suffix, T) \
    CN_PTX_2(and_##suffix, T, a & b) \
    CN_PTX_2(or_##suffix, T, a | b) \
    CN_PTX_2(xor_##suffix, T, a ^ b) \
    CN_PTX_1(not_##suffix, T, ~a) \
    CN_PTX_1(cnot_##suffix, T, a == 0 ? 1 : 0)
CN_PTX_LOGIC(b16, u16)
CN_PTX_LOGIC(b32, u32)
CN_PTX_LOGIC(b64, u64)
#undef CN_PTX_LOGIC
CN_PTX_2(and_pred, bool, a && b)
CN_PTX_2(or_pred, bool, a || b)
CN_PTX_2(xor_pred, bool, a != b)
CN_PTX_1(not_pred, bool, !a)
CN_PTX u32 shl_b32(u32 a, u32 b) { return b > 31u ? 0u : a << b; }
CN_PTX u64 shl_b64(u64 a, u32 b) { return b > 63u ? 0ull : a << b; }
CN_PTX u32 shr_u32(u32 a, u32 b) { return b > 31u ? 0u : a >> b; }
CN_PTX u32 shr_b32(u32 a, u32 b) { return b > 31u ? 0u : a >> b; }
CN_PTX s32 shr_s32(s32 a, u32 b) { return a >> (b > 31u ? 31u : b); }
CN_PTX u64 shr_u64(u64 a, u32 b) { return b > 63u ? 0ull : a >> b; }
CN_PTX u64 shr_b64(u64 a, u32 b) { return b > 63u ? 0ull : a >> b; }
CN_PTX s64 shr_s64(s64 a, u32 b) { return a >> (b > 63u ? 63u : b); }
// Any logic of three: bit 4 a + 2 b + c of the table is the result.
CN_PTX u32 lop3_b32(u32 a, u32 b, u32 c, u32 table)
{
    return (table & 1u ? ~a & ~b & ~c : 0u) | (table & 2u ? ~a & ~b & c : 0u) | (table & 4u ? ~a & b & ~c : 0u) |
        (table & 8u ? ~a & b & c : 0u) | (table & 16u ? a & ~b & ~c : 0u) | (table & 32u ? a & ~b & c : 0u) |
        (table & 64u ? a & b & ~c : 0u) | (table & 128u ? a & b & c : 0u);
}

// Sums of several words: what is carried goes from one instruction to the next.
#define CN_PTX_CARRY(suffix, T, high) \
    CN_PTX T add_cc_##suffix(u32 &carry, T a, T b) \
    { \
        carry = a + b < a; \
        return a + b; \
    } \
    CN_PTX T addc_cc_##suffix(u32 &carry, T a, T b) \
    { \
        const T sum = a + b + carry; \
        carry = sum < a || (carry != 0u && sum == a); \
        return sum; \
    } \
    CN_PTX T addc_##suffix(u32 &carry, T a, T b) { return a + b + carry; } \
    CN_PTX T sub_cc_##suffix(u32 &carry, T a, T b) \
    { \
        carry = a < b; \
        return a - b; \
    } \
    CN_PTX T subc_cc_##suffix(u32 &carry, T a, T b) \
    { \
        const T difference = a - b - carry; \
        carry = a < b || (carry != 0u && a == b); \
        return difference; \
    } \
    CN_PTX T subc_##suffix(u32 &carry, T a, T b) { return a - b - carry; } \
    CN_PTX T mad_lo_cc_##suffix(u32 &carry, T a, T b, T c) { return add_cc_##suffix(carry, a * b, c); } \
    CN_PTX T mad_hi_cc_##suffix(u32 &carry, T a, T b, T c) { return add_cc_##suffix(carry, high(a, b), c); } \
    CN_PTX T madc_lo_cc_##suffix(u32 &carry, T a, T b, T c) { return addc_cc_##suffix(carry, a * b, c); } \
    CN_PTX T madc_hi_cc_##suffix(u32 &carry, T a, T b, T c) { return addc_cc_##suffix(carry, high(a, b), c); } \
    CN_PTX T madc_lo_##suffix(u32 &carry, T a, T b, T c) { return a * b + c + carry; } \
    CN_PTX T madc_hi_##suffix(u32 &carry, T a, T b, T c) { return high(a, b) + c + carry; }
CN_PTX_CARRY(u32, u32, __umulhi)
CN_PTX_CARRY(u64, u64, __umul64hi)
CN_PTX_CARRY(b32, u32, __umulhi)
CN_PTX_CARRY(b64, u64, __umul64hi)
#undef CN_PTX_CARRY
CN_PTX s32 add_cc_s32(u32 &carry, s32 a, s32 b) { return (s32)add_cc_u32(carry, (u32)a, (u32)b); }
CN_PTX s32 addc_s32(u32 &carry, s32 a, s32 b) { return (s32)addc_u32(carry, (u32)a, (u32)b); }
CN_PTX s32 sub_cc_s32(u32 &carry, s32 a, s32 b) { return (s32)sub_cc_u32(carry, (u32)a, (u32)b); }
CN_PTX s32 subc_s32(u32 &carry, s32 a, s32 b) { return (s32)subc_u32(carry, (u32)a, (u32)b); }

// Floating point.
#define CN_PTX_REAL(suffix, T, letter, word) \
    CN_PTX_2(add_##suffix, T, a + b) \
    CN_PTX_2(sub_##suffix, T, a - b) \
    CN_PTX_2(mul_##suffix, T, a * b) \
    CN_PTX_2(div_##suffix, T, a / b) \
    CN_PTX_3(mad_##suffix, T, fma(a, b, c)) \
    CN_PTX_3(fma_##suffix, T, fma(a, b, c)) \
    CN_PTX_1(abs_##suffix, T, fabs(a)) \
    CN_PTX_1(neg_##suffix, T, -a) \
    CN_PTX_2(min_##suffix, T, fmin(a, b)) \
    CN_PTX_2(max_##suffix, T, fmax(a, b)) \
    CN_PTX_1(rcp_##suffix, T, 1 / a) \
    CN_PTX_1(sqrt_##suffix, T, sqrt(a)) \
    CN_PTX_1(rsqrt_##suffix, T, rsqrt(a)) \
    CN_PTX_2(copysign_##suffix, T, copysign(b, a)) \
    CN_PTX bool testp_finite_##suffix(T a) { return isfinite(a); } \
    CN_PTX bool testp_infinite_##suffix(T a) { return isinf(a); } \
    CN_PTX bool testp_number_##suffix(T a) { return a == a; } \
    CN_PTX bool testp_notanumber_##suffix(T a) { return a != a; } \
    CN_PTX_ROUNDED(rn, rn, suffix, T, letter, word) \
    CN_PTX_ROUNDED(rz, rz, suffix, T, letter, word) \
    CN_PTX_ROUNDED(rm, rd, suffix, T, letter, word) \
    CN_PTX_ROUNDED(rp, ru, suffix, T, letter, word)
#define CN_PTX_ROUNDED(mode, cuda, suffix, T, letter, word) \
    CN_PTX_2(add_##mode##_##suffix, T, __##letter##add_##cuda(a, b)) \
    CN_PTX_2(sub_##mode##_##suffix, T, __##letter##sub_##cuda(a, b)) \
    CN_PTX_2(mul_##mode##_##suffix, T, __##letter##mul_##cuda(a, b)) \
    CN_PTX_2(div_##mode##_##suffix, T, __##letter##div_##cuda(a, b)) \
    CN_PTX_3(fma_##mode##_##suffix, T, word##_##cuda(a, b, c)) \
    CN_PTX_3(mad_##mode##_##suffix, T, word##_##cuda(a, b, c)) \
    CN_PTX_1(rcp_##mode##_##suffix, T, __##letter##rcp_##cuda(a)) \
    CN_PTX_1(sqrt_##mode##_##suffix, T, __##letter##sqrt_##cuda(a))
CN_PTX_REAL(f32, float, f, __fmaf)
CN_PTX_REAL(f64, double, d, __fma)
#undef CN_PTX_ROUNDED
#undef CN_PTX_REAL
CN_PTX_2(add_sat_f32, float, __saturatef(a + b))
CN_PTX_2(mul_sat_f32, float, __saturatef(a * b))
CN_PTX_3(fma_rn_sat_f32, float, __saturatef(fmaf(a, b, c)))
CN_PTX_1(ex2_f32, float, exp2f(a))
CN_PTX_1(lg2_f32, float, log2f(a))
CN_PTX_1(sin_f32, float, sinf(a))
CN_PTX_1(cos_f32, float, cosf(a))
CN_PTX_1(tanh_f32, float, tanhf(a))

// Half precision in registers of 16 bits.
CN_PTX float cvt_f32_f16(u16 a) { return cn_half_value(a); }
CN_PTX u16 cvt_rn_f16_f32(float a) { return cn_half_bits_rn(a); }
CN_PTX u16 cvt_rz_f16_f32(float a) { return cn_half_bits_rz(a); }

// Selection.
#define CN_PTX_SELECT(suffix, T) \
    CN_PTX T selp_##suffix(T a, T b, bool c) { return c ? a : b; }
CN_PTX_SELECT(b16, u16)
CN_PTX_SELECT(u16, u16)
CN_PTX_SELECT(s16, s16)
CN_PTX_SELECT(b32, u32)
CN_PTX_SELECT(u32, u32)
CN_PTX_SELECT(s32, s32)
CN_PTX_SELECT(b64, u64)
CN_PTX_SELECT(u64, u64)
CN_PTX_SELECT(s64, s64)
CN_PTX_SELECT(f32, float)
CN_PTX_SELECT(f64, double)
#undef CN_PTX_SELECT
CN_PTX u32 slct_u32_s32(u32 a, u32 b, s32 c) { return c >= 0 ? a : b; }
CN_PTX s32 slct_s32_s32(s32 a, s32 b, s32 c) { return c >= 0 ? a : b; }
CN_PTX float slct_f32_s32(float a, float b, s32 c) { return c >= 0 ? a : b; }

// Several registers as one, lowest bits first, and back.
CN_PTX u64 mov_b64_packed(u32 low, u32 high) { return low | (u64)high << 32; }
CN_PTX u32 mov_b32_packed(u16 low, u16 high) { return low | (u32)high << 16; }
CN_PTX uint2 mov_b64_unpacked(u64 a) { return make_uint2((u32)a, (u32)(a >> 32)); }
CN_PTX ushort2 mov_b32_unpacked(u32 a) { return make_ushort2((u16)a, (u16)(a >> 16)); }

// Video: bytes of a word, and shifts with a second operation.
#define CN_PTX_BYTES(name, suffix, function) \
    CN_PTX_3(name##_##suffix##_##suffix##_##suffix, u32, (c, function(a, b)))
CN_PTX_BYTES(vadd4, u32, __vadd4)
CN_PTX_BYTES(vsub4, u32, __vsub4)
CN_PTX_BYTES(vavrg4, u32, __vavgu4)
CN_PTX_BYTES(vabsdiff4, u32, __vabsdiffu4)
CN_PTX_BYTES(vmin4, u32, __vminu4)
CN_PTX_BYTES(vmax4, u32, __vmaxu4)
CN_PTX_BYTES(vmin4, s32, __vmins4)
CN_PTX_BYTES(vmax4, s32, __vmaxs4)
#undef CN_PTX_BYTES
CN_PTX_3(vabsdiff4_u32_u32_u32_add, u32, __vsadu4(a, b) + c)
CN_PTX_3(vadd_u32_u32_u32_add, u32, a + b + c)
CN_PTX u32 vabsdiff_u32_u32_u32(u32 a, u32 b) { return a > b ? a - b : b - a; }
CN_PTX_3(vabsdiff_u32_u32_u32_add, u32, (a > b ? a - b : b - a) + c)
#define CN_PTX_VIDEO_SHIFT(mode, place) \
    CN_PTX_2(vshl_u32_u32_u32_##mode, u32, shl_b32(a, place)) \
    CN_PTX_2(vshr_u32_u32_u32_##mode, u32, shr_u32(a, place)) \
    CN_PTX_3(vshl_u32_u32_u32_##mode##_add, u32, shl_b32(a, place) + c) \
    CN_PTX_3(vshr_u32_u32_u32_##mode##_add, u32, shr_u32(a, place) + c) \
    CN_PTX_3(vshl_u32_u32_u32_##mode##_min, u32, min(shl_b32(a, place), c)) \
    CN_PTX_3(vshr_u32_u32_u32_##mode##_min, u32, min(shr_u32(a, place), c)) \
    CN_PTX_3(vshl_u32_u32_u32_##mode##_max, u32, max(shl_b32(a, place), c)) \
    CN_PTX_3(vshr_u32_u32_u32_##mode##_max, u32, max(shr_u32(a, place), c))
CN_PTX_VIDEO_SHIFT(clamp, b)
CN_PTX_VIDEO_SHIFT(wrap, b & 31u)
#undef CN_PTX_VIDEO_SHIFT

#undef CN_PTX_3
#undef CN_PTX_2
#undef CN_PTX_1

}  // namespace cn_ptx
