"""`#pragma unroll` stays at loops that end at a constant; other loops are left to the target's compiler, which is said.

Compilers of OpenCL C warn about loops that they were told to unroll and cannot.
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.dialects.cnative.walk import of_kinds

HINT = "unroll"
_BAN = 1  # `#pragma unroll 1`: not at all
_LOOPS = (c.ForOp, c.WhileOp, c.DoOp)


@dataclass(frozen=True)
class LoopHints:
    """See the module."""

    name: str = "loop-hints"

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """Remove the hints that cannot be followed."""
        for op in of_kinds(module, *_LOOPS):
            if HINT in op.attributes and not _can_follow(op):
                del op.attributes[HINT]
                _report(op, diagnostics)


def _can_follow(loop: ir.OpView) -> bool:
    return loop.attributes[HINT].value == _BAN or _ends_at_constant(loop)


def _ends_at_constant(loop: ir.OpView) -> bool:
    if not isinstance(loop, c.ForOp) or not loop.condition.blocks:
        return False
    *_, end = loop.condition.blocks[0].operations
    test = _producer(end.values[0])
    if not isinstance(test, e.CompareOp):
        return False
    return any(isinstance(_constant(value), e.ConstantOp) for value in (test.lhs, test.rhs))


def _constant(value: ir.Value) -> ir.OpView | None:
    """What makes a value, conversions that the user did not write left out."""
    op = _producer(value)
    while isinstance(op, e.ConvertOp) and "explicit" not in op.attributes:
        op = _producer(op.value)
    return op


def _producer(value: ir.Value) -> ir.OpView | None:
    return None if isinstance(value.owner, ir.Block) else value.owner.opview


def _report(loop: ir.OpView, diagnostics: Diagnostics) -> None:
    span = span_of(loop)
    if span is not None and not span.file.startswith("<"):  # our own headers' loops concern nobody
        diagnostics.report("loop-hint", span, reason="the loop does not end at a constant")
