"""Indices of threads that a loop of each thread moves a little: `x + k`, where `k` counts from what the block knows."""

from __future__ import annotations

from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import number, text
from cn_migrate.dialects.cnative.integers import integer_of
from cn_migrate.lowering.cpu.block_indices import BlockIndices
from cn_migrate.lowering.cpu.counted_loops import compare_of, counts, only_read, step_of
from cn_migrate.lowering.cpu.repeated import is_in

_FLIPPED = {"add": False, "sub": True}


class SpreadIndices(BlockIndices):
    """Answers for one loop over threads: what counters are in between counts as known, and has two ends."""

    def __init__(self, loop: threads.ThreadLoopOp) -> None:
        super().__init__(loop)
        self._home = loop
        self._plain = BlockIndices(loop)

    def is_known(self, value: ir.Value) -> bool:
        """Does the block know between which numbers `value` is?"""
        if self._plain.is_known(value):
            return True
        if isinstance(value.owner, ir.Block):
            return False
        op: Any = value.owner.opview
        if isinstance(op, m.LoadOp):
            return self._counter(op) is not None
        if isinstance(op, e.ConvertOp):
            wider = t.is_int(op.value.type) and value.type.width >= op.value.type.width
            return wider and not t.is_unsigned(value.type) and self.is_known(op.value)
        is_sum = isinstance(op, e.BinaryOp) and op.op.value in _FLIPPED
        return (
            is_sum and not t.is_unsigned(value.type) and all(map(self.is_known, (op.lhs, op.rhs)))
        )

    def is_exact(self, value: ir.Value) -> bool:
        """Does the block know `value` itself?"""
        return self._plain.is_known(value)

    def end(self, value: ir.Value, greatest: bool, place: ir.InsertionPoint) -> ir.Value:
        """The least or `greatest` number that is added to the thread's index for `value`, computed at `place`."""
        op: Any = value.owner.opview
        if self._plain.is_known(value):
            return _long(self._plain.copy(value, place), place)
        if isinstance(op, m.LoadOp) and (turns := self._counter(op)) is not None:
            return self._end_of(turns, op.address.owner.opview, greatest, place)
        if isinstance(op, m.LoadOp):
            first = self.first_value(op)
            assert first is not None
            return self.end(first, greatest, place)
        if isinstance(op, e.ConvertOp):
            return self.end(op.value, greatest, place)
        if not isinstance(op, e.BinaryOp):  # the index itself
            return _number(0, place)
        left = self.end(op.lhs, greatest, place)
        right = self.end(op.rhs, greatest is not _FLIPPED[op.op.value], place)
        if integer_of(right) == 0:
            return left
        if integer_of(left) == 0 and op.op.value == "add":
            return right
        kind, known = op.op, integer_of(right)
        if known is not None and known < 0:  # `- 1` reads better than `+ -1`
            kind, right = text("sub" if op.op.value == "add" else "add"), _number(-known, place)
        return e.BinaryOp(kind, left, right, t.signed(64), ip=place).result

    def _end_of(
        self, turns: c.ForOp, counter: m.SlotOp, greatest: bool, place: ir.InsertionPoint
    ) -> ir.Value:
        compare = compare_of(turns)
        assert compare is not None
        known = self._plain.copy(compare.rhs if greatest else counter.init, place)
        end = _long(known, place)
        if not greatest or compare.op.value == "le":
            return end
        return e.BinaryOp(text("sub"), end, _number(1, place), t.signed(64), ip=place).result

    def _counter(self, op: m.LoadOp) -> c.ForOp | None:
        """The loop that counts in what `op` reads, from a known number up to a known one, if `op` is in its body."""
        slot = None if isinstance(op.address.owner, ir.Block) else op.address.owner.opview
        if (
            not isinstance(slot, m.SlotOp)
            or slot.init is None
            or not is_in(slot.operation, self._home)
        ):
            return None
        changes = [use.owner for use in slot.result.uses if not isinstance(use.owner, m.LoadOp)]
        turns = changes[0].operation.parent.opview if len(changes) == 1 else None
        if not isinstance(turns, c.ForOp) or not _is_within(op.operation, turns):
            return None
        compare, step = compare_of(turns), step_of(turns)
        if compare is None or step is None or not only_read(slot, step):
            return None
        upwards = (integer_of(step.value) or 0) > 0 and counts(compare.lhs, slot, positive=False)
        ends = (slot.init, compare.rhs)
        known = all(map(self._plain.is_known, ends)) and not t.is_unsigned(slot.init.type)
        return turns if upwards and known else None


def _long(value: ir.Value, place: ir.InsertionPoint) -> ir.Value:
    known = integer_of(value)
    if known is not None and not isinstance(value.owner.opview, e.ConstantOp):
        return _number(known, place)
    result: ir.Value = e.ConvertOp(value, t.signed(64), ip=place).result
    return result


def _number(value: int, place: ir.InsertionPoint) -> ir.Value:
    result: ir.Value = e.ConstantOp(number(t.signed(64), value), t.signed(64), ip=place).result
    return result


def _is_within(op: ir.Operation, turns: c.ForOp) -> bool:
    """Is `op` in the body?"""
    body = turns.body.blocks[0]
    while op.block != body:
        op = op.parent
        if op is None or op.name == "func.func":
            return False
    return True
