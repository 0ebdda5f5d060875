"""Where an op stands in the user's source: MLIR locations as Spans."""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Span


def span_of(op: ir.OpView | ir.Operation) -> Span | None:
    """The Span of `op`'s file location; None where it has none."""
    location = op.location
    if not isinstance(location, ir.FileLineColLoc):
        return None
    return Span(
        location.filename,
        location.start_line,
        location.start_col,
        location.end_line,
        location.end_col,
    )
