"""Indices are signed where the limits of a launch allow it, and mean what CUDA's unsigned ones mean."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from cn_migrate.dialects.cnative.interpreter import Interpreter
from cn_migrate.dialects.cnative.threads import MAX_BLOCKS, MAX_GRID_THREADS, MAX_THREADS
from cn_migrate.parsers.cuda.device.module import DeviceCode
from tests.emitters.openmp import native
from tests.parsers.cuda.device.run_source import translate_source


def _source(body: str) -> str:
    return f"""__global__ void k(const int *in, int *out, int n, unsigned u) {{ {body} }}
    void host() {{ k<<<1, 1>>>(nullptr, nullptr, 0, 0); }}"""


def test_limits_are_the_header_s() -> None:
    header = (native.INCLUDE / "cnative" / "openmp.hpp").read_text()
    assert f"MAX_THREADS = {MAX_THREADS};" in header
    assert "MAX_BLOCKS = 1 << 24;" in header
    assert "MAX_GRID_THREADS = (1 << 30) - 1024;" in header
    assert (MAX_BLOCKS, MAX_GRID_THREADS) == (1 << 24, (1 << 30) - 1024)


def test_driver_refuses_what_is_beyond_the_limits() -> None:
    text = (native.INCLUDE.parent / "src" / "cpu" / "device_info.hpp").read_text()
    assert "max_grid_blocks = std::size_t{1} << 24;" in text
    assert "(std::size_t{1} << 30) - 1024;" in text


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            "int i = blockIdx.x * blockDim.x + threadIdx.x; out[i] = 1;",
            "int i = block_id.x * block_dim.x",
        ),
        (
            "unsigned i = blockIdx.x * blockDim.x + threadIdx.x; out[i] = 1;",
            "int i = block_id.x * block_dim.x + thread_x;",
        ),
        (
            "int i = blockIdx.x * blockDim.x * 2 + threadIdx.x; out[i] = 1;",
            "= block_id.x * block_dim.x * 2 +",
        ),
        ("out[n * 3 + threadIdx.x] = 1;", "out[wide((uint)(n * 3)) + thread_x]"),
    ],
)
def test_indices_are_signed(body: str, shown: str) -> None:
    assert shown in native.port(_source(body)).text


WRAPPING = {
    "less than nothing": "out[i] = (threadIdx.x - 3) / 2 > 9;",
    "negation": "out[i] = -threadIdx.x > 5u;",
    "high bits": "out[i] = (int)((threadIdx.x - 1) >> 28);",
    "in 64 bits": "unsigned long long far = threadIdx.x - 1; out[i] = (int)(far >> 20);",
    "as a float": "out[i] = (float)(threadIdx.x - 2) > 1e6f;",
    "large factor": "out[i] = (int)((threadIdx.x * 90000000u) % 1000);",
    "remainder": "out[i] = (int)((i - 5 - blockDim.x) % 7);",
    "comparison with a negative number": "out[i] = (n - 50 < threadIdx.x) + 2 * (threadIdx.x > -1);",
    "index before the start": "if (i > 0) out[i] = in[threadIdx.x + blockIdx.x * blockDim.x - 1];",
    "base before the start": "if (i > 3) out[i] = in[(n - 44) + i];",
    "wrapped base": "if (i >= 7) out[i] = in[u + threadIdx.x + blockIdx.x * 20];",
    "changed index": "unsigned j = threadIdx.x; j -= 4; out[i] = j > 100;",
    "unsigned variable": "unsigned t = threadIdx.x; out[i] = (t - 4 > 100) + (t < n) + (-t > 7) * 4;",
    "unsigned variables": "unsigned t = threadIdx.x, h = t / 2; out[i] = (int)(h - t) / 3 + (h - t > 6u);",
    "stride": "out[i] = 0; for (unsigned j = i; j < n; j += gridDim.x * blockDim.x) out[j] = in[j] + 1;",
}


NAMES = {name: f"k_{number}" for number, name in enumerate(WRAPPING)}
KERNELS = "".join(
    f"__global__ void {NAMES[name]}(const int *in, int *out, int n, unsigned u)"
    f"{{ unsigned i = blockIdx.x * blockDim.x + threadIdx.x; {body} }}\n"
    for name, body in WRAPPING.items()
)
LAUNCHES = "".join(f"{name}<<<1, 1>>>(nullptr, nullptr, 0, 0);" for name in NAMES.values())
SOURCE = f"{KERNELS} void host() {{ {LAUNCHES} }}"


@cache
def original() -> DeviceCode:
    with TemporaryDirectory() as folder:
        code, _ = translate_source(Path(folder), SOURCE)
    return code


@pytest.mark.parametrize("name", NAMES)
def test_unsigned_arithmetic_wraps(name: str) -> None:
    given, out = np.arange(40, dtype=np.int32) * 3 % 17, np.full(40, -1, np.int32)
    want, kernel = out.copy(), NAMES[name]
    with original().context:
        interpreter = Interpreter(original().module)
        report = interpreter.launch(kernel, [2], [20], [given, want, 40, 2**32 - 7])
    assert not list(report), str(report)
    arguments = (given, out, np.int32(40), np.uint32(2**32 - 7))
    (_, after) = native.run(native.port(SOURCE), kernel, (2,), (20,), *arguments)
    assert after.tolist() == want.tolist()
