"""`int x = first + threadIdx.x`: a sum that CUDA computes in `unsigned`, because indices are, and keeps in an `int`.

Computed in `int` it is the same, and compilers see that neighbouring threads have neighbouring values; the unsigned one
might wrap for them.  Only sums of `int`s and of what is less than 2^31 are taken, so that it is the sum that could
overflow, and only those that an address is computed from: what wraps is no index any more.  Seeds and hashes may wrap.
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.integers import integer_of
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.lowering.cpu.repeated import is_constant

_END = 1 << 31
_MADE = (e.BinaryOp, e.ConvertOp, e.ConstantOp, x.IdOp)
_SUMS = ("add", "sub")
_ADDRESSES = (m.OffsetOp, m.ElementOp)


@dataclass(frozen=True)
class SignedSums:
    """See the module."""

    name: str = "signed-sums"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """See the module."""
        with module.context:
            for op in of_kinds(module, e.ConvertOp):
                assert isinstance(op, e.ConvertOp)
                narrows = _narrows(op, t.signed(32), t.unsigned(32))
                if narrows and _is_index(op.value) and _leads_to_address(op.result, set()):
                    with op.location:
                        op.result.replace_all_uses_with(_signed(op.value, ir.InsertionPoint(op)))
                    _drop(op)


def _narrows(op: e.ConvertOp, to: ir.Type, of: ir.Type) -> bool:
    """Is `op` a conversion between these, which the user did not write?"""
    plain = "explicit" not in op.attributes and "rounding" not in op.attributes
    return plain and op.result.type == to and op.value.type == of


def _is_index(value: ir.Value) -> bool:
    """Is `value` a sum of `int`s and of an index, whose parts are all known to be such?"""
    op = _maker(value)
    if not isinstance(op, e.BinaryOp) or op.op.value not in _SUMS or _end(value) <= _END:
        return False
    parts = list(_parts(value))
    return all(_is_int(part) or _end(part) <= _END for part in parts) and any(
        integer_of(part) is None and not _is_int(part) for part in parts
    )


def _leads_to_address(value: ir.Value, seen: set[ir.Value]) -> bool:
    """Is `value`, or what is computed from it, an index into memory?"""
    for use in value.uses:
        op = use.owner.opview
        if isinstance(op, _ADDRESSES):
            return True
        further = _next(op, value)
        if further is not None and further not in seen:
            seen.add(further)
            if _leads_to_address(further, seen):
                return True
    return False


def _next(op: ir.OpView, value: ir.Value) -> ir.Value | None:
    """What holds `value` next, or something computed from it: a result, or a variable."""
    if isinstance(op, (e.BinaryOp, e.ConvertOp, m.SlotOp, m.LoadOp)):
        return op.result
    stored = isinstance(op, (m.StoreOp, m.UpdateOp)) and op.value == value
    return op.address if stored and isinstance(_maker(op.address), m.SlotOp) else None


def _parts(value: ir.Value) -> list[ir.Value]:
    op = _maker(value)
    if isinstance(op, e.BinaryOp) and op.op.value in _SUMS and _end(value) > _END:
        return [*_parts(op.lhs), *_parts(op.rhs)]
    return [value]


def _is_int(value: ir.Value) -> bool:
    op = _maker(value)
    return isinstance(op, e.ConvertOp) and _narrows(op, t.unsigned(32), t.signed(32))


def _end(value: ir.Value) -> int:
    """One more than the greatest number that the unsigned `value` can be."""
    op = _maker(value)
    if (number := integer_of(value)) is not None:
        return number + 1
    if isinstance(op, x.IdOp):
        return threads.ID_BOUNDS[op.kind.value][1] + 1
    if isinstance(op, m.LoadOp):
        slot = _maker(op.address)
        if isinstance(slot, m.SlotOp) and slot.init is not None and is_constant(slot):
            return _end(slot.init)
    if isinstance(op, e.BinaryOp) and op.op.value in ("add", "mul"):
        if (known := threads.product_bounds(op)) is not None:
            return known[1] + 1
        left, right = _end(op.lhs) - 1, _end(op.rhs) - 1
        return min(1 + (left + right if op.op.value == "add" else left * right), 2 * _END)
    return 2 * _END


def _signed(value: ir.Value, place: ir.InsertionPoint) -> ir.Value:
    """`value` computed in `int`, at `place`."""
    op = _maker(value)
    if isinstance(op, e.ConvertOp) and _is_int(value):
        return op.value
    if isinstance(op, e.BinaryOp) and op.op.value in _SUMS and _end(value) > _END:
        left, right = _signed(op.lhs, place), _signed(op.rhs, place)
        return e.BinaryOp(op.op, left, right, t.signed(32), ip=place).result
    return e.ConvertOp(value, t.signed(32), ip=place).result


def _drop(op: ir.OpView) -> None:
    """Erase `op`, and what was made for it alone."""
    makers = [_maker(value) for value in op.operation.operands]
    op.operation.erase()
    for maker in dict.fromkeys(makers):
        if isinstance(maker, _MADE) and not list(maker.operation.results[0].uses):
            _drop(maker)


def _maker(value: ir.Value) -> ir.OpView | None:
    return None if isinstance(value.owner, ir.Block) else value.owner.opview
