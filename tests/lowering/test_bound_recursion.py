"""Functions that call themselves in one place are copied, one copy for each level."""

from __future__ import annotations

import numpy as np
import pytest

from tests.emitters.opencl.kernel_runs import port, run

SOURCE = """
__device__ int factorial(int n) { return n < 2 ? 1 : n * factorial(n - 1); }
__device__ bool odd(int n);
__device__ bool even(int n) { return n == 0 || odd(n - 1); }
__device__ bool odd(int n) { return n != 0 && even(n - 1); }
struct Thing { __device__ virtual int weight() const = 0; };
struct Stone : Thing { int w; __device__ Stone(int x) : w(x) {} __device__ int weight() const override { return w; } };
struct Box : Thing {
    const Thing *in[2];
    __device__ Box(const Thing *a, const Thing *b) : in{a, b} {}
    __device__ int weight() const override
    {
        int sum = 1;
        for (int i = 0; i < 2; i++) sum += in[i]->weight();
        return sum;
    }
};
__global__ void numbers(int *o, int n)
{
    Stone a(10), b(100);
    Box inner(&a, &b), outer(&inner, &a);
    o[0] = factorial(n);
    o[1] = even(n) + 2 * odd(n);
    const Thing &thing = outer;
    o[2] = thing.weight();
}
void host(int *o) { numbers<<<1, 1>>>(o, 5); }
"""


def test_recursion_has_levels() -> None:
    ported = port(SOURCE)
    assert "bounded-recursion" in ported.rules and not ported.diagnostics.failed
    trapped = np.zeros(1, np.uint32)
    for out, ended in run(ported, "numbers", 1, 1, np.zeros(3, np.int32), np.int32(6), trapped):
        assert out.tolist() == [720, 1, 122]
        assert ended.tolist() == [0]


@pytest.mark.parametrize(("depth", "ends"), [(32, 0), (33, 1)])
def test_a_deeper_call_ends_the_kernel(depth: int, ends: int) -> None:
    ported = port("""
    __device__ int sum(const int *a, int n) { return n == 0 ? 0 : a[0] + sum(a + 1, n - 1); }
    __global__ void k(int *o, int n) { o[0] = sum(o, n); }
    void host(int *o) { k<<<1, 1>>>(o, 5); }""")
    numbers, trapped = np.arange(40, dtype=np.int32), np.zeros(1, np.uint32)
    for _, ended in run(ported, "k", 1, 1, numbers, np.int32(depth - 1), trapped):
        assert ended.tolist() == [ends]
