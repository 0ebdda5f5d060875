"""Variables of record and vector types become one variable for each member, where only members or all of it are used.

Compilers go through threads side by side with numbers, and seldom with records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import number as number_of
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.dialects.cnative.integers import integer_of
from cn_migrate.dialects.cnative.layout import Field, Layout
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.lowering.call_graph import functions, is_kernel
from cn_migrate.lowering.converge.quiet import slot_of
from cn_migrate.lowering.normalise.copy_attributes import copy_attributes

_CHANGES = (
    m.StoreOp,
    m.UpdateOp,
    x.AtomicOp,
    x.BarrierOp,
    func.CallOp,
    c.IfOp,
    c.ScopeOp,
    c.ForOp,
    c.WhileOp,
    c.DoOp,
)
_MOST = 16  # numbers: more than that are too many for registers


@dataclass(frozen=True)
class SplitRecords:
    """See the module."""

    name: str = "split-records"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """Split the variables of kernels."""
        members = Members(Layout(module))
        with module.context:
            for kernel in functions(module).values():
                if is_kernel(kernel):
                    _split_in(kernel, members)


@dataclass(frozen=True)
class Members:
    """What records, vectors and arrays consist of."""

    layout: Layout

    def of(self, type_: ir.Type) -> tuple[Field, ...]:
        """The members of a type that is no number; those of an array have their number as a name."""
        if isinstance(type_, t.ArrayType):
            return tuple(Field(str(i), t.element(type_), 0) for i in range(t.count(type_)))
        return self.layout.fields(type_)

    def numbers(self, type_: ir.Type) -> int:
        """How many numbers it consists of; more than _MOST where it is anything else, too."""
        if t.is_int(type_) or t.is_float(type_):
            return 1
        if isinstance(type_, t.ArrayType):
            return t.count(type_) * self.numbers(t.element(type_))
        if isinstance(type_, t.RecordType):
            if self.layout.records[t.record_name(type_)].kind != "struct":
                return _MOST + 1
        elif not isinstance(type_, t.VecType):
            return _MOST + 1
        return sum(self.numbers(field.type) for field in self.of(type_))

    def has_arrays(self, type_: ir.Type) -> bool:
        """Is there an array in it?"""
        if isinstance(type_, t.ArrayType):
            return True
        is_record = isinstance(type_, t.RecordType)
        return is_record and any(self.has_arrays(field.type) for field in self.of(type_))


def _split_in(kernel: func.FuncOp, members: Members) -> None:
    left: list[m.SlotOp] = []
    for op in of_kinds(kernel, m.SlotOp):
        type_ = t.pointee(op.result.type)
        if not isinstance(type_, (t.RecordType, t.VecType)):
            continue
        is_parameter = op.init is not None and isinstance(op.init.owner, ir.Block)
        if is_parameter or not 1 < members.numbers(type_) <= _MOST:
            continue
        if _is_made_of_parts(op, members) and _is_split(op.result, members):
            left.append(op)
    while left:
        left += _split(left.pop(), members)


def _is_made_of_parts(op: m.SlotOp, members: Members) -> bool:
    has_arrays = members.has_arrays(t.pointee(op.result.type))
    return op.init is None or not has_arrays or _has_parts(op.init, op)


def _has_parts(value: ir.Value, place: ir.OpView) -> bool:
    """Are members of `value` at hand at `place`, arrays too?"""
    op = _maker(value)
    if isinstance(op, e.InsertOp):
        return _has_parts(op.value, place) and _has_parts(op.part, place)
    is_number = t.is_int(value.type) or t.is_float(value.type)
    is_made = isinstance(op, (e.ZeroOp, e.AggregateOp))
    return is_number or is_made or (isinstance(op, m.LoadOp) and _is_unchanged(op, place))


def _is_array(value: ir.Value) -> bool:
    return isinstance(value.type, t.ArrayType)


def _maker(value: ir.Value) -> ir.OpView | None:
    return None if isinstance(value.owner, ir.Block) else value.owner.opview


def _is_split(address: ir.Value, members: Members) -> bool:
    """Is all that is done at `address` a load or store, of it or of a member?"""
    type_ = t.pointee(address.type)
    for use in address.uses:
        op: Any = use.owner.opview
        if "volatile" in op.attributes:
            return False
        if isinstance(op, m.ElementOp):
            number = integer_of(op.index)
            if number is None or not 0 <= number < t.count(type_):
                return False
        if isinstance(op, (m.MemberOp, m.ElementOp)):
            if not _is_split(op.result, members):
                return False
        elif isinstance(op, m.StoreOp):
            whole = members.has_arrays(type_) and not _has_parts(op.value, op)
            if use.operand_number == 0 or whole:
                return False
        elif isinstance(op, m.LoadOp):
            if members.has_arrays(type_) and not _is_only_stored(op):
                return False
        elif not isinstance(op, m.UpdateOp):
            return False
    return True


def _is_only_stored(load: m.LoadOp) -> bool:
    """Does what is loaded go elsewhere as it is?"""
    users = [use.owner.opview for use in load.result.uses]
    return all(isinstance(user, m.StoreOp) and _is_unchanged(load, user) for user in users)


def _split(op: m.SlotOp, members: Members) -> list[m.SlotOp]:
    """Split `op`; those of its parts that have members themselves."""
    parts: dict[str, ir.Value] = {}
    fields = members.of(t.pointee(op.result.type))
    with op.location, ir.InsertionPoint(op):
        for number, field in enumerate(fields):
            init = None if op.init is None else _part(op.init, number, field, op)
            pointer = t.ptr(field.type, t.space(op.result.type))
            slot = m.SlotOp(text(f"{op.name.value}_{field.name}"), pointer, init=init)
            copy_attributes(op, slot)
            parts[field.name] = slot.result
    for use in list(op.result.uses):
        _use_parts(use.owner.opview, fields, parts)
    given = op.init
    op.erase()
    _forget(given)
    left = [_used(part) for part in parts.values()]
    return [part for part in left if part is not None and _has_members(part)]


def _used(part: ir.Value) -> m.SlotOp | None:
    """The variable of a member; None, and it is gone, where nobody asks for that."""
    slot = part.owner.opview
    assert isinstance(slot, m.SlotOp)
    if list(part.uses):
        return slot
    given = slot.init
    slot.erase()
    _forget(given)
    return None


def _has_members(slot: m.SlotOp) -> bool:
    return isinstance(t.pointee(slot.result.type), (t.RecordType, t.VecType, t.ArrayType))


def _use_parts(user: Any, fields: tuple[Field, ...], parts: dict[str, ir.Value]) -> None:
    given = None
    with user.location, ir.InsertionPoint(user):
        if isinstance(user, m.MemberOp):
            user.result.replace_all_uses_with(parts[user.field.value])
        elif isinstance(user, m.ElementOp):
            user.result.replace_all_uses_with(parts[str(integer_of(user.index))])
        elif isinstance(user, m.StoreOp):
            given = user.value
            values = [_part(given, number, field, user) for number, field in enumerate(fields)]
            for value, field in zip(values, fields, strict=True):
                m.StoreOp(value, parts[field.name])
        elif list(user.result.uses) and _is_only_stored(user):
            _store_parts(user, fields, parts)
        else:
            user.result.replace_all_uses_with(_whole(user.result.type, fields, parts))
    user.erase()
    _forget(given)


def _store_parts(load: m.LoadOp, fields: tuple[Field, ...], parts: dict[str, ir.Value]) -> None:
    for use in list(load.result.uses):
        store = use.owner.opview
        with store.location, ir.InsertionPoint(store):
            for field in fields:
                value = m.LoadOp(parts[field.name], field.type).result
                m.StoreOp(value, _member(store.address, field))
        store.erase()


def _member(address: ir.Value, field: Field) -> ir.Value:
    """The address of a member of what is at `address`."""
    pointer, address = t.ptr(field.type, t.space(address.type)), _own(address)
    if not isinstance(t.pointee(address.type), t.ArrayType):
        return ir.Value(m.MemberOp(text(field.name), address, pointer).result)
    type_ = t.signed(32)
    place = e.ConstantOp(number_of(type_, int(field.name)), type_).result
    return ir.Value(m.ElementOp(address, place, pointer).result)


def _own(address: ir.Value) -> ir.Value:
    """A member's address that nothing else uses: it needs no name then."""
    if isinstance(address.owner, ir.Block) or not list(address.uses):
        return address
    if not isinstance(address.owner.opview, (m.MemberOp, m.ElementOp)):
        return address
    of = _own(address.owner.operands[0])
    copy = address.owner.operation.clone()  # behind that
    copy.operands[0] = of
    return ir.Value(copy.results[0])


def _part(value: ir.Value, number: int, field: Field, place: ir.OpView) -> ir.Value:
    """Member `field` of `value`, the one of that number, at `place`."""
    op = _maker(value)
    while isinstance(op, e.InsertOp) and op.field.value != field.name:
        value, op = op.value, _maker(op.value)
    if isinstance(op, e.InsertOp):
        return ir.Value(op.part)
    if isinstance(op, e.AggregateOp) and number < len(op.parts):
        return ir.Value(op.parts[number])
    if isinstance(op, e.ZeroOp) or (isinstance(op, e.AggregateOp) and _is_array(value)):
        return ir.Value(e.ZeroOp(field.type).result)
    if isinstance(op, m.LoadOp) and _is_unchanged(op, place):
        return ir.Value(m.LoadOp(_member(op.address, field), field.type).result)
    return ir.Value(e.ExtractOp(text(field.name), value, field.type).result)


def _is_unchanged(load: m.LoadOp, place: ir.OpView) -> bool:
    """Is nothing stored between `load` and `place`?"""
    block = place.operation.block
    if block != load.operation.block or "volatile" in load.attributes:
        return False
    ops = list(block.operations)
    between = ops[ops.index(load) : ops.index(place)]
    loaded = slot_of(load.address)
    return not any(isinstance(op, _CHANGES) and not _is_elsewhere(op, loaded) for op in between)


def _is_elsewhere(op: Any, loaded: ir.Value | None) -> bool:
    """Does `op` change another variable than `loaded`, and nothing else?"""
    changed = slot_of(op.address) if isinstance(op, (m.StoreOp, m.UpdateOp)) else None
    return None not in (changed, loaded) and changed != loaded


def _forget(value: ir.Value | None) -> None:
    """Erase the load of what was split, when nobody wants it."""
    if value is None or isinstance(value.owner, ir.Block) or list(value.uses):
        return
    if isinstance(value.owner.opview, m.LoadOp):
        value.owner.erase()


def _whole(type_: ir.Type, fields: tuple[Field, ...], parts: dict[str, ir.Value]) -> ir.Value:
    """The record that the variables of its members make."""
    loads = [m.LoadOp(parts[field.name], field.type).result for field in fields]
    if len({str(field.type) for field in fields}) == 1:
        return ir.Value(e.AggregateOp(type_, loads).result)
    whole = e.ZeroOp(type_).result
    for field, part in zip(fields, loads, strict=True):
        whole = e.InsertOp(text(field.name), whole, part, type_).result
    return ir.Value(whole)
