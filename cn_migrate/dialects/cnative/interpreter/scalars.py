"""Scalars: how each type's values are represented in Python, wrapped or rounded, and laid out.

Integers and pointers are Python ints in their type's range, `bool` is Python's, floats of every
width are Python floats that hold a value of that width.  Adding, subtracting, multiplying, dividing
and taking the square root in double and rounding once to f32, f16 or bf16 equals the operation in
the narrow format: double has more than 2p + 2 digits of each (Figueroa, "When is double rounding
innocuous?", SIGNUM 1995).
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from ctypes import c_float
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t

Value = Any  # int, float, bool or bytes; see above
Buffer = bytes | bytearray | memoryview


def round_f32(value: float) -> float:
    """The float32 nearest to `value`, ties to even."""
    return c_float(value).value


def round_to(digits: int, lowest: int, highest: int, value: float) -> float:
    """`value` in the binary format of `digits` and exponents `lowest`..`highest`, ties to even."""
    if value == 0 or not math.isfinite(value):
        return value
    unit = max(math.frexp(value)[1] - 1, lowest) - digits + 1
    result = abs(math.ldexp(round(math.ldexp(value, -unit)), unit))
    limit = math.ldexp(2 - 2.0 ** (1 - digits), highest)
    return math.copysign(math.inf if result > limit else result, value)


round_f16 = partial(round_to, 11, -14, 15)
round_bf16 = partial(round_to, 8, -126, 127)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One scalar type.  `kind` is "int", "bool", "ptr" or "float"; `code` is `struct`'s format."""

    name: str
    kind: str
    bits: int
    signed: bool
    code: str
    round: Callable[[float], float] = field(default=float, compare=False)

    @property
    def size(self) -> int:
        """Bytes, which is also the alignment."""
        return max(1, self.bits // 8)

    @property
    def zero(self) -> str:
        """Source text of the value whose bytes are all zero."""
        return {"float": "0.0", "bool": "False"}.get(self.kind, "0")

    @property
    def bounds(self) -> tuple[int, int]:
        """The smallest and largest integer."""
        half = 1 << (self.bits - 1)
        return (-half, half - 1) if self.signed else (0, 2 * half - 1)

    def wrap(self, value: int) -> int:
        """`value` modulo 2**bits, in range."""
        value &= (1 << self.bits) - 1
        return value - (1 << self.bits) if self.signed and value >> (self.bits - 1) else value

    def canonical(self, value: Value) -> Value:
        """`value` as this type holds it: rounded, wrapped or a truth value."""
        if self.kind == "float":
            return self.round(value)
        return bool(value) if self.kind == "bool" else self.wrap(int(value))

    def canonical_text(self, text: str) -> str:
        """Source text of `canonical` applied to the expression `text` of this kind."""
        if self.kind == "bool":
            return f"bool({text})"
        if self.kind == "float":
            return {"f64": f"({text})", "f32": f"c_float({text}).value"}.get(
                self.name, f"round_{self.name}({text})"
            )
        mask = (1 << self.bits) - 1
        if not self.signed:
            return f"(({text}) & {mask})"
        half = 1 << (self.bits - 1)
        return f"(((({text}) + {half}) & {mask}) - {half})"

    def pack(self, value: Value) -> bytes:
        """The bytes of `value`, little-endian."""
        if self.name == "bf16":
            return struct.pack("<f", value)[2:]
        return struct.pack(self.code, value)

    def unpack(self, data: Buffer, offset: int = 0) -> Value:
        """The value whose bytes stand at `offset`."""
        if self.name == "bf16":
            return struct.unpack("<f", b"\0\0" + bytes(data[offset : offset + 2]))[0]
        return struct.unpack_from(self.code, data, offset)[0]

    def reader(self) -> Callable[[Buffer, int], tuple[Value, ...]]:
        """A fast `unpack`, as `struct` has it: the value in a tuple."""
        if self.name == "bf16":
            return lambda data, offset: (self.unpack(data, offset),)
        return struct.Struct(self.code).unpack_from


def _table() -> dict[str, Scalar]:
    rows = [Scalar("i1", "bool", 1, False, "<?"), Scalar("ptr", "ptr", 64, False, "<Q")]
    for bits, code in ((8, "b"), (16, "h"), (32, "i"), (64, "q")):
        rows.append(Scalar(f"si{bits}", "int", bits, True, "<" + code))
        rows.append(Scalar(f"ui{bits}", "int", bits, False, "<" + code.upper()))
    rows.append(Scalar("f16", "float", 16, True, "<e", round_f16))
    rows.append(Scalar("bf16", "float", 16, True, "", round_bf16))
    rows.append(Scalar("f32", "float", 32, True, "<f", round_f32))
    rows.append(Scalar("f64", "float", 64, True, "<d"))
    return {row.name: row for row in rows}


SCALARS = _table()


def scalar_of(type_: ir.Type) -> Scalar | None:
    """The scalar that `type_` is; None for records, arrays, vectors and foreign types."""
    return SCALARS["ptr"] if t.is_ptr(type_) else SCALARS.get(str(type_))
