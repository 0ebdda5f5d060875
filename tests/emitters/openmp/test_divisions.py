"""Integers divided as numbers in double precision give what integers do, for all that 32 bits hold."""

from __future__ import annotations

import numpy as np
import pytest

from tests.emitters.openmp import native

SOURCE = """
__global__ void with_sign(const int *a, const int *b, int *q, int *r, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) { q[i] = a[i] / b[i]; r[i] = a[i] % b[i]; }
}
__global__ void without(const unsigned *a, const unsigned *b, unsigned *q, unsigned *r, int n) {
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) { q[i] = a[i] / b[i] + i / gridDim.x * 0; r[i] = a[i] % b[i]; }
}
void host() {
    with_sign<<<1, 1>>>(nullptr, nullptr, nullptr, nullptr, 0);
    without<<<1, 1>>>(nullptr, nullptr, nullptr, nullptr, 0);
}
"""
EDGES = [1, 2, 3, 5, 7, 255, 256, 257, 65535, 65536, 65537, 2**30, 2**31 - 2, 2**31 - 1]


def numbers(dtype: type[np.integer]) -> tuple[np.ndarray, np.ndarray]:
    """All pairs of edges, with their products and those' neighbours, and random ones."""
    limits = np.iinfo(dtype)
    edges = [e for edge in EDGES for e in (edge, -edge)] + [limits.max, limits.max - 1]
    divisors = [e for e in edges if limits.min <= e <= limits.max]
    near = [
        d * k + step for d in divisors for k in (0, 1, 2, 3, 1000, 65535, d) for step in (-1, 0, 1)
    ]
    dividends = [v for v in near if limits.min <= v <= limits.max]
    one, two = np.meshgrid(np.array(dividends, dtype), np.array(divisors, dtype))
    random = np.random.default_rng(3)
    more = random.integers(limits.min, limits.max, (2, 20000), dtype, endpoint=True)
    more[1][more[1] == 0] = 1
    a, b = np.concatenate([one.ravel(), more[0]]), np.concatenate([two.ravel(), more[1]])
    overflows = (a == limits.min) & (b == dtype(-1 if limits.min else 0))
    return a[~overflows], b[~overflows]


@pytest.mark.parametrize(("kernel", "dtype"), [("with_sign", np.int32), ("without", np.uint32)])
def test_all_are_exact(kernel: str, dtype: type[np.integer]) -> None:
    ported = native.port(SOURCE)
    assert "quotient<" in ported.text and "remainder_of<" in ported.text
    a, b = numbers(dtype)
    out = np.zeros_like(a)
    blocks = (len(a) + 255) // 256
    _, _, q, r = native.run(
        ported, kernel, (blocks,), (256,), a, b, out, out.copy(), np.int32(len(a))
    )
    wide, by = a.astype(np.int64), b.astype(np.int64)
    wanted = np.sign(wide) * np.sign(by) * (np.abs(wide) // np.abs(by))  # towards zero, as C does
    assert np.array_equal(q.astype(np.int64), wanted)
    assert np.array_equal(r.astype(np.int64), wide - wanted * by)
