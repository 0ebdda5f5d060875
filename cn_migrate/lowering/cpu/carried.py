"""What threads carry from one loop over them into another: variables with one copy for each thread."""

from __future__ import annotations

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.lowering.cpu.repeated import copied, is_computed
from cn_migrate.lowering.cpu.simple_calls import Functions
from cn_migrate.lowering.normalise.copy_attributes import copy_attributes

_CHEAP = (e.ConstantOp, e.ZeroOp, e.UndefOp, x.IdOp, m.GlobalRefOp)  # computed again at each use
_ADDRESSES = (m.DecayOp, m.ElementOp, m.MemberOp, m.OffsetOp)


def carry(loop: threads.ThreadLoopOp, is_only: bool, functions: Functions) -> None:
    """Give what is made in `loop`, and used outside of it, a place that outlives the loop.

    `is_only`: the kernel has no other loop, in which a kept address could be used.
    """
    for op in reversed(list(loop.body.blocks[0].operations)):
        if isinstance(op, m.SlotOp) and not is_only and is_kept(op.result):
            _declare_before(loop, op)
            continue
        for result in op.operation.results:
            outside = [use for use in result.uses if loop_of(use.owner) != loop.operation]
            if not outside:
                continue
            if isinstance(op, m.SlotOp):
                if not _moves_on(loop, op):
                    _declare_before(loop, op)
            elif _is_cheap(op):
                _repeat(op, outside)
            elif isinstance(op, m.OffsetOp) and is_computed(result, loop, functions):
                _compute_again(op, outside)
            else:
                _keep(loop, result, outside)


def is_kept(address: ir.Value) -> bool:
    """May somebody keep `address`, to use it in another loop?"""
    for use in address.uses:
        op = use.owner
        if isinstance(op, (*_ADDRESSES, e.PtrCastOp)):
            if is_kept(op.result):
                return True
        elif isinstance(op, m.StoreOp):
            if use.operand_number == 0:
                return True
        elif isinstance(op, func.CallOp):
            if _keeps_addresses(op):
                return True
        elif not isinstance(op, (m.LoadOp, m.UpdateOp, x.AtomicOp, e.CompareOp)):
            return True
    return False


def _keeps_addresses(call: func.CallOp) -> bool:
    """Could `call` put an address where it outlives it: into its result, or to where another one points?"""
    pointers = sum(isinstance(value.type, t.PtrType) for value in call.operands)
    plain = all(t.is_int(r.type) or t.is_float(r.type) for r in call.results)
    return pointers > 1 or not plain


def per_thread(type_: ir.Type, name: str, place: ir.InsertionPoint) -> ir.Value:
    """A new variable with one copy for each thread; the location is the caller's."""
    slot = m.SlotOp(text(name), t.ptr(type_, t.Space.PRIVATE), ip=place)
    slot.attributes[threads.PER_THREAD] = ir.UnitAttr.get()
    return slot.result


def _moves_on(loop: threads.ThreadLoopOp, op: m.SlotOp) -> bool:
    """A variable without a value that only one later loop uses is declared there."""
    users = {loop_of(use.owner) for use in op.result.uses}
    other = next(iter(users))
    if (
        op.init is not None
        or len(users) != 1
        or other is None
        or other.block != loop.operation.block
    ):
        return False
    op.move_before(other.regions[0].blocks[0].operations[0])
    return True


def _declare_before(loop: threads.ThreadLoopOp, op: m.SlotOp) -> None:
    with op.location:
        slot = per_thread(t.pointee(op.result.type), op.name.value, ir.InsertionPoint(loop))
        if op.init is not None:
            m.StoreOp(op.init, slot, ip=ir.InsertionPoint(op))
    copy_attributes(op, slot.owner.opview)
    if "const" in slot.owner.attributes:
        del slot.owner.attributes["const"]
    op.result.replace_all_uses_with(slot)
    op.erase()


def _is_cheap(op: ir.OpView) -> bool:
    again = isinstance(op, m.LoadOp) and "again" in op.attributes
    if isinstance(op, _ADDRESSES):  # of a variable, at a fixed place
        return all(
            not isinstance(v.owner, ir.Block)
            and isinstance(v.owner.opview, (m.SlotOp, m.SharedOp, *_CHEAP))
            for v in op.operation.operands
        )
    return again or isinstance(op, _CHEAP)


def _repeat(op: ir.OpView, uses: list[ir.OpOperand]) -> None:
    for use in uses:
        user = use.owner.operation
        copy = op.operation.clone(ip=ir.InsertionPoint(user))
        user.operands[use.operand_number] = copy.results[0]


def _compute_again(op: ir.OpView, uses: list[ir.OpOperand]) -> None:
    for use in uses:
        user = use.owner.operation
        copy = copied(op.operation, ir.InsertionPoint(user), {})
        user.operands[use.operand_number] = copy.results[0]


def _keep(loop: threads.ThreadLoopOp, value: ir.Value, uses: list[ir.OpOperand]) -> None:
    with value.owner.location:
        slot = per_thread(value.type, "kept", ir.InsertionPoint(loop))
        m.StoreOp(value, slot, ip=_after(value.owner.opview))
        for use in uses:
            user = use.owner.operation
            place = ir.InsertionPoint(user)
            if loop_of(user) is None:
                again = threads.FirstOp(slot, value.type, ip=place).result
            else:
                again = m.LoadOp(slot, value.type, ip=place).result
            user.operands[use.operand_number] = again


def _after(op: ir.OpView) -> ir.InsertionPoint:
    return ir.InsertionPoint.after(op)


def loop_of(op: ir.OpView | ir.Operation) -> ir.Operation | None:
    """The loop over threads that `op` is in."""
    parent = op.operation
    while parent is not None and parent.name != "func.func":
        if parent.name == threads.ThreadLoopOp.OPERATION_NAME:
            return parent
        parent = parent.parent
    return None
