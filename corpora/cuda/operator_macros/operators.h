/* What the two files of the program know of each other. */
#pragma once

constexpr int PARTS = 7;

enum Operator { ADD, LARGEST, FIRST_BITS, OPERATORS };

/* Combines each of PARTS parts of `values` by an operator; returns false where the device failed. */
bool combine_parts(Operator op, const int *values, int count, int *results);

/* The smallest sum of neighbours, over all pairs; on the device by an atomic loop. */
bool smallest_pair(const float *values, int count, float *result);
