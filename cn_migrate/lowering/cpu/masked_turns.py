"""Loops of which each thread has turns of its own, turned together: those that are done wait for the others.

Threads then go through the loop's body side by side, where it only computes: `open` says who is still at it, and the
loop ends when nobody is.  What a thread changes in a turn it changes in a copy, which compilers can keep in vectors.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import number, text
from cn_migrate.dialects.cnative.integers import integer_of
from cn_migrate.lowering.converge.quiet import operations_of, slot_of
from cn_migrate.lowering.converge.uniformity import left_by
from cn_migrate.lowering.cpu.constructs import UNIFORM
from cn_migrate.lowering.cpu.flat_turns import FlatTurn, is_true, several
from cn_migrate.lowering.cpu.loop_parts import part_like
from cn_migrate.lowering.cpu.repeated import is_constant, is_in
from cn_migrate.lowering.cpu.simple_calls import Functions, is_simple

_ALLOWED = (
    e.ConstantOp, e.ZeroOp, e.UndefOp, e.AggregateOp, e.ExtractOp, e.InsertOp, e.ConvertOp, e.BitcastOp,
    e.CompareOp, e.UnaryOp, e.MathOp, e.ConditionalOp, e.LogicalOp, x.IdOp, m.SlotOp, m.ElementOp, m.MemberOp,
    c.ScopeOp, c.IfOp, c.YieldOp, threads.EdgeOp,
)  # fmt: skip
_TURNING = (c.WhileOp, c.DoOp, c.ForOp)
_MOST_OPS = 300  # of a body; larger ones have too many variables for registers


def turning(scope: ir.OpView, functions: Functions) -> Any:
    """The loop that is all of `scope`, or `scope` itself, if its turns can be masked; None otherwise."""
    op: Any = scope
    if isinstance(scope, c.IfOp):  # around nothing else
        inside = [o for r in (scope.then, scope.otherwise) for b in r.blocks for o in b.operations]
        is_loop = len(inside) == 1 and isinstance(inside[0], _TURNING)
        return turning(inside[0], functions) if is_loop else None
    if isinstance(scope, c.ScopeOp):
        *before, op = list(scope.body.blocks[0].operations) or [scope]
        if any(isinstance(o, _TURNING) for o in before):
            return None
    if not isinstance(op, _TURNING):
        return None
    inner = operations_of(op)
    fits = len(inner) <= _MOST_OPS and all(_is_allowed(i, op, functions) for i in inner)
    return op if fits else None


def _is_allowed(op: ir.OpView, loop: Any, functions: Functions) -> bool:
    if "volatile" in op.attributes:
        return False
    if isinstance(op, (m.LoadOp, m.StoreOp, m.UpdateOp)):
        slot = slot_of(op.address)
        if slot is None:
            return False
        is_array = isinstance(t.pointee(slot.type), t.ArrayType)
        return isinstance(op, m.LoadOp) or not (UNIFORM in slot.owner.attributes or is_array)
    if isinstance(op, (c.BreakOp, c.ContinueOp)):
        return bool(left_by(op)[-1] == loop.operation)
    if isinstance(op, func.CallOp):
        return is_simple(op, functions)
    return _computes(op)


def _computes(op: ir.OpView) -> bool:
    if isinstance(op, e.BinaryOp):
        divides = op.op.value in ("div", "rem") and not t.is_float(op.result.type)
        return not divides or integer_of(op.rhs) not in (None, 0, -1)
    return isinstance(op, _ALLOWED)


def mask(
    loop: threads.ThreadLoopOp, scope: ir.OpView, turns: Any, flat: bool
) -> tuple[threads.ThreadLoopOp, threads.ThreadLoopOp]:
    """Cut `loop` at `scope`, whose `turns` become a loop of the strip; the parts of a turn, and behind it.

    `loop` keeps what comes before.  `flat`: turns have no branches where that is possible.
    """
    ops = list(loop.body.blocks[0].operations)
    with loop.location:
        behind = part_like(loop, ir.InsertionPoint.after(loop))
        for op in ops[ops.index(scope) + 1 :]:
            behind.body.blocks[0].append(op)
        if isinstance(scope, c.ScopeOp):
            for op in list(scope.operation.regions[0].blocks[0].operations)[:-1]:
                op.move_before(scope)
        here = ir.InsertionPoint(scope)
        all_ = _flag(1, here)
        if isinstance(scope, c.IfOp):
            all_ = e.ConvertOp(scope.condition, t.signed(32), ip=here).result
        open_ = m.SlotOp(
            text("open"),
            t.ptr(t.signed(32), t.Space.PRIVATE),
            init=all_,
            ip=ir.InsertionPoint(scope),
        ).result
    with turns.location:
        again = c.ForOp(ip=ir.InsertionPoint(behind))
        ask = again.condition.blocks.append()
        inside = ir.InsertionPoint(ask)
        any_ = threads.AnyOfOp(open_, t.boolean(), ip=inside).result
        c.YieldOp([any_], ip=inside)
        turn = part_like(loop, ir.InsertionPoint(again.body.blocks.append()))
        _turn(turn, turns, open_, FlatTurn(turns, loop) if flat else None)
    turns.erase()
    if scope is not turns:
        scope.erase()
    return turn, behind


def _flag(value: int, place: ir.InsertionPoint) -> ir.Value:
    return e.ConstantOp(number(t.signed(32), value), t.signed(32), ip=place).result


def _turn(part: threads.ThreadLoopOp, turns: Any, open_: ir.Value, flat: FlatTurn | None) -> None:
    """One turn of the threads that are still at it."""
    body = part.body.blocks[0]
    here = ir.InsertionPoint(body)
    flag, pointer = t.signed(32), t.ptr(t.signed(32), t.Space.PRIVATE)
    still = m.SlotOp(
        text("still"), pointer, init=m.LoadOp(open_, flag, ip=here).result, ip=here
    ).result
    if flat is not None and flat.is_possible():
        several(body, partial(flat.write, still))
        _put_back(part, still, open_)
        return
    going = _if_still(still, here)
    if not isinstance(turns, c.DoOp):
        going = _ask(turns.condition, still, going)
    exits = [op for op in operations_of(turns) if isinstance(op, (c.BreakOp, c.ContinueOp))]
    for exit_ in exits:
        if isinstance(exit_, c.BreakOp):
            m.StoreOp(_flag(0, ir.InsertionPoint(exit_)), still, ip=ir.InsertionPoint(exit_))
    inside = c.DoOp(ip=going) if exits else c.ScopeOp(ip=going)
    block = inside.body.blocks.append()
    for op in list(turns.body.blocks[0].operations):
        block.append(op)
    if isinstance(inside, c.DoOp):  # what is continued and left is this one
        at = ir.InsertionPoint(inside.condition.blocks.append())
        c.YieldOp([e.ConstantOp(number(t.boolean(), False), t.boolean(), ip=at).result], ip=at)
    if isinstance(turns, c.ForOp) and len(turns.step.blocks):
        step = _if_still(still, going).block if exits else going.block
        for op in list(turns.step.blocks[0].operations):
            step.append(op)
    if isinstance(turns, c.DoOp):
        _ask(turns.condition, still, _if_still(still, going) if exits else going, last=True)
    _put_back(part, still, open_)


def _put_back(part: threads.ThreadLoopOp, still: ir.Value, open_: ir.Value) -> None:
    """At the end of a turn, write down who is still at it, and what has changed."""
    use_copies(part, [open_])
    there = ir.InsertionPoint(part.body.blocks[0])
    m.StoreOp(m.LoadOp(still, t.signed(32), ip=there).result, open_, ip=there)


def _if_still(still: ir.Value, place: ir.InsertionPoint) -> ir.InsertionPoint:
    """Inside of `if (still)`."""
    value = m.LoadOp(still, t.signed(32), ip=place).result
    truth = e.ConvertOp(value, t.boolean(), ip=place).result
    choice = c.IfOp(truth, ip=place)
    choice.otherwise.blocks.append()
    return ir.InsertionPoint(choice.then.blocks.append())


def _ask(
    condition: ir.Region, still: ir.Value, place: ir.InsertionPoint, last: bool = False
) -> ir.InsertionPoint:
    """Compute whether there is a turn; inside of what is done then."""
    if not len(condition.blocks) or not len(condition.blocks[0].operations):
        return place
    *ops, end = list(condition.blocks[0].operations)
    for op in ops:
        place.block.append(op)
    (truth,) = end.operation.operands
    if is_true(truth):
        return place
    number_ = e.ConvertOp(truth, t.signed(32), ip=place).result
    m.StoreOp(number_, still, ip=place)
    return place if last else _if_still(still, place)


def use_copies(part: threads.ThreadLoopOp, besides: Collection[ir.Value] = ()) -> None:
    """Let a turn use copies of the variables of threads, `besides` some; what it changes goes back at its end."""
    start = ir.InsertionPoint.at_block_begin(part.body.blocks[0])
    outer: dict[ir.Value, None] = {}
    for op in operations_of(part):
        for value in op.operation.operands:
            slot = slot_of(value) if isinstance(value.type, t.PtrType) else None
            if slot is None or slot in besides or UNIFORM in slot.owner.attributes:
                continue
            if not is_in(slot.owner, part) and _is_copied(slot.owner.opview):
                outer[slot] = None
    there = ir.InsertionPoint(part.body.blocks[0])
    for slot in outer:
        uses = [use for use in slot.uses if is_in(use.owner.operation, part)]
        value = m.LoadOp(slot, t.pointee(slot.type), ip=start).result
        own = m.SlotOp(slot.owner.opview.name, slot.type, init=value, ip=start).result
        for use in uses:
            use.owner.operation.operands[use.operand_number] = own
        if _changes(own):
            back = m.LoadOp(own, t.pointee(own.type), ip=there).result
            m.StoreOp(back, slot, ip=there)


def _is_copied(op: m.SlotOp) -> bool:
    """Is a copy worth it: do threads change it, and is it a number, or a record that no call works on?"""
    if isinstance(t.pointee(op.result.type), t.ArrayType) or (op.init and is_constant(op)):
        return False
    return not any(isinstance(use.owner, func.CallOp) for use in op.result.uses)


def _changes(address: ir.Value) -> bool:
    """Does anything but loads use an address, or parts of it?"""
    for use in address.uses:
        op: Any = use.owner.opview
        if isinstance(op, (m.MemberOp, m.ElementOp)):
            if _changes(op.result):
                return True
        elif not isinstance(op, m.LoadOp):
            return True
    return False
