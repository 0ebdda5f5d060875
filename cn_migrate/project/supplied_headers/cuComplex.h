// SPDX-License-Identifier: MIT
// Complex numbers in C style.
// Source: CUDA's cuComplex.h as used throughout the library manuals; the algebra is plain complex arithmetic.
#pragma once

#include <math.h>

#include <cuda_runtime.h>

typedef float2 cuFloatComplex;
typedef double2 cuDoubleComplex;
typedef cuFloatComplex cuComplex;

#define CN_COMPLEX static inline __host__ __device__

CN_COMPLEX float cuCrealf(cuFloatComplex x) { return x.x; }
CN_COMPLEX float cuCimagf(cuFloatComplex x) { return x.y; }
CN_COMPLEX double cuCreal(cuDoubleComplex x) { return x.x; }
CN_COMPLEX double cuCimag(cuDoubleComplex x) { return x.y; }
CN_COMPLEX cuFloatComplex make_cuFloatComplex(float r, float i) { return make_float2(r, i); }
CN_COMPLEX cuDoubleComplex make_cuDoubleComplex(double r, double i) { return make_double2(r, i); }
CN_COMPLEX cuComplex make_cuComplex(float x, float y) { return make_float2(x, y); }
CN_COMPLEX cuFloatComplex cuConjf(cuFloatComplex x) { return make_float2(x.x, -x.y); }
CN_COMPLEX cuDoubleComplex cuConj(cuDoubleComplex x) { return make_double2(x.x, -x.y); }

CN_COMPLEX cuFloatComplex cuCaddf(cuFloatComplex x, cuFloatComplex y) { return make_float2(x.x + y.x, x.y + y.y); }
CN_COMPLEX cuDoubleComplex cuCadd(cuDoubleComplex x, cuDoubleComplex y) { return make_double2(x.x + y.x, x.y + y.y); }
CN_COMPLEX cuFloatComplex cuCsubf(cuFloatComplex x, cuFloatComplex y) { return make_float2(x.x - y.x, x.y - y.y); }
CN_COMPLEX cuDoubleComplex cuCsub(cuDoubleComplex x, cuDoubleComplex y) { return make_double2(x.x - y.x, x.y - y.y); }
CN_COMPLEX cuFloatComplex cuCmulf(cuFloatComplex x, cuFloatComplex y) {
    return make_float2(x.x * y.x - x.y * y.y, x.x * y.y + x.y * y.x);
}
CN_COMPLEX cuDoubleComplex cuCmul(cuDoubleComplex x, cuDoubleComplex y) {
    return make_double2(x.x * y.x - x.y * y.y, x.x * y.y + x.y * y.x);
}

// Both operands are scaled by the divisor's size first, so that no square overflows.
CN_COMPLEX cuFloatComplex cuCdivf(cuFloatComplex x, cuFloatComplex y) {
    float scale = 1.0f / (fabsf(y.x) + fabsf(y.y));
    float ar = x.x * scale, ai = x.y * scale, br = y.x * scale, bi = y.y * scale;
    float inverse = 1.0f / (br * br + bi * bi);
    return make_float2((ar * br + ai * bi) * inverse, (ai * br - ar * bi) * inverse);
}
CN_COMPLEX cuDoubleComplex cuCdiv(cuDoubleComplex x, cuDoubleComplex y) {
    double scale = 1.0 / (fabs(y.x) + fabs(y.y));
    double ar = x.x * scale, ai = x.y * scale, br = y.x * scale, bi = y.y * scale;
    double inverse = 1.0 / (br * br + bi * bi);
    return make_double2((ar * br + ai * bi) * inverse, (ai * br - ar * bi) * inverse);
}
CN_COMPLEX float cuCabsf(cuFloatComplex x) { return hypotf(x.x, x.y); }
CN_COMPLEX double cuCabs(cuDoubleComplex x) { return hypot(x.x, x.y); }
CN_COMPLEX cuFloatComplex cuCfmaf(cuComplex x, cuComplex y, cuComplex d) { return cuCaddf(cuCmulf(x, y), d); }
CN_COMPLEX cuDoubleComplex cuCfma(cuDoubleComplex x, cuDoubleComplex y, cuDoubleComplex d) {
    return cuCadd(cuCmul(x, y), d);
}
CN_COMPLEX cuDoubleComplex cuComplexFloatToDouble(cuFloatComplex c) { return make_double2(c.x, c.y); }
CN_COMPLEX cuFloatComplex cuComplexDoubleToFloat(cuDoubleComplex c) { return make_float2((float)c.x, (float)c.y); }

#undef CN_COMPLEX
