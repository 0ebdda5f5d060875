"""Which constructs of a kernel all threads of a block walk through together, and their shape.

A construct *opens* where something in it is for the whole block: a meeting, or a way out of a construct that opens.
What is in it is then done by the block, in loops over its threads between the meetings.
"""

from __future__ import annotations

from collections.abc import Iterator

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import number, text
from cn_migrate.lowering.call_graph import operations
from cn_migrate.lowering.converge.guards import variable
from cn_migrate.lowering.converge.quiet import MEETINGS, operations_of
from cn_migrate.lowering.converge.uniformity import LOOPS, left_by

UNIFORM = "uniform"  # marks variables of which the block has one copy
_EXPRESSIONS = (e.LogicalOp, e.ConditionalOp)


def meets(op: ir.OpView) -> bool:
    """Is `op` a meeting, or does it hold one?"""
    return isinstance(op, MEETINGS) or any(isinstance(i, MEETINGS) for i in operations_of(op))


def opens(op: ir.OpView) -> bool:
    """Is `op` a construct that threads walk through together?"""
    if isinstance(op, MEETINGS) or not len(op.operation.regions):
        return False
    return any(isinstance(i, MEETINGS) or _escapes(i, op) for i in operations_of(op))


def _escapes(exit_: ir.OpView, construct: ir.OpView) -> bool:
    """Does `exit_` leave `construct`?"""
    if isinstance(exit_, c.ReturnOp):
        return True
    if not isinstance(exit_, (c.BreakOp, c.ContinueOp)):
        return False
    target = left_by(exit_)[-1]
    parent: ir.Operation | None = construct.operation.parent
    while parent is not None and parent.name != "func.func":
        if parent == target:
            return True
        parent = parent.parent
    return False


def end_of_meetings(block: ir.Block) -> int:
    """How many ops of a kernel's body come up to the last meeting: what follows is each thread's own."""
    ops = list(block.operations)
    return max((i + 1 for i, op in enumerate(ops) if meets(op)), default=0)


def open_blocks(block: ir.Block, end: int | None = None) -> Iterator[ir.Block]:
    """`block`, and the blocks of all constructs that open in its first `end` ops."""
    yield block
    for op in list(block.operations)[:end]:
        if opens(op):
            yield from _inner_blocks(op)


def _inner_blocks(op: ir.OpView) -> Iterator[ir.Block]:
    for region in op.operation.regions:
        for block in region.blocks:
            if isinstance(op, c.SwitchOp):
                for case in block.operations:
                    yield from _inner_blocks(case)
            else:
                yield from open_blocks(block)


def flatten_scopes(block: ir.Block) -> None:
    """Take the braces from scopes that open, here and inside, but those of a loop's own variables.

    What stands in them goes into the loops over threads of what surrounds them.
    """
    for op in list(block.operations):
        if not opens(op):
            continue
        for inner in [b for region in op.operation.regions for b in region.blocks]:
            flatten_scopes(inner)
        if isinstance(op, c.ScopeOp) and not _is_loop_head(op):
            for statement in list(op.body.blocks[0].operations):
                statement.move_before(op)
            op.erase()


def _is_loop_head(op: c.ScopeOp) -> bool:
    *_, last = op.body.blocks[0].operations
    return isinstance(last, c.ForOp)


# -- expressions with meetings in them ----------------------------------------------------------------


def unfold_expressions(kernel: func.FuncOp) -> None:
    """`&&`, `||` and `?:` with a meeting in them become `if`."""
    while True:
        found = [op for op in operations(kernel.body) if isinstance(op, _EXPRESSIONS) and meets(op)]
        if not found:
            return
        _unfold(found[0])


def _unfold(op: e.LogicalOp | e.ConditionalOp) -> None:
    with op.location, ir.InsertionPoint(op):
        result = variable(op.result.type, "value", ir.InsertionPoint(op))
        if isinstance(op, e.LogicalOp):
            m.StoreOp(op.lhs, result)
            is_or = op.op.value == "or"
            choice = c.IfOp(
                e.UnaryOp(text("lnot"), op.lhs, t.boolean()).result if is_or else op.lhs
            )
            _move(op.rhs, choice.then, result)
        else:
            choice = c.IfOp(op.condition)
            _move(op.then, choice.then, result)
            _move(op.otherwise, choice.otherwise, result)
        value = m.LoadOp(result, op.result.type).result
    op.result.replace_all_uses_with(value)
    op.erase()


def _move(source: ir.Region, goal: ir.Region, result: ir.Value) -> None:
    block = goal.blocks.append()
    *ops, end = source.blocks[0].operations
    for op in ops:
        block.append(op)
    m.StoreOp(end.operation.operands[0], result, loc=end.location, ip=ir.InsertionPoint(block))


# -- loops whose conditions threads compute -----------------------------------------------------------


def plain_loop(op: ir.OpView) -> c.ForOp:
    """The loop `op` as `for (;;)`, with its condition and its step as statements of the body."""
    with op.location:
        loop = c.ForOp(ip=ir.InsertionPoint(op))
    body = loop.body.blocks.append()
    old = _block(op.body)
    continued = _is_continued(op)
    first = _first_turn(loop) if continued or isinstance(op, c.DoOp) else None
    statements = [] if old is None else list(old.operations)
    step = _block(op.step) if isinstance(op, c.ForOp) else None
    with op.location:
        if isinstance(op, c.DoOp):
            assert first is not None
            with ir.InsertionPoint(_unless_first(first, body)) as inside:
                _test(op.condition, inside.block)
        elif step is not None and first is not None:
            _append(_unless_first(first, body), list(step.operations))
        if not isinstance(op, c.DoOp) and _block(op.condition) is not None:
            _test(op.condition, body)
        _append(body, statements)
        if step is not None and first is None and not _ends(statements):
            _append(body, list(step.operations))
    op.erase()
    return loop


def _first_turn(loop: c.ForOp) -> ir.Value:
    with loop.location, ir.InsertionPoint(loop):
        yes = e.ConstantOp(number(t.boolean(), True), t.boolean()).result
        slot = m.SlotOp(text("first"), t.ptr(t.boolean(), t.Space.PRIVATE), init=yes)
    slot.attributes[UNIFORM] = ir.UnitAttr.get()
    return slot.result


def _unless_first(first: ir.Value, body: ir.Block) -> ir.Block:
    """The block of `if (!first) {}`, appended to `body` and followed by `first = false`."""
    here = ir.InsertionPoint(body)
    value = m.LoadOp(first, t.boolean(), ip=here).result
    later = e.UnaryOp(text("lnot"), value, t.boolean(), ip=here).result
    inside = c.IfOp(later, ip=here).then.blocks.append()
    no = e.ConstantOp(number(t.boolean(), False), t.boolean(), ip=here).result
    m.StoreOp(no, first, ip=here)
    return inside


def _test(condition: ir.Region, block: ir.Block) -> None:
    """Append `if (!condition) break;`."""
    *ops, end = condition.blocks[0].operations
    _append(block, ops)
    here = ir.InsertionPoint(block)
    done = e.UnaryOp(text("lnot"), end.operation.operands[0], t.boolean(), ip=here).result
    leaving = c.IfOp(done, ip=here).then.blocks.append()
    c.BreakOp(ip=ir.InsertionPoint(leaving))


def _append(block: ir.Block, ops: list[ir.OpView]) -> None:
    for op in ops:
        block.append(op)


def _is_continued(loop: ir.OpView) -> bool:
    return any(
        isinstance(op, c.ContinueOp) and left_by(op)[-1] == loop.operation
        for op in operations_of(loop)
    )


def _ends(statements: list[ir.OpView]) -> bool:
    exits = (c.BreakOp, c.ContinueOp, c.ReturnOp)
    return bool(statements) and isinstance(statements[-1], exits)


def _block(region: ir.Region) -> ir.Block | None:
    block = region.blocks[0] if len(region.blocks) else None
    return block if block is not None and len(block.operations) else None


def is_loop(op: ir.OpView) -> bool:
    """Is it a loop?"""
    return isinstance(op, LOOPS)
