// reference.cpp: recursive ray tracer in double precision, camera at the origin.
#include "reference.hpp"

#include <algorithm>
#include <cmath>

#ifndef MAX_DEPTH
#define MAX_DEPTH 3
#endif

namespace reference {
namespace {

struct V {
    double x, y, z;
};
V operator+(V a, V b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
V operator-(V a, V b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
V operator*(double s, V a) { return {s * a.x, s * a.y, s * a.z}; }
double dot(V a, V b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
V unit(V a) { return (1.0 / std::sqrt(dot(a, a))) * a; }

struct World {
    const std::vector<Ball> &balls;
    V light;

    V look(V from, V to, double weight, int depth) const
    {
        if (depth == MAX_DEPTH)
            return {0, 0, 0};
        double best = 1e30, mirror = 0.25;
        V normal{0, 1, 0}, colour{0.5, 0.5, 0.5};
        for (const Ball &b : balls) {
            // roots of |from + t * to - centre|^2 = radius^2
            const V centre{b.centre[0], b.centre[1], b.centre[2]}, o = from - centre;
            const double p = dot(o, to), q = dot(o, o) - b.radius * b.radius, root2 = p * p - q;
            if (root2 <= 0)
                continue;
            double t = -p - std::sqrt(root2);
            if (t <= 1e-3)
                t = -p + std::sqrt(root2);
            if (t <= 1e-3 || t >= best)
                continue;
            best = t;
            normal = unit(from + t * to - centre);
            colour = {b.colour[0], b.colour[1], b.colour[2]};
            mirror = b.reflection;
        }
        const double floor = to.y < -1e-4 ? -(from.y + 1) / to.y : -1;
        if (floor > 1e-3 && floor < best) {
            best = floor;
            normal = {0, 1, 0};
            colour = {0.5, 0.5, 0.5};
            mirror = 0.25;
        }
        if (best == 1e30)
            return weight * V{0.4, 0.5 + 0.1 * (to.y + 1), 1.0};
        const V own = weight * (1 - mirror) * std::max(0.1, dot(normal, light)) * colour;
        if (weight * mirror < 0.01)
            return own;
        const V reflected = unit(to - 2 * dot(to, normal) * normal);
        return own + look(from + best * to + 1e-3 * normal, reflected, weight * mirror, depth + 1);
    }
};

}  // namespace

std::vector<double> render(int width, int height, const std::vector<Ball> &balls, const double light[3], double aspect,
                           double zoom)
{
    const World world{balls, {light[0], light[1], light[2]}};
    std::vector<double> image;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const V to = unit({((x + 0.5) / width * 2 - 1) * aspect, 1 - (y + 0.5) / height * 2, zoom});
            const V c = world.look({0, 0, 0}, to, 1.0, 0);
            image.insert(image.end(), {c.x, c.y, c.z});
        }
    }
    return image;
}

}  // namespace reference
