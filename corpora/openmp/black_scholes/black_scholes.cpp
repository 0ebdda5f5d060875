// black_scholes by hand: a loop over the options that compilers make vectors of, with the C library's vector functions.
#include "../timing.hpp"

static float normal(float d)
{
    const float k = 1.0f / (1.0f + 0.2316419f * std::fabs(d));
    const float series =
        k * (0.31938153f + k * (-0.356563782f + k * (1.781477937f + k * (-1.821255978f + k * 1.330274429f))));
    const float tail = 0.3989422804f * std::exp(-0.5f * d * d) * series;
    return d > 0 ? 1.0f - tail : tail;
}

static void prices(float *calls, float *puts, const float *s, const float *x, const float *t, float r, float v,
                   int count)
{
#pragma omp parallel for simd schedule(static)
    for (int i = 0; i < count; i++) {
        const float root = std::sqrt(t[i]);
        const float d1 = (std::log(s[i] / x[i]) + (r + 0.5f * v * v) * t[i]) / (v * root), d2 = d1 - v * root;
        const float n1 = normal(d1), n2 = normal(d2), discounted = x[i] * std::exp(-r * t[i]);
        calls[i] = s[i] * n1 - discounted * n2;
        puts[i] = discounted * (1.0f - n2) - s[i] * (1.0f - n1);
    }
}

static double exact_normal(double d) { return 0.5 * std::erfc(-d * 0.70710678118654752440); }

static void exact_prices(double *both, const float *s, const float *x, const float *t, double r, double v, int count)
{
#pragma omp parallel for simd schedule(static)
    for (int i = 0; i < count; i++) {
        const double root = std::sqrt(static_cast<double>(t[i]));
        const double d1 = (std::log(static_cast<double>(s[i]) / x[i]) + (r + 0.5 * v * v) * t[i]) / (v * root);
        const double d2 = d1 - v * root, discounted = x[i] * std::exp(-r * t[i]);
        both[2 * i] = s[i] * exact_normal(d1) - discounted * exact_normal(d2);
        both[2 * i + 1] = discounted * exact_normal(-d2) - s[i] * exact_normal(-d1);
    }
}

int main()
{
    const int count = 1000003;
    const float r = 0.02f, v = 0.30f;
    const std::vector<float> s = numbers(count, 1, 5, 30), x = numbers(count, 2, 1, 100);
    const std::vector<float> t = numbers(count, 3, 0.25f, 10);
    std::vector<float> out(2 * count);
    std::vector<double> exact(2 * count);
    const auto work = [&] { prices(out.data(), out.data() + count, s.data(), x.data(), t.data(), r, v, count); };
    measure("black_scholes", work, [&] { return out; });
    const auto more = [&] { exact_prices(exact.data(), s.data(), x.data(), t.data(), r, v, count); };
    measure("black_scholes_double", more, [&] { return exact; });
    return 0;
}
