"""`vload4`, `vstore4` and those of half precision (OpenCL C, 6.12.7): scalars in a row, of any alignment."""

from __future__ import annotations

import re

from clang.cindex import Cursor

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import value
from cn_migrate.parsers.opencl.vectors import join, split

_BITS = {"e": "half_bits_rn", "z": "half_bits_rz", "p": "half_bits_ru", "n": "half_bits_rd"}


def moved(match: re.Match[str], body: Body, cursor: Cursor) -> ir.Value | None:
    """A call of the function whose name `match` took apart: load or store, count, count of halves, rounding."""
    kind, plain, halves, rounding = match.groups()
    is_half = plain is None
    number = int(plain or halves or 1)
    stored = None
    arguments = list(cursor.get_arguments())
    if kind == "store":
        stored = value(body, arguments.pop(0))
    index, base = (value(body, x) for x in arguments)
    if is_half:
        base = body.convert(base, t.ptr(t.unsigned(16)))
    aligned = is_half and cursor.referenced.spelling.startswith(("vloada", "vstorea"))
    step = 4 if aligned and number == 3 else number
    first = _times(body, index, step)
    places = [_moved(base, _plus(body, first, i)) for i in range(number)]
    if stored is None:
        parts = [_loaded(body, place, is_half) for place in places]
        type_ = body.type(cursor.type)
        return join(type_, parts) if isinstance(type_, t.VecType) else parts[0]
    given = split(stored, number) if isinstance(stored.type, t.VecType) else [stored]
    for part, place in zip(given, places, strict=True):
        body.store(_bits(body, part, rounding) if is_half else part, place)
    return None


def _times(body: Body, index: ir.Value, by: int) -> ir.Value:
    return index if by == 1 else _binary(body, "mul", index, by)


def _plus(body: Body, index: ir.Value, by: int) -> ir.Value:
    return index if by == 0 else _binary(body, "add", index, by)


def _binary(body: Body, name: str, index: ir.Value, by: int) -> ir.Value:
    return e.BinaryOp(a.text(name), index, body.constant(index.type, by), index.type).result


def _moved(base: ir.Value, by: ir.Value) -> ir.Value:
    op = memory.OffsetOp(base, by, base.type)
    op.operation.attributes["subscript"] = ir.UnitAttr.get()
    return op.result


def _loaded(body: Body, place: ir.Value, is_half: bool) -> ir.Value:
    known = body.load(place)
    return e.MathOp(a.text("half_value"), ir.F32Type.get(), [known]).result if is_half else known


def _bits(body: Body, part: ir.Value, rounding: str | None) -> ir.Value:
    single = body.convert(part, ir.F32Type.get())
    return e.MathOp(a.text(_BITS[rounding or "e"]), t.unsigned(16), [single]).result
