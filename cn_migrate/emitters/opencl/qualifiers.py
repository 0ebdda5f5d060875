"""Which pointer variables are `const` or `volatile`: followed through copies, calls and returns.

C complains where a qualifier gets lost on the way from one variable to the next.  So `const` is kept
only where nothing behind it writes, and `volatile` goes on to all that a volatile pointer is copied to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.walk import of_kinds

Variable: TypeAlias = (
    ir.Value | str
)  # a slot, a shared variable, data, a block argument; or a function's result, by symbol
_WITHIN = (m.OffsetOp, m.ElementOp, m.DecayOp, m.MemberOp, e.PtrCastOp)


class Qualifiers:
    """`const` and `volatile` of every variable that holds or is pointed to."""

    def __init__(self, functions: dict[str, func.FuncOp]) -> None:
        self._functions = functions
        self._slots: dict[ir.Value, ir.Value] = {}  # block argument -> its slot
        self._flows: dict[Variable, set[Variable]] = defaultdict(set)
        self._written: set[Variable] = set()
        volatile: set[Variable] = set()
        declared: set[Variable] = set()
        for function in functions.values():
            self._find_slots(function)
        for name, function in functions.items():
            declared.update(self._declared_const(function))
            declared.update(op.result for op in of_kinds(function, m.GlobalRefOp))  # of literals
            for op in of_kinds(function, *_LOOK, *_ACCESSES, c.ReturnOp):
                if isinstance(op, c.ReturnOp) and op.value is not None:
                    self._flow(op.value, [name])
                if isinstance(op, _ACCESSES) and "volatile" in op.attributes:
                    volatile.update(self._roots(op.address))
                if look := _LOOK.get(type(op)):
                    look(self, op)
        backward: dict[Variable, set[Variable]] = defaultdict(set)
        for source, goals in self._flows.items():
            for goal in goals:
                backward[goal].add(source)
        self._written = _closure(self._written, backward)
        self.const = {v for v in _closure(declared, self._flows) if v not in self._written}
        while lost := {v for v in self.const if self._flows[v] - self.const}:
            self.const -= lost
        self.volatile = _closure(volatile, self._flows)

    def of(self, variable: Variable) -> str:
        """Qualifiers of what `variable` points to (or of the variable, where it is no pointer)."""
        variable = (
            self._slots.get(variable, variable) if isinstance(variable, ir.Value) else variable
        )
        words = (
            "const" if variable in self.const else "",
            "volatile" if variable in self.volatile else "",
        )
        return " ".join(word for word in words if word)

    def of_object(self, slot: m.SlotOp | None) -> str:
        """`const` of a variable that is declared so, if no pointer to it has lost that."""
        if slot is None or "const" not in slot.attributes or slot.result in self._written:
            return ""
        return "const" if self._flows.get(slot.result, set()) <= self.const else ""

    def of_pointee(self, pointer: ir.Value) -> str:
        """Qualifiers of what a pointer that is computed (no variable) points to."""
        roots = self._roots(pointer)
        words = (
            "const" if roots and all(root in self.const for root in roots) else "",
            "volatile" if any(root in self.volatile for root in roots) else "",
        )
        return " ".join(word for word in words if word)

    def knows_volatile(self, address: ir.Value) -> bool:
        """Is everything that `address` may come from declared volatile?"""
        roots = set(self._roots(address))
        return bool(roots) and roots <= self.volatile

    def _find_slots(self, function: func.FuncOp) -> None:
        for op in function.entry_block.operations:
            if (
                isinstance(op, m.SlotOp)
                and op.init is not None
                and isinstance(op.init.owner, ir.Block)
            ):
                self._slots[op.init] = op.result

    def _declared_const(self, function: func.FuncOp) -> Iterator[Variable]:
        for argument in function.arguments:
            slot = self._slots.get(argument)
            if slot is None or "const_pointee" not in slot.owner.attributes:
                continue
            if t.is_ptr(argument.type) and not t.is_ptr(t.pointee(argument.type)):
                yield slot

    def _slot(self, op: m.SlotOp) -> None:
        if op.init is not None:
            self._flow(op.init, [op.result])

    def _store(self, op: m.StoreOp) -> None:
        goals = self._held_by(op.address)
        self._flow(op.value, goals)
        if not goals:
            self._written.update(self._roots(op.address))
            self._written.update(self._roots(op.value))  # it goes to memory: out of sight

    def _update(self, op: m.UpdateOp) -> None:
        if not self._held_by(op.address):
            self._written.update(self._roots(op.address))

    def _atomic(self, op: x.AtomicOp) -> None:
        self._written.update(self._roots(op.address))

    def _call(self, op: func.CallOp) -> None:
        callee = self._functions[op.attributes["callee"].value]
        for value, argument in zip(op.operands, callee.arguments, strict=True):
            self._flow(value, [self._slots.get(argument, argument)])

    def _insert(self, op: e.InsertOp) -> None:
        self._written.update(self._roots(op.part))

    def _aggregate(self, op: e.AggregateOp) -> None:
        for part in op.parts:
            self._written.update(self._roots(part))

    def _flow(self, value: ir.Value, goals: Iterable[Variable]) -> None:
        if not t.is_ptr(value.type):
            return
        for root in self._roots(value):
            for goal in goals:
                if goal != root:
                    self._flows[root].add(goal)

    def _held_by(self, address: ir.Value) -> list[Variable]:
        """The pointer variable that `address` is, where a store to it only makes it point elsewhere."""
        if isinstance(address.owner, ir.Block) or not isinstance(address.owner.opview, m.SlotOp):
            return []
        return [address] if t.is_ptr(t.pointee(address.type)) else []

    def _roots(self, value: ir.Value) -> list[Variable]:
        """The variables that pointer `value` may come from."""
        if not t.is_ptr(value.type):
            return []
        if isinstance(value.owner, ir.Block):
            return [self._slots.get(value, value)]
        op = value.owner.opview
        if isinstance(op, (m.SlotOp, m.SharedOp, m.GlobalRefOp)):
            return [value]
        if isinstance(op, _WITHIN):
            return self._roots(op.operation.operands[0])
        if isinstance(op, _ACCESSES):
            return self._held_by(op.address)
        if isinstance(op, func.CallOp):
            return [op.attributes["callee"].value]
        if isinstance(op, e.ConditionalOp):
            ends = [list(r.blocks[0].operations)[-1] for r in (op.then, op.otherwise)]
            return [root for end in ends for root in self._roots(end.values[0])]
        return []


_ACCESSES = (m.LoadOp, m.StoreOp, m.UpdateOp)
_LOOK: dict[type[ir.OpView], Callable[[Qualifiers, Any], None]] = {
    m.SlotOp: Qualifiers._slot,
    m.StoreOp: Qualifiers._store,
    m.UpdateOp: Qualifiers._update,
    x.AtomicOp: Qualifiers._atomic,
    func.CallOp: Qualifiers._call,
    e.InsertOp: Qualifiers._insert,
    e.AggregateOp: Qualifiers._aggregate,
}


def _closure(start: Iterable[Variable], edges: dict[Variable, set[Variable]]) -> set[Variable]:
    reached = set(start)
    work = list(reached)
    while work:
        for goal in edges.get(work.pop(), ()):
            if goal not in reached:
                reached.add(goal)
                work.append(goal)
    return reached
