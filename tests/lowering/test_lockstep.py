"""Volatile shared memory without barriers: in the lowered form the threads of a warp wait for each other."""

from __future__ import annotations

import numpy as np

from cn_migrate.dialects.cnative.interpreter import Interpreter
from tests.emitters.opencl.kernel_runs import port, run

SOURCE = """
    template <int N> __device__ void reduce_warp(volatile float *s, int t) {
        if (N >= 64) s[t] += s[t + 32];
        s[t] += s[t + 16]; s[t] += s[t + 8]; s[t] += s[t + 4]; s[t] += s[t + 2]; s[t] += s[t + 1];
    }
    template <int N> __global__ void total(const float *in, float *out) {
        __shared__ float s[N];
        int t = threadIdx.x;
        s[t] = in[blockIdx.x * N + t];
        __syncthreads();
        for (int d = N / 2; d > 32; d >>= 1) { if (t < d) s[t] += s[t + d]; __syncthreads(); }
        if (t < 32) reduce_warp<N>(s, t);
        if (t == 0) out[blockIdx.x] = s[0];
    }
    __global__ void scan(const int *in, int *out) {
        volatile __shared__ int s[128];
        int t = threadIdx.x, lane = t & 31;
        s[t] = in[t];
        for (int d = 1; d < 32; d *= 2) if (lane >= d) s[t] = s[t] + s[t - d];
        out[t] = s[t];
    }
    __global__ void fenced(const int *in, int *out) {
        __shared__ int s[128];
        int t = threadIdx.x;
        for (int k = 0; k < 3; k++) {
            s[t] = in[t] + k;
            __threadfence_block();
            if (t % 32 >= 1) s[t] += s[t - 1];
            __threadfence_block();
            if (t % 32 >= 2) { s[t] += s[t - 2]; __threadfence_block(); }
            out[t] += s[t ^ 1];
        }
    }
    __global__ void flagged(const int *in, int *out) {
        __shared__ int s[64], flag;
        s[threadIdx.x] = in[threadIdx.x];
        __threadfence_block();
        flag = 1;
        out[threadIdx.x] = s[threadIdx.x] + flag;
    }
    __global__ void plain(volatile int *in, int *out) {
        volatile __shared__ int s[64];
        s[threadIdx.x] = in[threadIdx.x];
        out[threadIdx.x] = 1;
    }
    void host() {
        total<128><<<2, 128>>>(0, 0);
        scan<<<1, 128>>>(0, 0);
        fenced<<<1, 128>>>(0, 0);
        flagged<<<1, 64>>>(0, 0);
        plain<<<1, 64>>>(0, 0);
    }"""


def test_reduction_of_a_warp() -> None:
    ported = port(SOURCE)
    numbers = np.random.default_rng(3).integers(0, 9, 256).astype(np.float32)
    want = numbers.reshape(2, 128).sum(1).tolist()
    out = np.zeros(2, np.float32)
    with ported.module.context:
        report = Interpreter(ported.module).launch("total_128", [2], [128], [numbers, out])
    assert out.tolist() == want
    assert report.ok
    for arrays in run(ported, "total_128", 2, 128, numbers, np.zeros(2, np.float32)):
        assert arrays[1].tolist() == want


def test_scan_of_a_warp() -> None:
    ported = port(SOURCE)
    numbers = np.random.default_rng(4).integers(0, 9, 128).astype(np.int32)
    want = np.cumsum(numbers.reshape(4, 32), axis=1).ravel().tolist()
    for arrays in run(ported, "scan", 1, 128, numbers, np.zeros(128, np.int32)):
        assert arrays[1].tolist() == want


def test_fences_in_place_of_barriers() -> None:
    ported = port(SOURCE)
    numbers = np.random.default_rng(5).integers(0, 9, 128).astype(np.int32)
    want = np.zeros(128, np.int32)
    for k in range(3):
        s = (numbers + k).reshape(4, 32)
        for step in (1, 2):
            s = s + np.pad(s, ((0, 0), (step, 0)))[:, :32]
        want += s.ravel()[np.arange(128) ^ 1]
    for arrays in run(ported, "fenced", 1, 128, numbers, np.zeros(128, np.int32)):
        assert arrays[1].tolist() == want.tolist()


def test_it_is_said_once_for_a_function_that_counts_on_it() -> None:
    found = [item for item in port(SOURCE).diagnostics.items if item.rule == "lockstep"]
    assert sorted(item.message.split("'")[1] for item in found) == [
        "fenced",
        "reduce_warp<128>",
        "scan",
    ]
