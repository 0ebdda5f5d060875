"""Kernels whose threads part ways around barriers and warp operations: the lowered form, in the interpreter and on
every OpenCL driver, gives what the original gives in the interpreter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest

from cn_migrate.dialects.cnative.interpreter import Interpreter
from cn_migrate.parsers.cuda.device.module import DeviceCode
from tests.emitters.opencl.kernel_runs import port, run
from tests.parsers.cuda.device.run_source import translate_source

THREADS = 96
BLOCKS = 2

# The body of a kernel with 96 threads: `in` has 192 numbers below 100, `n` is 160, `i` the global number, `t` the
# local one; `out[i]` is compared.
BODIES = {
    "shuffle in a branch of a warp": "int v = in[i]; if (t < 32) v = sum(v); out[i] = v;",
    "both branches": "int v = in[i]; if (t / 32 == 1) v = sum(v); else v += sum(v) * 2; out[i] = v;",
    "lanes of a warp": """
        int v = in[i];
        if (t % 32 < 16) v = __shfl_xor_sync(0xffff, v, 3);
        else v = __shfl_down_sync(0xffff0000, v, 1) + __popc(__ballot_sync(0xffff0000, v > 50));
        out[i] = v;""",
    "warps turn unequally often": """
        int v = 0;
        for (int k = 0; k <= t / 32; k++) v += sum(in[(i + k) % n]);
        out[i] = v;""",
    "lanes turn unequally often": """
        int v = 0;
        for (int k = in[i] % 7; k > 0; k--) v += __popc(__activemask()) + k;
        out[i] = v;""",
    "break and continue": """
        int v = 0;
        for (int k = 0; k < 12; k++) {
            if ((in[i] + k) % 3 == 0) continue;
            v += me(k + t > 20) * 9;
            if (v > 60 + t % 5) break;
            v += 1;
        }
        out[i] = v;""",
    "return of what is shared": """
        int v = in[i];
        for (int k = in[0]; k > 40; k -= 20) { if (k > 60) v = sum_of_block(v + k) % 50; __syncthreads(); }
        out[i] = v + in[i];""",
    "do while": """
        int v = in[i], turns = 0;
        do {
            v += __popc(__activemask());
            if (v % 5 == 0) continue;
            turns++;
        } while (v < 90);
        out[i] = v * 100 + turns;""",
    "while with a vote": """
        int v = in[i];
        while (__any_sync(~0u, v < 200)) v += v < 200 ? 7 : 0;
        out[i] = v;""",
    "vote behind &&": "int v = in[i]; if (v > 50 && __any(v > 90)) v = -v; out[i] = v;",
    "vote behind ||": "int v = in[i]; out[i] = v > 50 || __all(v < 45) ? v : -v;",
    "vote in ?:": "int v = in[i]; out[i] = v > 50 ? __popc(__ballot(v & 1)) : -__popc(__activemask());",
    "return before": "if (i >= n) return; int v = sum(in[i] + t); out[i] = v;",
    "return before a barrier": """
        __shared__ int s[96];
        if (t % 3 == 2) return;
        s[t] = in[i];
        __syncthreads();
        out[i] = s[t / 3 * 3] + s[t / 3 * 3 + 1];""",
    "return in a loop": """
        for (int k = 0; k < 5; k++) {
            if (in[i] % 5 == k) return;
            out[i] += __popc(__activemask()) + k;
        }
        out[i] -= sum(k5(in[i]));""",
    "return of a device function": "out[i] = first_above(in, i, 60) * 3;",
    "return in a plain loop": """
        for (int k = 0; k < 9; k++) {
            for (int j = 0; j < 3; j++) if (in[(i + k * j) % n] == 13 + k) return;
        }
        out[i] = 1 + __popc(__activemask());""",
    "switch": """
        int v = in[i];
        switch (v % 5) {
        case 0: v += __popc(__activemask());
        case 1: v += 100 * __popc(__ballot(v & 2)); break;
        case 3: if (v > 50) break; v = -__popc(__activemask()); break;
        default: v = __popc(__activemask());
        }
        out[i] = v;""",
    "continue in a switch": """
        int v = 0;
        for (int k = 0; k < 6; k++) {
            switch ((t + k) % 4) {
            case 0: continue;
            case 1: v += me(in[i] % 2); break;
            default: v += 1000;
            }
            v += 10 * me(in[i] > v % 100);
        }
        out[i] = v;""",
    "nested": """
        int v = in[i];
        if (v % 2) {
            for (int k = 0; k < v % 4; k++) {
                if (v % 3 == 0) { v += 40 * me(v & 8); if (v > 90) break; }
                else v += 2 * me(v & 4) + 1;
            }
        } else if (v > 40) {
            v = __popc(__activemask());
        }
        out[i] = v;""",
    "uniform loop in a branch": """
        int v = in[i];
        if (t < 64) {
            int a[2] = {v, v + 1};
            for (int d = 16; d > 0; d /= 2) { a[0] += __shfl_xor_sync(~0u, a[0], d); a[d & 1] += 1; }
            v = a[0] * 100 + a[1];
        }
        out[i] = v;""",
    "division that must not happen": """
        int v = in[i], z = v % 4;
        if (z != 0) { int q = 100 / z; v = q + __popc(__ballot(q > 40)); }
        out[i] = v;""",
    "reads that must not happen": """
        int v = 0;
        if (i < n - 100) { int far = in[i * 4 / 3 % 192]; v = far + __popc(__ballot(far > 10)); }
        out[i] = v;""",
    "values across a meeting": """
        int v = in[i];
        if (t % 2) {
            int a = in[(i + 7) % 192], b = a * 2;
            const int c = __shfl_xor_sync(0xaaaaaaaa, a, 2);
            v = a + b * 3 + c * 5;
        }
        out[i] = v;""",
    "barrier under a condition of the block": """
        __shared__ int s[96];
        if (blockIdx.x == 0) { s[t] = in[i]; __syncthreads(); out[i] = s[95 - t]; }
        else out[i] = 1;""",
    "barrier in loops that end together": """
        __shared__ int s[96];
        int v = in[i];
        for (int k = 0; k < in[blockIdx.x] % 3 + 2; k++) {
            for (int j = 1; j <= n / 50; j++) { s[t] = v; __syncthreads(); v += s[(t + j) % 96]; __syncthreads(); }
        }
        out[i] = v;""",
    "barrier that counts, after a return": """
        if (t > 70) return;
        out[i] = __syncthreads_count(in[i] > 50) * 2 + __syncthreads_or(in[i] == 200);""",
    "lock-step loop of the block": """
        int v = in[i];
        while (__syncthreads_or(v > 10)) v = v > 10 ? v / 2 : v;
        out[i] = v;""",
    "aggregated atomic": """
        __shared__ int count;
        if (t == 0) count = 0;
        __syncthreads();
        if (in[i] > 40) {
            unsigned active = __activemask();
            int leader = __ffs(active) - 1, old = 0;
            if (t % 32 == leader) old = atomicAdd(&count, __popc(active));
            old = __shfl_sync(active, old, leader);
            out[i] = old >= 0;
        }
        __syncthreads();
        if (t == 0) out[i] = count;""",
    "matches": """
        int v = in[i];
        if (v > 20) out[i] = __popc(__match_any_sync(__activemask(), v % 4));
        else out[i] = __reduce_max_sync(__activemask(), v);""",
    "by reference": "int v = in[i]; if (t >= 32) swap_lanes(v); out[i] = v;",
    "a record that functions read": """
        __shared__ int s[96];
        View view{in, n};
        int v = 0;
        for (int k = 0; k < view.n / 50; k++) {
            s[t] = view.get(i) + k;
            __syncthreads();
            v += s[95 - t];
            __syncthreads();
        }
        out[i] = v;""",
    "a record that functions change": """
        View view{in, n};
        view.grow(t % 3 * 50);
        int v = 0;
        for (int k = 0; k < view.n / 50; k++) v += __popc(__activemask()) + view.get(i);
        out[i] = v;""",
    "a record that a function keeps": """
        View view{in, n}, *kept = same(&view);
        if (t % 2) kept->n = 0;
        out[i] = view.n ? __popc(__activemask()) : -1;""",
    "64 bits": """
        double d = in[i]; long long l = in[i];
        if (t / 32 != 1) { d = sum(d); l = sum(l << 33); }
        out[i] = (int)d + (int)(l >> 33);""",
}
FUNCTIONS = """
    template <class T> __device__ T sum(T v) {
        for (int d = warpSize / 2; d > 0; d /= 2) v += __shfl_xor_sync(0xffffffff, v, d);
        return v;
    }
    struct View {
        const int *p;
        int n;
        __device__ int get(int i) const { const int *from = p; from += i; return i < n ? *from : 0; }
        __device__ void grow(int k) { n += k; }
    };
    __device__ View *same(View *view) { return view; }
    __device__ int me(int v) { return __ballot(v) >> threadIdx.x % 32 & 1; }
    __device__ int k5(int v) { return v % 5; }
    __device__ int first_above(const int *in, int i, int limit) {
        for (int k = 0; k < 4; k++) {
            int v = in[(i + k) % 192];
            if (v > limit) return __popc(__activemask()) + v;
            if (__ballot(v < 5)) continue;
            limit -= 5;
        }
        return -1;
    }
    __device__ int sum_of_block(int v) {
        __shared__ int sums[32];
        int warp = threadIdx.x / 32;
        v = sum(v);
        if (threadIdx.x % 32 == 0) sums[warp] = v;
        __syncthreads();
        if (blockDim.x <= 32) return sums[0];
        v = threadIdx.x < blockDim.x / 32 ? sums[threadIdx.x % 32] : 0;
        if (warp == 0) { v = sum(v); if (threadIdx.x == 0) sums[0] = v; }
        __syncthreads();
        return sums[0];
    }
    __device__ void swap_lanes(int &v) { int w = __shfl_xor_sync(~0u, v, 1); if (v > 30) v = w; }"""
HARMLESS = {"absent-lane", "exited-before-barrier"}
NUMBERS = np.random.default_rng(7).integers(0, 100, THREADS * BLOCKS).astype(np.int32)


def batched(names: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    """`names`, some at a time."""
    left = iter(names)
    while batch := tuple(islice(left, size)):
        yield batch


KERNEL = "__global__ void {}(const int *in, int *out, int n) {{\n{}\n{}\n}}"
START = "const int t = threadIdx.x, i = blockIdx.x * blockDim.x + t;"
LAUNCH = "void host_{0}() {{ {0}<<<2, 96>>>(nullptr, nullptr, 160); }}"
NAMES = {name: f"part_{number}" for number, name in enumerate(BODIES)}


def source(*names: str) -> str:
    """A program of those kernels."""
    kernels = [KERNEL.format(NAMES[name], START, BODIES[name]) for name in names]
    return "\n".join([FUNCTIONS, *kernels, *(LAUNCH.format(NAMES[name]) for name in names)])


@cache
def original() -> DeviceCode:
    """All kernels, as the parser makes them."""
    with TemporaryDirectory() as folder:
        code, diagnostics = translate_source(Path(folder), source(*BODIES))
    assert not diagnostics.items
    return code


def interpreted(context: Any, module: Any, name: str) -> np.ndarray:
    """What a kernel leaves, in the interpreter, which finds no error."""
    out = np.zeros(THREADS * BLOCKS, np.int32)
    with context:
        arguments = [NUMBERS, out, 160]
        report = Interpreter(module).launch(NAMES[name], [BLOCKS], [THREADS], arguments)
    assert {finding.kind for finding in report} <= HARMLESS, str(report)
    return out


@pytest.mark.parametrize("name", BODIES)
def test_lowered_form(name: str) -> None:
    code, ported = original(), port(source(*BODIES))
    want = interpreted(code.context, code.module, name)
    got = interpreted(ported.module.context, ported.module, name)
    assert got.tolist() == want.tolist(), ported.module


@pytest.mark.parametrize("names", batched(BODIES, 8), ids=lambda names: names[0])
def test_on_drivers(names: tuple[str, ...]) -> None:
    ported = port(source(*names))
    for name in names:
        want = interpreted(original().context, original().module, name)
        arguments = [NUMBERS, np.zeros_like(want), np.int32(160)]
        for arrays in run(ported, NAMES[name], BLOCKS, THREADS, *arguments):
            assert arrays[1].tolist() == want.tolist(), ported.text
