"""What a launch is given: sizes, and numbers as the bytes that kernels take."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from cn_migrate.runtime.execution.device import LaunchError

Size = int | Sequence[int]
MOST_THREADS = 1024  # of a block (CUDA C++ Programming Guide, "Technical Specifications")
MOST_BLOCKS = 1 << 24  # of a grid along one axis, which kernels for processors count with


def three(size: Size) -> tuple[int, int, int]:
    """A size along three axes; those that are not given are 1.  Raises LaunchError."""
    if isinstance(size, int) and size > 0:
        return size, 1, 1
    given = (size,) if isinstance(size, (int, np.integer)) else tuple(size)
    if not 1 <= len(given) <= 3 or any(int(n) < 1 for n in given):
        raise LaunchError(f"a size is one to three numbers above zero, not {size!r}")
    x, y, z = (int(n) for n in (*given, 1, 1)[:3])
    return x, y, z


# How numbers are packed, by type.
_FORMATS = {
    "i1": "?", "si8": "b", "ui8": "B", "si16": "h", "ui16": "H", "si32": "i", "ui32": "I", "si64": "q", "ui64": "Q",
    "f16": "e", "f32": "f", "f64": "d",
}  # fmt: skip
_PACKED = {type_: struct.Struct(f"={letter}") for type_, letter in _FORMATS.items()}


def scalar(name: str, type_: str, size: int, value: Any) -> bytes:
    """The bytes of an argument that is no pointer.  Raises LaunchError."""
    if isinstance(value, (bytes, bytearray, np.void)):
        data = value.tobytes() if isinstance(value, np.void) else bytes(value)
        if len(data) != size:
            raise LaunchError(f"'{name}' has {size} bytes, {len(data)} were given")
        return data
    if type_ not in _PACKED:
        raise LaunchError(f"'{name}' is a record ({type_}): give its {size} bytes")
    try:
        return _PACKED[type_].pack(value)
    except (struct.error, TypeError, OverflowError):
        raise LaunchError(f"'{name}' is a number ({type_}), not {value!r}") from None
