// scene.cuh: what there is to see. Spheres above a plane, one light.
#pragma once

#include "vec3.cuh"

#ifndef MAX_DEPTH
#define MAX_DEPTH 3
#endif

namespace scene {

struct Ray {
    float3 origin;
    float3 direction;
};

struct Material {
    float3 colour;
    float reflection;
};

struct Sphere {
    float3 centre;
    float radius;
    Material material;

    // Distance along the ray, or a negative number.
    __host__ __device__ float intersect(const Ray &ray) const
    {
        const float3 toCentre = centre - ray.origin;
        const float along = dot(toCentre, ray.direction);
        const float miss2 = dot(toCentre, toCentre) - along * along;
        const float half2 = radius * radius - miss2;
        if (half2 <= 0.0f)
            return -1.0f;
        const float half = sqrtf(half2);
        return along - half > 1e-3f ? along - half : along + half > 1e-3f ? along + half : -1.0f;
    }
};

struct Camera {
    float3 position;
    float aspect;
    float zoom;
};

}  // namespace scene

// Renders into a device buffer of width * height colours.
cudaError_t render(float3 *pixels, int width, int height, const scene::Sphere *spheres, int count,
                   scene::Camera camera, float3 light);
