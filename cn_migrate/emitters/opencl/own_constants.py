"""Constants that OpenCL C defines by the names that C's headers give them (OpenCL C 1.2, 6.12.2 and 6.12.3)."""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t

_INTEGERS = {
    "CHAR_BIT": 8,
    "SCHAR_MAX": 2**7 - 1,
    "UCHAR_MAX": 2**8 - 1,
    "SHRT_MAX": 2**15 - 1,
    "USHRT_MAX": 2**16 - 1,
    "INT_MAX": 2**31 - 1,
    "SCHAR_MIN": -(2**7),
    "SHRT_MIN": -(2**15),
    "INT_MIN": -(2**31),
}
_WIDE = {
    "UINT_MAX": (False, 32, 2**32 - 1),
    "LONG_MAX": (True, 64, 2**63 - 1),
    "LONG_MIN": (True, 64, -(2**63)),
    "ULONG_MAX": (False, 64, 2**64 - 1),
}
_FLOATS = {
    "FLT_MAX": float.fromhex("0x1.fffffep127"),
    "FLT_MIN": 2.0**-126,
    "FLT_EPSILON": 2.0**-23,
}
_DOUBLES = {
    "DBL_MAX": float.fromhex("0x1.fffffffffffffp1023"),
    "DBL_MIN": 2.0**-1022,
    "DBL_EPSILON": 2.0**-52,
    "M_E": 2.71828182845904523536,
    "M_LOG2E": 1.44269504088896340736,
    "M_LOG10E": 0.434294481903251827651,
    "M_LN2": 0.693147180559945309417,
    "M_LN10": 2.30258509299404568402,
    "M_PI": 3.14159265358979323846,
    "M_PI_2": 1.57079632679489661923,
    "M_PI_4": 0.785398163397448309616,
    "M_1_PI": 0.318309886183790671538,
    "M_2_PI": 0.636619772367581343076,
    "M_SQRT2": 1.41421356237309504880,
    "M_SQRT1_2": 0.707106781186547524401,
}


def is_own_constant(name: str, type_: ir.Type, value: float) -> bool:
    """Does OpenCL C itself define `name` as this value of this type?"""
    if t.is_float(type_):
        table = _FLOATS if type_.width == 32 else _DOUBLES
        return table.get(name) == value
    if name in _WIDE:
        is_signed, width, known = _WIDE[name]
        return value == known and type_ == (t.signed(width) if is_signed else t.unsigned(width))
    return type_ == t.signed(32) and _INTEGERS.get(name) == value
