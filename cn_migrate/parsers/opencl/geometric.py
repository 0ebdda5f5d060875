"""Geometric functions (OpenCL C, 6.12.5)."""

from __future__ import annotations

from clang.cindex import Cursor

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.builtins import Builtin
from cn_migrate.parsers.cuda.device.dispatch import value
from cn_migrate.parsers.cuda.device.intrinsics import apply_math
from cn_migrate.parsers.opencl.types import count, is_vector
from cn_migrate.parsers.opencl.vectors import join, split

Numbers = list[ir.Value]


def geometric(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    """The function `row.what` of vectors, or of scalars as of vectors with one component."""
    given = list(cursor.get_arguments())
    columns = [
        split(value(body, x), count(x.type)) if is_vector(x.type) else [value(body, x)]
        for x in given
    ]
    element = columns[0][0].type
    if row.what == "cross":
        return join(body.type(cursor.type), _crossed(columns[0], columns[1], element))
    if row.what == "dot":
        return _dot(columns[0], columns[1], element)
    vector = columns[0]
    if row.what == "distance":
        pairs = zip(*columns, strict=True)
        vector = [e.BinaryOp(a.text("sub"), x, y, element).result for x, y in pairs]
    length = apply_math(body, "sqrt", element, [_dot(vector, vector, element)])
    if row.what != "normalize":
        return length
    parts = [e.BinaryOp(a.text("div"), x, length, element).result for x in vector]
    return join(body.type(cursor.type), parts) if is_vector(cursor.type) else parts[0]


def _dot(left: Numbers, right: Numbers, type_: ir.Type) -> ir.Value:
    products = [e.BinaryOp(a.text("mul"), *p, type_).result for p in zip(left, right, strict=True)]
    total = products[0]
    for product in products[1:]:
        total = e.BinaryOp(a.text("add"), total, product, type_).result
    return total


def _crossed(left: Numbers, right: Numbers, type_: ir.Type) -> Numbers:
    parts = []
    for i, j in ((1, 2), (2, 0), (0, 1)):
        first = e.BinaryOp(a.text("mul"), left[i], right[j], type_).result
        second = e.BinaryOp(a.text("mul"), left[j], right[i], type_).result
        parts.append(e.BinaryOp(a.text("sub"), first, second, type_).result)
    if len(left) == 4:
        parts.append(e.ConstantOp(a.number(type_, 0), type_).result)
    return parts
