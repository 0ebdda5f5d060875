// main.cu: sets the scene up, renders it on the device, compares with the host's picture.
//
// usage: ray_tracer [width [height]]
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "reference.hpp"
#include "scene.cuh"

static int report(const char *call, cudaError_t error)
{
    std::printf("FAIL ray_tracer: %s, got %s, want no error\n", call, cudaGetErrorString(error));
    return 1;
}

#define TRY(call)                                \
    if (const cudaError_t error = (call))        \
        return report(#call, error)

int main(int argc, char **argv)
{
    const int width = argc > 1 ? std::atoi(argv[1]) : 203;
    const int height = argc > 2 ? std::atoi(argv[2]) : 151;
    if (width < 1 || height < 1) {
        std::fprintf(stderr, "usage: %s [width [height]]\n", argv[0]);
        return 2;
    }
    std::vector<scene::Sphere> spheres;
    std::vector<reference::Ball> balls;
    unsigned seed = 5u;
    auto random = [&seed]() {
        seed = seed * 1664525u + 1013904223u;
        return (float)(seed >> 8) / 16777216.0f;
    };
    for (int i = 0; i < 9; ++i) {
        const float3 centre = make_float3((i % 3 - 1) * 1.6f, (i / 3) * 0.9f - 0.6f, 4.0f + 0.7f * (i / 3) + random());
        const float3 colour = make_float3(random(), random(), random());
        spheres.push_back({centre, 0.4f + 0.2f * random(), {colour, 0.6f * random()}});
        const scene::Sphere &s = spheres.back();
        balls.push_back({{s.centre.x, s.centre.y, s.centre.z}, s.radius, {s.material.colour.x, s.material.colour.y,
                         s.material.colour.z}, s.material.reflection});
    }
    const float3 light = make_float3(0.48f, 0.8f, -0.36f);
    const scene::Camera camera = {make_float3(0.0f, 0.0f, 0.0f), 1.3f, 1.7f};

    const int count = width * height;
    float3 *d_pixels = nullptr;
    scene::Sphere *d_spheres = nullptr;
    TRY(cudaMalloc(&d_pixels, count * sizeof(float3)));
    TRY(cudaMalloc(&d_spheres, spheres.size() * sizeof(scene::Sphere)));
    TRY(cudaMemcpy(d_spheres, spheres.data(), spheres.size() * sizeof(scene::Sphere), cudaMemcpyHostToDevice));
    TRY(render(d_pixels, width, height, d_spheres, (int)spheres.size(), camera, light));
    std::vector<float3> got(count);
    TRY(cudaMemcpy(got.data(), d_pixels, count * sizeof(float3), cudaMemcpyDeviceToHost));
    TRY(cudaFree(d_pixels));
    TRY(cudaFree(d_spheres));

    const double direction[3] = {light.x, light.y, light.z};
    const std::vector<double> want = reference::render(width, height, balls, direction, camera.aspect, camera.zoom);
    // Colours: 1e-2 absolute. At edges a ray may hit in one precision and miss in the other: at most
    // one pixel in a hundred (and four) may differ more.
    int outliers = 0, worst = 0;
    double largest = 0.0;
    for (int i = 0; i < count; ++i) {
        const double difference = std::fmax(std::fabs(got[i].x - want[3 * i]),
            std::fmax(std::fabs(got[i].y - want[3 * i + 1]), std::fabs(got[i].z - want[3 * i + 2])));
        outliers += !(difference <= 1e-2);
        if (difference > largest) {
            largest = difference;
            worst = i;
        }
    }
    if (outliers > count / 100 + 4) {
        std::printf("FAIL ray_tracer: %d pixels, worst (%d, %d), got %.4f, want %.4f\n", outliers, worst % width,
                    worst / width, got[worst].x, want[3 * worst]);
        return 1;
    }
    std::printf("PASS ray_tracer\n");
    return 0;
}
