// A module with a parameter of every alignment, for arguments that come packed in one buffer.
#include "point.h"

extern "C" __global__ void movePoints(char step, Point by, short factor, Point *points, bool negate, int count)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count) {
        return;
    }
    double scale = (negate ? -1.0 : 1.0) * factor * step;
    points[i].x += scale * by.x;
    points[i].y += scale * by.y;
    points[i].id += by.id;
}
