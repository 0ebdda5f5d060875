"""Kernels whose threads meet in nasty ways, compiled for the CPU, give what the interpreter makes of the originals."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from cn_migrate.dialects.cnative.interpreter import Interpreter
from cn_migrate.parsers.cuda.device.module import DeviceCode
from tests.emitters.openmp import native
from tests.lowering import test_converge as converge
from tests.parsers.cuda.device.run_source import translate_source

# As in `converge`: 2 blocks of 96 threads, `in` has 192 numbers, `n` is 160.
BODIES = {
    "run-time loop in a run-time loop": """
        __shared__ int s[96];
        int v = in[i];
        for (int k = in[0] % 4; k < n / 32; k++) {
            int own = v + k;
            for (int j = k; j > 0; j--) { s[t] = own; __syncthreads(); own += s[(t + j) % 96]; __syncthreads(); }
            v ^= own;
        }
        out[i] = v;""",
    "barrier at a loop's end, value carried round": """
        __shared__ int s[96];
        int last = 0, sum = 0;
        for (int k = 0; k < 5; k++) {
            sum += last;
            s[t] = in[(i + k) % 192] + sum;
            __syncthreads();
            last = s[(t + 1) % 96];
            __syncthreads();
        }
        out[i] = sum + last;""",
    "uniform continue and break": """
        __shared__ int s[96];
        int v = in[i];
        for (int k = 0; k < n; k++) {
            if (k % 3 == 1) continue;
            if (k > 9) break;
            s[t] = v;
            __syncthreads();
            if (k == 4) { v += s[95 - t]; __syncthreads(); continue; }
            v = s[(t + k) % 96] * 3 % 1001;
            __syncthreads();
        }
        out[i] = v;""",
    "uniform return between barriers": """
        __shared__ int s[96];
        s[t] = in[i];
        __syncthreads();
        out[i] = s[95 - t];
        if (n > 100 && blockIdx.x == 1) return;
        __syncthreads();
        s[t] += 5;
        __syncthreads();
        out[i] += s[(t * 7) % 96];""",
    "condition out of shared memory": """
        __shared__ int s[96], left;
        s[t] = in[i];
        if (t == 0) left = 6;
        __syncthreads();
        while (left > 0) {
            int v = s[(t + left) % 96];
            __syncthreads();
            s[t] += v % 10;
            if (t == 95) left -= 2;
            __syncthreads();
        }
        out[i] = s[t];""",
    "do while with a barrier and a continue": """
        __shared__ int s[96];
        int v = in[i], k = 0;
        do {
            k++;
            s[t] = v;
            __syncthreads();
            v += s[t ^ 1];
            __syncthreads();
            if (k == 2) continue;
            v %= 777;
        } while (k < n / 40);
        out[i] = v;""",
    "switch with barriers in its cases": """
        __shared__ int s[96];
        int v = in[i];
        s[t] = v;
        switch (n % 4 + blockIdx.x) {
        case 0: __syncthreads(); v = s[(t + 1) % 96];
        case 1: __syncthreads(); v += s[(t + 2) % 96]; break;
        default: v = -1;
        }
        out[i] = v;""",
    "local array across barriers": """
        __shared__ int s[96];
        int a[4] = {in[i], 1, 2, 3};
        for (int k = 1; k < 4; k++) {
            s[t] = a[k - 1];
            __syncthreads();
            a[k] += s[(t + 5) % 96];
            int *p = &a[k];
            __syncthreads();
            *p *= 3;
        }
        out[i] = a[0] + a[1] + a[2] + a[3];""",
    "barrier in a device function with an early return": """
        __shared__ int s[96];
        out[i] = shifted(s, in[i], t, n) + shifted(s, in[i] + 1, t, 40);""",
    "recursive halving": """
        __shared__ int s[128];
        s[t] = in[i];
        if (t < 32) s[96 + t] = 0;
        __syncthreads();
        for (int half = 64; half > 0; half >>= 1) {
            if (t < half) s[t] += s[t + half];
            __syncthreads();
        }
        out[i] = s[0] - s[t];""",
    "double buffer by pointers": """
        __shared__ int a[96], b[96];
        int *from = a, *to = b;
        from[t] = in[i];
        __syncthreads();
        for (int d = 1; d < 96; d *= 2) {
            to[t] = t >= d ? from[t] + from[t - d] : from[t];
            int *swap = from;
            from = to;
            to = swap;
            __syncthreads();
        }
        out[i] = from[t];""",
    "block-wide counter": """
        __shared__ int count;
        if (t == 0) count = 0;
        __syncthreads();
        int mine = in[i] > 50 ? atomicAdd(&count, 1) : 0;
        __syncthreads();
        out[i] = count + (mine < 0);""",
    "votes steer a loop": """
        int v = in[i], turns = 0;
        while (__syncthreads_count(v > 3) > 10 && turns < n) { v = v * 3 / 4; turns++; }
        out[i] = v * 1000 + turns;""",
    "scalar that all threads step": """
        __shared__ int s[96];
        int v = 0, base = 0;
        while (base < n) {
            s[t] = in[(base + t) % 192];
            __syncthreads();
            for (int k = 0; k < 7; k++) v += s[(t + k * base) % 96];
            base += 32;
            __syncthreads();
        }
        out[i] = v + base;""",
    "stepped in the loop of threads": """
        __shared__ int s[96];
        int k = 0, v = 0;
        for (k = 0; k < 6; k++) v += in[(i + k) % 192];
        s[t] = v;
        __syncthreads();
        for (; k > 2; k -= 2) { v += s[(t + k) % 96]; __syncthreads(); s[t] = v; __syncthreads(); }
        out[i] = v + k;""",
    "address of a variable that a pointer keeps": """
        __shared__ int s[96];
        int own = in[i], *p = &own;
        Kept kept = {&own, t};
        s[t] = own;
        __syncthreads();
        *p += s[95 - t];
        __syncthreads();
        s[t] = own;
        __syncthreads();
        *kept.place += kept.add + s[(t + 1) % 96];
        out[i] = own;""",
    "barrier behind &&": """
        __shared__ int s[96];
        s[t] = in[i];
        bool high = n > 50 && __syncthreads_or(s[t] > 90);
        out[i] = high ? s[95 - t] : n < 200 || __syncthreads_and(1) ? 7 : 9;""",
}
FUNCTIONS = """
    struct Kept { int *place; int add; };
    __device__ int shifted(int *s, int v, int t, int limit) {
        s[t] = v;
        __syncthreads();
        if (limit < 50) return -1;
        if (t > 80) { v = 5; }
        int other = s[(t + 3) % 96];
        __syncthreads();
        if (t == 9) return 99;
        return other + v;
    }"""
ALL = {**converge.BODIES, **BODIES}
NAMES = {name: f"part_{number}" for number, name in enumerate(ALL)}
UNORDERED = {"aggregated atomic"}


def source(names: list[str]) -> str:
    """A program of those kernels."""
    kernels = [converge.KERNEL.format(NAMES[name], converge.START, ALL[name]) for name in names]
    launches = [converge.LAUNCH.format(NAMES[name]) for name in names]
    return "\n".join([converge.FUNCTIONS, FUNCTIONS, *kernels, *launches])


@cache
def original() -> DeviceCode:
    """All kernels, as the parser makes them."""
    with TemporaryDirectory() as folder:
        code, diagnostics = translate_source(Path(folder), source(list(ALL)))
    assert not diagnostics.items
    return code


@pytest.mark.parametrize("name", ALL)
def test_compiled_form(name: str) -> None:
    out = np.zeros(converge.THREADS * converge.BLOCKS, np.int32)
    want = out.copy()
    code, ported = original(), native.port(source(list(ALL)))
    with code.context:
        report = Interpreter(code.module).launch(
            NAMES[name], [converge.BLOCKS], [converge.THREADS], [converge.NUMBERS, want, 160]
        )
    assert {finding.kind for finding in report} <= converge.HARMLESS, str(report)
    arguments = [converge.NUMBERS, out, np.int32(160)]
    got = native.run(ported, NAMES[name], (converge.BLOCKS,), (converge.THREADS,), *arguments)
    assert got[1].tolist() == want.tolist(), name
