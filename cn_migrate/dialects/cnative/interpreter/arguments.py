"""Launch arguments: Python and numpy values -> what the kernel's parameters hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.interpreter.error import InterpreterError
from cn_migrate.dialects.cnative.interpreter.memory import Allocation, Buffer, Memory, Pointer
from cn_migrate.dialects.cnative.interpreter.scalars import Value, scalar_of
from cn_migrate.dialects.cnative.layout import Layout


@dataclass(frozen=True, slots=True)
class SharedBytes:
    """The argument for a pointer to shared memory: each block gets `size` bytes."""

    name: str
    size: int


class Arguments:
    """Binds one launch's arguments; while it runs, arrays are device memory, changed in place."""

    def __init__(self, memory: Memory, layout: Layout, function: str) -> None:
        self._memory = memory
        self._layout = layout
        self._function = function
        self._arrays: dict[tuple[int, int], Allocation] = {}

    def bind(self, types: list[ir.Type], values: list[Any]) -> list[Value]:
        """The values of the parameters; InterpreterError where they do not fit."""
        if len(types) != len(values):
            raise InterpreterError(
                self._function, f"takes {len(types)} arguments, not {len(values)}"
            )
        pairs = enumerate(zip(types, values, strict=True))
        return [self._bind(number, type_, value) for number, (type_, value) in pairs]

    def close(self) -> None:
        """The arrays are the caller's again."""
        for allocation in self._arrays.values():
            self._memory.free(allocation.base)

    def _bind(self, number: int, type_: ir.Type, value: Any) -> Value:
        scalar = scalar_of(type_)
        if t.is_ptr(type_):
            if t.space(type_) is t.Space.SHARED and isinstance(value, int):
                return SharedBytes(f"argument {number}", value)
            return self._address(number, value, t.space(type_))
        if scalar is None:
            return self._bytes(number, type_, value)
        if isinstance(value, (bool, int, float, np.bool_, np.integer, np.floating)):
            plain = float(value) if scalar.kind == "float" else value
            return scalar.canonical(plain)
        raise self._error(number, f"{type(value).__name__} is no {scalar.name}")

    def _address(self, number: int, value: Any, space: t.Space) -> int:
        if value is None:
            return 0
        if isinstance(value, Pointer):
            return value.address
        if isinstance(value, Buffer):
            return value.pointer.address
        if isinstance(value, np.ndarray):
            return self._array(number, value, space).base
        raise self._error(number, f"{type(value).__name__} is no pointer")

    def _array(self, number: int, array: np.ndarray[Any, Any], space: t.Space) -> Allocation:
        if not array.flags.c_contiguous or not array.flags.writeable:
            raise self._error(number, "an array must be contiguous and writeable")
        start = array.__array_interface__["data"][0]
        end = start + array.nbytes
        if (start, end) in self._arrays:
            return self._arrays[start, end]
        if any(start < other_end and other < end for other, other_end in self._arrays):
            raise self._error(number, "overlaps another array: pass Pointers into one Buffer")
        data = array.reshape(-1).view(np.uint8).data if array.nbytes else memoryview(b"")
        lies_in = t.Space.CONSTANT if space is t.Space.CONSTANT else t.Space.GLOBAL
        allocation = self._memory.adopt(f"argument {number}", lies_in, data)
        self._arrays[start, end] = allocation
        return allocation

    def _bytes(self, number: int, type_: ir.Type, value: Any) -> bytes:
        size = self._layout.size(type_)
        if isinstance(value, (np.ndarray, np.void)):
            value = value.tobytes()
        if not isinstance(value, bytes) or len(value) != size:
            raise self._error(number, f"needs the {size} bytes of a {type_}")
        return value

    def _error(self, number: int, message: str) -> InterpreterError:
        return InterpreterError(self._function, f"argument {number}: {message}")
