// patterns by hand: the work of patterns.cu, written for the cores of a machine with OpenMP.
#include "../timing.hpp"

struct Body {
    float x, y, z, mass;
};

static void product(const float *a, const float *b, float *c, int n)
{
#pragma omp parallel for schedule(static)
    for (int row = 0; row < n; row++) {
        float *sums = c + row * n;
        for (int column = 0; column < n; column++)
            sums[column] = 0.0f;
        for (int k = 0; k < n; k++) {
            const float factor = a[row * n + k];
#pragma omp simd
            for (int column = 0; column < n; column++)
                sums[column] += factor * b[k * n + column];
        }
    }
}

static void forces(const Body *bodies, float *pull, int n)
{
#pragma omp parallel for schedule(static)
    for (int i = 0; i < n; i++) {
        const Body own = bodies[i];
        float total = 0.0f;
#pragma omp simd reduction(+ : total)
        for (int j = 0; j < n; j++) {
            const float dx = bodies[j].x - own.x, dy = bodies[j].y - own.y, dz = bodies[j].z - own.z;
            const float far = dx * dx + dy * dy + dz * dz + 0.01f;
            total += bodies[j].mass * dx / (far * std::sqrt(far));
        }
        pull[i] = total;
    }
}

static void smooth(const float *in, float *out, int width, int height)
{
#pragma omp parallel for schedule(static)
    for (int y = 1; y < height - 1; y++) {
#pragma omp simd
        for (int x = 1; x < width - 1; x++) {
            const int at = y * width + x;
            out[at] = 0.2f * (in[at] + in[at - 1] + in[at + 1] + in[at - width] + in[at + width]);
        }
    }
}

static void sums(const float *in, float *out, int n)
{
#pragma omp parallel for schedule(static)
    for (int block = 0; block < n / 256; block++) {
        float sum = 0.0f;
#pragma omp simd reduction(+ : sum)
        for (int i = 0; i < 256; i++)
            sum += in[block * 256 + i];
        out[block] = sum;
    }
}

static void prices(const float *spot, const float *strike, float *call, int n)
{
#pragma omp parallel for simd schedule(static)
    for (int i = 0; i < n; i++) {
        const float d = (std::log(spot[i] / strike[i]) + 0.065f) / 0.3f;
        const float first = 0.5f * std::erfc(-0.70710678f * d);
        const float second = 0.5f * std::erfc(-0.70710678f * (d - 0.3f));
        call[i] = spot[i] * first - strike[i] * std::exp(-0.02f) * second;
    }
}

// Of the first `count` results.
template <class Work> static void timed(const char *name, const std::vector<float> &results, int count, Work work)
{
    measure(name, work, [&] { return std::vector<float>(results.begin(), results.begin() + count); });
}

int main()
{
    const int count = 1 << 21, n = 512, bodies = 4096, width = 2048, height = 1024;
    std::vector<float> a(count), b(count), c(count);
    for (int i = 0; i < count; i++) {
        a[i] = 1.0f + 0.01f * (i * 7 % 103);
        b[i] = 1.0f + 0.02f * (i * 5 % 97);
    }
    std::vector<Body> all(bodies);
    for (int i = 0; i < bodies; i++)
        all[i] = {a[4 * i], a[4 * i + 1], a[4 * i + 2], a[4 * i + 3]};
    timed("product", c, n * n, [&] { product(a.data(), b.data(), c.data(), n); });
    timed("forces", c, bodies, [&] { forces(all.data(), c.data(), bodies); });
    c.assign(count, 0.0f);
    timed("smooth", c, count, [&] { smooth(a.data(), c.data(), width, height); });
    timed("sums", c, count / 256, [&] { sums(a.data(), c.data(), count); });
    timed("prices", c, count, [&] { prices(a.data(), b.data(), c.data(), count); });
    return 0;
}
