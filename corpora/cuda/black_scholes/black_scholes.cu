/*
 * black_scholes: prices of European call and put options; normal distribution by a polynomial
 * (Abramowitz and Stegun, 26.2.17) and, in a second kernel, by the error function in double.
 *
 * usage: black_scholes [options]
 */
#include <cuda_runtime.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const float RISKFREE = 0.02f;
static const float VOLATILITY = 0.30f;

#define A1 0.31938153f
#define A2 -0.356563782f
#define A3 1.781477937f
#define A4 -1.821255978f
#define A5 1.330274429f
#define RSQRT2PI 0.39894228040143267793994605993438f

__device__ inline float cndGPU(float d)
{
    float k = __fdividef(1.0f, (1.0f + 0.2316419f * fabsf(d)));
    float cnd = RSQRT2PI * __expf(-0.5f * d * d) * (k * (A1 + k * (A2 + k * (A3 + k * (A4 + k * A5)))));

    if (d > 0)
        cnd = 1.0f - cnd;

    return cnd;
}

__device__ inline void blackScholesBody(float &call, float &put, float s, float x, float t, float r, float v)
{
    float sqrtT = sqrtf(t);
    float d1 = __fdividef(logf(s / x) + (r + 0.5f * v * v) * t, v * sqrtT);
    float d2 = d1 - v * sqrtT;
    float cndD1 = cndGPU(d1);
    float cndD2 = cndGPU(d2);
    float expRT = expf(-r * t);

    call = s * cndD1 - x * expRT * cndD2;
    put = x * expRT * (1.0f - cndD2) - s * (1.0f - cndD1);
}

__launch_bounds__(128)
__global__ void blackScholes(float *__restrict__ calls, float *__restrict__ puts, const float *__restrict__ prices,
                             const float *__restrict__ strikes, const float *__restrict__ years, float r, float v,
                             int count)
{
    const int opt = blockDim.x * blockIdx.x + threadIdx.x;
    if (opt < count)
        blackScholesBody(calls[opt], puts[opt], prices[opt], strikes[opt], years[opt], r, v);
}

__device__ double normal(double d) { return 0.5 * erfc(-d * 0.70710678118654752440); }

/* Same in double; two options per thread, side by side in a double2. */
__global__ void blackScholesDouble(double2 *prices, const float *s, const float *x, const float *t, double r, double v,
                                   int count)
{
    int first = 2 * (blockDim.x * blockIdx.x + threadIdx.x);
    for (int opt = first; opt < first + 2 && opt < count; opt++) {
        double root = sqrt((double)t[opt]);
        double d1 = (log((double)s[opt] / x[opt]) + (r + 0.5 * v * v) * t[opt]) / (v * root);
        double d2 = d1 - v * root;
        double discount = exp(-r * t[opt]);
        prices[opt].x = s[opt] * normal(d1) - x[opt] * discount * normal(d2);
        prices[opt].y = x[opt] * discount * normal(-d2) - s[opt] * normal(-d1);
    }
}

/* Composite Simpson integration of the normal density. */
static double hostNormal(double d)
{
    const int pieces = 400;
    double low = 0.0, high = fabs(d) > 12.0 ? 12.0 : fabs(d), h = (high - low) / pieces, sum = 0.0;
    for (int i = 0; i <= pieces; ++i) {
        double z = low + i * h, weight = i == 0 || i == pieces ? 1.0 : i % 2 ? 4.0 : 2.0;
        sum += weight * exp(-0.5 * z * z);
    }
    sum *= h / 3.0 * 0.39894228040143267794;
    return d > 0 ? 0.5 + sum : 0.5 - sum;
}

static float uniform(unsigned *state, float low, float high)
{
    *state = *state * 1664525u + 1013904223u;
    return low + (high - low) * (float)(*state >> 8) / 16777216.0f;
}

#define CHECK(call)                                                                                        \
    do {                                                                                                   \
        cudaError_t err = call;                                                                            \
        if (cudaSuccess != err) {                                                                          \
            printf("FAIL black_scholes: line %d, got %s, want no error\n", __LINE__, cudaGetErrorString(err)); \
            exit(EXIT_FAILURE);                                                                            \
        }                                                                                                  \
    } while (0)

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 20001;
    if (n < 1) {
        fprintf(stderr, "usage: %s [options]\n", argv[0]);
        return 2;
    }
    size_t bytes = n * sizeof(float);
    float *host = (float *)malloc(5 * bytes), *device = NULL;
    double2 *exact = (double2 *)malloc(n * sizeof(double2)), *d_exact = NULL;
    float *s = host, *x = host + n, *t = host + 2 * n, *call = host + 3 * n, *put = host + 4 * n;
    unsigned state = 5347u;
    for (int i = 0; i < n; ++i) {
        s[i] = uniform(&state, 5.0f, 30.0f);
        x[i] = uniform(&state, 1.0f, 100.0f);
        t[i] = uniform(&state, 0.25f, 10.0f);
    }

    /* One allocation, five arrays in it. */
    CHECK(cudaMalloc((void **)&device, 5 * bytes));
    CHECK(cudaMalloc((void **)&d_exact, n * sizeof(double2)));
    float *d_s = device, *d_x = device + n, *d_t = device + 2 * n, *d_call = device + 3 * n, *d_put = device + 4 * n;
    CHECK(cudaMemcpy(device, host, 3 * bytes, cudaMemcpyHostToDevice));
    blackScholes<<<(n + 127) / 128, 128>>>(d_call, d_put, d_s, d_x, d_t, RISKFREE, VOLATILITY, n);
    blackScholesDouble<<<(n + 127) / 128, 64>>>(d_exact, d_s, d_x, d_t, RISKFREE, VOLATILITY, n);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    CHECK(cudaMemcpy(call, d_call, 2 * bytes, cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(exact, d_exact, n * sizeof(double2), cudaMemcpyDeviceToHost));
    CHECK(cudaFree(device));
    CHECK(cudaFree(d_exact));

    /* Prices are below 100. Polynomial in float with fast intrinsics: 5e-4; double: 1e-8. */
    for (int i = 0; i < n; ++i) {
        double v = VOLATILITY, r = RISKFREE;
        double d1 = (log((double)s[i]) - log((double)x[i]) + (r + v * v / 2) * t[i]) / (v * sqrt((double)t[i]));
        double d2 = d1 - v * sqrt((double)t[i]);
        double wantCall = s[i] * hostNormal(d1) - x[i] * exp(-r * t[i]) * hostNormal(d2);
        double wantPut = wantCall + x[i] * exp(-r * t[i]) - s[i]; /* put-call parity */
        if (!(fabs(call[i] - wantCall) <= 5e-4) || !(fabs(put[i] - wantPut) <= 5e-4)) {
            printf("FAIL black_scholes: option %d, got call %.7g put %.7g, want %.7g %.7g\n", i, call[i], put[i],
                   wantCall, wantPut);
            return 1;
        }
        if (!(fabs(exact[i].x - wantCall) <= 1e-8) || !(fabs(exact[i].y - wantPut) <= 1e-8)) {
            printf("FAIL black_scholes: option %d in double, got call %.13g put %.13g, want %.13g %.13g\n", i,
                   exact[i].x, exact[i].y, wantCall, wantPut);
            return 1;
        }
    }
    free(host);
    free(exact);
    printf("PASS black_scholes\n");
    return 0;
}
