"""Shifts by as many bits as there are, on drivers: CUDA shifts everything out."""

from __future__ import annotations

import numpy as np
import pytest

from cn_migrate.emitters.opencl.prelude import HELPERS
from cn_migrate.emitters.opencl.whole_shifts import SHIFTS
from tests.emitters.opencl.kernel_runs import port, run

ALL = 2**32 - 1
# statement with n = 32 and s = 0 -> the value of o[0], and the operator or helper in the text
CASES: dict[str, tuple[str, int, str]] = {
    "mask": ("o[0] = (1 << n) - 1;", ALL, "cn_shl_int(1, n)"),
    "wide_mask": ("o[0] = ((1ull << (n + 32)) - 1) >> 40;", 2**24 - 1, "cn_shl_ulong"),
    "rest_of_a_word": ("o[0] = 7u << 3 | 5u >> (32 - s);", 56, "cn_shr_uint(5u, 32 - s)"),
    "more_taken_away": ("o[0] = 3u << (32 - s - s);", 0, "cn_shl_uint"),
    "sign": ("o[0] = -8 >> (32 - s);", ALL, "cn_shr_int"),
    "update": ("unsigned v = 77; v >>= 32 - s; o[0] = v;", 0, "v = cn_shr_uint(v, 32 - s)"),
    "rotation": ("unsigned v = 9; o[0] = (v << s) | (v >> (32 - s));", 9, "v >> (32 - s)"),
    "known_count": ("o[0] = 1u << (n & 31);", 1, "1u << (n & 31)"),
    "constant": ("o[0] = 96u >> (32 - 27);", 3, "96u >> (32 - 27)"),
}


@pytest.mark.parametrize("name", CASES)
def test_whole_shifts(name: str) -> None:
    statement, expected, text = CASES[name]
    source = f"__global__ void k(unsigned *o, int n, int s) {{ {statement} }}"
    ported = port(f"{source} void host() {{ k<<<1, 1>>>(0, 32, 0); }}")
    assert text in ported.text
    results = run(ported, "k", 1, 1, np.zeros(1, np.uint32), np.int32(32), np.int32(0))
    assert [r[0].tolist() for r in results] == [[expected]] * len(results)


def test_helpers_are_in_the_prelude() -> None:
    assert SHIFTS.keys() <= HELPERS.keys()


def test_stores_at_a_divided_thread_index() -> None:
    """Intel's compiler for CPUs loses them where the division is done in 64 bits."""
    source = """
        __global__ void sums(const float *in, float *out) {
            __shared__ float of_warps[32];
            const int lane = threadIdx.x % 32, warp = threadIdx.x / 32, warps = blockDim.x / 32;
            float v = in[threadIdx.x];
            for (int d = 16; d > 0; d /= 2) v += __shfl_xor_sync(~0u, v, d);
            if (lane == 0) of_warps[warp] = v;
            __syncthreads();
            v = lane < warps ? of_warps[lane] : 0.0f;
            for (int d = 16; d > 0; d /= 2) v += __shfl_xor_sync(~0u, v, d);
            out[threadIdx.x] = v;
        }
        void host() { sums<<<1, 256>>>(0, 0); }"""
    arrays = np.ones(256, np.float32), np.zeros(256, np.float32)
    results = run(port(source), "sums", 1, 256, *arrays)
    assert results
    for _, out in results:
        assert set(out.tolist()) == {256.0}
