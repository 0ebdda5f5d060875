/* Built-in functions of OpenCL C in OpenCL C: what is not one operation of the dialect (OpenCL C 1.2, 6.12). */
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
/* What libclang shows as a conversion is marked. */
void cn_bitcast(void);
#define CN_BITCAST(x, T) (cn_bitcast(), __builtin_astype((x), T))
#undef as_char
#define as_char(x) CN_BITCAST(x, char)
#undef as_char2
#define as_char2(x) CN_BITCAST(x, char2)
#undef as_char3
#define as_char3(x) CN_BITCAST(x, char3)
#undef as_char4
#define as_char4(x) CN_BITCAST(x, char4)
#undef as_char8
#define as_char8(x) CN_BITCAST(x, char8)
#undef as_char16
#define as_char16(x) CN_BITCAST(x, char16)
#undef as_uchar
#define as_uchar(x) CN_BITCAST(x, uchar)
#undef as_uchar2
#define as_uchar2(x) CN_BITCAST(x, uchar2)
#undef as_uchar3
#define as_uchar3(x) CN_BITCAST(x, uchar3)
#undef as_uchar4
#define as_uchar4(x) CN_BITCAST(x, uchar4)
#undef as_uchar8
#define as_uchar8(x) CN_BITCAST(x, uchar8)
#undef as_uchar16
#define as_uchar16(x) CN_BITCAST(x, uchar16)
#undef as_short
#define as_short(x) CN_BITCAST(x, short)
#undef as_short2
#define as_short2(x) CN_BITCAST(x, short2)
#undef as_short3
#define as_short3(x) CN_BITCAST(x, short3)
#undef as_short4
#define as_short4(x) CN_BITCAST(x, short4)
#undef as_short8
#define as_short8(x) CN_BITCAST(x, short8)
#undef as_short16
#define as_short16(x) CN_BITCAST(x, short16)
#undef as_ushort
#define as_ushort(x) CN_BITCAST(x, ushort)
#undef as_ushort2
#define as_ushort2(x) CN_BITCAST(x, ushort2)
#undef as_ushort3
#define as_ushort3(x) CN_BITCAST(x, ushort3)
#undef as_ushort4
#define as_ushort4(x) CN_BITCAST(x, ushort4)
#undef as_ushort8
#define as_ushort8(x) CN_BITCAST(x, ushort8)
#undef as_ushort16
#define as_ushort16(x) CN_BITCAST(x, ushort16)
#undef as_int
#define as_int(x) CN_BITCAST(x, int)
#undef as_int2
#define as_int2(x) CN_BITCAST(x, int2)
#undef as_int3
#define as_int3(x) CN_BITCAST(x, int3)
#undef as_int4
#define as_int4(x) CN_BITCAST(x, int4)
#undef as_int8
#define as_int8(x) CN_BITCAST(x, int8)
#undef as_int16
#define as_int16(x) CN_BITCAST(x, int16)
#undef as_uint
#define as_uint(x) CN_BITCAST(x, uint)
#undef as_uint2
#define as_uint2(x) CN_BITCAST(x, uint2)
#undef as_uint3
#define as_uint3(x) CN_BITCAST(x, uint3)
#undef as_uint4
#define as_uint4(x) CN_BITCAST(x, uint4)
#undef as_uint8
#define as_uint8(x) CN_BITCAST(x, uint8)
#undef as_uint16
#define as_uint16(x) CN_BITCAST(x, uint16)
#undef as_long
#define as_long(x) CN_BITCAST(x, long)
#undef as_long2
#define as_long2(x) CN_BITCAST(x, long2)
#undef as_long3
#define as_long3(x) CN_BITCAST(x, long3)
#undef as_long4
#define as_long4(x) CN_BITCAST(x, long4)
#undef as_long8
#define as_long8(x) CN_BITCAST(x, long8)
#undef as_long16
#define as_long16(x) CN_BITCAST(x, long16)
#undef as_ulong
#define as_ulong(x) CN_BITCAST(x, ulong)
#undef as_ulong2
#define as_ulong2(x) CN_BITCAST(x, ulong2)
#undef as_ulong3
#define as_ulong3(x) CN_BITCAST(x, ulong3)
#undef as_ulong4
#define as_ulong4(x) CN_BITCAST(x, ulong4)
#undef as_ulong8
#define as_ulong8(x) CN_BITCAST(x, ulong8)
#undef as_ulong16
#define as_ulong16(x) CN_BITCAST(x, ulong16)
#undef as_float
#define as_float(x) CN_BITCAST(x, float)
#undef as_float2
#define as_float2(x) CN_BITCAST(x, float2)
#undef as_float3
#define as_float3(x) CN_BITCAST(x, float3)
#undef as_float4
#define as_float4(x) CN_BITCAST(x, float4)
#undef as_float8
#define as_float8(x) CN_BITCAST(x, float8)
#undef as_float16
#define as_float16(x) CN_BITCAST(x, float16)
#undef as_double
#define as_double(x) CN_BITCAST(x, double)
#undef as_double2
#define as_double2(x) CN_BITCAST(x, double2)
#undef as_double3
#define as_double3(x) CN_BITCAST(x, double3)
#undef as_double4
#define as_double4(x) CN_BITCAST(x, double4)
#undef as_double8
#define as_double8(x) CN_BITCAST(x, double8)
#undef as_double16
#define as_double16(x) CN_BITCAST(x, double16)

#define CN_OVERLOADED __attribute__((overloadable))

#define CN_OF_FLOATS(T, I, PI)                                                                                 \
    T CN_OVERLOADED cn_divide(T x, T y) { return x / y; }                                                      \
    T CN_OVERLOADED cn_recip(T x) { return 1 / x; }                                                            \
    T CN_OVERLOADED cn_powr(T x, T y) { return pow(x, y); }                                                    \
    T CN_OVERLOADED cn_pown(T x, int n) { return pow(x, (T)n); }                                               \
    T CN_OVERLOADED cn_rootn(T x, int n) { return n % 2 && x < 0 ? -pow(-x, (T)1 / n) : pow(x, (T)1 / n); }    \
    T CN_OVERLOADED cn_mad(T x, T y, T z) { return x * y + z; }                                                \
    T CN_OVERLOADED cn_tanpi(T x) { return sinpi(x) / cospi(x); }                                              \
    T CN_OVERLOADED cn_asinpi(T x) { return asin(x) / PI; }                                                    \
    T CN_OVERLOADED cn_acospi(T x) { return acos(x) / PI; }                                                    \
    T CN_OVERLOADED cn_atanpi(T x) { return atan(x) / PI; }                                                    \
    T CN_OVERLOADED cn_atan2pi(T y, T x) { return atan2(y, x) / PI; }                                          \
    T CN_OVERLOADED cn_maxmag(T x, T y)                                                                        \
    {                                                                                                          \
        T a = fabs(x), b = fabs(y);                                                                            \
        return a > b ? x : b > a ? y : fmax(x, y);                                                             \
    }                                                                                                          \
    T CN_OVERLOADED cn_minmag(T x, T y)                                                                        \
    {                                                                                                          \
        T a = fabs(x), b = fabs(y);                                                                            \
        return a < b ? x : b < a ? y : fmin(x, y);                                                             \
    }                                                                                                          \
    T CN_OVERLOADED cn_fract(T x)                                                                              \
    {                                                                                                          \
        T rest = x - floor(x), below = nextafter((T)1, (T)0);                                                  \
        return rest < below ? rest : below;                                                                    \
    }                                                                                                          \
    T CN_OVERLOADED cn_modf(T x) { return copysign(isinf(x) ? (T)0 : x - trunc(x), x); }                       \
    T CN_OVERLOADED cn_degrees(T x) { return 180 / PI * x; }                                                   \
    T CN_OVERLOADED cn_radians(T x) { return PI / 180 * x; }                                                   \
    T CN_OVERLOADED cn_mix(T x, T y, T a) { return x + (y - x) * a; }                                          \
    T CN_OVERLOADED cn_step(T edge, T x) { return x < edge ? (T)0 : (T)1; }                                    \
    T CN_OVERLOADED cn_smoothstep(T low, T high, T x)                                                          \
    {                                                                                                          \
        T a = fmin(fmax((x - low) / (high - low), (T)0), (T)1);                                                \
        return a * a * (3 - 2 * a);                                                                            \
    }                                                                                                          \
    T CN_OVERLOADED cn_sign(T x) { return x > 0 ? (T)1 : x < 0 ? (T)-1 : x == 0 ? x : (T)0; }                  \
    I CN_OVERLOADED cn_frexp_exponent(T x) { return x != 0 && isfinite(x) ? ilogb(x) + 1 : 0; }                \
    T CN_OVERLOADED cn_frexp(T x)                                                                              \
    { /* in two steps: 2 to the power of 149 is no float */                                                    \
        int n = cn_frexp_exponent(x);                                                                          \
        return ldexp(ldexp(x, -(n / 2)), -(n - n / 2));                                                        \
    }                                                                                                          \
    I CN_OVERLOADED cn_lgamma_sign(T x) { return x < 0 && fmod(floor(x), (T)2) != 0 ? -1 : 1; }                \
    I CN_OVERLOADED cn_remquo(T x, T y)                                                                        \
    { /* the last seven bits of the quotient are those of |x| modulo 128 |y| */                                \
        T rest = remainder(x, y), near = isinf(y) ? (T)0 : fmod(fabs(x), 128 * fabs(y));                       \
        T part = rint((near - (x < 0 ? -rest : rest)) / fabs(y));                                              \
        int bits = part >= 0 && part <= 128 ? (int)part & 127 : 0;                                             \
        return (x < 0) != (y < 0) ? -bits : bits;                                                              \
    }                                                                                                          \
    I CN_OVERLOADED cn_isordered(T x, T y) { return x == x && y == y; }                                        \
    I CN_OVERLOADED cn_isunordered(T x, T y) { return x != x || y != y; }                                      \
    I CN_OVERLOADED cn_islessgreater(T x, T y) { return x < y || x > y; }

CN_OF_FLOATS(float, int, 3.14159265358979323846f)
CN_OF_FLOATS(double, int, 3.14159265358979323846)

int CN_OVERLOADED cn_isnormal(float x) { return fabs(x) >= 0x1p-126f && fabs(x) <= 0x1.fffffep+127f; }
int CN_OVERLOADED cn_isnormal(double x) { return fabs(x) >= 0x1p-1022 && fabs(x) <= 0x1.fffffffffffffp+1023; }

#define CN_OF_INTEGERS(T, U, BITS)                                                                             \
    T CN_OVERLOADED cn_rotate(T x, T by)                                                                       \
    {                                                                                                          \
        U bits = (U)x;                                                                                         \
        uint left = (uint)by & (BITS - 1);                                                                     \
        return (T)(left ? (U)(bits << left) | (U)(bits >> (BITS - left)) : bits);                              \
    }                                                                                                          \
    U CN_OVERLOADED cn_abs_diff(T x, T y) { return x > y ? (U)x - (U)y : (U)y - (U)x; }                        \
    T CN_OVERLOADED cn_mad_hi(T x, T y, T z) { return mul_hi(x, y) + z; }                                      \
    T CN_OVERLOADED cn_ctz(T x) { return x == 0 ? BITS : popcount((U)((U)~x & ((U)x - 1))); }

#define CN_OF_SIGNED(T, U, BITS, LEAST, MOST)                                                                  \
    CN_OF_INTEGERS(T, U, BITS)                                                                                 \
    T CN_OVERLOADED cn_add_sat(T x, T y)                                                                       \
    {                                                                                                          \
        T sum = (T)((U)x + (U)y);                                                                              \
        return y >= 0 && sum < x ? MOST : y < 0 && sum > x ? LEAST : sum;                                      \
    }                                                                                                          \
    T CN_OVERLOADED cn_sub_sat(T x, T y)                                                                       \
    {                                                                                                          \
        T rest = (T)((U)x - (U)y);                                                                             \
        return y >= 0 && rest > x ? LEAST : y < 0 && rest < x ? MOST : rest;                                   \
    }

#define CN_OF_UNSIGNED(T, BITS, MOST)                                                                          \
    CN_OF_INTEGERS(T, T, BITS)                                                                                 \
    T CN_OVERLOADED cn_add_sat(T x, T y) { return (T)(x + y) < x ? MOST : x + y; }                             \
    T CN_OVERLOADED cn_sub_sat(T x, T y) { return x < y ? 0 : x - y; }

CN_OF_SIGNED(char, uchar, 8, CHAR_MIN, CHAR_MAX)
CN_OF_SIGNED(short, ushort, 16, SHRT_MIN, SHRT_MAX)
CN_OF_SIGNED(int, uint, 32, INT_MIN, INT_MAX)
CN_OF_SIGNED(long, ulong, 64, LONG_MIN, LONG_MAX)
CN_OF_UNSIGNED(uchar, 8, UCHAR_MAX)
CN_OF_UNSIGNED(ushort, 16, USHRT_MAX)
CN_OF_UNSIGNED(uint, 32, UINT_MAX)
CN_OF_UNSIGNED(ulong, 64, ULONG_MAX)

int CN_OVERLOADED cn_mad_sat(int x, int y, int z)
{
    long sum = (long)x * y + z;
    return sum > INT_MAX ? INT_MAX : sum < INT_MIN ? INT_MIN : (int)sum;
}
uint CN_OVERLOADED cn_mad_sat(uint x, uint y, uint z)
{
    ulong product = (ulong)x * y;
    return product + z > UINT_MAX ? UINT_MAX : (uint)(product + z);
}
char CN_OVERLOADED cn_mad_sat(char x, char y, char z) { return (char)clamp(x * y + z, CHAR_MIN, CHAR_MAX); }
uchar CN_OVERLOADED cn_mad_sat(uchar x, uchar y, uchar z) { return (uchar)min(x * y + z, UCHAR_MAX); }
short CN_OVERLOADED cn_mad_sat(short x, short y, short z) { return (short)clamp(x * y + z, SHRT_MIN, SHRT_MAX); }
ushort CN_OVERLOADED cn_mad_sat(ushort x, ushort y, ushort z)
{
    return (ushort)min((uint)x * y + z, (uint)USHRT_MAX);
}
long CN_OVERLOADED cn_mad_sat(long x, long y, long z)
{
    ulong low = (ulong)x * (ulong)y, sum = low + (ulong)z;
    long high = mul_hi(x, y) + (sum < low) - (z < 0);
    return high == (long)sum >> 63 ? (long)sum : high < 0 ? LONG_MIN : LONG_MAX;
}
ulong CN_OVERLOADED cn_mad_sat(ulong x, ulong y, ulong z)
{
    ulong sum = x * y + z;
    return mul_hi(x, y) != 0 || sum < z ? ULONG_MAX : sum;
}
short CN_OVERLOADED cn_upsample(char high, uchar low) { return (short)((ushort)(uchar)high << 8 | low); }
ushort CN_OVERLOADED cn_upsample(uchar high, uchar low) { return (ushort)high << 8 | low; }
int CN_OVERLOADED cn_upsample(short high, ushort low) { return (int)((uint)(ushort)high << 16 | low); }
uint CN_OVERLOADED cn_upsample(ushort high, ushort low) { return (uint)high << 16 | low; }
long CN_OVERLOADED cn_upsample(int high, uint low) { return (long)((ulong)(uint)high << 32 | low); }
ulong CN_OVERLOADED cn_upsample(uint high, uint low) { return (ulong)high << 32 | low; }
