#pragma once

// One point as both sides see it: padded behind `id`, so that its size is a multiple of eight.
struct Point {
    double x, y;
    int id;
};
