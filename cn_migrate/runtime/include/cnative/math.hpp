// SPDX-License-Identifier: MIT
// Functions that CUDA's headers give to host code beside the C and C++ libraries' own: min and max
// of mixed types, and mathematics (CUDA Math API reference, functions for host and device). They
// are templates only so that a function of the program's own with the same signature may stand
// beside each, and then wins; `max<T>(a, b)` never means one of these.
#pragma once

#include <cmath>
#include <type_traits>

// A program may have made macros of these names.
#pragma push_macro("min")
#pragma push_macro("max")
#undef min
#undef max

#define CN_HOST template <class Own = void, std::enable_if_t<std::is_void_v<Own>, int> = 0> inline

// min and max: the arguments' common type, unsigned winning as in CUDA.
#define CN_MIN_MAX(result, a_type, b_type)                                                         \
    CN_HOST constexpr result min(a_type a, b_type b) {                                             \
        return static_cast<result>(a) < static_cast<result>(b) ? static_cast<result>(a)            \
                                                               : static_cast<result>(b);           \
    }                                                                                              \
    CN_HOST constexpr result max(a_type a, b_type b) {                                             \
        return static_cast<result>(a) > static_cast<result>(b) ? static_cast<result>(a)            \
                                                               : static_cast<result>(b);           \
    }
CN_MIN_MAX(int, int, int)
CN_MIN_MAX(unsigned int, unsigned int, unsigned int)
CN_MIN_MAX(unsigned int, int, unsigned int)
CN_MIN_MAX(unsigned int, unsigned int, int)
CN_MIN_MAX(long, long, long)
CN_MIN_MAX(unsigned long, unsigned long, unsigned long)
CN_MIN_MAX(unsigned long, long, unsigned long)
CN_MIN_MAX(unsigned long, unsigned long, long)
CN_MIN_MAX(long long, long long, long long)
CN_MIN_MAX(unsigned long long, unsigned long long, unsigned long long)
CN_MIN_MAX(unsigned long long, long long, unsigned long long)
CN_MIN_MAX(unsigned long long, unsigned long long, long long)
#undef CN_MIN_MAX

// Floating point: the number where one is not a number, as fmin and fmax.
CN_HOST float min(float a, float b) { return std::fmin(a, b); }
CN_HOST float max(float a, float b) { return std::fmax(a, b); }
CN_HOST double min(double a, double b) { return std::fmin(a, b); }
CN_HOST double max(double a, double b) { return std::fmax(a, b); }
CN_HOST double min(float a, double b) { return std::fmin(static_cast<double>(a), b); }
CN_HOST double max(float a, double b) { return std::fmax(static_cast<double>(a), b); }
CN_HOST double min(double a, float b) { return std::fmin(a, static_cast<double>(b)); }
CN_HOST double max(double a, float b) { return std::fmax(a, static_cast<double>(b)); }

CN_HOST constexpr unsigned int umin(unsigned int a, unsigned int b) { return a < b ? a : b; }
CN_HOST constexpr unsigned int umax(unsigned int a, unsigned int b) { return a > b ? a : b; }
CN_HOST constexpr long long llmin(long long a, long long b) { return a < b ? a : b; }
CN_HOST constexpr long long llmax(long long a, long long b) { return a > b ? a : b; }
CN_HOST constexpr unsigned long long ullmin(unsigned long long a, unsigned long long b) {
    return a < b ? a : b;
}
CN_HOST constexpr unsigned long long ullmax(unsigned long long a, unsigned long long b) {
    return a > b ? a : b;
}

namespace cn::detail {

inline constexpr double pi = 3.14159265358979323846;
inline constexpr double sqrt_half = 0.70710678118654752440;
inline constexpr double two_over_sqrt_pi = 1.12837916709551257390;

/// x with erfc(x) = y for 0 < y <= 1: the estimate of Abramowitz and Stegun 26.2.22, then Halley's
/// steps, each of which triples the correct digits.
inline double erfc_inverse(double y) {
    const double t = std::sqrt(-2.0 * std::log(y / 2.0));
    double x = sqrt_half * (t - (2.30753 + t * 0.27061) / (1.0 + t * (0.99229 + t * 0.04481)));
    for (int step = 0; step < 3; ++step) {
        const double error = std::erfc(x) - y;
        x += error / (two_over_sqrt_pi * std::exp(-x * x) - x * error);
    }
    return x;
}

/// x with erf(x) = y for |y| < 1/2, from two terms of its series and Halley's steps.
inline double erf_inverse(double y) {
    double x = (y + pi / 12.0 * y * y * y) / two_over_sqrt_pi;
    for (int step = 0; step < 3; ++step) {
        const double error = std::erf(x) - y;
        x -= error / (two_over_sqrt_pi * std::exp(-x * x) + x * error);
    }
    return x;
}

} // namespace cn::detail

CN_HOST double rsqrt(double x) { return 1.0 / std::sqrt(x); }
CN_HOST double rcbrt(double x) { return 1.0 / std::cbrt(x); }

/// sin(pi x), exact at multiples of 1/2.
CN_HOST double sinpi(double x) {
    double r = std::fmod(x, 2.0);
    r = std::fabs(r) > 1.0 ? r - std::copysign(2.0, r) : r;
    r = std::fabs(r) > 0.5 ? std::copysign(1.0, r) - r : r;
    const double pi = cn::detail::pi;
    return std::fabs(r) <= 0.25 ? std::sin(pi * r)
                                : std::copysign(std::cos(pi * (0.5 - std::fabs(r))), r);
}

/// cos(pi x), exact at multiples of 1/2.
CN_HOST double cospi(double x) {
    const double r = std::fabs(std::fmod(x, 2.0));
    const double from_even = r > 1.0 ? 2.0 - r : r;
    return from_even == 0.5 ? 0.0 : sinpi(0.5 - from_even);
}

CN_HOST void sincospi(double x, double *s, double *c) {
    *s = sinpi(x);
    *c = cospi(x);
}

CN_HOST double normcdf(double x) { return 0.5 * std::erfc(-x * cn::detail::sqrt_half); }

CN_HOST double erfcinv(double y) {
    if (!(y > 0.0 && y < 2.0)) {
        return y == 0.0 ? HUGE_VAL : y == 2.0 ? -HUGE_VAL : std::nan("");
    }
    return y > 1.0 ? -cn::detail::erfc_inverse(2.0 - y) : cn::detail::erfc_inverse(y);
}

CN_HOST double erfinv(double y) {
    return std::fabs(y) < 0.5 ? cn::detail::erf_inverse(y)
                              : std::copysign(erfcinv(1.0 - std::fabs(y)), y);
}

CN_HOST double normcdfinv(double p) { return -erfcinv(2.0 * p) / cn::detail::sqrt_half; }

/// exp(x^2) erfc(x), without underflow for large x (asymptotic series, Abramowitz and Stegun
/// 7.1.23).
CN_HOST double erfcx(double x) {
    if (x > 25.0) {
        const double q = 0.5 / (x * x);
        return cn::detail::two_over_sqrt_pi / 2.0 / x *
               (1.0 - q * (1.0 - 3.0 * q * (1.0 - 5.0 * q * (1.0 - 7.0 * q))));
    }
    const double high = x * x;
    const double low = std::fma(x, x, -high);
    const double scale = std::exp(high);
    return std::isinf(scale) ? scale : (scale + scale * low) * std::erfc(x);
}

CN_HOST double rhypot(double x, double y) { return 1.0 / std::hypot(x, y); }
CN_HOST double norm3d(double x, double y, double z) { return std::hypot(x, y, z); }
CN_HOST double rnorm3d(double x, double y, double z) { return 1.0 / std::hypot(x, y, z); }
CN_HOST double norm4d(double x, double y, double z, double w) {
    return std::hypot(std::hypot(x, y), std::hypot(z, w));
}
CN_HOST double rnorm4d(double x, double y, double z, double w) { return 1.0 / norm4d(x, y, z, w); }

CN_HOST double norm(int count, const double *values) {
    double length = 0.0;
    for (int i = 0; i < count; ++i) {
        length = std::hypot(length, values[i]);
    }
    return length;
}
CN_HOST double rnorm(int count, const double *values) { return 1.0 / norm(count, values); }

CN_HOST float fdividef(float x, float y) { return x / y; }
CN_HOST float fdivide(float x, float y) { return x / y; }
CN_HOST double fdivide(double x, double y) { return x / y; }

// The float forms, computed in double: correctly rounded but for the rarest cases.
#define CN_FLOAT_1(name)                                                                           \
    CN_HOST float name##f(float x) { return static_cast<float>(name(static_cast<double>(x))); }    \
    CN_HOST float name(float x) { return name##f(x); }
CN_FLOAT_1(rsqrt)
CN_FLOAT_1(rcbrt)
CN_FLOAT_1(sinpi)
CN_FLOAT_1(cospi)
CN_FLOAT_1(normcdf)
CN_FLOAT_1(normcdfinv)
CN_FLOAT_1(erfinv)
CN_FLOAT_1(erfcinv)
CN_FLOAT_1(erfcx)
#undef CN_FLOAT_1

CN_HOST float rhypotf(float x, float y) { return static_cast<float>(rhypot(x, y)); }
CN_HOST float norm3df(float x, float y, float z) { return static_cast<float>(norm3d(x, y, z)); }
CN_HOST float rnorm3df(float x, float y, float z) { return static_cast<float>(rnorm3d(x, y, z)); }
CN_HOST float norm4df(float x, float y, float z, float w) {
    return static_cast<float>(norm4d(x, y, z, w));
}
CN_HOST float rnorm4df(float x, float y, float z, float w) {
    return static_cast<float>(rnorm4d(x, y, z, w));
}
CN_HOST void sincospif(float x, float *s, float *c) {
    *s = sinpif(x);
    *c = cospif(x);
}
CN_HOST void sincospi(float x, float *s, float *c) { sincospif(x, s, c); }
CN_HOST void sincos(float x, float *s, float *c) {
    *s = std::sin(x);
    *c = std::cos(x);
}
CN_HOST float exp10(float x) { return exp10f(x); }

#undef CN_HOST
#pragma pop_macro("min")
#pragma pop_macro("max")
