"""Functions computed for several threads at once are as exact as OpenCL C asks for."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.emitters.openmp import native

FUNCTIONS = {
    "sin": math.sin, "cos": math.cos, "exp": math.exp, "log": math.log, "exp2": math.exp2,
    "expm1": math.expm1, "log2": math.log2, "log10": math.log10, "log1p": math.log1p,
    "tan": math.tan, "atan": math.atan, "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh,
    "asinh": math.asinh, "cbrt": math.cbrt, "erf": math.erf, "erfc": math.erfc,
    "normcdf": lambda x: 0.5 * math.erfc(-x / math.sqrt(2)),
}  # fmt: skip
COUNT = 500
FLAGS = "-O3 -march=native -fno-math-errno -fno-trapping-math"
KERNELS = "".join(
    f"__global__ void k_{name}(const float *in, float *out, int n) {{"
    f"int i = blockIdx.x * blockDim.x + threadIdx.x; if (i < n) out[i] = {name}f(in[i]); }}\n"
    for name in FUNCTIONS
)
LAUNCHES = "".join(f"k_{name}<<<1, 1>>>(nullptr, nullptr, 0);" for name in FUNCTIONS)
SOURCE = f"{KERNELS} void host() {{ {LAUNCHES} }}"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_within_four_units(name: str) -> None:
    given = np.linspace(0.01, 9, COUNT, dtype=np.float32)
    sizes = ((8,), (64,))
    ported = native.port(SOURCE)
    out = np.zeros(COUNT, np.float32)
    (_, after) = native.run(
        ported, f"k_{name}", *sizes, given, out, np.int32(COUNT), optimised=FLAGS
    )
    want = np.array([FUNCTIONS[name](float(x)) for x in given])
    units = np.abs(after - want) / np.spacing(np.abs(want.astype(np.float32)))
    assert units.max() <= 4.5  # with the rounding of the result
