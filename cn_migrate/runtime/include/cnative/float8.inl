// SPDX-License-Identifier: MIT
// The classes of one type of 8 bits: CN_FLOAT8, CN_FLOAT8_TWO, CN_FLOAT8_FOUR, as CN_FLOAT8_KIND
// says; read once for each, and forgets these names. What goes in is rounded to the nearest, and
// to the largest finite number where it is beyond.

struct CN_FLOAT8 {
    __nv_fp8_storage_t __x;

    CN_FLOAT8() = default;
    explicit CN_METHOD CN_FLOAT8(const __half f)
        : __x(__nv_cvt_halfraw_to_fp8(static_cast<__half_raw>(f), __NV_SATFINITE,
                                      CN_FLOAT8_KIND)) {}
    explicit CN_METHOD CN_FLOAT8(const __nv_bfloat16 f)
        : __x(__nv_cvt_bfloat16raw_to_fp8(static_cast<__nv_bfloat16_raw>(f), __NV_SATFINITE,
                                          CN_FLOAT8_KIND)) {}
    explicit CN_METHOD CN_FLOAT8(const float f)
        : __x(__nv_cvt_float_to_fp8(f, __NV_SATFINITE, CN_FLOAT8_KIND)) {}
    explicit CN_METHOD CN_FLOAT8(const double f)
        : __x(__nv_cvt_double_to_fp8(f, __NV_SATFINITE, CN_FLOAT8_KIND)) {}
    explicit CN_METHOD CN_FLOAT8(const short int val) : __x(of_signed(val)) {}
    explicit CN_METHOD CN_FLOAT8(const int val) : __x(of_signed(val)) {}
    explicit CN_METHOD CN_FLOAT8(const long int val) : __x(of_signed(val)) {}
    explicit CN_METHOD CN_FLOAT8(const long long int val) : __x(of_signed(val)) {}
    explicit CN_METHOD CN_FLOAT8(const unsigned short int val) : __x(of_unsigned(val)) {}
    explicit CN_METHOD CN_FLOAT8(const unsigned int val) : __x(of_unsigned(val)) {}
    explicit CN_METHOD CN_FLOAT8(const unsigned long int val) : __x(of_unsigned(val)) {}
    explicit CN_METHOD CN_FLOAT8(const unsigned long long int val) : __x(of_unsigned(val)) {}

    explicit CN_METHOD operator __half() const {
        return __half(__nv_cvt_fp8_to_halfraw(__x, CN_FLOAT8_KIND));
    }
    explicit CN_METHOD operator float() const { return value(); }
    explicit CN_METHOD operator __nv_bfloat16() const { return __nv_bfloat16(value()); }
    explicit CN_METHOD operator double() const { return static_cast<double>(value()); }
    explicit CN_METHOD operator bool() const { return (__x & 0x7fu) != 0u; }
    explicit CN_METHOD operator char() const { return static_cast<char>(integer<signed char>()); }
    explicit CN_METHOD operator signed char() const { return integer<signed char>(); }
    explicit CN_METHOD operator unsigned char() const { return integer<unsigned char>(); }
    explicit CN_METHOD operator short int() const { return integer<short int>(); }
    explicit CN_METHOD operator unsigned short int() const { return integer<unsigned short int>(); }
    explicit CN_METHOD operator int() const { return integer<int>(); }
    explicit CN_METHOD operator unsigned int() const { return integer<unsigned int>(); }
    explicit CN_METHOD operator long int() const { return integer<long int>(); }
    explicit CN_METHOD operator unsigned long int() const { return integer<unsigned long int>(); }
    explicit CN_METHOD operator long long int() const { return integer<long long int>(); }
    explicit CN_METHOD operator unsigned long long int() const {
        return integer<unsigned long long int>();
    }

  private:
    CN_METHOD float value() const { return cn_half_value(cn_float8_half(__x, CN_FLOAT8_KIND)); }
    template <class Integer> CN_METHOD Integer integer() const {
        return cn_saturated<Integer>(truncf(value()));
    }
    static CN_METHOD __nv_fp8_storage_t of_signed(long long int val) {
        return cn_float8_bits(cn_odd_signed(val), __NV_SATFINITE, CN_FLOAT8_KIND);
    }
    static CN_METHOD __nv_fp8_storage_t of_unsigned(unsigned long long int val) {
        return cn_float8_bits(cn_odd_integer(val, false), __NV_SATFINITE, CN_FLOAT8_KIND);
    }
};

struct alignas(2) CN_FLOAT8_TWO {
    __nv_fp8x2_storage_t __x;

    CN_FLOAT8_TWO() = default;
    explicit CN_METHOD CN_FLOAT8_TWO(const __half2 f)
        : __x(__nv_cvt_halfraw2_to_fp8x2(static_cast<__half2_raw>(f), __NV_SATFINITE,
                                         CN_FLOAT8_KIND)) {}
    explicit CN_METHOD CN_FLOAT8_TWO(const __nv_bfloat162 f)
        : __x(__nv_cvt_bfloat16raw2_to_fp8x2(static_cast<__nv_bfloat162_raw>(f), __NV_SATFINITE,
                                             CN_FLOAT8_KIND)) {}
    explicit CN_METHOD CN_FLOAT8_TWO(const float2 f)
        : __x(__nv_cvt_float2_to_fp8x2(f, __NV_SATFINITE, CN_FLOAT8_KIND)) {}
    explicit CN_METHOD CN_FLOAT8_TWO(const double2 f)
        : __x(__nv_cvt_double2_to_fp8x2(f, __NV_SATFINITE, CN_FLOAT8_KIND)) {}

    explicit CN_METHOD operator __half2() const {
        return __half2(__nv_cvt_fp8x2_to_halfraw2(__x, CN_FLOAT8_KIND));
    }
    explicit CN_METHOD operator float2() const {
        const __half2_raw both = __nv_cvt_fp8x2_to_halfraw2(__x, CN_FLOAT8_KIND);
        return float2{cn_half_value(both.x), cn_half_value(both.y)};
    }
};

struct alignas(4) CN_FLOAT8_FOUR {
    __nv_fp8x4_storage_t __x;

    CN_FLOAT8_FOUR() = default;
    explicit CN_METHOD CN_FLOAT8_FOUR(const __half2 flo, const __half2 fhi)
        : __x(cn_float8_four(CN_FLOAT8_TWO(flo).__x, CN_FLOAT8_TWO(fhi).__x)) {}
    explicit CN_METHOD CN_FLOAT8_FOUR(const __nv_bfloat162 flo, const __nv_bfloat162 fhi)
        : __x(cn_float8_four(CN_FLOAT8_TWO(flo).__x, CN_FLOAT8_TWO(fhi).__x)) {}
    explicit CN_METHOD CN_FLOAT8_FOUR(const float4 f)
        : __x(cn_float8_four(CN_FLOAT8_TWO(float2{f.x, f.y}).__x,
                             CN_FLOAT8_TWO(float2{f.z, f.w}).__x)) {}
    explicit CN_METHOD CN_FLOAT8_FOUR(const double4 f)
        : __x(cn_float8_four(CN_FLOAT8_TWO(double2{f.x, f.y}).__x,
                             CN_FLOAT8_TWO(double2{f.z, f.w}).__x)) {}

    explicit CN_METHOD operator float4() const {
        const __half2_raw low = __nv_cvt_fp8x2_to_halfraw2(
            static_cast<__nv_fp8x2_storage_t>(__x & 0xffffu), CN_FLOAT8_KIND);
        const __half2_raw high = __nv_cvt_fp8x2_to_halfraw2(
            static_cast<__nv_fp8x2_storage_t>(__x >> 16), CN_FLOAT8_KIND);
        return float4{cn_half_value(low.x), cn_half_value(low.y), cn_half_value(high.x),
                      cn_half_value(high.y)};
    }
};

#undef CN_FLOAT8
#undef CN_FLOAT8_TWO
#undef CN_FLOAT8_FOUR
#undef CN_FLOAT8_KIND
