"""Shifts that may go by as many bits as there are.

C++ leaves them undefined, but CUDA's processors shift everything out (PTX ISA, `shl` and `shr`), and programs count on
it in two idioms: masks `(1 << n) - 1` of all bits, and `x >> (32 - n)` for the rest of a word of which n bits are
taken.  OpenCL C takes the count modulo the width (1.2, section 6.3 j).  In these idioms a helper keeps CUDA's result;
elsewhere the operator stands.
"""

from __future__ import annotations

from typing import TypeVar

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative.attributes import value_of

_Op = TypeVar("_Op")
_OPPOSITE = {"shl": "shr", "shr": "shl"}
_SHIFT_BY = "{type} cn_{name}_{type}({type} x, uint count)\n{{\n    return {text};\n}}"
_OUT = {"shl": "count < {bits} ? x << count : 0", "shr": "count < {bits} ? x >> count : 0"}
_SIGN_STAYS = "x >> min(count, {last}u)"


def _texts() -> dict[str, str]:
    rows: dict[str, str] = {}
    for type_, bits in (("int", 32), ("uint", 32), ("long", 64), ("ulong", 64)):
        for name, unsigned in _OUT.items():
            keeps_sign = name == "shr" and not type_.startswith("u")
            text = (_SIGN_STAYS if keeps_sign else unsigned).format(bits=bits, last=bits - 1)
            rows[f"cn_{name}_{type_}"] = _SHIFT_BY.format(type=type_, name=name, text=text)
    return rows


# Name and text of the helpers.
SHIFTS: dict[str, str] = _texts()


def may_shift_all(op: e.BinaryOp, bounds: tuple[int, int] | None) -> bool:
    """Is a shift of one of the two idioms?  `bounds` are those of its count, where known."""
    width = op.result.type.width
    if bounds is not None and bounds[0] >= 0 and bounds[1] < width:
        return False
    if counts_down(op.rhs, width):
        return not _is_rotation(op)
    return op.op.value == "shl" and _number(op.lhs) == 1 and _makes_mask(op.result)


def counts_down(count: ir.Value, width: int) -> bool:
    """Is a count `width - n`, with more taken away perhaps?"""
    taken = _defined(count, e.BinaryOp)
    if taken is None or taken.op.value != "sub":
        return False
    first = _number(taken.lhs)
    return counts_down(taken.lhs, width) if first is None else first == width


def _makes_mask(value: ir.Value) -> bool:
    uses = [use.owner.opview for use in value.uses]
    return any(
        (isinstance(op, e.ConvertOp) and _makes_mask(op.result))
        or (isinstance(op, e.BinaryOp) and op.op.value == "sub" and _number(op.rhs) == 1)
        for op in uses
    )


def _is_rotation(op: e.BinaryOp) -> bool:
    """Is it the second half of `x << n | x >> (32 - n)`?  There x | x is x, modulo the width or not."""
    uses = [use.owner.opview for use in op.result.uses]
    if len(uses) != 1 or not isinstance(uses[0], e.BinaryOp) or uses[0].op.value != "or":
        return False
    both = [_defined(side, e.BinaryOp) for side in (uses[0].lhs, uses[0].rhs)]
    taken = _defined(op.rhs, e.BinaryOp)
    return taken is not None and any(
        other is not None
        and other.op.value == _OPPOSITE[op.op.value]
        and _same(other.lhs, op.lhs)
        and _same(other.rhs, taken.rhs)
        for other in both
    )


def _same(one: ir.Value, other: ir.Value) -> bool:
    one, other = _bare(one), _bare(other)
    if one == other:
        return True
    loads = _defined(one, m.LoadOp), _defined(other, m.LoadOp)
    return loads[0] is not None and loads[1] is not None and loads[0].address == loads[1].address


def _number(value: ir.Value) -> int | None:
    constant = _defined(value, e.ConstantOp)
    return None if constant is None else int(value_of(constant.value))


def _bare(value: ir.Value) -> ir.Value:
    while not isinstance(value.owner, ir.Block) and isinstance(value.owner.opview, e.ConvertOp):
        value = value.owner.opview.value
    return value


def _defined(value: ir.Value, kind: type[_Op]) -> _Op | None:
    """The op of `kind` that makes a value, conversions aside."""
    value = _bare(value)
    if isinstance(value.owner, ir.Block) or not isinstance(value.owner.opview, kind):
        return None
    return value.owner.opview
