"""Loops of each thread that all threads of a block turn alike, turned by the block around the loop over threads.

A thread that sums over `n` numbers keeps its sum to itself, so threads can go through the loop's body side by side,
one turn after the other: as vectors, where they read one number together or neighbours in memory.  `strides`
finds another kind of such loops.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.lowering.converge.quiet import operations_of, slot_of
from cn_migrate.lowering.cpu.block_indices import BlockIndices
from cn_migrate.lowering.cpu.constructs import UNIFORM
from cn_migrate.lowering.cpu.independence import mark_independent
from cn_migrate.lowering.cpu.known_exits import known_exits, take_out
from cn_migrate.lowering.cpu.lane_step import lane_step
from cn_migrate.lowering.cpu.lifted_branches import lift_loops
from cn_migrate.lowering.cpu.loop_parts import drop_unused, erase_if_idle, limit, part_like
from cn_migrate.lowering.cpu.masked_turns import mask, turning, use_copies
from cn_migrate.lowering.cpu.simple_calls import Functions, is_simple
from cn_migrate.lowering.cpu.strides import find_stride
from cn_migrate.lowering.cpu.strips import in_strips, stays_inside

_IN_BODY = (
    e.ConstantOp, e.ZeroOp, e.AggregateOp, e.ExtractOp, e.InsertOp, e.ConvertOp, e.BitcastOp,
    e.CompareOp, e.UnaryOp, e.BinaryOp, e.MathOp, e.ConditionalOp, e.LogicalOp, x.IdOp, m.SlotOp,
    m.LoadOp, m.StoreOp, m.UpdateOp, m.OffsetOp, m.ElementOp, m.MemberOp, m.DecayOp, m.SharedOp,
    m.GlobalRefOp, m.DynamicSharedOp, c.ScopeOp, c.ForOp, c.YieldOp, e.PtrCastOp, threads.EdgeOp,
)  # fmt: skip


class Strips(NamedTuple):
    """Loops go through strips of threads; `flat`: turns that threads take together have no branches."""

    flat: bool


_FEW = 16  # elements of an array that strips keep for each thread


def interchange(
    loop: threads.ThreadLoopOp, functions: Functions, strips: Strips | None
) -> list[threads.ThreadLoopOp]:
    """The loops over threads that `loop` is cut into, in order; itself alone where there is nothing to gain.

    `strips`: where each thread's turns touch what others' do, the loops go through strips of threads; loops of which
    each thread has turns of its own are then turned together, too.
    """
    for scope in list(loop.body.blocks[0].operations):
        if _stays(scope):
            break
        stride_ = find_stride(loop, scope)
        if stride_ is not None:
            inner, behind = _cut(loop, scope, stride_.turns, stride_.to_block)
            parts = [loop, *interchange(inner, functions, strips)]
            parts += interchange(behind, functions, strips)
            return [part for part in parts if not erase_if_idle(part)]
    strips = strips if stays_inside(loop) else None
    block = loop.operation.block
    place = list(block.operations).index(loop)
    behind_it = len(block.operations) - place - 1
    parts = _parts(loop, functions, strips)
    if not strips or (parts[0] is loop and len(parts) == 1):
        return parts
    now = list(block.operations)
    parts = in_strips(now[place : len(now) - behind_it], parts)
    for part in parts:
        mark_independent(part, functions)
    return parts


def _parts(
    loop: threads.ThreadLoopOp, functions: Functions, strips: Strips | None
) -> list[threads.ThreadLoopOp]:
    def alone(op: ir.OpView) -> bool:
        return threads.INDEPENDENT in loop.attributes and turning(op, functions) is not None

    alike = partial(_uniform_loop, loop, functions=functions, strips=strips is not None)
    for scope in list(loop.body.blocks[0].operations):
        if _stays(scope, _FEW if strips else 0):
            break
        lifted = strips is not None and lift_loops(scope, lambda op: alike(op) is not None, alone)
        if lifted or (strips and _open_scope(scope)):
            return _parts(loop, functions, strips)
        turns = alike(scope)
        if turns is not None:
            inner, behind = _cut(loop, scope, turns, partial(_to_block, scope, turns), bool(strips))
            parts = [loop]
            for part in take_out(inner) if strips else [inner]:
                if strips and any(isinstance(op, c.IfOp) for op in operations_of(part)):
                    use_copies(part)
                parts += _parts(part, functions, strips)
            parts += _parts(behind, functions, strips)
            return [part for part in parts if not erase_if_idle(part)]
        if strips and threads.INDEPENDENT in loop.attributes and (own := turning(scope, functions)):
            turn, behind = mask(loop, scope, own, strips.flat)
            return [loop, turn, *_parts(behind, functions, strips)]
    return [loop]


def _open_scope(scope: ir.OpView) -> bool:
    """Take the braces from what has loops in it, and is no loop with its variables alone."""
    if not isinstance(scope, c.ScopeOp):
        return False
    ops = list(scope.body.blocks[0].operations)
    loops = [op for op in operations_of(scope) if isinstance(op, (c.ForOp, c.WhileOp, c.DoOp))]
    if not loops or isinstance(ops[-1], c.ForOp):
        return False
    for op in ops:
        op.move_before(scope)
    scope.erase()
    return True


def _stays(op: ir.OpView, most: int = 0) -> bool:
    """Does `op` end some threads' turns, or would it take much memory to keep for each: more than `most` elements?"""
    if isinstance(op, m.SlotOp) and isinstance(type_ := t.pointee(op.result.type), t.ArrayType):
        return isinstance(t.element(type_), t.ArrayType) or t.count(type_) > most
    return any(isinstance(inner, c.ReturnOp) for inner in (op, *operations_of(op)))


def _uniform_loop(
    loop: threads.ThreadLoopOp, scope: ir.OpView, functions: Functions, strips: bool
) -> c.ForOp | None:
    """The loop that is all of `scope`, if the block can turn it, and threads can walk through it side by side.

    `strips`: strips turn it, each of which is of one row of threads.
    """
    # In strips, parts that are not for lanes are no hindrance to others.
    wanted = threads.INTERLEAVED if strips else threads.INDEPENDENT
    if wanted not in loop.attributes or not isinstance(scope, c.ScopeOp):
        return None
    *before, last = list(scope.body.blocks[0].operations)
    slots = [op for op in before if isinstance(op, m.SlotOp)]
    if not isinstance(last, c.ForOp) or len(slots) != 1 or slots[0].init is None:
        return None
    (slot,) = slots
    indices = BlockIndices(loop, of_rows=strips)
    known = indices.is_known(slot.init) and all(
        indices.is_known(op.operation.results[0]) for op in before if op is not slot
    )
    if not known or not _is_counted(last, slot, indices):
        return None
    exits = known_exits(last, BlockIndices(loop, strips, slot)) if strips else []
    fits = all(
        _is_side_by_side(op, loop, slot, functions)
        or (strips and (isinstance(op, c.IfOp) or op.operation in exits))
        for op in operations_of(last)
    )
    return last if fits else None


def _is_counted(loop: c.ForOp, counter: m.SlotOp, indices: BlockIndices) -> bool:
    """Is `counter` compared with what the block knows, changed by the step alone, and are the turns not constant?"""
    tests, steps = _ops(loop.condition), _ops(loop.step)
    if not tests or not isinstance(tests[-1], c.YieldOp):
        return False
    (test,) = tests[-1].operation.operands
    compare = None if isinstance(test.owner, ir.Block) else test.owner.opview
    if not isinstance(compare, e.CompareOp) or not _reads(compare.lhs, counter.result):
        return False
    if not indices.is_known(compare.rhs):
        return False
    if _is_number(compare.rhs) and _is_number(counter.init):
        return False
    changes = [use.owner for use in counter.result.uses if not isinstance(use.owner, m.LoadOp)]
    update = steps[-1] if steps else None
    if not isinstance(update, m.UpdateOp) or changes != [update]:
        return False
    return indices.is_known(update.value)


def _reads(value: ir.Value, slot: Any) -> bool:
    op = None if isinstance(value.owner, ir.Block) else value.owner.opview
    if isinstance(op, e.ConvertOp):
        return _reads(op.value, slot)
    return isinstance(op, m.LoadOp) and op.address == slot


def _is_number(value: ir.Value) -> bool:
    op = value.owner.opview
    if isinstance(op, (m.LoadOp, x.IdOp)):
        return False
    return isinstance(op, e.ConstantOp) or all(map(_is_number, op.operation.operands))


def _ops(region: ir.Region) -> list[ir.OpView]:
    return [op for block in region.blocks for op in block.operations]


# -- memory --------------------------------------------------------------------------------------------


def _is_side_by_side(
    op: ir.OpView, loop: threads.ThreadLoopOp, counter: m.SlotOp, functions: Functions
) -> bool:
    """Can threads do `op` as a vector does, without gathering from places far apart?"""
    if isinstance(op, func.CallOp):
        return is_simple(op, functions)
    if not isinstance(op, _IN_BODY) or "volatile" in op.attributes:
        return False
    if not isinstance(op, (m.LoadOp, m.StoreOp, m.UpdateOp)):
        return True
    return slot_of(op.address) is not None or lane_step(op.address, loop, counter) is not None


# -- cutting -------------------------------------------------------------------------------------------


def _cut(
    loop: threads.ThreadLoopOp,
    scope: ir.OpView,
    turns: c.ForOp,
    to_block: Callable[[BlockIndices], None],
    of_rows: bool = False,
) -> tuple[threads.ThreadLoopOp, threads.ThreadLoopOp]:
    """Cut `loop` at `scope`; what threads do in a turn of the block's loop, and the rest of `loop`.

    `loop` keeps what comes before; `to_block` makes `turns` the block's.
    """
    ops = list(loop.body.blocks[0].operations)
    place = ops.index(scope)
    indices = BlockIndices(loop, of_rows)
    with loop.location:
        behind = part_like(loop, ir.InsertionPoint.after(loop))
        for op in ops[place + 1 :]:
            behind.body.blocks[0].append(op)
        limit(loop, behind.body.blocks[0], indices)
        scope.move_before(behind)
        to_block(indices)
        inner = part_like(loop, ir.InsertionPoint.at_block_begin(turns.body.blocks[0]))
        for op in list(turns.body.blocks[0].operations)[1:]:
            inner.body.blocks[0].append(op)
        limit(loop, inner.body.blocks[0], indices)
    for region in (turns.condition, turns.step, scope.body, loop.body):
        drop_unused(region)
    return inner, behind


def _to_block(scope: c.ScopeOp, turns: c.ForOp, indices: BlockIndices) -> None:
    """Mark the counter of `turns` as the block's, and compute what it is compared with for the block."""
    counter = next(op for op in _ops(scope.body) if isinstance(op, m.SlotOp))
    counter.attributes[UNIFORM] = ir.UnitAttr.get()
    if "unroll" in turns.attributes:
        del turns.attributes["unroll"]
    init = indices.copy(counter.init, ir.InsertionPoint(counter))
    counter.operation.operands[0] = init
    compare = _ops(turns.condition)[-1].operation.operands[0].owner
    compare.operands[1] = indices.copy(compare.operands[1], ir.InsertionPoint(compare))
    update = _ops(turns.step)[-1]
    update.operation.operands[1] = indices.copy(update.value, ir.InsertionPoint(update))
