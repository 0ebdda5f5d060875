"""Which ops of a block fold into a C expression, and which need a statement of their own.

C leaves open in what order the operands of most operators are evaluated; the dialect does not.  An op
folds into its only user unless something between the two could change what it reads, or could see what
it writes: then it becomes a temporary at its own place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import messages
from cn_migrate.dialects.cnative import warp as w
from cn_migrate.dialects.cnative.clock import ClockOp

MEMORY = "memory"  # anything that somebody else may look at
_FREE = (e.ConstantOp, e.ZeroOp, e.UndefOp, x.IdOp, m.GlobalRefOp)  # printed again at each use
_NAMED = (m.SlotOp, m.SharedOp)
_SYNCHRONISING = (
    x.AtomicOp,
    x.BarrierOp,
    x.FenceOp,
    x.AnyOp,
    w.ShuffleOp,
    w.BallotOp,
    w.WarpBarrierOp,
    messages.PrintOp,
    ClockOp,
)
_WITHIN = (m.OffsetOp, m.ElementOp, m.DecayOp, m.MemberOp, e.PtrCastOp)

Place: TypeAlias = ir.Value | str


class Shape(Enum):
    """What becomes of an op."""

    FOLDED = "folded"
    TEMPORARY = "temporary"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Effect:
    """What an op reads and writes: slots that nobody else sees, or MEMORY."""

    reads: frozenset[Place] = frozenset()
    writes: frozenset[Place] = frozenset()

    def conflicts(self, other: Effect) -> bool:
        """Does the order of the two matter?"""
        return bool(self.writes & (other.reads | other.writes) or self.reads & other.writes)


NOTHING = Effect()
EVERYTHING = Effect(frozenset({MEMORY}), frozenset({MEMORY}))


@dataclass(slots=True)
class Effects:
    """Effects of a module's ops; functions are looked through."""

    functions: dict[str, func.FuncOp]
    _of_function: dict[str, Effect] = field(default_factory=dict)
    _of_nested: dict[ir.Operation, Effect] = field(default_factory=dict)
    _escaping: dict[ir.Value, bool] = field(default_factory=dict)

    def of(self, op: ir.OpView) -> Effect:
        """What `op` itself, and all that stands in its regions, reads and writes."""
        look = _LOOK.get(type(op))
        if look is not None:
            return look(self, op)
        return self._within(op) if len(op.operation.regions) else NOTHING

    def _within(self, op: ir.OpView) -> Effect:
        known = self._of_nested.get(op.operation)
        if known is None:
            blocks = [block for region in op.operation.regions for block in region.blocks]
            known = self._of_nested[op.operation] = self._of_blocks(blocks)
        return known

    def _of_blocks(self, blocks: Iterable[ir.Block]) -> Effect:
        found = [self.of(inner) for block in blocks for inner in block.operations]
        found = [effect for effect in found if effect is not NOTHING]
        return Effect(
            frozenset().union(*(effect.reads for effect in found)),
            frozenset().union(*(effect.writes for effect in found)),
        )

    def _of_load(self, op: m.LoadOp) -> Effect:
        return Effect(reads=frozenset({self._place(op.address)}))

    def _of_store(self, op: m.StoreOp) -> Effect:
        return Effect(writes=frozenset({self._place(op.address)}))

    def _of_update(self, op: m.UpdateOp) -> Effect:
        place = frozenset({self._place(op.address)})
        return Effect(place, place)

    def _of_slot(self, op: m.SlotOp) -> Effect:
        return Effect(writes=frozenset({op.result}))

    def _of_call(self, op: func.CallOp) -> Effect:
        name = op.attributes["callee"].value
        if name not in self._of_function:
            self._of_function[name] = EVERYTHING  # while looking: recursion
            inside = self._of_blocks(self.functions[name].body.blocks)
            memory = frozenset({MEMORY})
            self._of_function[name] = Effect(inside.reads & memory, inside.writes & memory)
        return self._of_function[name]

    def _place(self, address: ir.Value) -> Place:
        while not isinstance(address.owner, ir.Block):
            op = address.owner.opview
            if isinstance(op, m.SlotOp):
                return MEMORY if self._escapes(address) else address
            if not isinstance(op, _WITHIN):
                return MEMORY
            address = op.operation.operands[0]
        return MEMORY

    def _escapes(self, slot: ir.Value) -> bool:
        if slot not in self._escaping:
            self._escaping[slot] = _leaks(slot)
        return self._escaping[slot]


_LOOK: dict[type[ir.OpView], Callable[[Effects, Any], Effect]] = {
    m.LoadOp: Effects._of_load,
    m.StoreOp: Effects._of_store,
    m.UpdateOp: Effects._of_update,
    m.SlotOp: Effects._of_slot,
    func.CallOp: Effects._of_call,
    **dict.fromkeys(_SYNCHRONISING, lambda _effects, _op: EVERYTHING),
}


def _leaks(address: ir.Value) -> bool:
    """May anybody but direct loads and stores come to see `address`?"""
    for use in address.uses:
        op = use.owner
        if isinstance(op, _WITHIN):
            if _leaks(op.result):
                return True
        elif isinstance(op, (m.StoreOp, m.UpdateOp)):
            if op.value == address:
                return True
        elif not isinstance(op, m.LoadOp):
            return True
    return False


def shapes(block: ir.Block, effects: Effects) -> dict[ir.Operation, Shape]:
    """What becomes of each op of `block`."""
    ops = list(block.operations)
    place = {op.operation: i for i, op in enumerate(ops)}
    own = [effects.of(op) for op in ops]
    parents: dict[int, int] = {}
    result: dict[ir.Operation, Shape] = {}
    for i in reversed(range(len(ops))):
        shape = _first_shape(ops[i], place)
        if shape == Shape.FOLDED and not _is_free(ops[i]):
            parents[i] = place[next(ops[i].operation.results[0].uses).owner.operation]
            if _disturbed(i, own, parents):
                del parents[i]
                shape = Shape.TEMPORARY
        result[ops[i].operation] = shape
    return result


def _first_shape(op: ir.OpView, place: dict[ir.Operation, int]) -> Shape:
    """The shape by uses alone."""
    results = op.operation.results
    if isinstance(op, _NAMED) or not len(results):
        return Shape.STATEMENT
    if _is_free(op):
        return Shape.FOLDED
    users = [use.owner.operation for use in results[0].uses]
    if not users:
        return Shape.STATEMENT
    if len(users) == 1 and users[0] in place:
        return Shape.FOLDED
    return Shape.TEMPORARY


def _is_free(op: ir.OpView) -> bool:
    """Is it printed again at each use?  Names and constants are."""
    if isinstance(op, m.DecayOp):
        owner = op.base.owner
        return not isinstance(owner, ir.Block) and isinstance(owner.opview, _NAMED)
    return isinstance(op, _FREE) or (isinstance(op, m.LoadOp) and "again" in op.attributes)


def _disturbed(i: int, own: list[Effect], parents: dict[int, int]) -> bool:
    """Would folding op `i` into its statement move it across an op that matters?"""
    mine = own[i]
    if not mine.reads and not mine.writes:
        return False
    ancestors = {i}
    root = i
    while root in parents:
        root = parents[root]
        ancestors.add(root)
    return any(mine.conflicts(own[j]) for j in range(i + 1, root) if j not in ancestors)
