"""Warp operations on drivers whose sub-groups can be CUDA's warps: those, and local memory, give the same."""

from __future__ import annotations

import numpy as np
import pytest

from tests.emitters.opencl.kernel_runs import port, run

SOURCE = """
    __global__ void lanes(const float *in, float *out) {
        const int t = threadIdx.x, i = blockIdx.x * blockDim.x + t;
        float v = in[i];
        if (t < 64) for (int d = 16; d > 0; d /= 2) v += __shfl_down_sync(~0u, v, d);
        const unsigned above = __ballot_sync(~0u, v > 9);
        for (int k = 0; k <= t / 32; k++) v += __shfl_sync(~0u, v, k) + __popc(__match_any_sync(~0u, t % 5));
        out[i] = v + __popc(above);
    }
    __global__ void neighbours(const int *in, int *out) {
        volatile __shared__ int s[96];
        const int t = threadIdx.x;
        s[t] = in[t];
        __syncthreads();
        if (t < 32) { s[t] += s[t + 32]; s[t] += s[t + 16]; s[t] += s[t + 8]; }
        __syncthreads();
        out[t] = s[t];
    }
    void host() { lanes<<<2, 96>>>(0, 0); neighbours<<<1, 96>>>(0, 0); }"""
NEEDED = frozenset(
    {"cl_khr_subgroup_shuffle", "cl_khr_subgroup_ballot", "cl_intel_required_subgroup_size"}
)


@pytest.mark.parametrize("kernel", ["lanes", "neighbours"])
@pytest.mark.parametrize("threads", [96, 72])
def test_sub_groups_and_local_memory_agree(kernel: str, threads: int) -> None:
    ported = port(SOURCE)
    type_ = np.float32 if kernel == "lanes" else np.int32
    given = kernel, 2 if kernel == "lanes" else 1, threads
    arrays = np.arange(192, dtype=type_) % 19, np.zeros(192, type_)
    plain = run(ported, *given, *arrays, needs=NEEDED)
    native = run(ported, *given, *arrays, needs=NEEDED, options="-cl-std=CL3.0 -DCN_SUB_GROUPS")
    if not native:
        pytest.skip("no driver has sub-groups with shuffles")
    for first, second in zip(plain, native, strict=True):
        assert first[1].tolist() == second[1].tolist()
