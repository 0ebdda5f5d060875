"""Compiles emitted LLVM IR and runs its kernels in this process."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

import numpy as np

from cn_migrate.dialects.cnative.threads import MAX_THREADS
from cn_migrate.emitters.llvm import PROCESSOR, emit
from cn_migrate.emitters.opencl import DeviceSource
from cn_migrate.lowering.pipeline import lower
from cn_migrate.lowering.target import PROCESSOR as TARGET
from cn_migrate.runtime.machine_code import Library, object_code, this_processor
from tests.emitters.openmp.native import parse

_START = ctypes.CFUNCTYPE(
    None,
    *(ctypes.c_void_p,) * 3,
    ctypes.c_int64,
    ctypes.c_int64,
    ctypes.c_void_p,
)


@cache
def port(source: str, without: frozenset[str] = frozenset()) -> DeviceSource:
    """The LLVM IR of a snippet, lowered `without` some optimisations."""
    unit, diagnostics = parse(source)
    lower(unit.module, diagnostics, TARGET, without)
    return emit(unit.module, PROCESSOR, diagnostics)


@cache
def library(text: str, kernels: tuple[str, ...], effort: int) -> Library:
    return Library(object_code(text, this_processor(), jit=True, effort=effort), kernels)


def run(
    ported: DeviceSource,
    kernel: str,
    grid: tuple[int, ...],
    block: tuple[int, ...],
    *arguments: Any,
    shared: int = 0,
    effort: int = 3,
) -> list[np.ndarray[Any, Any]]:
    """The arrays among `arguments` as the kernel leaves them; numpy scalars are passed by value."""
    arrays = [a.copy() for a in arguments if a.ndim]
    given = iter(arrays)
    values = [
        np.array([next(given).ctypes.data], np.uint64) if a.ndim else np.array([a])
        for a in arguments
    ]
    start(ported, kernel, grid, block, values, shared, effort)
    return arrays


def start(
    ported: DeviceSource,
    kernel: str,
    grid: tuple[int, ...],
    block: tuple[int, ...],
    values: list[np.ndarray[Any, Any]],
    shared: int = 0,
    effort: int = 3,
) -> None:
    """Launch `kernel`; each value is an array that holds the bytes of an argument.

    `effort` is LLVM's level of optimisation.
    """
    names = tuple(info.name for info in ported.kernels)
    function = _START(library(ported.text, names, effort).address(kernel))
    places = (ctypes.c_void_p * max(1, len(values)))(*(v.ctypes.data for v in values))
    sizes = [(ctypes.c_uint * 3)(*(*size, 1, 1)[:3]) for size in (grid, block)]
    assert np.prod(block) <= MAX_THREADS
    room = np.zeros(shared + 64, np.uint8)
    function(places, *sizes, 0, int(np.prod(grid)), room.ctypes.data + -room.ctypes.data % 64)
