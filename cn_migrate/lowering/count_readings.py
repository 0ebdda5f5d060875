"""A clock gets a counter of its readings, for devices that have no clock (OpenCL C's is an extension)."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import clock, definitions
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.dialects.cnative.walk import of_kinds


@dataclass(frozen=True)
class CountReadings:
    """One counter for the whole device."""

    name: str = "count-readings"

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """See the class."""
        with module.context, ir.Location.unknown():
            found = of_kinds(module, clock.ClockOp)
            if not found:
                return
            word = t.unsigned(64)
            with ir.InsertionPoint.at_block_begin(module.body):
                definitions.GlobalOp(text(clock.TICKS), text(t.Space.GLOBAL), ir.TypeAttr.get(word))
            for op in found:
                diagnostics.report("clock", span_of(op))
                with op.location, ir.InsertionPoint(op):
                    counter = m.GlobalRefOp(text(clock.TICKS), t.ptr(word, t.Space.GLOBAL)).result
                    counted = clock.ClockOp(op.result.type, counter=counter).result
                op.result.replace_all_uses_with(counted)
                op.erase()
