"""What only some threads of a block do gets a loop over those: `if (threadIdx.x < HALO)` in the midst of a loop.

As a bound, the condition needs no mask, and what all threads do is free of it.  That is done where the parts share
nothing but variables that each can compute anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.lowering.converge.quiet import operations_of, slot_of
from cn_migrate.lowering.cpu.block_indices import BlockIndices
from cn_migrate.lowering.cpu.independence import mark_independent
from cn_migrate.lowering.cpu.loop_bounds import bound, bounds, is_plain
from cn_migrate.lowering.cpu.loop_parts import drop_unused, limit, part_like
from cn_migrate.lowering.cpu.repeated import (
    MEMORY,
    copied,
    is_computed,
    is_in,
    is_repeatable,
    repeat_declarations,
)
from cn_migrate.lowering.cpu.simple_calls import Functions


def set_apart(loop: threads.ThreadLoopOp, functions: Functions) -> list[threads.ThreadLoopOp]:
    """The loops over threads that `loop` is cut into, in order; itself alone where nothing can be set apart."""
    if threads.INTERLEAVED not in loop.attributes:
        return [loop]
    ops = list(loop.body.blocks[0].operations)
    for place, op in enumerate(ops):
        if any(isinstance(inner, c.ReturnOp) for inner in (op, *operations_of(op))):
            break
        if not isinstance(op, c.IfOp) or not _is_guard(op, loop):
            continue
        # The guard begins a part of its own, or it is what `loop` begins with.
        begin = _begin(ops, place)
        cut = place + 1 if all(map(is_plain, ops[:begin])) else begin
        if all(map(is_plain, ops[cut:])) or not _is_free(ops[:cut], ops[cut:], loop, functions):
            continue
        behind = _cut(loop, ops[cut:])
        repeat_declarations([loop, behind], functions)
        drop_unused(loop.body)
        for made in (loop, behind):
            mark_independent(made, functions)
            bound(made)
        return [loop, *set_apart(behind, functions)]
    return [loop]


def _begin(ops: Sequence[ir.OpView], place: int) -> int:
    """Where the ops begin that compute the condition of the guard at `place`, and nothing else."""
    while place > 0:
        op = ops[place - 1]
        users = [use.owner.operation for result in op.operation.results for use in result.uses]
        own = all(any(is_in(user, other) for other in ops[place:]) for user in users)
        if isinstance(op, (m.SlotOp, *threads.CHOICES)) or not is_plain(op) or not own:
            break
        place -= 1
    return place


def _is_guard(op: c.IfOp, loop: threads.ThreadLoopOp) -> bool:
    """Does the thread's index decide whether something is done in memory?"""
    if any(list(block.operations) for block in op.otherwise.blocks):
        return False
    inner = [
        i for block in op.then.blocks for o in block.operations for i in (o, *operations_of(o))
    ]
    return any(map(_touches_memory, inner)) and bounds(op, loop)


def _touches_memory(op: ir.OpView) -> bool:
    if isinstance(op, (m.StoreOp, m.UpdateOp)):
        return slot_of(op.address) is None
    return isinstance(op, (func.CallOp, x.AtomicOp))


def _is_free(
    before: Sequence[ir.OpView],
    behind: Sequence[ir.OpView],
    loop: threads.ThreadLoopOp,
    functions: Functions,
) -> bool:
    """Needs what stands `behind` a cut nothing of what threads did `before`, but what it can compute anew?"""
    for op in before:
        for result in op.operation.results:
            if not any(
                is_in(use.owner.operation, other) for use in result.uses for other in behind
            ):
                continue
            if isinstance(op, m.SlotOp):
                if not is_repeatable(op, loop, functions):
                    return False
            elif not is_computed(result, loop, functions):
                return False
    return True


def _cut(loop: threads.ThreadLoopOp, ops: Sequence[ir.OpView]) -> threads.ThreadLoopOp:
    """Give `ops`, the last ones of `loop`, a loop behind it."""
    behind = part_like(loop, ir.InsertionPoint.after(loop))
    block = behind.body.blocks[0]
    limit(loop, block, BlockIndices(loop))
    first = len(block.operations)
    for op in ops:
        block.append(op)
    place = ir.InsertionPoint(list(block.operations)[first])
    made: dict[ir.Value, ir.Value] = {}
    for op in ops:
        for inner in (op, *operations_of(op)):
            _compute_anew(inner, loop, place, made)
    return behind


def _compute_anew(
    op: ir.OpView,
    home: threads.ThreadLoopOp,
    place: ir.InsertionPoint,
    made: dict[ir.Value, ir.Value],
) -> None:
    """Let `op` use copies of what was computed in `home`; variables stay."""
    for number, value in enumerate(op.operation.operands):
        owner = value.owner
        if isinstance(owner, ir.Block) or isinstance(owner.opview, MEMORY):
            continue
        if is_in(owner, home):
            if value not in made:
                made[value] = copied(owner, place, made).results[0]
            op.operation.operands[number] = made[value]
