"""Compiles emitted C++ and runs its kernels in this process, on arrays or on recorded launches."""

from __future__ import annotations

import ctypes
import hashlib
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.emitters.opencl import DeviceSource
from cn_migrate.emitters.openmp import OpenmpOptions, emit
from cn_migrate.lowering.pipeline import lower
from cn_migrate.lowering.target import OPENMP
from cn_migrate.parsers.cuda.unit import ParsedUnit, parse_unit
from cn_migrate.verify.address_map import AddressMap
from cn_migrate.verify.compare import Difference, compare
from cn_migrate.verify.element_types import ElementTypes
from cn_migrate.verify.launch_record import LaunchRecord
from cn_migrate.verify.replay import kernel_of, variables_of

INCLUDE = Path(__file__).parents[3] / "cn_migrate" / "runtime" / "openmp"
FLAGS = (
    "-std=c++17", "-fopenmp", "-fPIC", "-shared", "-fsigned-char", "-fno-strict-aliasing",
    "-Wall", "-Wextra",
)  # fmt: skip
_FOLDER = Path(tempfile.mkdtemp(prefix="openmp-"))


def parse(source: str) -> tuple[ParsedUnit, Diagnostics]:
    """A CUDA snippet; its kernels have to be launched somewhere in it."""
    diagnostics = Diagnostics()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "snippet.cu"
        file.write_text(source)
        unit = parse_unit(file, file.name, [], Path(folder), diagnostics)
    assert unit is not None and unit.module is not None, diagnostics.items
    return unit, diagnostics


@cache
def port(source: str) -> DeviceSource:
    """The C++ of a snippet."""
    unit, diagnostics = parse(source)
    lower(unit.module, diagnostics, OPENMP)
    return emit(unit.module, unit.comments, OpenmpOptions(), diagnostics)


@cache
def library(text: str, optimised: str = "-O1") -> Any:
    """The compiled kernels; they compile without a warning."""
    name = hashlib.sha256((optimised + text).encode()).hexdigest()[:16]
    file, out = _FOLDER / f"{name}.cpp", _FOLDER / f"{name}.so"
    file.write_text(text)
    command = ["g++", *FLAGS, *optimised.split(), f"-I{INCLUDE}", str(file), "-o", str(out)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0 and not made.stderr, made.stderr + text
    return ctypes.CDLL(str(out))


def run(
    ported: DeviceSource,
    kernel: str,
    grid: tuple[int, ...],
    block: tuple[int, ...],
    *arguments: Any,
    shared: int = 0,
    optimised: str = "-O1",
) -> list[np.ndarray[Any, Any]]:
    """The arrays among `arguments` as the kernel leaves them; numpy scalars are passed by value."""
    arrays = [a.copy() for a in arguments if a.ndim]
    given = iter(arrays)
    values = [
        np.array([next(given).ctypes.data], np.uint64).tobytes() if a.ndim else a.tobytes()
        for a in arguments
    ]
    start(ported.text, kernel, grid, block, values, shared, optimised)
    return arrays


def start(
    text: str,
    kernel: str,
    grid: tuple[int, ...],
    block: tuple[int, ...],
    values: list[bytes],
    shared: int,
    optimised: str = "-O1",
) -> None:
    """Launch `kernel` with the bytes of its arguments."""
    function = getattr(library(text, optimised), f"cn_start_{kernel}")
    kept = [_aligned(value) for value in values]
    places = (ctypes.c_void_p * max(1, len(kept)))(*(k.ctypes.data for k in kept))
    sizes = [(ctypes.c_uint * 3)(*(*size, 1, 1)[:3]) for size in (grid, block)]
    function(places, *sizes, ctypes.c_size_t(shared))


def _aligned(value: bytes) -> np.ndarray[Any, Any]:
    """`value` in memory that is aligned for any type."""
    room = np.zeros(len(value) + 64, np.uint8)
    begin = -room.ctypes.data % 64
    room[begin : begin + len(value)] = np.frombuffer(value, np.uint8)
    return room[begin : begin + len(value)]


def replay(
    module: ir.Module, source: DeviceSource, record: LaunchRecord, slack: float
) -> Iterator[Difference]:
    """Run a recorded launch of `module`'s kernel, and compare with what was recorded."""
    kernel = kernel_of(module, record.kernel)
    layout, places = Layout(module), AddressMap()
    memory = {piece: _aligned(piece.before) for piece in record.pieces}
    for piece, room in memory.items():
        places.add(piece, room.ctypes.data)
    types = ElementTypes(layout, places)
    for name, address in record.symbols.items():
        if name in (known := variables_of(module)):
            types.points_to(name, address, known[name])
    values = []
    for number, (type_, data) in enumerate(zip(kernel.type.inputs, record.arguments, strict=True)):
        types.learn(f"argument {number}", type_, data)
        values.append(places.words(data))
    for piece, room in memory.items():
        if record.indirect:
            room[:] = np.frombuffer(places.words(piece.before), np.uint8)
    known_kernel = next(k for k in source.kernels if k.name == record.kernel)
    own = np.zeros(8, np.uint64)  # for variables of the port that the recording has not
    for name in known_kernel.symbols:
        place = places.pointer(record.symbols[name]) if name in record.symbols else own.ctypes.data
        values.append(place.to_bytes(8, "little"))
    start(source.text, record.kernel, record.grid, record.block, values, record.shared_bytes)
    for piece, room in memory.items():
        after = places.words(piece.after) if record.indirect else piece.after
        if room.tobytes() != after:
            for region in types.regions(piece):
                yield from compare(region, room.tobytes(), after, slack)
