// SPDX-License-Identifier: MIT
// A floating-point type of 16 bits: the number, the pair, conversions, operators, intrinsics. Read
// once for each type, with
//   CN_NUMBER, CN_PAIR, CN_RAW, CN_RAW_PAIR   its types' names
//   CN_OTHER                                  the other such type
//   CN_NAME                                   its name in those of conversions (half, bfloat16)
//   CN_PAIR_NAME                              the same for pairs (half2, bfloat162)
//   CN_BITS(mode)                             float -> 16 bits, rounded: rn, rz, ru, rd
//   CN_VALUE                                  16 bits -> float
// Arithmetic is that of float, rounded once more, which is the same as rounding once: float has
// more than twice the digits (Figueroa, "When is double rounding innocuous?", 1995).
// CUDA Math API, "Half Precision Intrinsics", "Bfloat16 Precision Intrinsics".

#define CN_JOIN_(a, b, c) a##b##c
#define CN_JOIN(a, b, c) CN_JOIN_(a, b, c)
#define CN_OF_BITS CN_JOIN(cn_, CN_NAME, _of_bits)
#define CN_BITS_OF CN_JOIN(cn_bits_of_, CN_NAME, )

struct alignas(2) CN_RAW {
    unsigned short x;
};
struct alignas(4) CN_RAW_PAIR {
    unsigned short x;
    unsigned short y;
};

struct alignas(2) CN_NUMBER {
  protected:
    unsigned short __x;

  public:
    CN_NUMBER() = default;
    CN_METHOD constexpr CN_NUMBER(const CN_RAW &raw) : __x(raw.x) {}
    CN_METHOD CN_NUMBER(const float value) : __x(CN_BITS(rn)(value)) {}
    CN_METHOD CN_NUMBER(const double value) : __x(CN_BITS(rn)(cn_odd_float(value))) {}
    CN_METHOD CN_NUMBER(const short value) : __x(CN_BITS(rn)(value)) {}
    CN_METHOD CN_NUMBER(const unsigned short value) : __x(CN_BITS(rn)(value)) {}
    CN_METHOD CN_NUMBER(const int value) : __x(CN_BITS(rn)(cn_odd_signed(value))) {}
    CN_METHOD CN_NUMBER(const unsigned int value)
        : __x(CN_BITS(rn)(cn_odd_integer(value, false))) {}
    CN_METHOD CN_NUMBER(const long int value) : __x(CN_BITS(rn)(cn_odd_signed(value))) {}
    CN_METHOD CN_NUMBER(const unsigned long int value)
        : __x(CN_BITS(rn)(cn_odd_integer(value, false))) {}
    CN_METHOD CN_NUMBER(const long long int value) : __x(CN_BITS(rn)(cn_odd_signed(value))) {}
    CN_METHOD CN_NUMBER(const unsigned long long int value)
        : __x(CN_BITS(rn)(cn_odd_integer(value, false))) {}
    explicit CN_METHOD CN_NUMBER(const struct CN_OTHER value);

    CN_METHOD CN_NUMBER &operator=(const CN_RAW &raw) {
        __x = raw.x;
        return *this;
    }
    CN_METHOD CN_NUMBER &operator=(const float value) {
        __x = CN_BITS(rn)(value);
        return *this;
    }
    CN_METHOD CN_NUMBER &operator=(const double value) {
        __x = CN_BITS(rn)(cn_odd_float(value));
        return *this;
    }
    CN_METHOD CN_NUMBER &operator=(const short value) {
        __x = CN_BITS(rn)(value);
        return *this;
    }
    CN_METHOD CN_NUMBER &operator=(const unsigned short value) {
        __x = CN_BITS(rn)(value);
        return *this;
    }
    CN_METHOD CN_NUMBER &operator=(const int value) {
        __x = CN_BITS(rn)(cn_odd_signed(value));
        return *this;
    }
    CN_METHOD CN_NUMBER &operator=(const unsigned int value) {
        __x = CN_BITS(rn)(cn_odd_integer(value, false));
        return *this;
    }
    CN_METHOD CN_NUMBER &operator=(const long long int value) {
        __x = CN_BITS(rn)(cn_odd_signed(value));
        return *this;
    }
    CN_METHOD CN_NUMBER &operator=(const unsigned long long int value) {
        __x = CN_BITS(rn)(cn_odd_integer(value, false));
        return *this;
    }

    CN_METHOD operator CN_RAW() const { return CN_RAW{__x}; }
    CN_METHOD operator CN_RAW() const volatile { return CN_RAW{__x}; }
    CN_METHOD operator float() const { return CN_VALUE(__x); }
    CN_METHOD constexpr operator bool() const { return (__x & 0x7fffU) != 0U; }
    CN_METHOD operator char() const { return static_cast<char>(integer<signed char>()); }
    CN_METHOD operator signed char() const { return integer<signed char>(); }
    CN_METHOD operator unsigned char() const { return integer<unsigned char>(); }
    CN_METHOD operator short() const { return integer<short>(); }
    CN_METHOD operator unsigned short() const { return integer<unsigned short>(); }
    CN_METHOD operator int() const { return integer<int>(); }
    CN_METHOD operator unsigned int() const { return integer<unsigned int>(); }
    CN_METHOD operator long int() const { return integer<long int>(); }
    CN_METHOD operator unsigned long int() const { return integer<unsigned long int>(); }
    CN_METHOD operator long long int() const { return integer<long long int>(); }
    CN_METHOD operator unsigned long long int() const { return integer<unsigned long long int>(); }

    friend CN_METHOD CN_NUMBER CN_OF_BITS(unsigned short bits);
    friend CN_METHOD unsigned short CN_BITS_OF(CN_NUMBER a);

  private:
    template <class Integer> CN_METHOD Integer integer() const {
        return cn_saturated<Integer>(truncf(CN_VALUE(__x)));
    }
};

struct alignas(4) CN_PAIR {
    CN_NUMBER x;
    CN_NUMBER y;

    CN_PAIR() = default;
    CN_METHOD constexpr CN_PAIR(const CN_NUMBER &a, const CN_NUMBER &b) : x(a), y(b) {}
    CN_PAIR(const CN_PAIR &value) = default;
    CN_PAIR &operator=(const CN_PAIR &value) = default;
    CN_METHOD CN_PAIR(const CN_RAW_PAIR &raw) : x(CN_RAW{raw.x}), y(CN_RAW{raw.y}) {}
    CN_METHOD operator CN_RAW_PAIR() const {
        return CN_RAW_PAIR{static_cast<CN_RAW>(x).x, static_cast<CN_RAW>(y).x};
    }
};

// -- bits

CN_LIBRARY CN_NUMBER CN_OF_BITS(unsigned short bits) {
    CN_NUMBER number;
    number.__x = bits;
    return number;
}
CN_LIBRARY unsigned short CN_BITS_OF(CN_NUMBER a) { return a.__x; }
CN_LIBRARY CN_NUMBER CN_JOIN(__ushort_as_, CN_NAME, )(const unsigned short int i) {
    return CN_OF_BITS(i);
}
CN_LIBRARY CN_NUMBER CN_JOIN(__short_as_, CN_NAME, )(const short int i) {
    return CN_OF_BITS(static_cast<unsigned short>(i));
}
CN_LIBRARY unsigned short int CN_JOIN(__, CN_NAME, _as_ushort)(const CN_NUMBER h) {
    return CN_BITS_OF(h);
}
CN_LIBRARY short int CN_JOIN(__, CN_NAME, _as_short)(const CN_NUMBER h) {
    return static_cast<short int>(CN_BITS_OF(h));
}

// -- conversions

#define CN_FLOAT CN_JOIN(__, CN_NAME, 2float)
#define CN_NEAREST CN_JOIN(__float2, CN_NAME, _rn)
CN_LIBRARY float CN_FLOAT(const CN_NUMBER a) { return CN_VALUE(CN_BITS_OF(a)); }
CN_LIBRARY CN_NUMBER CN_JOIN(__float2, CN_NAME, )(const float a) {
    return CN_OF_BITS(CN_BITS(rn)(a));
}
CN_LIBRARY CN_NUMBER CN_JOIN(__double2, CN_NAME, )(const double a) {
    return CN_OF_BITS(CN_BITS(rn)(cn_odd_float(a)));
}

#define CN_INTEGERS(mode, whole)                                                                   \
    CN_LIBRARY CN_NUMBER CN_JOIN(__float2, CN_NAME, _##mode)(const float a) {                      \
        return CN_OF_BITS(CN_BITS(mode)(a));                                                       \
    }                                                                                              \
    CN_INTEGER(int, int, mode, whole, cn_odd_signed(i))                                            \
    CN_INTEGER(uint, unsigned int, mode, whole, cn_odd_integer(i, false))                          \
    CN_INTEGER(short, short int, mode, whole, i)                                                   \
    CN_INTEGER(ushort, unsigned short int, mode, whole, i)                                         \
    CN_INTEGER(ll, long long int, mode, whole, cn_odd_signed(i))                                   \
    CN_INTEGER(ull, unsigned long long int, mode, whole, cn_odd_integer(i, false))
#define CN_INTEGER(name, Integer, mode, whole, value)                                              \
    CN_LIBRARY Integer CN_JOIN(__, CN_NAME, 2##name##_##mode)(const CN_NUMBER h) {                 \
        return cn_saturated<Integer>(whole(CN_FLOAT(h)));                                          \
    }                                                                                              \
    CN_LIBRARY CN_NUMBER CN_JOIN(__##name##2, CN_NAME, _##mode)(const Integer i) {                 \
        return CN_OF_BITS(CN_BITS(mode)(value));                                                   \
    }
CN_INTEGERS(rn, rintf)
CN_INTEGERS(rz, truncf)
CN_INTEGERS(rd, floorf)
CN_INTEGERS(ru, ceilf)
#undef CN_INTEGER
#undef CN_INTEGERS
CN_LIBRARY signed char CN_JOIN(__, CN_NAME, 2char_rz)(const CN_NUMBER h) {
    return cn_saturated<signed char>(truncf(CN_FLOAT(h)));
}
CN_LIBRARY unsigned char CN_JOIN(__, CN_NAME, 2uchar_rz)(const CN_NUMBER h) {
    return cn_saturated<unsigned char>(truncf(CN_FLOAT(h)));
}

// -- pairs

CN_LIBRARY CN_PAIR CN_JOIN(make_, CN_PAIR_NAME, )(const CN_NUMBER x, const CN_NUMBER y) {
    return CN_PAIR(x, y);
}
CN_LIBRARY CN_PAIR CN_JOIN(__halves2, CN_PAIR_NAME, )(const CN_NUMBER a, const CN_NUMBER b) {
    return CN_PAIR(a, b);
}
CN_LIBRARY CN_PAIR CN_JOIN(__, CN_NAME, CN_JOIN(2, CN_PAIR_NAME, ))(const CN_NUMBER a) {
    return CN_PAIR(a, a);
}
CN_LIBRARY CN_PAIR CN_JOIN(__float2, CN_PAIR_NAME, _rn)(const float a) {
    return CN_PAIR(CN_NEAREST(a), CN_NEAREST(a));
}
CN_LIBRARY CN_PAIR CN_JOIN(__floats2, CN_PAIR_NAME, _rn)(const float a, const float b) {
    return CN_PAIR(CN_NEAREST(a), CN_NEAREST(b));
}
CN_LIBRARY CN_PAIR CN_JOIN(__float22, CN_PAIR_NAME, _rn)(const float2 a) {
    return CN_PAIR(CN_NEAREST(a.x), CN_NEAREST(a.y));
}
CN_LIBRARY float2 CN_JOIN(__, CN_PAIR_NAME, 2float2)(const CN_PAIR a) {
    return make_float2(CN_FLOAT(a.x), CN_FLOAT(a.y));
}
CN_LIBRARY float __low2float(const CN_PAIR a) { return CN_FLOAT(a.x); }
CN_LIBRARY float __high2float(const CN_PAIR a) { return CN_FLOAT(a.y); }
CN_LIBRARY CN_NUMBER CN_JOIN(__low2, CN_NAME, )(const CN_PAIR a) { return a.x; }
CN_LIBRARY CN_NUMBER CN_JOIN(__high2, CN_NAME, )(const CN_PAIR a) { return a.y; }
CN_LIBRARY CN_PAIR CN_JOIN(__low2, CN_PAIR_NAME, )(const CN_PAIR a) { return CN_PAIR(a.x, a.x); }
CN_LIBRARY CN_PAIR CN_JOIN(__high2, CN_PAIR_NAME, )(const CN_PAIR a) { return CN_PAIR(a.y, a.y); }
CN_LIBRARY CN_PAIR __lowhigh2highlow(const CN_PAIR a) { return CN_PAIR(a.y, a.x); }
CN_LIBRARY CN_PAIR CN_JOIN(__lows2, CN_PAIR_NAME, )(const CN_PAIR a, const CN_PAIR b) {
    return CN_PAIR(a.x, b.x);
}
CN_LIBRARY CN_PAIR CN_JOIN(__highs2, CN_PAIR_NAME, )(const CN_PAIR a, const CN_PAIR b) {
    return CN_PAIR(a.y, b.y);
}

// -- arithmetic: each function of numbers, and of pairs part by part

#define CN_UNARY(one, two, result)                                                                 \
    CN_LIBRARY CN_NUMBER one(const CN_NUMBER a) { return result; }                                 \
    CN_LIBRARY CN_PAIR two(const CN_PAIR a) { return CN_PAIR(one(a.x), one(a.y)); }
#define CN_BINARY(one, two, result)                                                                \
    CN_LIBRARY CN_NUMBER one(const CN_NUMBER a, const CN_NUMBER b) { return result; }              \
    CN_LIBRARY CN_PAIR two(const CN_PAIR a, const CN_PAIR b) {                                     \
        return CN_PAIR(one(a.x, b.x), one(a.y, b.y));                                              \
    }
#define CN_TERNARY(one, two, result)                                                               \
    CN_LIBRARY CN_NUMBER one(const CN_NUMBER a, const CN_NUMBER b, const CN_NUMBER c) {            \
        return result;                                                                             \
    }                                                                                              \
    CN_LIBRARY CN_PAIR two(const CN_PAIR a, const CN_PAIR b, const CN_PAIR c) {                    \
        return CN_PAIR(one(a.x, b.x, c.x), one(a.y, b.y, c.y));                                    \
    }
#define CN_SATURATED(value) CN_NEAREST(fminf(fmaxf(CN_FLOAT(value), 0.0f), 1.0f))

CN_UNARY(__hneg, __hneg2, CN_OF_BITS(static_cast<unsigned short>(CN_BITS_OF(a) ^ 0x8000u)))
CN_UNARY(__habs, __habs2, CN_OF_BITS(static_cast<unsigned short>(CN_BITS_OF(a) & 0x7fffu)))
CN_BINARY(__hadd, __hadd2, CN_NEAREST(CN_FLOAT(a) + CN_FLOAT(b)))
CN_BINARY(__hsub, __hsub2, CN_NEAREST(CN_FLOAT(a) - CN_FLOAT(b)))
CN_BINARY(__hmul, __hmul2, CN_NEAREST(CN_FLOAT(a) * CN_FLOAT(b)))
CN_BINARY(__hdiv, __h2div, CN_NEAREST(CN_FLOAT(a) / CN_FLOAT(b)))
CN_BINARY(__hadd_rn, __hadd2_rn, __hadd(a, b))
CN_BINARY(__hsub_rn, __hsub2_rn, __hsub(a, b))
CN_BINARY(__hmul_rn, __hmul2_rn, __hmul(a, b))
CN_BINARY(__hadd_sat, __hadd2_sat, CN_SATURATED(__hadd(a, b)))
CN_BINARY(__hsub_sat, __hsub2_sat, CN_SATURATED(__hsub(a, b)))
CN_BINARY(__hmul_sat, __hmul2_sat, CN_SATURATED(__hmul(a, b)))
CN_TERNARY(__hfma, __hfma2, CN_NEAREST(cn_odd_fma(CN_FLOAT(a), CN_FLOAT(b), CN_FLOAT(c))))
CN_TERNARY(__hfma_sat, __hfma2_sat, CN_SATURATED(__hfma(a, b, c)))
CN_BINARY(__hmax, __hmax2, CN_NEAREST(fmaxf(CN_FLOAT(a), CN_FLOAT(b))))
CN_BINARY(__hmin, __hmin2, CN_NEAREST(fminf(CN_FLOAT(a), CN_FLOAT(b))))

CN_LIBRARY bool __hisnan(const CN_NUMBER a) { return CN_FLOAT(a) != CN_FLOAT(a); }
CN_LIBRARY int __hisinf(const CN_NUMBER a) {
    const float infinity = cn_float_of_bits(0x7f800000u), value = CN_FLOAT(a);
    return value == infinity ? 1 : value == -infinity ? -1 : 0;
}
CN_LIBRARY CN_PAIR __hisnan2(const CN_PAIR a) {
    return CN_PAIR(CN_NEAREST(__hisnan(a.x) ? 1.0f : 0.0f), CN_NEAREST(__hisnan(a.y) ? 1.0f : 0.0f));
}
CN_BINARY(__hmax_nan, __hmax2_nan,
          __hisnan(a) || __hisnan(b) ? CN_OF_BITS(0x7fffu) : __hmax(a, b))
CN_BINARY(__hmin_nan, __hmin2_nan,
          __hisnan(a) || __hisnan(b) ? CN_OF_BITS(0x7fffu) : __hmin(a, b))
CN_TERNARY(__hfma_relu, __hfma2_relu, __hmax_nan(__hfma(a, b, c), CN_OF_BITS(0u)))

/// Complex multiply-add: the parts are real and imaginary.
CN_LIBRARY CN_PAIR __hcmadd(const CN_PAIR a, const CN_PAIR b, const CN_PAIR c) {
    return CN_PAIR(__hfma(__hneg(a.y), b.y, __hfma(a.x, b.x, c.x)),
                   __hfma(a.y, b.x, __hfma(a.x, b.y, c.y)));
}

// -- comparisons: of numbers; of pairs as numbers 1 or 0, as masks, and whether both hold. Where
// one is not a number, the forms that end with u hold.

#define CN_COMPARISON(name, sign, opposite)                                                        \
    CN_COMPARISON_(name, CN_FLOAT(a) sign CN_FLOAT(b))                                             \
    CN_COMPARISON_(name##u, !(CN_FLOAT(a) opposite CN_FLOAT(b)))
#define CN_COMPARISON_(name, result)                                                               \
    CN_LIBRARY bool __h##name(const CN_NUMBER a, const CN_NUMBER b) { return result; }             \
    CN_LIBRARY CN_PAIR __h##name##2(const CN_PAIR a, const CN_PAIR b) {                            \
        return CN_PAIR(CN_NEAREST(__h##name(a.x, b.x) ? 1.0f : 0.0f),                              \
                       CN_NEAREST(__h##name(a.y, b.y) ? 1.0f : 0.0f));                             \
    }                                                                                              \
    CN_LIBRARY unsigned int __h##name##2_mask(const CN_PAIR a, const CN_PAIR b) {                  \
        return (__h##name(a.x, b.x) ? 0xffffu : 0u) | (__h##name(a.y, b.y) ? 0xffff0000u : 0u);    \
    }                                                                                              \
    CN_LIBRARY bool __hb##name##2(const CN_PAIR a, const CN_PAIR b) {                              \
        return __h##name(a.x, b.x) && __h##name(a.y, b.y);                                         \
    }
CN_COMPARISON_(eq, CN_FLOAT(a) == CN_FLOAT(b))
CN_COMPARISON_(equ, CN_FLOAT(a) == CN_FLOAT(b) || __hisnan(a) || __hisnan(b))
CN_COMPARISON_(ne, CN_FLOAT(a) < CN_FLOAT(b) || CN_FLOAT(a) > CN_FLOAT(b))
CN_COMPARISON_(neu, CN_FLOAT(a) != CN_FLOAT(b))
CN_COMPARISON(le, <=, >)
CN_COMPARISON(ge, >=, <)
CN_COMPARISON(lt, <, >=)
CN_COMPARISON(gt, >, <=)
#undef CN_COMPARISON_
#undef CN_COMPARISON

// -- operators: each of numbers and of pairs

#define CN_OPERATOR(sign, one, two)                                                                \
    CN_LIBRARY CN_NUMBER operator sign(const CN_NUMBER lh, const CN_NUMBER rh) {                   \
        return one(lh, rh);                                                                        \
    }                                                                                              \
    CN_LIBRARY CN_PAIR operator sign(const CN_PAIR lh, const CN_PAIR rh) { return two(lh, rh); }   \
    CN_LIBRARY CN_NUMBER &operator sign##=(CN_NUMBER &lh, const CN_NUMBER rh) {                    \
        lh = one(lh, rh);                                                                          \
        return lh;                                                                                 \
    }                                                                                              \
    CN_LIBRARY CN_PAIR &operator sign##=(CN_PAIR &lh, const CN_PAIR rh) {                          \
        lh = two(lh, rh);                                                                          \
        return lh;                                                                                 \
    }
CN_OPERATOR(+, __hadd, __hadd2)
CN_OPERATOR(-, __hsub, __hsub2)
CN_OPERATOR(*, __hmul, __hmul2)
CN_OPERATOR(/, __hdiv, __h2div)
#undef CN_OPERATOR

#define CN_STEP(sign, T, one, function)                                                            \
    CN_LIBRARY T &operator sign(T &h) {                                                            \
        h = function(h, one);                                                                      \
        return h;                                                                                  \
    }                                                                                              \
    CN_LIBRARY T operator sign(T &h, const int) {                                                  \
        const T before = h;                                                                        \
        h = function(h, one);                                                                      \
        return before;                                                                             \
    }
CN_STEP(++, CN_NUMBER, CN_NEAREST(1.0f), __hadd)
CN_STEP(--, CN_NUMBER, CN_NEAREST(1.0f), __hsub)
CN_STEP(++, CN_PAIR, CN_PAIR(CN_NEAREST(1.0f), CN_NEAREST(1.0f)), __hadd2)
CN_STEP(--, CN_PAIR, CN_PAIR(CN_NEAREST(1.0f), CN_NEAREST(1.0f)), __hsub2)
#undef CN_STEP

CN_LIBRARY CN_NUMBER operator+(const CN_NUMBER h) { return h; }
CN_LIBRARY CN_NUMBER operator-(const CN_NUMBER h) { return __hneg(h); }
CN_LIBRARY CN_PAIR operator+(const CN_PAIR h) { return h; }
CN_LIBRARY CN_PAIR operator-(const CN_PAIR h) { return __hneg2(h); }

#define CN_RELATION(sign, name)                                                                    \
    CN_LIBRARY bool operator sign(const CN_NUMBER lh, const CN_NUMBER rh) {                        \
        return __h##name(lh, rh);                                                                  \
    }                                                                                              \
    CN_LIBRARY bool operator sign(const CN_PAIR lh, const CN_PAIR rh) {                            \
        return __hb##name##2(lh, rh);                                                              \
    }
CN_RELATION(==, eq)
CN_RELATION(!=, neu)
CN_RELATION(<, lt)
CN_RELATION(>, gt)
CN_RELATION(<=, le)
CN_RELATION(>=, ge)
#undef CN_RELATION

// -- mathematics

CN_UNARY(hsqrt, h2sqrt, CN_NEAREST(sqrtf(CN_FLOAT(a))))
CN_UNARY(hrsqrt, h2rsqrt, CN_NEAREST(1.0f / sqrtf(CN_FLOAT(a))))
CN_UNARY(hrcp, h2rcp, CN_NEAREST(1.0f / CN_FLOAT(a)))
CN_UNARY(hexp, h2exp, CN_NEAREST(expf(CN_FLOAT(a))))
CN_UNARY(hexp2, h2exp2, CN_NEAREST(exp2f(CN_FLOAT(a))))
CN_UNARY(hexp10, h2exp10, CN_NEAREST(exp10f(CN_FLOAT(a))))
CN_UNARY(hlog, h2log, CN_NEAREST(logf(CN_FLOAT(a))))
CN_UNARY(hlog2, h2log2, CN_NEAREST(log2f(CN_FLOAT(a))))
CN_UNARY(hlog10, h2log10, CN_NEAREST(log10f(CN_FLOAT(a))))
CN_UNARY(hsin, h2sin, CN_NEAREST(sinf(CN_FLOAT(a))))
CN_UNARY(hcos, h2cos, CN_NEAREST(cosf(CN_FLOAT(a))))
CN_UNARY(htanh, h2tanh, CN_NEAREST(tanhf(CN_FLOAT(a))))
CN_UNARY(htanh_approx, h2tanh_approx, htanh(a))
CN_UNARY(hfloor, h2floor, CN_NEAREST(floorf(CN_FLOAT(a))))
CN_UNARY(hceil, h2ceil, CN_NEAREST(ceilf(CN_FLOAT(a))))
CN_UNARY(htrunc, h2trunc, CN_NEAREST(truncf(CN_FLOAT(a))))
CN_UNARY(hrint, h2rint, CN_NEAREST(rintf(CN_FLOAT(a))))
#undef CN_SATURATED
#undef CN_TERNARY
#undef CN_BINARY
#undef CN_UNARY
