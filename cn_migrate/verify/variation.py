"""Launches on generated inputs: made from recorded ones, and written for a ported program to do.

A recorded launch tells what a kernel's types do not: sizes, strides, which pointers lead into one allocation.  All of
that is kept; the numbers are others.  What the format of the file is, the runtime's `opencl/variations.hpp` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import product
from zlib import crc32

import numpy as np

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative.interpreter import InterpreterError
from cn_migrate.verify.compare import Array, column, numbers, rows
from cn_migrate.verify.element_types import Leaf, leaves_of
from cn_migrate.verify.input_values import (
    Boldness,
    Random,
    nudged,
    other_numbers,
    other_size,
)
from cn_migrate.verify.launch_record import LaunchRecord, Piece
from cn_migrate.verify.replay import Launch

Numbers = Callable[[Leaf, Array], Array]
_OURS = "cn_"  # begins the names of device variables that no user has written


def variations(
    module: ir.Module, record: LaunchRecord, seed: int, count: int
) -> Iterator[LaunchRecord]:
    """At most `count` launches like the recorded one, on other inputs; the same ones for the same seed.

    Of three, the second has other sizes, the third special numbers, where the kernel takes them.  Each is one that
    the original kernel, as the interpreter runs it, makes no error on.  Raises RecordError where the module has no
    such kernel.
    """
    launch = Launch(module, record)
    boldness = Boldness.ANY
    for number in range(count):
        random = np.random.default_rng([seed, crc32(record.kernel.encode()), number])
        sized, special = number % 3 == 1, number % 3 == 2
        tamer = [bold for bold in reversed(Boldness) if bold <= boldness]
        ways = [(sized, special), (False, False)] if sized or special else [(False, False)]
        for (sizes, extremes), bold in product(ways, tamer):
            made = _varied(launch, record, random, bold, extremes, sizes)
            if _is_input(module, made):
                boldness = bold
                yield made
                break


def _is_input(module: ir.Module, record: LaunchRecord) -> bool:
    try:
        report = Launch(module, record, strict=True).run()
    except InterpreterError:
        return False
    return not report.of("undefined-conversion")


def _varied(
    launch: Launch, record: LaunchRecord, random: Random, bold: Boldness, special: bool, sizes: bool
) -> LaunchRecord:
    def in_memory(leaf: Leaf, old: Array) -> Array:
        return other_numbers(random, leaf.scalar, old, bold, special)

    def argument(leaf: Leaf, old: Array) -> Array:
        if leaf.scalar.kind == "float":
            return other_numbers(random, leaf.scalar, old, bold, special)
        return other_size(random, leaf.scalar, old) if sizes else old

    return _changed(launch, record, in_memory, argument)


def rounded_otherwise(module: ir.Module, record: LaunchRecord) -> LaunchRecord:
    """The launch with the last digits of all its floating-point numbers changed: shows what hangs on them."""
    random = np.random.default_rng(0)

    def nudge(leaf: Leaf, old: Array) -> Array:
        return nudged(random, leaf.scalar, old)

    return _changed(Launch(module, record), record, nudge, nudge)


def _changed(
    launch: Launch, record: LaunchRecord, in_memory: Numbers, argument: Numbers
) -> LaunchRecord:
    ours = {at for name, at in record.symbols.items() if name.startswith(_OURS)}
    kept = partial(_changed_column, launch)
    pieces = tuple(
        piece if piece.address in ours else _changed_piece(launch, piece, partial(kept, in_memory))
        for piece in record.pieces
    )
    arguments = []
    for type_, data in zip(launch.inputs, record.arguments, strict=True):
        row = np.frombuffer(data, np.uint8).reshape(1, -1).copy()
        _change_columns(row, tuple(leaves_of(launch.layout, type_)), partial(kept, argument))
        arguments.append(row.tobytes())
    return replace(record, arguments=tuple(arguments), pieces=pieces)


def _changed_column(launch: Launch, change: Numbers, leaf: Leaf, old: Array) -> Array:
    """Pointers stay, in integers too: the handle of a texture is one."""
    if leaf.scalar.kind == "ptr" or old.size == 0:
        return old
    if leaf.scalar.size == 8 and leaf.scalar.kind == "int" and launch.is_pointer(int(old[0])):
        return old
    return change(leaf, old)


def _changed_piece(launch: Launch, piece: Piece, change: Numbers) -> Piece:
    data = bytearray(piece.before)
    for region in launch.regions(piece):
        if not region.typed or region.start == region.end:
            continue
        elements = rows(piece.before, region).copy()
        _change_columns(elements, region.leaves, change)
        data[region.start : region.end] = elements.tobytes()
    return Piece(piece.address, bytes(data), bytes(data))


def _change_columns(elements: Array, leaves: tuple[Leaf, ...], change: Numbers) -> None:
    for leaf in leaves:
        old = numbers(elements[:, leaf.place], leaf.scalar)
        new = column(change(leaf, old), leaf.scalar)
        elements[:, leaf.place] = new.reshape(len(elements), -1)


def variation_bytes(record: LaunchRecord) -> bytes:
    """A launch as the runtime reads it."""
    counts = (record.shared_bytes, len(record.symbols), len(record.pieces))
    lines = ["cn-variation 1", record.module, record.kernel]
    lines.append(" ".join(map(str, (*record.grid, *record.block, *counts))))
    lines += [str(address) for address in record.symbols.values()]
    lines += [f"{piece.address} {len(piece.before)}" for piece in record.pieces]
    head = "".join(f"{line}\n" for line in lines).encode()
    return head + b"".join((*record.arguments, *(piece.before for piece in record.pieces)))
