"""Kernels that launch kernels, or call the runtime, are refused at the place; the kernels that they launch are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parsers.cuda.device.run_source import translate_source

KERNELS = """
__global__ void inner(int *x) { x[threadIdx.x] = 1; }
template <class T> __global__ void scale(T *x, T by) { x[threadIdx.x] *= by; }
"""
LAUNCHES = {  # name: (statement, what is named)
    "kernel": ("inner<<<1, 32>>>(x);", "inner"),
    "template": ("scale<<<1, 32>>>(x, 2);", "scale"),
    "itself": ("if (x[0] > 0) outer<<<1, 1>>>(x);", "outer"),
    "runtime": ("cudaDeviceSynchronize();", "cudaDeviceSynchronize"),
    "stream": (
        "cudaStream_t s; cudaStreamCreateWithFlags(&s, cudaStreamNonBlocking);",
        "cudaStreamCreateWithFlags",
    ),
}


@pytest.mark.parametrize("name", LAUNCHES)
def test_launch_in_device_code(name: str, tmp_path: Path) -> None:
    statement, named = LAUNCHES[name]
    source = f"""{KERNELS}
    __global__ void outer(int *x) {{ {statement} }}
    int main() {{ int *x = 0; inner<<<1, 32>>>(x); outer<<<1, 1>>>(x); }}"""
    code, diagnostics = translate_source(tmp_path, source)
    (found,) = [d for d in diagnostics.items if d.rule == "device-launch"]
    assert f"'{named}'" in found.message
    assert found.span is not None
    assert code.failed == {"outer"}
