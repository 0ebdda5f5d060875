"""`convert_int4_sat_rte(x)` (OpenCL C, 6.2.3)."""

from __future__ import annotations

import re

from clang.cindex import Cursor

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import value
from cn_migrate.parsers.cuda.device.intrinsics import apply_math
from cn_migrate.parsers.opencl.types import count, is_vector
from cn_migrate.parsers.opencl.vectors import join, split

CONVERSION = re.compile(r"convert_([a-z]+?)(\d*)(_sat)?(?:_rt([ezpn]))?$")
_ROUNDINGS = {"e": "rn", "z": "rz", "p": "ru", "n": "rd"}


def convert(match: re.Match[str], body: Body, cursor: Cursor) -> ir.Value | None:
    """6.2.3."""
    argument = next(iter(cursor.get_arguments()))
    known, type_ = value(body, argument), body.type(cursor.type)
    saturates, rounding = bool(match[3]), _ROUNDINGS.get(match[4] or "")
    if not is_vector(cursor.type):
        return _converted(body, known, type_, saturates, rounding)
    element = t.element(type_)
    parts = split(known, count(cursor.type))
    return join(type_, [_converted(body, x, element, saturates, rounding) for x in parts])


def _converted(
    body: Body, scalar: ir.Value, type_: ir.Type, saturates: bool, rounding: str | None
) -> ir.Value:
    source = scalar.type
    if t.is_int(source) and t.is_int(type_):
        return body.convert(_limited(body, scalar, type_) if saturates else scalar, type_, True)
    if t.is_float(source) and t.is_int(type_) and saturates:
        rounding = rounding or "rz"
    if rounding is None or source == type_:
        return body.convert(scalar, type_, explicit=True)
    op = e.ConvertOp(scalar, type_)
    op.operation.attributes["rounding"] = a.text(rounding)
    return op.result


def _limited(body: Body, scalar: ir.Value, type_: ir.Type) -> ir.Value:
    """The integer `scalar`, moved to the nearest that `type_` holds."""
    own, wanted = _bounds(scalar.type), _bounds(type_)
    if wanted[0] > own[0]:
        least = body.constant(scalar.type, wanted[0])
        scalar = apply_math(body, "max", scalar.type, [scalar, least])
    if wanted[1] < own[1]:
        most = body.constant(scalar.type, wanted[1])
        scalar = apply_math(body, "min", scalar.type, [scalar, most])
    return scalar


def _bounds(type_: ir.Type) -> tuple[int, int]:
    if t.is_unsigned(type_):
        return 0, (1 << type_.width) - 1
    return -(1 << (type_.width - 1)), (1 << (type_.width - 1)) - 1
