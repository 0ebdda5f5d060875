"""Threads of a warp get what others of it have, whatever the size of a value, the block and the machine."""

from __future__ import annotations

import platform

import numpy as np
import pytest

from tests.emitters.openmp import native

TYPES = {"unsigned": np.uint32, "float": np.float32, "double": np.float64, "long long": np.int64}
MACHINES = ["", "-mavx2", "-march=native"] if platform.machine() == "x86_64" else [""]
KERNELS = "".join(
    f"""__global__ void k_{type_[:4].strip()}(const {type_} *in, const int *from, {type_} *out) {{
        int t = (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
        int i = blockIdx.x * blockDim.x * blockDim.y * blockDim.z + t;
        {type_} v = in[i];
        v += __shfl_sync(0xffffffffu, v, from[i]);
        v += __shfl_xor_sync(0xffffffffu, v, 5, 8);
        out[i] = v + __shfl_down_sync(0xffffffffu, v, 3); }}\n"""
    for type_ in TYPES
)
LAUNCHES = "".join(f"k_{t[:4].strip()}<<<1, 1>>>(nullptr, nullptr, nullptr);" for t in TYPES)
SOURCE = f"{KERNELS} void host() {{ {LAUNCHES} }}"
BLOCKS = ((32,), (96,), (16, 4), (8, 4, 3))


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("type_", TYPES)
def test_values_of_other_lanes(type_: str, machine: str) -> None:
    random = np.random.default_rng(7)
    for block in BLOCKS:
        count = 2 * int(np.prod(block))
        given = random.integers(0, 1000, count).astype(TYPES[type_])
        source = random.integers(0, 32, count).astype(np.int32)
        *_, after = native.run(
            native.port(SOURCE),
            f"k_{type_[:4].strip()}",
            (2,),
            block,
            given,
            source,
            np.zeros_like(given),
            optimised=f"-O3 {machine}",
        )
        assert (after == _expected(given, source)).all()


def _expected(given: np.ndarray, source: np.ndarray) -> np.ndarray:
    lane = np.arange(given.size) % 32
    first = np.arange(given.size) - lane
    v = given + given[first + source]
    v = v + v[first + (lane ^ 5)]
    down = np.where(lane + 3 < 32, lane + 3, lane)
    return v + v[first + down]
