"""Constants as OpenCL C literals."""

from __future__ import annotations

import ast
import math
import re
import struct

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.emitters.opencl.arithmetic_types import within
from cn_migrate.emitters.opencl.expr import Expr, Prec

_INTEGER = re.compile(r"(0[xX][0-9a-fA-F']+|[0-9][0-9']*)([uUlL]*)")
_FLOATING = re.compile(r"((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)([fFlL]?)")


def literal(type_: ir.Type, value: float, spelling: str = "") -> Expr:
    """A literal of scalar `type_`; the user's `spelling` is kept where OpenCL C reads it the same."""
    if t.is_bool(type_):
        return Expr(
            "true" if value else "false",
            Prec.PRIMARY,
            type_,
            type_,
            bounds=(int(value), int(value)),
        )
    if t.is_float(type_):
        return _floating(type_, float(value), spelling)
    return _integer(type_, int(value), spelling)


def plain_integer(type_: ir.Type, value: int, spelling: str = "") -> Expr:
    """An integer literal without suffix where `int` holds it: the shortest text with the right value."""
    if not within((value, value), t.signed(32)):
        return _integer(type_, value, spelling)
    return _integer(t.signed(32), value, spelling).standing_for(type_)


def integer_type(text: str) -> ir.Type | None:
    """The type that C gives to the decimal literal `text` (C99 6.4.4.1); None where it is no such literal."""
    found = _INTEGER.fullmatch(text.strip("() "))
    if found is None or (found[1].startswith("0") and found[1] != "0"):
        return None
    value, suffix = int(found[1].replace("'", "")), found[2].lower()
    if "u" in suffix:
        return t.unsigned(64 if "l" in suffix or value >> 32 else 32)
    return t.signed(64 if "l" in suffix or value >> 31 else 32)


def _integer(type_: ir.Type, value: int, spelling: str) -> Expr:
    digits = str(abs(value))
    found = _INTEGER.fullmatch(spelling)
    if (
        found
        and int(found[1].replace("'", ""), 0 if found[1][:2] in ("0x", "0X") else _base(found[1]))
        == value
    ):
        digits = found[1].replace("'", "")
    ctype = type_ if type_.width >= 32 else t.signed(32)
    if ctype == t.signed(32) and _character(spelling) == value:
        return Expr(spelling, Prec.PRIMARY, type_, ctype, bounds=(value, value))
    suffix = ("u" if t.is_unsigned(ctype) else "") + ("L" if ctype.width == 64 else "")
    bounds = (value, value)
    if value >= 0:
        return Expr(digits + suffix, Prec.PRIMARY, type_, ctype, bounds=bounds)
    if value == -(1 << (ctype.width - 1)):  # C has no literal for the least value
        text = f"(-{abs(value) - 1}{suffix} - 1)"
        return Expr(text, Prec.PRIMARY, type_, ctype, bounds=bounds)
    return Expr(f"-{digits}{suffix}", Prec.UNARY, type_, ctype, bounds=bounds)


def _character(spelling: str) -> int | None:
    """The code of the ASCII character that `spelling` is a literal of; C and Python write them alike."""
    if len(spelling) < 3 or spelling[0] != "'" or not spelling.isascii():
        return None
    try:
        code = ord(ast.literal_eval(spelling))
    except (SyntaxError, ValueError, TypeError):
        return None
    return code if code < 128 else None


def _base(digits: str) -> int:
    return 8 if len(digits) > 1 and digits[0] == "0" else 10


def _floating(type_: ir.Type, value: float, spelling: str) -> Expr:
    single = type_.width == 32
    if math.isnan(value) or math.isinf(value):
        name = "NAN" if math.isnan(value) else "INFINITY"
        sign = "-" if math.copysign(1.0, value) < 0 and math.isinf(value) else ""
        text = f"{sign}{name}" if single else f"(double){sign}{name}"
        return Expr(text, Prec.UNARY if sign or not single else Prec.PRIMARY, type_, type_)
    found = _FLOATING.fullmatch(spelling)
    if (
        found
        and _rounded(float(found[1]), single) == value
        and (single == (found[2] in ("f", "F")))
    ):
        body = found[1]
    else:
        body = _shortest(abs(value), single)
    if not re.search(r"[.eE]", body):
        body += ".0"
    text = body + ("f" if single else "")
    negative = math.copysign(1.0, value) < 0
    return Expr(
        f"-{text}" if negative else text, Prec.UNARY if negative else Prec.PRIMARY, type_, type_
    )


def _shortest(value: float, single: bool) -> str:
    if not single:
        return repr(value)
    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        if _rounded(float(text), single) == value:
            return repr(float(text))
    return repr(value)


def _rounded(value: float, single: bool) -> float:
    if not single:
        return value
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return math.inf
