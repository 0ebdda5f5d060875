"""Divisions of 32-bit integers by what is no constant are marked to be done in `double`.

Processors have no vector instruction that divides integers.  The quotient of two 32-bit numbers, rounded to 53 bits,
lies on the same side of every whole number as the exact one: those are at least 1/b away, the error is below 2^-20/b.
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.integers import integer_of
from cn_migrate.dialects.cnative.walk import of_kinds


@dataclass(frozen=True)
class Divisions:
    """See the module."""

    name: str = "divisions"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """Mark them."""
        with module.context:
            for op in of_kinds(module, e.BinaryOp):
                if op.op.value not in ("div", "rem") or integer_of(op.rhs) is not None:
                    continue
                if op.result.type in (t.signed(32), t.unsigned(32)):
                    op.attributes[threads.IN_DOUBLE] = ir.UnitAttr.get()
