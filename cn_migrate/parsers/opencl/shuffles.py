"""`shuffle` and `shuffle2`: components of vectors, chosen by numbers that show at run time (OpenCL C, 6.12.12)."""

from __future__ import annotations

from clang.cindex import Cursor

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.builtins import Builtin
from cn_migrate.parsers.cuda.device.dispatch import value
from cn_migrate.parsers.opencl.types import count
from cn_migrate.parsers.opencl.vectors import chosen, join, split


def shuffle(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    """6.12.12: of each number of the mask the low bits count, as many as there are components to choose from."""
    *vectors, mask_ = cursor.get_arguments()
    parts = [part for x in vectors for part in split(value(body, x), count(x.type))]
    numbers = split(value(body, mask_), count(mask_.type))
    return join(body.type(cursor.type), [_picked(body, parts, number) for number in numbers])


def _picked(body: Body, parts: list[ir.Value], number: ir.Value) -> ir.Value:
    type_ = number.type
    last = body.constant(type_, len(parts) - 1)
    index = e.BinaryOp(a.text("and"), number, last, type_).result
    found, *others = parts
    for place, part in enumerate(others, 1):
        own = body.constant(type_, place)
        is_it = e.CompareOp(a.text("eq"), index, own, t.boolean()).result
        found = chosen(body, is_it, part, found)
    return found
