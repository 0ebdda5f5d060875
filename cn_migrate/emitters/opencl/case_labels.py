"""Labels of a switch."""

from __future__ import annotations

from collections.abc import Iterator

from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import types as t
from cn_migrate.emitters.opencl.arithmetic_types import within
from cn_migrate.emitters.opencl.context import FunctionContext
from cn_migrate.emitters.opencl.literals import literal


def case_labels(ctx: FunctionContext, op: c.CaseOp) -> Iterator[str]:
    """The labels of one group, a line each, with the names that the user gave the values."""
    spellings = (
        [x.value for x in op.attributes["spellings"]] if "spellings" in op.attributes else []
    )
    for number, value in enumerate(op.values):
        spelling = spellings[number] if spellings else ""
        named = spelling in ctx.module.macros and ctx.module.use_macros(spelling)
        yield f"case {spelling if named else _number(value.value, spelling)}:"
    if op.is_default.value:
        yield "default:"


def _number(value: int, spelling: str) -> str:
    is_int = within((value, value), t.signed(32))
    return literal(t.signed(32), value, spelling).text if is_int else str(value)
