"""Where an op stands in the user's source: MLIR locations as Spans."""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Span


def span_of(op: ir.OpView | ir.Operation) -> Span | None:
    """The Span of `op`'s file location, of a statement with a body its beginning; None where it has none."""
    return span_at(op.location)


def span_at(location: ir.Location) -> Span | None:
    """The Span of a file location, of a statement with a body its beginning; None for any other location."""
    if not isinstance(location, ir.FileLineColLoc):
        return None
    start = location.start_line, location.start_col
    end = location.end_line, location.end_col
    return Span(location.filename, *start, *(end if end[0] == start[0] else start))
