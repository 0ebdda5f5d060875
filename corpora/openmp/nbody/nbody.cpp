// nbody by hand: bodies as arrays of coordinates, so that the inner loop runs over neighbours.
#include "../timing.hpp"

static void accelerate(const std::vector<float> &x, const std::vector<float> &y, const std::vector<float> &z,
                       const std::vector<float> &mass, float *acceleration, int count)
{
#pragma omp parallel for schedule(static)
    for (int i = 0; i < count; i++) {
        const float own_x = x[i], own_y = y[i], own_z = z[i];
        float sum_x = 0, sum_y = 0, sum_z = 0;
#pragma omp simd reduction(+ : sum_x, sum_y, sum_z)
        for (int j = 0; j < count; j++) {
            const float dx = x[j] - own_x, dy = y[j] - own_y, dz = z[j] - own_z;
            const float inverse = 1.0f / std::sqrt(dx * dx + dy * dy + dz * dz + 1e-2f);
            const float s = mass[j] * inverse * inverse * inverse;
            sum_x += dx * s;
            sum_y += dy * s;
            sum_z += dz * s;
        }
        acceleration[3 * i] = sum_x;
        acceleration[3 * i + 1] = sum_y;
        acceleration[3 * i + 2] = sum_z;
    }
}

int main()
{
    const int count = 4096;
    const std::vector<float> bodies = numbers(4 * count, 17, 0.5f, 1.5f);
    std::vector<float> x(count), y(count), z(count), mass(count), acceleration(3 * count);
    for (int i = 0; i < count; i++) {
        x[i] = bodies[4 * i];
        y[i] = bodies[4 * i + 1];
        z[i] = bodies[4 * i + 2];
        mass[i] = bodies[4 * i + 3];
    }
    measure("nbody", [&] { accelerate(x, y, z, mass, acceleration.data(), count); }, [&] { return acceleration; });
    return 0;
}
