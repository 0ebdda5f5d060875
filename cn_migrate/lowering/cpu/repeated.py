"""Variables that threads compute again in each loop over them, in place of keeping them in between.

Those that never change after their declaration, and hold nothing but arithmetic on what the block knows and on the
thread's place in it: an index computed anew costs less than one that is read from memory, and compilers see through
it which threads touch neighbouring memory.
"""

from __future__ import annotations

from typing import cast

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.lowering.call_graph import callee_of, operations
from cn_migrate.lowering.cpu.constructs import UNIFORM
from cn_migrate.lowering.cpu.simple_calls import COMPUTES, Functions

_COMPUTED = (e.ConvertOp, e.CompareOp, e.UnaryOp, e.BinaryOp, e.PtrCastOp, m.OffsetOp, m.DecayOp)
_FEW_OPS = 40  # of a function that is called anew
MEMORY = (m.SlotOp, m.SharedOp, m.DynamicSharedOp)  # a copy would be another place
_GIVEN = (e.ConstantOp, x.IdOp, m.GlobalRefOp, m.SharedOp, m.DynamicSharedOp)


def repeat_declarations(loops: list[threads.ThreadLoopOp], functions: Functions) -> None:
    """Declare such variables in each of `loops` that uses them."""
    for loop in loops:
        for op in reversed(list(loop.body.blocks[0].operations)):
            if isinstance(op, m.SlotOp) and is_repeatable(op, loop, functions):
                _repeat(op, loop, loops)


def is_repeatable(op: m.SlotOp, home: threads.ThreadLoopOp, functions: Functions) -> bool:
    """Can other loops over the threads of `home` declare `op` anew?"""
    if op.init is None or isinstance(t.pointee(op.result.type), (t.ArrayType, t.RecordType)):
        return False
    return is_constant(op) and is_computed(op.init, home, functions)


def is_constant(op: m.SlotOp) -> bool:
    """Does nobody change the variable?"""
    return all(
        isinstance(use.owner, m.LoadOp) and "volatile" not in use.owner.attributes
        for use in op.result.uses
    )


def is_computed(value: ir.Value, home: threads.ThreadLoopOp, functions: Functions) -> bool:
    """Is `value`, made in the loop `home`, nothing but arithmetic on what other loops over the threads have, too?"""
    if isinstance(value.owner, ir.Block):
        return True
    op = value.owner.opview
    if isinstance(op, _GIVEN):
        return True
    if isinstance(op, m.LoadOp):
        slot = op.address.owner
        return (
            not isinstance(slot, ir.Block)
            and isinstance(slot.opview, m.SlotOp)
            and (_stays(slot.opview, home) or is_repeatable(slot.opview, home, functions))
        )
    again = isinstance(op, func.CallOp) and _costs_little(op, functions)
    return (again or isinstance(op, _COMPUTED)) and all(
        is_computed(v, home, functions) for v in op.operation.operands
    )


def _costs_little(call: func.CallOp, functions: Functions) -> bool:
    """Does a function choose between numbers: nothing in it that costs more than to keep what it gives?"""
    inner = list(operations(functions[callee_of(call)].body))
    return COMPUTES in call.attributes and len(inner) <= _FEW_OPS and not any(map(_is_dear, inner))


def _is_dear(op: ir.OpView) -> bool:
    if isinstance(op, (func.CallOp, m.UpdateOp)):
        return True
    if isinstance(op, e.MathOp):
        return not t.is_int(op.result.type)
    return isinstance(op, e.BinaryOp) and op.op.value in ("div", "rem")


def _stays(op: m.SlotOp, home: threads.ThreadLoopOp) -> bool:
    """Has the block one copy of a variable, which nobody changes while it goes through `home` and what goes with it?"""
    if UNIFORM not in op.attributes:
        return False
    strip = strip_of(home)
    return is_constant(op) or (
        strip is not None
        and all(
            isinstance(use.owner, m.LoadOp) or not is_in(use.owner.operation, strip)
            for use in op.result.uses
        )
    )


def strip_of(loop: threads.ThreadLoopOp) -> threads.StripLoopOp | None:
    """The loop over strips that `loop` is in."""
    parent = loop.operation.parent
    while parent is not None and parent.name != "func.func":
        if parent.name == threads.StripLoopOp.OPERATION_NAME:
            return cast(threads.StripLoopOp, parent.opview)
        parent = parent.parent
    return None


def _repeat(op: m.SlotOp, home: threads.ThreadLoopOp, loops: list[threads.ThreadLoopOp]) -> None:
    for loop in loops:
        users = [use for use in op.result.uses if is_in(use.owner.operation, loop)]
        if loop == home or not users:
            continue
        first = loop.body.blocks[0].operations[0]
        copy = copied(op.operation, ir.InsertionPoint(first), {})
        for use in users:
            use.owner.operation.operands[use.operand_number] = copy.results[0]


def copied(
    op: ir.Operation, place: ir.InsertionPoint, made: dict[ir.Value, ir.Value]
) -> ir.Operation:
    """A copy of `op` and of what it computes its operands from; what variables keep is computed, not read."""
    operands = []
    for value in op.operands:
        value = _first_value(value)
        if isinstance(value.owner, ir.Block) or isinstance(value.owner.opview, MEMORY):
            operands.append(value)
            continue
        if value not in made:
            made[value] = copied(value.owner.operation, place, made).results[0]
        operands.append(made[value])
    copy = op.clone(ip=place)
    for number, operand in enumerate(operands):
        copy.operands[number] = operand
    return copy


def _first_value(value: ir.Value) -> ir.Value:
    """What the variable that `value` is read from was declared with, if each thread has its own, which it keeps."""
    op = None if isinstance(value.owner, ir.Block) else value.owner.opview
    if not isinstance(op, m.LoadOp) or isinstance(op.address.owner, ir.Block):
        return value
    slot = op.address.owner.opview
    if not isinstance(slot, m.SlotOp) or UNIFORM in slot.attributes or slot.init is None:
        return value
    return _first_value(slot.init) if is_constant(slot) else value


def is_in(op: ir.Operation, loop: ir.OpView) -> bool:
    """Does `op` stand somewhere in `loop`?"""
    parent = op
    while parent is not None and parent.name != "func.func":
        if parent == loop.operation:
            return True
        parent = parent.parent
    return False
