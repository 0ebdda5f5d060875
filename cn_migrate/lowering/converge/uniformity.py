"""Where all threads of a block compute the same, and where they part ways.

A *level* is a part of a function whose threads are there together: the function's body, and each branch or
loop where threads part ways, because a condition *varies* between them.  A local variable is uniform if at its
own level only, all threads store the same to it: then even threads that should not be there may do so.

The analysis starts from "all is uniform" and repeats until nothing new varies (Coutinho et al., "Divergence Analysis
and Optimizations", PACT 2011, on structured code).
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative import warp as w
from cn_migrate.lowering.call_graph import callee_of, is_kernel
from cn_migrate.lowering.converge.borrowed import Borrowed
from cn_migrate.lowering.converge.keys import key
from cn_migrate.lowering.converge.quiet import Quiet, slot_of

LOOPS = (c.ForOp, c.WhileOp, c.DoOp)
_VARYING = (x.AtomicOp, w.ShuffleOp, w.BallotOp)
_NOT_KEEPING = (m.OffsetOp, m.ElementOp, m.DecayOp, m.MemberOp, e.PtrCastOp, e.CompareOp)
_COMPUTING = (e.BinaryOp, e.LogicalOp, e.ConditionalOp, m.StoreOp, m.UpdateOp)


@dataclass(eq=False, slots=True)
class Level:
    """`partial`: some threads of the block may not be there."""

    partial: bool
    parent: Level | None = None


@dataclass(slots=True)
class Facts:
    """What is known to vary; it only grows.  Ops are numbers (see `keys`)."""

    slots: set[int] = field(default_factory=set)
    arguments: set[tuple[str, int]] = field(default_factory=set)
    results: set[str] = field(default_factory=set)
    constructs: set[int] = field(default_factory=set)  # where threads part ways
    returns: set[int] = field(default_factory=set)  # that only some threads reach
    partly_called: set[str] = field(default_factory=set)  # by some threads of a block only
    early: set[str] = field(default_factory=set)  # threads leave before others meet

    def __len__(self) -> int:
        known = len(self.slots) + len(self.arguments) + len(self.results) + len(self.constructs)
        return known + len(self.returns) + len(self.partly_called) + len(self.early)


class _Step(NamedTuple):
    """An op that the analysis looks at each time, and how."""

    op: ir.OpView
    key: int
    walk: Callable[[Uniformity, Any, Level], None]


class Uniformity:
    """The facts of a module; after the returns `followed` there are meetings in the same function.

    The returns `inner` count as if only some threads came to them.
    """

    def __init__(
        self,
        functions: dict[str, func.FuncOp],
        quiet: Quiet,
        followed: AbstractSet[int],
        inner: AbstractSet[int] = frozenset(),
    ) -> None:
        self.facts = Facts()
        self.levels: dict[int, Level] = {}
        self._functions = functions
        self._quiet = quiet
        self._followed = followed
        self._merged = inner
        self._homes: dict[int, Level] = {}
        self._blocks: dict[ir.Block, list[_Step]] = {}
        self._borrowed = Borrowed(functions)
        self._name = ""
        known = -1
        turn = list(functions.items())
        while known != len(self.facts):
            known = len(self.facts)
            for name, function in turn:
                self._function(name, function)
            turn.reverse()  # arguments go down to the functions that are called, results up

    def varies(self, value: ir.Value, level: Level) -> bool:
        """May threads of a block, at `level`, have different values?"""
        return not self._uniform(value, level)

    def home(self, slot: ir.Value) -> Level:
        """The level at which a variable is declared."""
        return self._homes[key(slot.owner)]

    # -- walking -----------------------------------------------------------------------------------

    def _function(self, name: str, function: func.FuncOp) -> None:
        self._name = name
        level = Level(name in self.facts.partly_called or name in self.facts.early)
        self._block(function.entry_block, level)

    def _block(self, block: ir.Block, level: Level) -> None:
        steps = self._blocks.get(block)
        if steps is None:
            steps = self._blocks[block] = [
                _Step(op, key(op), _WALK.get(type(op), Uniformity._inside))
                for op in block.operations
                if not self._is_plain(op)
            ]
        for step in steps:
            self.levels[step.key] = level
            step.walk(self, step.op, level)

    def _is_plain(self, op: ir.OpView) -> bool:
        """Has `op` nothing to be said of it but which local variables' addresses it lets go, which is noted?"""
        for number, value in enumerate(op.operation.operands):
            if t.is_ptr(value.type) and self._leaks(op, number):
                slot = slot_of(value)
                self.facts.slots.update([] if slot is None else [key(slot.owner)])
        return type(op) not in _WALK and not len(op.operation.regions)

    def _leaks(self, op: ir.OpView, number: int) -> bool:
        """May the address that is operand `number` be kept, or stored to by others?"""
        if isinstance(op, (m.LoadOp, m.UpdateOp)):
            return False
        if isinstance(op, m.StoreOp):
            return number == 0
        if isinstance(op, func.CallOp):
            return not self._borrowed.reads(op, number)
        return not isinstance(op, _NOT_KEEPING)

    def _region(self, region: ir.Region, level: Level) -> None:
        for block in region.blocks:
            self._block(block, level)

    def _inside(self, op: ir.OpView, level: Level) -> None:
        for region in op.operation.regions:
            self._region(region, level)

    def _slot(self, op: m.SlotOp, level: Level) -> None:
        self._homes[key(op)] = level
        if op.init is not None:
            self._note(op.result, op.init, level)

    def _store(self, op: m.StoreOp | m.UpdateOp, level: Level) -> None:
        slot = slot_of(op.address)
        if slot is not None:
            self._note(slot, op.value, level)
            if not self._uniform(op.address, level):
                self.facts.slots.add(key(slot.owner))
        self._inside(op, level)

    def _note(self, slot: ir.Value, value: ir.Value, level: Level) -> None:
        if self.home(slot) is not level or not self._uniform(value, level):
            self.facts.slots.add(key(slot.owner))

    def _branch(self, op: c.IfOp, level: Level) -> None:
        parts = key(op) in self.facts.constructs or not self._uniform(op.condition, level)
        for region in (op.then, op.otherwise):
            self._region(region, self._inner(op, parts, level))

    def _choice(self, op: e.LogicalOp | e.ConditionalOp, level: Level) -> None:
        parts = not self._uniform(op.operation.operands[0], level)
        for region in op.operation.regions:
            self._region(region, self._inner(op, parts, level))

    def _inner(self, op: ir.OpView, parts: bool, level: Level) -> Level:
        if not parts:
            return level
        self.facts.constructs.add(key(op))
        return Level(partial=True, parent=level)

    def _loop(self, op: c.ForOp | c.WhileOp | c.DoOp, level: Level) -> None:
        inner = Level(level.partial, level)
        if key(op) in self.facts.constructs:
            inner.partial = True
            self._region(op.condition, inner)
            body = Level(partial=True, parent=inner)
            self._region(op.body, body)
        else:  # all turn together: the loop is no level of its own
            inner = level
            self._region(op.condition, level)
            self._region(op.body, level)
        if isinstance(op, c.ForOp):
            self._region(op.step, inner)
        for block in op.condition.blocks:
            *_, end = block.operations
            if not self._uniform(end.operation.operands[0], inner):
                self.facts.constructs.add(key(op))

    def _switch(self, op: c.SwitchOp, level: Level) -> None:
        parts = key(op) in self.facts.constructs or not self._uniform(op.value, level)
        inner = self._inner(op, parts, level)
        for block in op.body.blocks:
            for case in block.operations:
                self.levels[key(case)] = inner
                self._region(case.body, inner)

    def _exit(self, op: c.BreakOp | c.ContinueOp, level: Level) -> None:
        """Threads that leave a loop or switch one by one part ways in all that they leave."""
        left = left_by(op)
        whole = self.levels[key(left[-1])]
        if level is not whole:
            self.facts.constructs.update(map(key, left))

    def _return(self, op: c.ReturnOp, level: Level) -> None:
        if level.parent is not None or key(op) in self._merged:
            self.facts.returns.add(key(op))
            self.facts.constructs.update(map(key, left_by(op)))
            self.facts.early.update([self._name] if key(op) in self._followed else [])
        if op.value is not None and (
            level.parent is not None or not self._uniform(op.value, level)
        ):
            self.facts.results.add(self._name)

    def _call(self, op: func.CallOp, level: Level) -> None:
        name = callee_of(op)
        if level.partial:
            self.facts.partly_called.add(name)
        for number, value in enumerate(op.operands):
            if not self._uniform(value, level):
                self.facts.arguments.add((name, number))

    # -- values ------------------------------------------------------------------------------------

    def _uniform(self, value: ir.Value, level: Level) -> bool:
        if isinstance(value.owner, ir.Block):
            return self._argument(value)
        op = value.owner.opview
        if isinstance(op, x.IdOp):
            return bool(op.kind.value != "thread_id")
        if isinstance(op, (m.SlotOp, x.AnyOp)):
            return True
        if isinstance(op, _VARYING):
            return False
        if isinstance(op, m.LoadOp):
            return self._loaded(op, level)
        if isinstance(op, func.CallOp):
            return self._called(op, level)
        if not self._quiet.computes(op) and (level.partial or not isinstance(op, _COMPUTING)):
            return False
        inner = [end.operation.operands for end in _ends(op)]
        values = [*op.operation.operands, *(v for operands in inner for v in operands)]
        return all(self._uniform(v, level) for v in values)

    def _argument(self, value: ir.Value) -> bool:
        function = value.owner.owner.opview
        name = function.sym_name.value
        return (
            is_kernel(function)
            or (name, ir.BlockArgument(value).arg_number) not in self.facts.arguments
        )

    def _loaded(self, op: m.LoadOp, level: Level) -> bool:
        if "volatile" in op.attributes or not self._uniform(op.address, level):
            return False
        slot = slot_of(op.address)
        if slot is not None:
            return key(slot.owner) not in self.facts.slots
        return not level.partial and t.space(op.address.type) != t.Space.PRIVATE

    def _called(self, op: func.CallOp, level: Level) -> bool:
        name = callee_of(op)
        if self._quiet.is_pure(name):
            return all(self._uniform(value, level) for value in op.operands)
        return not level.partial and name not in self.facts.results


def left_by(op: ir.OpView) -> list[ir.Operation]:
    """The loops and switches that an exit leaves, innermost first; the last is the one that it is about."""
    found: list[ir.Operation] = []
    parent = op.operation.parent
    while parent is not None and parent.name != "func.func":
        view = parent.opview
        if isinstance(view, (*LOOPS, c.SwitchOp)):
            found.append(parent)
            is_target = isinstance(op, c.BreakOp) or (
                isinstance(op, c.ContinueOp) and isinstance(view, LOOPS)
            )
            if is_target:
                return found
        parent = parent.parent
    return found


def _ends(op: ir.OpView) -> list[ir.OpView]:
    return [list(b.operations)[-1] for r in op.operation.regions for b in r.blocks]


_WALK = {
    m.SlotOp: Uniformity._slot,
    m.StoreOp: Uniformity._store,
    m.UpdateOp: Uniformity._store,
    c.IfOp: Uniformity._branch,
    e.LogicalOp: Uniformity._choice,
    e.ConditionalOp: Uniformity._choice,
    **dict.fromkeys(LOOPS, Uniformity._loop),
    c.SwitchOp: Uniformity._switch,
    c.BreakOp: Uniformity._exit,
    c.ContinueOp: Uniformity._exit,
    c.ReturnOp: Uniformity._return,
    func.CallOp: Uniformity._call,
}
