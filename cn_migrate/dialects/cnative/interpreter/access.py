"""Loads, stores and atomics: functions for one type and address space that compiled code calls.

Each checks the address, the initialisation and (`checks.races`) the order of accesses.  An access
that cannot be done is reported; a load then gives zero and a store does nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from cn_migrate.dialects.cnative.interpreter.atomics import ATOMIC_SEMANTICS
from cn_migrate.dialects.cnative.interpreter.checks import Checks
from cn_migrate.dialects.cnative.interpreter.memory import WINDOW_BITS, Allocation
from cn_migrate.dialects.cnative.interpreter.scalars import Scalar, Value
from cn_migrate.dialects.cnative.interpreter.threads import Thread
from cn_migrate.dialects.cnative.types import Space

Load = Callable[[Thread, int, int], Value]
Store = Callable[[Thread, int, int, Value], None]
UNSHARED = (Space.PRIVATE, Space.CONSTANT)


@dataclass(frozen=True, slots=True)
class Cell:
    """What is accessed: a scalar, or `size` bytes of a record, vector or array (`scalar` None)."""

    scalar: Scalar | None
    size: int
    align: int
    space: Space
    volatile: bool = False
    partial: bool = False  # a load of which only the bits that were written matter

    def unpack(self) -> Callable[[bytes | bytearray | memoryview, int], tuple[Value, ...]]:
        """Reader of the value at an offset, as a tuple of one."""
        return self.scalar.reader() if self.scalar else struct.Struct(f"{self.size}s").unpack_from

    def pack(self) -> Callable[[Value], bytes]:
        """The value's bytes."""
        if self.scalar is None:
            return bytes
        return struct.Struct(self.scalar.code).pack if self.scalar.code else self.scalar.pack


class Accesses:
    """Makes the functions; `check=False` leaves out initialisation and races."""

    def __init__(self, checks: Checks, check: bool) -> None:
        self.checks = checks
        self.check = check

    def _lookup(self, cell: Cell) -> Callable[[Thread, int, int], Allocation | None]:
        """The allocation of an access, or None after reporting what is wrong with it."""
        find, checks = self.checks.memory.table.get, self.checks
        size, mask, align, space = cell.size, cell.align - 1, cell.align, cell.space
        anywhere = space == Space.GENERIC

        def lookup(thread: Thread, address: int, site: int) -> Allocation | None:
            memory = find(address >> WINDOW_BITS)
            if (
                memory is not None
                and 0 <= address - memory.base <= memory.size - size
                and not address & mask
                and (anywhere or memory.space is space)
                and (memory.owner is None or memory.owner is thread)
            ):
                return memory
            checks.bad_address(thread, address, size, align, site, space)
            return None

        return lookup

    def load(self, cell: Cell) -> Load:
        """`load(thread, address, site)` -> value."""
        lookup, unpack, checks = self._lookup(cell), cell.unpack(), self.checks
        size, align, volatile = cell.size, cell.align, cell.volatile
        whole = cell.scalar is not None and not cell.partial
        zero = unpack(bytes(size), 0)[0]

        def load(thread: Thread, address: int, site: int) -> Value:
            memory = lookup(thread, address, site)
            return zero if memory is None else unpack(memory.data, address - memory.base)[0]

        def checked_load(thread: Thread, address: int, site: int) -> Value:
            memory = lookup(thread, address, site)
            if memory is None:
                return zero
            offset = address - memory.base
            written = memory.written
            if written is not None and whole and written.find(0, offset, offset + size) >= 0:
                checks.uninitialised(thread, site, memory.name)
            if memory.space not in UNSHARED:
                checks.races.read(thread, memory, offset, size, align, site, volatile)
            return unpack(memory.data, offset)[0]

        return checked_load if self.check else load

    def store(self, cell: Cell) -> Store:
        """`store(thread, address, site, value)`."""
        lookup, pack, checks, check = self._lookup(cell), cell.pack(), self.checks, self.check
        size, align, volatile = cell.size, cell.align, cell.volatile
        mark = b"\1" * size

        def store(thread: Thread, address: int, site: int, value: Value) -> None:
            memory = lookup(thread, address, site)
            if memory is None:
                return
            if memory.space is Space.CONSTANT:
                checks.fault(
                    thread, site, "write-to-constant", f"'{memory.name}' is constant memory"
                )
                return
            offset, data = address - memory.base, pack(value)
            end = offset + size
            if memory.written is not None:
                memory.written[offset:end] = mark
            if check and memory.space is not Space.PRIVATE:
                changed = bytes(memory.data[offset:end]) != data
                checks.races.write(thread, memory, offset, size, align, site, volatile, changed)
            memory.data[offset:end] = data

        return store

    def atomic(self, cell: Cell, op: str, order: str, overwrites: str = "") -> Callable[..., Value]:
        """`atomic(thread, address, site, *values)` -> the old value; nobody looks at it if it `overwrites`."""
        assert cell.scalar is not None
        lookup, unpack, pack, scalar = self._lookup(cell), cell.unpack(), cell.pack(), cell.scalar
        checks, check, size, step = self.checks, self.check, cell.size, ATOMIC_SEMANTICS[op]
        zero, mark = unpack(bytes(size), 0)[0], b"\1" * size

        def atomic(thread: Thread, address: int, site: int, *values: Value) -> Value:
            memory = lookup(thread, address, site)
            if memory is None:
                return zero
            offset = address - memory.base
            end = offset + size
            written = None if overwrites else memory.written
            if check and written is not None and written.find(0, offset, end) >= 0:
                checks.uninitialised(thread, site, memory.name)
            old = unpack(memory.data, offset)[0]
            data = pack(scalar.canonical(step(scalar, old, *values)))
            if check and memory.space not in UNSHARED:
                changed = bytes(memory.data[offset:end]) != data
                checks.races.atomic(thread, memory, offset, size, site, order, changed)
            memory.data[offset:end] = data
            if memory.written is not None:
                memory.written[offset:end] = mark
            return old

        return atomic
