"""Memory: allocations in a flat 64-bit address space, and the handles that a caller holds.

Each allocation owns a window of 2**36 addresses and starts in the middle of it, so that an
address that ran out of bounds still tells which allocation it came from.  Addresses are plain
integers: they can be stored, compared and cast as C does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cn_migrate.dialects.cnative.types import Space

WINDOW_BITS = 36
START = 1 << (WINDOW_BITS - 1)


class Allocation:
    """One stretch of memory: `size` bytes in `space`, the first one at address `base`.

    `written` has one byte for each byte: is it initialised?  None: all of it is.
    `owner` is the thread of private memory.
    """

    __slots__ = ("base", "data", "name", "owner", "size", "space", "written")

    def __init__(self, name: str, space: Space, base: int, data: bytearray | memoryview) -> None:
        self.name = name
        self.space = space
        self.base = base
        self.data = data
        self.size = len(data)
        self.written: bytearray | None = None
        self.owner: object = None


@dataclass(frozen=True, slots=True)
class Pointer:
    """A device address, as a launch argument; `Pointer(0)` is null."""

    address: int

    def __add__(self, offset: int) -> Pointer:
        """The address `offset` bytes further on."""
        return Pointer(self.address + offset)


NULL = Pointer(0)


class Buffer:
    """Device memory that the caller holds: a stretch of the memory with `upload` and `download`."""

    def __init__(self, allocation: Allocation) -> None:
        self._allocation = allocation

    @property
    def size(self) -> int:
        """Bytes."""
        return self._allocation.size

    @property
    def pointer(self) -> Pointer:
        """Address of the first byte; `pointer + n` is n bytes further on."""
        return Pointer(self._allocation.base)

    def upload(self, values: np.ndarray[Any, Any] | bytes, offset: int = 0) -> None:
        """Copy `values` to byte `offset`; ValueError where they do not fit."""
        data = values if isinstance(values, bytes) else np.ascontiguousarray(values).tobytes()
        if offset < 0 or offset + len(data) > self.size:
            raise ValueError(f"{len(data)} bytes at {offset} do not fit into {self.size}")
        self._allocation.data[offset : offset + len(data)] = data
        if self._allocation.written is not None:
            self._allocation.written[offset : offset + len(data)] = b"\1" * len(data)

    def download(
        self, dtype: Any = np.uint8, shape: Sequence[int] | None = None
    ) -> np.ndarray[Any, Any]:
        """A copy of the contents as an array of `dtype`."""
        result = np.frombuffer(bytes(self._allocation.data), dtype)
        return result.copy() if shape is None else result.reshape(shape).copy()


class Memory:
    """All allocations: `table` maps a window's number to the allocation in it."""

    def __init__(self) -> None:
        self.table: dict[int, Allocation] = {}
        self._last = 0

    def create(self, name: str, space: Space, size: int) -> Allocation:
        """A new allocation of zero bytes, of which none counts as initialised."""
        result = self.adopt(name, space, bytearray(size))
        result.written = bytearray(size)
        return result

    def adopt(self, name: str, space: Space, data: bytearray | memoryview) -> Allocation:
        """Make the caller's bytes an allocation; they are changed in place."""
        self._last += 1
        result = Allocation(name, space, (self._last << WINDOW_BITS) + START, data)
        self.table[self._last] = result
        return result

    def free(self, address: int) -> None:
        """End the allocation that `address` lies in."""
        del self.table[address >> WINDOW_BITS]

    def allocate(self, size: int, name: str = "buffer") -> Buffer:
        """Global memory of `size` bytes that a kernel must not read before it is written."""
        return Buffer(self.create(name, Space.GLOBAL, size))

    def upload(self, values: np.ndarray[Any, Any] | bytes, name: str = "buffer") -> Buffer:
        """Global memory with a copy of `values`."""
        size = len(values) if isinstance(values, bytes) else values.nbytes
        result = self.allocate(size, name)
        result.upload(values)
        return result

    def find(self, address: int) -> Allocation | None:
        """The allocation whose window `address` lies in."""
        return self.table.get(address >> WINDOW_BITS)
