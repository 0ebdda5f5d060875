"""Ports CUDA snippets in memory and runs their kernels on every OpenCL driver that is installed."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.emitters.opencl import DeviceSource, KernelInfo, OpenclOptions, emit
from cn_migrate.emitters.opencl.kernel_info import ParamKind
from cn_migrate.lowering.pipeline import lower
from cn_migrate.parsers.cuda.unit import parse_unit
from cn_migrate.runtime.drivers import drivers


@dataclass
class Ported:
    """An emitted snippet and what was reported on the way."""

    source: DeviceSource
    diagnostics: Diagnostics
    module: Any

    @property
    def text(self) -> str:
        return self.source.text

    def kernel(self, name: str) -> KernelInfo:
        return next(kernel for kernel in self.source.kernels if kernel.name == name)

    @property
    def rules(self) -> list[str]:
        return [item.rule for item in self.diagnostics.items]


@cache
def port(source: str) -> Ported:
    """Parse, lower and emit CUDA text; kernels have to be launched somewhere in it."""
    diagnostics = Diagnostics()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "snippet.cu"
        file.write_text(source)
        unit = parse_unit(file, file.name, [], Path(folder), diagnostics)
    assert unit is not None and unit.module is not None, diagnostics.items
    lower(unit.module, diagnostics)
    return Ported(
        emit(unit.module, unit.comments, OpenclOptions(), diagnostics), diagnostics, unit.module
    )


@cache
def devices() -> list[Any]:
    """One device of each driver; the loader reads its environment once, so this runs before any other use."""
    folder = Path(tempfile.mkdtemp())
    for driver in drivers():
        name = "".join(c if c.isalnum() else "_" for c in driver.name)
        (folder / f"{name}.icd").write_text(driver.library)
    os.environ["OCL_ICD_VENDORS"] = str(folder)
    os.environ["PYOPENCL_NO_CACHE"] = "1"
    cl = pytest.importorskip("pyopencl")
    return [platform.get_devices()[0] for platform in cl.get_platforms()]


def run(
    ported: Ported,
    kernel: str,
    blocks: int,
    threads: int,
    *arguments: Any,
    shared: int = 0,
    options: str = "-cl-std=CL1.2",
    needs: frozenset[str] = frozenset(),
    generic: bool = False,
) -> list[list[np.ndarray]]:
    """The arrays among `arguments` as the kernel leaves them, for each device with the extensions `needs`
    (and, if asked, with `generic` pointers).

    Arrays are device memory (symbols' ones come last), numpy scalars are passed by value.
    """
    cl = pytest.importorskip("pyopencl")
    if not devices():
        pytest.skip("no OpenCL driver is installed")
    return [
        _run_on(cl, device, ported, kernel, blocks, threads, arguments, shared, options)
        for device in devices()
        if needs <= set(device.extensions.split()) and (not generic or _has_generic(device))
    ]


def _has_generic(device: Any) -> bool:
    version = device.opencl_c_version.split()[2]
    return version >= "2" and (version < "3" or bool(device.generic_address_space_support))


@cache
def _program(cl: Any, device: Any, text: str, options: str) -> tuple[Any, Any]:
    context = cl.Context([device])
    program = cl.Program(context, text).build([options])
    log = program.get_build_info(device, cl.program_build_info.LOG)
    assert "warning" not in log, log
    return context, program


def _run_on(
    cl: Any,
    device: Any,
    ported: Ported,
    kernel: str,
    blocks: int,
    threads: int,
    arguments: Any,
    shared: int,
    options: str,
) -> list[np.ndarray]:
    context, program = _program(cl, device, ported.text, options)
    queue = cl.CommandQueue(context)
    info = ported.kernel(kernel)
    given = iter(arguments)
    passed: list[Any] = []
    buffers: list[tuple[Any, np.ndarray]] = []
    for param in info.params:
        if param.kind == ParamKind.LOCAL:
            passed.append(cl.LocalMemory(shared))
            continue
        value = next(given)
        if isinstance(value, np.ndarray) and value.ndim:
            buffer = cl.Buffer(context, cl.mem_flags.COPY_HOST_PTR, hostbuf=value)
            buffers.append((buffer, value.copy()))
            passed.append(buffer)
        else:
            passed.append(value)
    getattr(program, kernel)(queue, (blocks * threads,), (threads,), *passed)
    for buffer, result in buffers:
        cl.enqueue_copy(queue, result, buffer)
    return [result for _, result in buffers]
