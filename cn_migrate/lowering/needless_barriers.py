"""Barriers go that order nothing: no two threads touch the same memory, one before and one after, and one writes.

They are looked for in the normal form of a copy.  What stands before a barrier is all that threads may do since the
last one, what stands behind it all that they may do until the next.  Only kernels' own barriers are looked at; a call
that may touch memory touches all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from cn_migrate._mlir import cf, func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative import warp as w
from cn_migrate.dialects.cnative.attributes import index
from cn_migrate.dialects.cnative.bytecode import copy_of
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.lowering.call_graph import CallGraph, callee_of, functions, operations
from cn_migrate.lowering.converge.quiet import Quiet
from cn_migrate.lowering.normalise import Normalise
from cn_migrate.lowering.own_places import Expression, OwnPlaces, expression

_NUMBER = "number"
_GLOBAL = "global memory"
_DYNAMIC = "dynamic shared memory"
_ANY = ""  # memory that may be any
_STEPS = (m.OffsetOp, m.ElementOp, m.DecayOp, m.MemberOp, e.PtrCastOp)
_SILENT = (
    cf.BranchOp,
    cf.CondBranchOp,
    c.ReturnOp,
    e.BinaryOp,
    w.ShuffleOp,
    w.BallotOp,
    w.WarpBarrierOp,
)


@dataclass(frozen=True)
class NeedlessBarriers:
    """See the module."""

    name: str = "needless-barriers"

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """Remove them, and report each, with the reason."""
        barriers: dict[int, x.BarrierOp] = {}
        graph = CallGraph(module)
        for kernel in graph.kernels.values():
            for op in operations(kernel.body):
                if isinstance(op, x.BarrierOp):
                    barriers[len(barriers)] = op
        if not barriers:
            return
        with module.context:
            for number, op in barriers.items():
                op.attributes[_NUMBER] = index(number)
            gone = _needless(copy_of(module), Diagnostics())
            for number, op in barriers.items():
                del op.attributes[_NUMBER]
                if number in gone:
                    if (span := span_of(op)) is not None and not span.file.startswith("<"):
                        diagnostics.report("needless-barrier", span, reason=gone[number])
                    op.erase()


def _needless(module: ir.Module, diagnostics: Diagnostics) -> dict[int, str]:
    """The barriers of a copy that order nothing, by number, with the reason."""
    graph = CallGraph(module)
    alone = {name: _restricted(kernel) for name, kernel in graph.kernels.items()}
    Normalise().apply(module, diagnostics)
    quiet = Quiet(functions(module))
    found: dict[int, str] = {}
    for name, kernel in graph.kernels.items():
        own = OwnPlaces(graph.functions[reached] for reached in graph.reachable(name))
        phases = _Phases(kernel, own, quiet, alone[name])
        while (barrier := phases.needless()) is not None:
            found[barrier] = phases.remove(barrier)
    return found


def _restricted(kernel: func.FuncOp) -> set[str]:
    """The parameters of a kernel that nothing else leads to the memory of (C11, 6.7.3.1)."""
    slots = (op for op in kernel.entry_block.operations if isinstance(op, m.SlotOp))
    return {str(expression(op.init)) for op in slots if op.init and "restrict" in op.attributes}


@dataclass(frozen=True)
class _Access:
    """One read or write: of the memory of `root`, at a place that is the thread's own where `place` is there."""

    root: str
    writes: bool
    place: tuple[object, ...] | None = None

    def conflicts(self, other: _Access) -> bool:
        """Does it matter which of two threads comes first?"""
        if not (self.writes or other.writes):
            return False
        if self.root != other.root:
            return _ANY in (self.root, other.root)
        return self.place is None or self.place != other.place


_Event: TypeAlias = _Access | int  # an access, or a barrier by its number
_OTHER = -1  # a meeting that stays


class _Phases:
    """What the threads of one kernel do between barriers."""

    def __init__(self, kernel: func.FuncOp, own: OwnPlaces, quiet: Quiet, alone: set[str]) -> None:
        self._own = own
        self._alone = alone
        self._quiet = quiet
        self._blocks = list(kernel.body.blocks)
        self._events = [
            [event for op in block.operations for event in self._of(op)] for block in self._blocks
        ]
        places = {block: number for number, block in enumerate(self._blocks)}
        self._next = [
            [places[b] for b in block.operations[len(block.operations) - 1].operation.successors]
            for block in self._blocks
        ]
        self._previous: list[list[int]] = [[] for _ in self._blocks]
        for number, others in enumerate(self._next):
            for other in others:
                self._previous[other].append(number)

    def needless(self) -> int | None:
        """A barrier that orders nothing; None where there is none."""
        before = self._around(self._previous, lambda events: events)
        after = self._around(self._next, lambda events: events[::-1])
        for number in before:
            if number == _OTHER:
                continue
            pairs = ((a, b) for a in before[number] for b in after[number])
            if not any(a.conflicts(b) for a, b in pairs):
                return number
        return None

    def remove(self, barrier: int) -> str:
        """Take a barrier out; why it orders nothing."""
        before = self._around(self._previous, lambda events: events)[barrier]
        after = self._around(self._next, lambda events: events[::-1])[barrier]
        for events in self._events:
            if barrier in events:
                events.remove(barrier)
        if not before:
            return "no thread has touched memory that others see since the barrier before it"
        if not after:
            return "no thread touches memory that others see until the next barrier, or the end"
        if any(a.root == b.root and (a.writes or b.writes) for a in before for b in after):
            return "each thread touches its own places before and after it"
        return "what threads touch before it, none changes after it, and the other way round"

    def _around(
        self, neighbours: list[list[int]], order: Callable[[list[_Event]], list[_Event]]
    ) -> dict[int, set[_Access]]:
        """For each barrier, what may be done between it and its neighbours on one side."""
        ends: list[set[_Access]] = [set() for _ in self._blocks]
        changed = True
        found: dict[int, set[_Access]] = {}
        while changed:
            changed = False
            for number, events in enumerate(self._events):
                open_ = set[_Access]().union(*(ends[other] for other in neighbours[number]))
                for event in order(events):
                    if isinstance(event, int):
                        found.setdefault(event, set()).update(open_)
                        open_ = set()
                    else:
                        open_.add(event)
                if open_ != ends[number]:
                    ends[number], changed = open_, True
        return found

    # -- events ----------------------------------------------------------------------------------------

    def _of(self, op: ir.OpView) -> Iterator[_Event]:
        if isinstance(op, x.BarrierOp):
            yield op.attributes[_NUMBER].value if _NUMBER in op.attributes else _OTHER
        elif isinstance(op, x.AnyOp):
            yield _OTHER
        elif isinstance(op, (m.LoadOp, m.StoreOp)) and "volatile" not in op.attributes:
            access = self._access(op.address, isinstance(op, m.StoreOp))
            if access is not None:
                yield access
        elif isinstance(op, func.CallOp):
            if not self._quiet.is_quiet(callee_of(op)):
                yield _Access(_ANY, True)
        elif not isinstance(op, _SILENT) and not self._quiet.computes(op):
            yield _Access(_ANY, True)

    def _access(self, address: ir.Value, writes: bool) -> _Access | None:
        """None for memory that no other thread sees."""
        root, place = _root(address)
        if root is None:
            return None
        indices, steps = _steps(address)
        own = self._own.is_own(indices) if None not in steps else False
        whole = (place, *(step for step in steps if step is not None))
        return _Access(place if place in self._alone else root, writes, whole if own else None)


def _root(address: ir.Value) -> tuple[str | None, str]:
    """Which memory an address leads into, and what it starts from there; None for the thread's own."""
    while not isinstance(address.owner, ir.Block) and isinstance(address.owner.opview, _STEPS):
        address = address.owner.operands[0]
    if isinstance(address.owner, ir.Block):
        argument = expression(address)
        return (_ANY, "") if argument is None else (_GLOBAL, str(argument))
    op = address.owner.opview
    if isinstance(op, m.SlotOp):
        return None, ""
    if isinstance(op, m.SharedOp):
        return str(op.attributes["variable"].value), "shared"
    if isinstance(op, m.GlobalRefOp) and t.space(op.result.type) == t.Space.CONSTANT:
        return None, ""
    if isinstance(op, m.DynamicSharedOp):
        return _DYNAMIC, "shared"
    return _ANY, ""


def _steps(address: ir.Value) -> tuple[list[ir.Value], list[Expression | None]]:
    """The subscripts of an address, and all that leads from its start to it."""
    indices: list[ir.Value] = []
    steps: list[Expression | None] = []
    offsets = 0
    while not isinstance(address.owner, ir.Block) and isinstance(address.owner.opview, _STEPS):
        op = address.owner.opview
        if isinstance(op, (m.OffsetOp, m.ElementOp)):
            offsets += isinstance(op, m.OffsetOp)
            indices.append(op.index)
            known = expression(op.index)
            steps.append(None if known is None else (str(op.result.type), known))
        else:
            steps.append((str(op.result.type), str(op.operation.attributes)))
        address = op.operation.operands[0]
    if offsets > 1:  # their sum is what counts
        indices = []
    return indices, steps
