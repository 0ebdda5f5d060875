"""Exits that all threads of a strip take together: `if (y >= height) break;` of a loop that the strip turns.

They stand between the parts of the loop over the strip's threads that the turn becomes.
"""

from __future__ import annotations

from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import threads
from cn_migrate.lowering.cpu.block_indices import BlockIndices
from cn_migrate.lowering.cpu.loop_parts import limit, part_like


def known_exits(turns: c.ForOp, indices: BlockIndices) -> list[ir.Operation]:
    """The exits that stand in the body of `turns`, and whose conditions `indices` know: breaks, and their branches."""
    found: list[ir.Operation] = []
    for op in turns.body.blocks[0].operations:
        if (leave := _exit_of(op)) is not None and indices.is_known(op.condition):
            found += [op.operation, leave.operation]
    return found


def take_out(part: threads.ThreadLoopOp) -> list[threads.ThreadLoopOp]:
    """Cut `part` at such exits, which go in between; the parts."""
    indices = BlockIndices(part, of_rows=True)
    ops = list(part.body.blocks[0].operations)
    for place, op in enumerate(ops):
        if _exit_of(op) is None or not indices.is_known(op.condition):
            continue
        with op.location:
            rest = part_like(part, ir.InsertionPoint.after(part))
            op.move_before(rest)
            op.operation.operands[0] = indices.copy(op.condition, ir.InsertionPoint(op))
            for other in ops[place + 1 :]:
                rest.body.blocks[0].append(other)
            limit(part, rest.body.blocks[0], indices)
        return [part, *take_out(rest)]
    return [part]


def _exit_of(op: Any) -> c.BreakOp | None:
    """The `break` that is all that the branch `op` has."""
    if not isinstance(op, c.IfOp) or any(len(block.operations) for block in op.otherwise.blocks):
        return None
    ops = [inner for block in op.then.blocks for inner in block.operations]
    return ops[0] if len(ops) == 1 and isinstance(ops[0], c.BreakOp) else None
