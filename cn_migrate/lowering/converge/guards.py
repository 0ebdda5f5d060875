"""Straight-line ops of which some threads must do only a part: that part goes under `if (active)`."""

from __future__ import annotations

from collections.abc import Sequence

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import number, text
from cn_migrate.dialects.cnative.expressions import ConstantOp, ZeroOp
from cn_migrate.lowering.converge.keys import key, made_by, users
from cn_migrate.lowering.converge.quiet import REGIONS, Quiet, operations_of, slot_of, stored_slot
from cn_migrate.lowering.converge.uniformity import Uniformity
from cn_migrate.lowering.normalise.copy_attributes import copy_attributes


class Guards:
    """Moves ops to the end of a block, under a condition as far as they need one."""

    def __init__(self, uniformity: Uniformity, quiet: Quiet) -> None:
        self._uniformity = uniformity
        self._quiet = quiet

    def append(self, out: ir.Block, ops: Sequence[ir.OpView], predicate: ir.Value | None) -> None:
        """Append `ops` to `out`; threads whose variable `predicate` is false do nothing that matters."""
        if predicate is None or not any(map(self.is_risky, ops)):
            for op in ops:
                out.append(op)
            return
        _Run(self, out, ops, predicate).place()

    def is_risky(self, op: ir.OpView) -> bool:
        """May `op` break something, or show, where its thread should not be?"""
        slot = stored_slot(op)
        if slot is not None:
            return self._uniformity.home(slot) is not self._uniformity.levels[key(op)]
        return not self._quiet.computes(op)

    def is_kept(self, op: ir.OpView) -> bool:
        """Has `op` to be done by all threads, because they count on the same value?"""
        slot = op.result if isinstance(op, m.SlotOp) else stored_slot(op)
        uniform = slot is not None and key(slot.owner) not in self._uniformity.facts.slots
        return uniform and not self.is_risky(op)

    def is_value(self, op: ir.OpView) -> bool:
        """Does `op` compute a value of its operands alone?"""
        return self._quiet.computes(op) and not isinstance(
            op, (m.SlotOp, m.LoadOp, func.CallOp, *REGIONS)
        )

    def is_fixed(self, op: ir.OpView) -> bool:
        """Does `op` compute the same later on, after others have had their turn?"""
        if isinstance(op, m.LoadOp):
            slot = slot_of(op.address)
            users = [] if slot is None else [use.owner for use in slot.uses]
            plain = all(isinstance(user, (m.LoadOp, m.StoreOp, m.UpdateOp)) for user in users)
            return self._quiet.computes(op) and plain
        return self._quiet.computes(op) and not isinstance(
            op, (m.SlotOp, m.SharedOp, func.CallOp, *REGIONS)
        )


class _Run:
    """One call of `Guards.append`."""

    def __init__(
        self, guards: Guards, out: ir.Block, ops: Sequence[ir.OpView], predicate: ir.Value
    ) -> None:
        self._guards = guards
        self._out = out
        self._ops = ops
        self._mine = {key(op) for op in ops}
        self._predicate = predicate
        self._source = ir.InsertionPoint(ops[0]).block
        self._inside: set[int] = set()
        self._choose()
        self._follow()
        self._guard: c.IfOp | None = None
        self._written: set[ir.Value] = set()  # variables that the open guard changes
        self._opaque = False  # may it change others, through their addresses?

    def place(self) -> None:
        """Append all ops in order."""
        for op in self._ops:
            if key(op) in self._inside:
                self._append_guarded(op)
                continue
            if self._guard is not None and self._depends(op):
                self._close()
            if self._guard is None:
                self._out.append(op)
            else:
                op.move_before(self._guard)
        self._close()

    def _choose(self) -> None:
        """Find the ops for the guard: risky ones, and those that only they use."""
        for op in reversed(self._ops):
            used_by = users(op, self._source)
            alone = bool(used_by) and used_by <= self._inside
            if isinstance(op, m.SlotOp):
                wanted = alone or (op.init is not None and self._is_risky(op.init))
            else:
                wanted = alone or self._guards.is_risky(op) or stored_slot(op) is not None
            if wanted and not self._guards.is_kept(op):
                self._inside.add(key(op))

    def _follow(self) -> None:
        """What is computed from values of the guard alone goes there too: fewer of them have to come out."""
        for op in self._ops:
            if made_by(op) & self._inside and self._guards.is_value(op):
                self._inside.add(key(op))

    def _is_risky(self, value: ir.Value) -> bool:
        """Does an op of this run that leads to `value` need the guard?"""
        if isinstance(value.owner, ir.Block) or key(value.owner) not in self._mine:
            return False
        op = value.owner.opview
        return self._guards.is_risky(op) or any(map(self._is_risky, op.operation.operands))

    def _depends(self, op: ir.OpView) -> bool:
        """Has `op` to come after what stands in the guard?"""
        for inner in (op, *operations_of(op)):
            if stored_slot(inner) is not None:
                return True
            if isinstance(inner, m.LoadOp) and slot_of(inner.address) in self._written:
                return True
            if isinstance(inner, m.LoadOp) and self._opaque and not self._guards.is_fixed(inner):
                return True
            if any(self._is_guarded(value) for value in inner.operation.operands):
                return True
        return False

    def _append_guarded(self, op: ir.OpView) -> None:
        if self._guard is None:
            with op.location, ir.InsertionPoint(self._out):
                active = m.LoadOp(self._predicate, t.boolean()).result
                self._guard = c.IfOp(active)
            self._guard.then.blocks.append()
        self._guard.then.blocks[0].append(op)
        for inner in (op, *operations_of(op)):
            if isinstance(inner, m.SlotOp):
                self._written.add(inner.result)
            slot = slot_of(inner.address) if isinstance(inner, (m.StoreOp, m.UpdateOp)) else None
            self._written.update([] if slot is None else [slot])
            if isinstance(inner, func.CallOp) or (slot is None and _stores(inner)):
                self._opaque = True

    def _close(self) -> None:
        """What the guard has declared or computed for others is declared before it."""
        if self._guard is None:
            return
        for op in list(self._guard.then.blocks[0].operations):
            if not any(self._is_used_outside(result) for result in op.operation.results):
                continue
            if not isinstance(op, m.SlotOp):
                self._spill(op.operation.results[0])
            elif op.init is None:
                op.move_before(self._guard)
            else:
                self._declare_before(op)
        self._guard, self._written, self._opaque = None, set(), False

    def _declare_before(self, op: m.SlotOp) -> None:
        """The variable `op` is declared before the guard; what is left of it is a store."""
        assert self._guard is not None and op.init is not None
        with op.location:
            slot = variable(
                t.pointee(op.result.type), op.name.value, ir.InsertionPoint(self._guard)
            )
            m.StoreOp(op.init, slot, ip=ir.InsertionPoint(op))
        copy_attributes(op, slot.owner.opview)
        if "const" in slot.owner.attributes:
            del slot.owner.attributes["const"]
        op.result.replace_all_uses_with(slot)
        op.erase()

    def _spill(self, value: ir.Value) -> None:
        """A variable, declared before the guard, keeps `value` for those behind it."""
        assert self._guard is not None
        with value.owner.location:
            slot = variable(value.type, "value", ir.InsertionPoint(self._guard))
            m.StoreOp(value, slot, ip=ir.InsertionPoint(self._guard.then.blocks[0]))
            kept = m.LoadOp(slot, value.type, ip=ir.InsertionPoint(self._out))
        kept.attributes["again"] = ir.UnitAttr.get()
        for use in list(value.uses):
            if not self._is_in_guard(use.owner.operation):
                use.owner.operation.operands[use.operand_number] = kept.result

    def _is_used_outside(self, value: ir.Value) -> bool:
        return any(not self._is_in_guard(use.owner.operation) for use in value.uses)

    def _is_guarded(self, value: ir.Value) -> bool:
        inside = None if isinstance(value.owner, ir.Block) else value.owner
        return self._guard is not None and self._is_in_guard(inside)

    def _is_in_guard(self, op: ir.Operation | None) -> bool:
        assert self._guard is not None
        while op is not None and op != self._guard.operation:
            op = op.parent
        return op is not None


def _stores(op: ir.OpView) -> bool:
    return isinstance(op, (m.StoreOp, m.UpdateOp))


def variable(type_: ir.Type, name: str, place: ir.InsertionPoint) -> ir.Value:
    """A new local variable, with zero in it where it is no array; the location is the caller's."""
    with place:
        init = None if isinstance(type_, t.ArrayType) else zero(type_)
        return m.SlotOp(text(name), t.ptr(type_, t.Space.PRIVATE), init=init).result


def zero(type_: ir.Type) -> ir.Value:
    """Zero of any type."""
    if t.is_int(type_) or t.is_float(type_):
        return ConstantOp(number(type_, 0), type_).result
    return ZeroOp(type_).result
