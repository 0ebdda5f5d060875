// nbody: gravitation between all pairs of bodies; float4 holds position and mass, tiles of bodies go
// through dynamic shared memory, rsqrtf gives the distance. Leapfrog steps, checked in double.
//
// usage: nbody [bodies [steps]]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

static constexpr float SOFTENING2 = 1e-2f;

__device__ float3 interact(float3 acc, const float4 &me, float4 other)
{
    float3 r;
    r.x = other.x - me.x;
    r.y = other.y - me.y;
    r.z = other.z - me.z;
    const float dist2 = r.x * r.x + r.y * r.y + r.z * r.z + SOFTENING2;
    const float inv = rsqrtf(dist2);
    const float s = other.w * inv * inv * inv;
    acc.x += r.x * s;
    acc.y += r.y * s;
    acc.z += r.z * s;
    return acc;
}

__global__ void __launch_bounds__(256)
accelerate(const float4 *__restrict__ bodies, float3 *__restrict__ acceleration, int count)
{
    extern __shared__ float4 tile[];

    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const float4 me = i < count ? bodies[i] : make_float4(0.f, 0.f, 0.f, 0.f);
    float3 acc = make_float3(0.f, 0.f, 0.f);

    for (int start = 0; start < count; start += blockDim.x) {
        const int j = start + threadIdx.x;
        // bodies past the end have no mass
        tile[threadIdx.x] = j < count ? bodies[j] : make_float4(0.f, 0.f, 0.f, 0.f);
        __syncthreads();
#pragma unroll 4
        for (int k = 0; k < blockDim.x; ++k)
            acc = interact(acc, me, tile[k]);
        __syncthreads();
    }
    if (i < count)
        acceleration[i] = acc;
}

__global__ void advance(float4 *bodies, float3 *velocity, const float3 *acceleration, float dt, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count)
        return;
    float3 v = velocity[i];
    const float3 a = acceleration[i];
    v.x += a.x * dt;
    v.y += a.y * dt;
    v.z += a.z * dt;
    bodies[i].x += v.x * dt;
    bodies[i].y += v.y * dt;
    bodies[i].z += v.z * dt;
    velocity[i] = v;
}

class Random {
public:
    explicit Random(unsigned seed) : state_(seed) {}
    float operator()()  // -1 .. 1
    {
        state_ = state_ * 1664525u + 1013904223u;
        return (float)(state_ >> 8) * (2.0f / 16777216.0f) - 1.0f;
    }

private:
    unsigned state_;
};

static void reference(std::vector<double> &pos, std::vector<double> &vel, const std::vector<double> &mass, int steps,
                      double dt)
{
    const size_t n = mass.size();
    std::vector<double> acc(3 * n);
    while (steps-- > 0) {
        for (size_t i = 0; i < n; ++i) {
            double a[3] = {0, 0, 0};
            for (size_t j = 0; j < n; ++j) {
                double d[3], q = SOFTENING2;
                for (int c = 0; c < 3; ++c) {
                    d[c] = pos[3 * j + c] - pos[3 * i + c];
                    q += d[c] * d[c];
                }
                const double s = mass[j] / (q * std::sqrt(q));
                for (int c = 0; c < 3; ++c)
                    a[c] += s * d[c];
            }
            for (int c = 0; c < 3; ++c)
                acc[3 * i + c] = a[c];
        }
        for (size_t c = 0; c < 3 * n; ++c) {
            vel[c] += dt * acc[c];
            pos[c] += dt * vel[c];
        }
    }
}

#define GUARD(call)                                                                         \
    if (cudaError_t err = (call)) {                                                         \
        std::printf("FAIL nbody: %s, got %s, want no error\n", #call, cudaGetErrorString(err)); \
        return 1;                                                                           \
    }

int main(int argc, char **argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 1003;
    const int steps = argc > 2 ? std::atoi(argv[2]) : 3;
    if (count < 1 || steps < 0) {
        std::fprintf(stderr, "usage: %s [bodies [steps]]\n", argv[0]);
        return 2;
    }
    const float dt = 0.01f;
    const int block = 128;
    std::vector<float4> bodies(count);
    std::vector<double> pos(3 * count), vel(3 * count, 0.0), mass(count);
    Random random(17u);
    for (int i = 0; i < count; ++i) {
        const float x = random(), y = random(), z = random();
        bodies[i] = make_float4(x, y, z, (1.5f + random()) / count);
        pos[3 * i] = x;
        pos[3 * i + 1] = y;
        pos[3 * i + 2] = z;
        mass[i] = bodies[i].w;
    }

    float4 *d_bodies = nullptr;
    float3 *d_velocity = nullptr, *d_acceleration = nullptr;
    GUARD(cudaMalloc(&d_bodies, count * sizeof(float4)));
    GUARD(cudaMalloc(&d_velocity, count * sizeof(float3)));
    GUARD(cudaMalloc(&d_acceleration, count * sizeof(float3)));
    GUARD(cudaMemcpy(d_bodies, bodies.data(), count * sizeof(float4), cudaMemcpyHostToDevice));
    GUARD(cudaMemset(d_velocity, 0, count * sizeof(float3)));

    const int blocks = (count + block - 1) / block;
    for (int s = 0; s < steps; ++s) {
        accelerate<<<blocks, block, block * sizeof(float4)>>>(d_bodies, d_acceleration, count);
        advance<<<blocks, block>>>(d_bodies, d_velocity, d_acceleration, dt, count);
    }
    GUARD(cudaGetLastError());
    GUARD(cudaMemcpy(bodies.data(), d_bodies, count * sizeof(float4), cudaMemcpyDeviceToHost));
    std::vector<float3> velocity(count);
    GUARD(cudaMemcpy(velocity.data(), d_velocity, count * sizeof(float3), cudaMemcpyDeviceToHost));
    GUARD(cudaFree(d_bodies));
    GUARD(cudaFree(d_velocity));
    GUARD(cudaFree(d_acceleration));

    reference(pos, vel, mass, steps, dt);
    // rsqrtf is within 2 ulp, sums run over all bodies: 2e-4 on positions and velocities near 1.
    for (int i = 0; i < count; ++i) {
        const double got[6] = {bodies[i].x, bodies[i].y, bodies[i].z, velocity[i].x, velocity[i].y, velocity[i].z};
        for (int c = 0; c < 6; ++c) {
            const double want = c < 3 ? pos[3 * i + c] : vel[3 * i + c - 3];
            if (!(std::fabs(got[c] - want) <= 2e-4 * (1.0 + std::fabs(want)))) {
                std::printf("FAIL nbody: body %d component %d, got %.8g, want %.8g\n", i, c, got[c], want);
                return 1;
            }
        }
    }
    std::printf("PASS nbody\n");
    return 0;
}
