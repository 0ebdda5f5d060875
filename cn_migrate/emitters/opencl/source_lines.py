"""The lines of the user's source that ops stand on."""

from __future__ import annotations

from collections.abc import Sequence

from cn_migrate._mlir import ir


def lines_of(ops: Sequence[ir.OpView]) -> tuple[int, int] | None:
    """First line of `ops`, and the last one of all that stands in them."""
    first: list[int] = []
    last: list[int] = []
    for op in ops:
        _collect(op, first, last)
    return (min(first), max(last)) if first else None


def last_line(op: ir.OpView) -> int | None:
    """The line on which a statement ends: that of its closing brace, where it has one."""
    location = op.location
    return location.end_line if isinstance(location, ir.FileLineColLoc) else None


def _collect(op: ir.OpView, first: list[int], last: list[int]) -> None:
    location = op.location
    if isinstance(location, ir.FileLineColLoc):
        first.append(location.start_line)
        last.append(max(location.start_line, location.end_line))
    for region in op.operation.regions:
        for block in region.blocks:
            for inner in block.operations:
                _collect(inner, first, last)
