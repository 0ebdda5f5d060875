"""Loops over threads that were cut go through the block's threads in strips.

What each thread carries from one part into the next then has a place for each thread of a strip, not of the block: few
enough for registers.  Variables from outside are copied in before a strip, and back after it.
"""

from __future__ import annotations

from collections.abc import Sequence

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.lowering.cpu.block_indices import BlockIndices
from cn_migrate.lowering.cpu.carried import is_kept, loop_of, per_thread
from cn_migrate.lowering.cpu.constructs import UNIFORM
from cn_migrate.lowering.cpu.loop_parts import limit, part_like
from cn_migrate.lowering.cpu.repeated import is_constant, is_in


def in_strips(
    ops: Sequence[ir.OpView], parts: list[threads.ThreadLoopOp]
) -> list[threads.ThreadLoopOp]:
    """Put `ops`, which hold the `parts` of one loop over threads, into a loop over strips; the parts, with new ones."""
    first, *_ = parts
    with first.location:
        strip = threads.StripLoopOp(ip=ir.InsertionPoint(ops[0]))
        body = strip.body.blocks.append()
        limit(first, body, BlockIndices(first))
        for op in ops:
            body.append(op)
        for part in parts:
            for choice in [
                op for op in part.body.blocks[0].operations if isinstance(op, threads.CHOICES)
            ]:
                choice.erase()
        for part in parts:
            _let_out(part, strip)
        outer = _outer_variables(strip)
        if not outer:
            return parts
        before = part_like(first, ir.InsertionPoint(ops[0]))
        behind = part_like(first, ir.InsertionPoint(body))
        for slot in outer:
            _copy_in(slot, strip, before, behind)
    return [before, *parts, behind]


def stays_inside(loop: threads.ThreadLoopOp) -> bool:
    """Can all that `loop` makes, and other loops use, be copied out of strips: is it no array, and no kept address?"""
    slots = [op for op in loop.body.blocks[0].operations if isinstance(op, m.SlotOp)]
    used = [
        op for op in slots if any(not is_in(use.owner.operation, loop) for use in op.result.uses)
    ]
    return not any(_is_array(op) or is_kept(op.result) for op in used)


def _is_array(op: m.SlotOp) -> bool:
    return isinstance(t.pointee(op.result.type), t.ArrayType)


def _let_out(part: threads.ThreadLoopOp, strip: threads.StripLoopOp) -> None:
    """Give what is made in `part`, and used behind the strips, a place for each thread of the block."""
    for op in list(part.body.blocks[0].operations):
        for result in op.operation.results:
            outside = [use for use in result.uses if not is_in(use.owner.operation, strip)]
            if not outside:
                continue
            with op.location:
                if isinstance(op, m.SlotOp):
                    type_ = t.pointee(result.type)
                    kept = per_thread(type_, op.name.value, ir.InsertionPoint(strip))
                    if op.init is not None:
                        m.StoreOp(op.init, kept, ip=ir.InsertionPoint(op))
                    result.replace_all_uses_with(kept)
                    op.erase()
                    break
                kept = per_thread(result.type, "kept", ir.InsertionPoint(strip))
                m.StoreOp(result, kept, ip=ir.InsertionPoint.after(op))
                for use in outside:
                    _read(kept, use)


def _read(kept: ir.Value, use: ir.OpOperand) -> None:
    """Let a use outside read what was kept: a thread its own, the block that of its first thread."""
    user, type_ = use.owner.operation, t.pointee(kept.type)
    place = ir.InsertionPoint(user)
    if loop_of(user) is None:
        value = threads.FirstOp(kept, type_, ip=place).result
    else:
        value = m.LoadOp(kept, type_, ip=place).result
    user.operands[use.operand_number] = value


def _outer_variables(strip: threads.StripLoopOp) -> list[m.SlotOp]:
    """The variables of threads that are declared outside of the strips, and used in several parts or turns."""
    found: dict[ir.Value, m.SlotOp] = {}
    for op in _within(strip.body):
        for value in op.operation.operands:
            if isinstance(value.owner, ir.Block) or value in found:
                continue
            slot = value.owner.opview
            if isinstance(slot, m.SlotOp) and _is_outer(slot, strip):
                found[value] = slot
    return list(found.values())


def _is_outer(slot: m.SlotOp, strip: threads.StripLoopOp) -> bool:
    if UNIFORM in slot.attributes or is_in(slot.operation, strip):
        return False
    if _is_array(slot) or is_kept(slot.result):
        return False
    return slot.init is None or not is_constant(slot)


def _copy_in(
    slot: m.SlotOp,
    strip: threads.StripLoopOp,
    before: threads.ThreadLoopOp,
    behind: threads.ThreadLoopOp,
) -> None:
    type_, here = t.pointee(slot.result.type), ir.InsertionPoint(before.body.blocks[0])
    value = m.LoadOp(slot.result, type_, ip=here).result
    own = m.SlotOp(slot.name, slot.result.type, init=value, ip=here).result
    changed = False
    for use in list(slot.result.uses):
        user = use.owner.operation
        if user == value.owner or not is_in(user, strip):
            continue
        user.operands[use.operand_number] = own
        changed = changed or not isinstance(user.opview, m.LoadOp)
    if changed:
        there = ir.InsertionPoint(behind.body.blocks[0])
        m.StoreOp(m.LoadOp(own, type_, ip=there).result, slot.result, ip=there)


def _within(region: ir.Region) -> list[ir.OpView]:
    found: list[ir.OpView] = []
    for block in region.blocks:
        for op in block.operations:
            found.append(op)
            for inner in op.operation.regions:
                found += _within(inner)
    return found
