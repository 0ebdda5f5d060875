// render.cu: the device side. One thread per pixel; reflections are followed in a loop.
#include "scene.cuh"

using namespace scene;

__device__ static float3 normalize(float3 v) { return rsqrtf(dot(v, v)) * v; }

namespace {

struct Hit {
    float distance;
    float3 point, normal;
    Material material;
};

__device__ bool nearest(const Ray &ray, const Sphere *spheres, int count, Hit *hit)
{
    hit->distance = 1e30f;
    for (int s = 0; s < count; ++s) {
        const float distance = spheres[s].intersect(ray);
        if (distance > 0.0f && distance < hit->distance) {
            hit->distance = distance;
            hit->point = ray.origin + distance * ray.direction;
            hit->normal = normalize(hit->point - spheres[s].centre);
            hit->material = spheres[s].material;
        }
    }
    if (ray.direction.y < -1e-4f) {  // floor at y = -1, plain grey
        const float distance = -(ray.origin.y + 1.0f) / ray.direction.y;
        if (distance > 1e-3f && distance < hit->distance) {
            hit->distance = distance;
            hit->point = ray.origin + distance * ray.direction;
            hit->normal = make_float3(0.0f, 1.0f, 0.0f);
            hit->material.colour = make_float3(0.5f, 0.5f, 0.5f);
            hit->material.reflection = 0.25f;
        }
    }
    return hit->distance < 1e29f;
}

__device__ float3 trace(Ray ray, const Sphere *spheres, int count, const float3 &light)
{
    float3 colour = make_float3(0.0f, 0.0f, 0.0f);
    float weight = 1.0f;
    Hit hit;
    for (int depth = 0; depth < MAX_DEPTH; ++depth) {
        if (!nearest(ray, spheres, count, &hit)) {
            const float height = 0.5f * (ray.direction.y + 1.0f);
            colour += weight * make_float3(0.4f, 0.5f + 0.2f * height, 1.0f);
            break;
        }
        const float shade = fmaxf(0.1f, dot(hit.normal, light));
        colour += (weight * (1.0f - hit.material.reflection) * shade) * hit.material.colour;
        weight *= hit.material.reflection;
        if (weight < 0.01f)
            break;
        ray.origin = hit.point + 1e-3f * hit.normal;
        ray.direction = normalize(ray.direction - (2.0f * dot(ray.direction, hit.normal)) * hit.normal);
    }
    return colour;
}

__global__ void renderKernel(float3 *pixels, int width, int height, const Sphere *spheres, int count, Camera camera,
                             float3 light)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= width || y >= height) return;

    const float u = ((x + 0.5f) / width * 2.0f - 1.0f) * camera.aspect;
    const float v = 1.0f - (y + 0.5f) / height * 2.0f;
    const Ray ray = {camera.position, normalize(make_float3(u, v, camera.zoom))};
    pixels[y * width + x] = trace(ray, spheres, count, light);
}

}  // namespace

cudaError_t render(float3 *pixels, int width, int height, const Sphere *spheres, int count, Camera camera,
                   float3 light)
{
    const dim3 block(8, 8);
    const dim3 grid((width + block.x - 1) / block.x, (height + block.y - 1) / block.y);
    renderKernel<<<grid, block>>>(pixels, width, height, spheres, count, camera, light);
    return cudaGetLastError();
}
