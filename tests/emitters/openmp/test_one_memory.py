"""A CPU's memories are one: records that the host passes may hold pointers into any of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.emitters.openmp import native

SOURCE = """
struct View { float* data; int count; };
__device__ float sum(View v) {
    float all = 0;
    for (int i = 0; i < v.count; i++) all += v.data[i];
    return all;
}
__global__ void mixed(float* out, float* given, View passed) {
    __shared__ float own[32];
    own[threadIdx.x] = threadIdx.x;
    __syncthreads();
    View local = {own, 32};
    View global = {given, 2};
    const float* p = threadIdx.x % 2 ? own : given;
    out[threadIdx.x] = sum(local) + 1000 * sum(global) + p[1] / 64 + passed.count;
}
void host() { mixed<<<1, 32>>>(nullptr, nullptr, View{}); }
"""


def address(array: np.ndarray[Any, Any]) -> bytes:
    return np.array([array.ctypes.data], np.uint64).tobytes()


def test_pointers_into_several_memories() -> None:
    given = np.array([1, 2], np.float32)
    out = np.zeros(32, np.float32)
    passed = np.array([0, 5], np.uint64)
    values = [address(out), address(given), passed.tobytes()]
    native.start(native.port(SOURCE).text, "mixed", (1,), (32,), values, 0)
    assert out.tolist() == [496 + 3000 + (1 if t % 2 else 2) / 64 + 5 for t in range(32)]
