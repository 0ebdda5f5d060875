"""Writes recordings of launches as the native interface does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

Memory = Mapping[int, tuple[bytes, bytes]]


def pointer(address: int) -> bytes:
    return address.to_bytes(8, "little")


def array(code: str, *values: float) -> bytes:
    return np.array(values, code).tobytes()


def write(
    folder: Path,
    kernel: str,
    threads: int,
    arguments: Sequence[bytes],
    memory: Memory,
    symbols: Mapping[str, int] | None = None,
    indirect: bool = False,
) -> Path:
    """One block of `threads`; `memory` maps an address to the bytes there before and after."""
    header = {
        "version": 1,
        "kernel": kernel,
        "module": "k.cl",
        "grid": [1, 1, 1],
        "block": [threads, 1, 1],
        "shared_bytes": 0,
        "indirect": indirect,
        "arguments": [argument.hex() for argument in arguments],
        "symbols": [
            {"name": name, "address": address, "size": len(memory[address][0])}
            for name, address in (symbols or {}).items()
        ],
        "memory": [{"address": a, "size": len(before)} for a, (before, _) in memory.items()],
    }
    path = folder / f"000000-k.cl-{kernel}.launch"
    data = b"".join(before + after for before, after in memory.values())
    path.write_bytes(json.dumps(header).encode() + b"\n" + data)
    return path
