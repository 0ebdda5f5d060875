"""Recorded launches, as a ported program writes them where CN_RECORD names a folder.

The format is described in the native interface's `cnative/record.hpp`, which writes it: a line of JSON, then the
bytes of each piece of memory before and after the launch.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSION = 1
Size = tuple[int, int, int]


class RecordError(Exception):
    """A file that is no recording, or one that does not fit the kernel that it names."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One allocation: its address in the recorded program, and its bytes around the launch; equal to itself only."""

    address: int
    before: bytes
    after: bytes

    @property
    def end(self) -> int:
        """The address behind the last byte."""
        return self.address + len(self.before)


@dataclass(frozen=True, slots=True)
class LaunchRecord:
    """One launch.  `arguments` are the bytes of each parameter, `symbols` the addresses of device variables."""

    kernel: str
    module: str
    grid: Size
    block: Size
    shared_bytes: int
    indirect: bool
    arguments: tuple[bytes, ...]
    symbols: dict[str, int]
    pieces: tuple[Piece, ...]

    @property
    def threads(self) -> int:
        """Threads of the whole grid."""
        result = 1
        for size in (*self.grid, *self.block):
            result *= size
        return result


def read_record(path: Path) -> LaunchRecord:
    """Read one recording; RecordError where it is none."""
    line, newline, data = path.read_bytes().partition(b"\n")
    try:
        header = json.loads(line)
        if header["version"] != VERSION:
            raise RecordError(f"{path.name}: version {header['version']} is not known")
        record = _record(header, data)
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError(f"{path.name} is not a recording: {error}") from None
    if not newline or sum(2 * len(piece.before) for piece in record.pieces) != len(data):
        raise RecordError(f"{path.name} is cut off")
    return record


def _record(header: dict[str, Any], data: bytes) -> LaunchRecord:
    pieces, at = [], 0
    for place in header["memory"]:
        size = place["size"]
        middle, end = at + size, at + 2 * size
        pieces.append(Piece(place["address"], data[at:middle], data[middle:end]))
        at = end
    gx, gy, gz = header["grid"]
    bx, by, bz = header["block"]
    return LaunchRecord(
        header["kernel"],
        header["module"],
        (gx, gy, gz),
        (bx, by, bz),
        header["shared_bytes"],
        header["indirect"],
        tuple(map(bytes.fromhex, header["arguments"])),
        {symbol["name"]: symbol["address"] for symbol in header["symbols"]},
        tuple(pieces),
    )
