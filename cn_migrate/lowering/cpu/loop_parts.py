"""Parts that a loop over threads is cut into: loops over the same threads."""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import threads
from cn_migrate.lowering.cpu.block_indices import BlockIndices
from cn_migrate.lowering.cpu.loop_bounds import is_plain
from cn_migrate.lowering.normalise.copy_attributes import copy_attributes


def part_like(like: threads.ThreadLoopOp, place: ir.InsertionPoint) -> threads.ThreadLoopOp:
    """A loop at `place`, with nothing in it yet; the location is that of `like`."""
    with like.location:
        made = threads.ThreadLoopOp(ip=place)
    made.body.blocks.append()
    copy_attributes(like, made)
    return made


def limit(loop: threads.ThreadLoopOp, other: ir.Block, indices: BlockIndices) -> None:
    """Let only those threads into `other` (a part, or strips) that come into `loop`, and say alike which are inner."""
    place = ir.InsertionPoint.at_block_begin(other)
    for op in loop.body.blocks[0].operations:
        if isinstance(op, (threads.BoundOp, threads.InnerOp)):
            base, end = indices.copy(op.base, place), indices.copy(op.limit, place)
            with op.location:
                type(op)(op.comparison, op.dim, base, end, ip=place)


def drop_unused(region: ir.Region) -> None:
    """Erase what is computed or declared at the top of `region`, and used nowhere."""
    for op in reversed([op for block in region.blocks for op in block.operations]):
        if _is_unused(op):
            op.erase()


def erase_if_idle(loop: threads.ThreadLoopOp) -> bool:
    """Is nothing left to do in `loop`?  Then it is erased."""
    ops = loop.body.blocks[0].operations
    if not all(isinstance(op, threads.CHOICES) or _is_unused(op) for op in ops):
        return False
    loop.erase()
    return True


def _is_unused(op: ir.OpView) -> bool:
    return (
        is_plain(op) and len(op.operation.results) == 1 and not list(op.operation.results[0].uses)
    )
