"""Attribute spellings: Python values -> MLIR attributes."""

from collections.abc import Sequence

from cn_migrate._mlir import ir


def text(value: str) -> ir.StringAttr:
    """A string."""
    return ir.StringAttr.get(value)


def index(value: int) -> ir.IntegerAttr:
    """A plain number (i64): dimension, offset, stream, count."""
    return ir.IntegerAttr.get(ir.IntegerType.get_signless(64), value)


def flag(value: bool) -> ir.Attribute:
    """A truth value (i1)."""
    return ir.BoolAttr.get(value)


def number(type_: ir.Type, value: float | int | bool) -> ir.Attribute:
    """A constant of scalar `type_`; integers are wrapped to the type's width."""
    if isinstance(type_, ir.FloatType):
        return ir.FloatAttr.get(type_, float(value))
    if type_.is_signless and type_.width == 1:
        return ir.BoolAttr.get(bool(value))
    wrapped = int(value) & ((1 << type_.width) - 1)
    if type_.is_signed and wrapped >> (type_.width - 1):
        wrapped -= 1 << type_.width
    elif type_.is_unsigned and type_.width == 64 and wrapped >> 63:
        wrapped -= (
            1 << 64
        )  # the bindings take 64 bits as a signed number; `unsigned_value` undoes it
    return ir.IntegerAttr.get(type_, wrapped)


def value_of(attribute: ir.Attribute) -> float | int | bool:
    """The Python value of a scalar constant; the inverse of `number`."""
    if isinstance(attribute, ir.IntegerAttr) and attribute.type.is_unsigned:
        return int(attribute.value) & ((1 << attribute.type.width) - 1)
    return attribute.value


def array(values: Sequence[ir.Attribute]) -> ir.ArrayAttr:
    """A list of attributes."""
    return ir.ArrayAttr.get(list(values))
