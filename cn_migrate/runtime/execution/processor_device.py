"""The machine's own processors: LLVM IR compiled for them when it is loaded, or an object that was."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np

from cn_migrate.runtime.bundle import Bundle, Kind, Variant
from cn_migrate.runtime.execution.device import (
    Capabilities,
    Device,
    DeviceError,
    Launch,
    Memory,
)
from cn_migrate.runtime.machine_code import Library, MachineCodeError, code_here, this_processor

_START = ctypes.CFUNCTYPE(
    None, *(ctypes.c_void_p,) * 3, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p
)
_Size = ctypes.c_uint * 3
_ADDRESS = struct.Struct("=Q")
_ALIGNED = 16  # as the largest of CUDA's vectors
_CACHE_LINE = 64
_PARTS = 8  # for each thread: what is uneven evens out
# What each level of x86-64 adds (x86-64 psABI, 3.1.1), as LLVM calls it; one feature tells the level.
_LEVELS = {"x86-64-v3": "avx2", "x86-64-v4": "avx512vl"}


class ProcessorDevice(Device):
    """See the module."""

    def __init__(self) -> None:
        super().__init__()
        self.threads = len(os.sched_getaffinity(0))
        self._workers = ThreadPoolExecutor(self.threads, thread_name_prefix="cn-processor")

    def close(self) -> None:
        """Wait for all streams, and end the threads."""
        super().close()
        self._workers.shutdown()

    @property
    def capabilities(self) -> Capabilities:
        """The processors as one device."""
        pages, page = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
        name = f"{this_processor().cpu} ({self.threads} threads)"
        return Capabilities(name, "cpu", pages * page, self.threads)

    def refuses(self, variant: Variant) -> str:
        """Why it cannot run a variant."""
        if variant.kind is Kind.LLVM_IR:
            return ""
        if variant.kind is not Kind.OBJECT:
            return "it is no code for processors"
        own, _, _ = variant.triple.partition("-")
        if own != platform.machine():
            return f"it is for {own}, this is {platform.machine()}"
        feature = _LEVELS.get(variant.cpu)
        if feature and f"+{feature}" not in this_processor().features.split(","):
            return f"it needs {feature}"
        return ""

    def preference(self, variant: Variant) -> int:
        """What is compiled before what is not: that is for this very processor, and tried when it is worth its time."""
        return 0 if variant.kind is Kind.OBJECT else 1

    def load(self, bundle: Bundle, variant: Variant) -> _Code:
        """The functions of a variant's kernels, each compiled when it is asked for."""
        return _Code(bundle.read(variant.member), variant)

    def prepare(self, code: _Code, kernel: str) -> None:
        """Compile a kernel, where it is not.  Raises DeviceError."""
        code.function(kernel)

    def run(self, code: _Code, launch: Launch) -> None:
        """Blocks go to the threads by ranges; where they wait for each other, each has a thread of its own."""
        _held, places = _places(launch.values)
        sizes = [_Size(*size) for size in (launch.grid, launch.block)]
        function, blocks = code.function(launch.kernel.name), launch.blocks
        if blocks == 1 and not launch.shared_bytes:
            function(places, *sizes, 0, 1, None)
            return

        def work(first: int, last: int) -> None:
            room = np.empty(launch.shared_bytes + _CACHE_LINE, np.uint8)
            shared = room.ctypes.data + -room.ctypes.data % _CACHE_LINE
            function(places, *sizes, first, last, shared)

        if launch.kernel.blocks_wait:
            self._at_once(blocks, work)
            return
        parts = min(blocks, self.threads * _PARTS)
        if parts == 1:
            work(0, blocks)
            return
        edges = [blocks * i // parts for i in range(parts + 1)]
        for done in [self._workers.submit(work, a, b) for a, b in pairwise(edges)]:
            done.result()

    def _at_once(self, blocks: int, work: Any) -> None:
        if blocks > self.threads:
            raise DeviceError(
                f"{blocks} blocks wait for each other, and {self.threads} threads run at the same time"
            )
        with ThreadPoolExecutor(blocks) as workers:
            for done in [workers.submit(work, i, i + 1) for i in range(blocks)]:
                done.result()


class _Code:
    """The kernels of a variant; of several in LLVM IR, only those that are launched are compiled."""

    def __init__(self, data: bytes, variant: Variant) -> None:
        self._data, self._variant = data, variant
        self._compiling = Lock()  # threads may launch at the same time
        self._libraries: list[Library] = []
        self._functions: dict[str, Any] = {}

    def function(self, kernel: str) -> Any:
        """What runs blocks of a kernel.  Raises DeviceError."""
        if kernel not in self._functions:
            with self._compiling:
                self._compile(kernel)
        return self._functions[kernel]

    def _compile(self, kernel: str) -> None:
        if kernel in self._functions:
            return
        variant, wanted = self._variant, list(self._variant.kernels)
        try:
            code = self._data
            if variant.kind is Kind.LLVM_IR:
                others, wanted = [name for name in wanted if name != kernel], [kernel]
                code = code_here(self._data.decode(), others)
            library = Library(code, wanted)
        except (MachineCodeError, RuntimeError, UnicodeDecodeError) as error:
            raise DeviceError(f"'{variant.member}' cannot be loaded: {error}") from None
        self._libraries.append(library)
        self._functions |= {name: _START(library.address(name)) for name in wanted}


def _places(values: Sequence[Any]) -> tuple[Any, Any]:
    """The bytes of all arguments one behind the other, and the address of each; both have to live on."""
    data, offsets = bytearray(), []
    for value in values:
        offsets.append(len(data))
        data += _bytes(value)
        data += bytes(-len(data) % _ALIGNED)
    held = ctypes.create_string_buffer(bytes(data), len(data) or 1)
    first = ctypes.addressof(held)
    return held, (ctypes.c_void_p * (len(offsets) or 1))(*(first + offset for offset in offsets))


def _bytes(value: Any) -> bytes:
    if isinstance(value, Memory):
        return _ADDRESS.pack(value.handle.__array_interface__["data"][0])
    return _ADDRESS.pack(0) if value is None else value
