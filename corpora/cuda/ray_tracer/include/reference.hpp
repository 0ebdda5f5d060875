// reference.hpp: the same picture computed on the host. No CUDA here.
#pragma once

#include <vector>

namespace reference {

struct Ball {
    double centre[3], radius, colour[3], reflection;
};

// Returns width * height * 3 colour components.
std::vector<double> render(int width, int height, const std::vector<Ball> &balls, const double light[3], double aspect,
                           double zoom);

}  // namespace reference
