"""A turn of a loop that threads go through together, without branches: what a thread is done with, it computes on.

A number that nobody reads behind the loop may become anything then; others keep their values by a flag.  Conditions
that only compute are asked both.  So a turn is what vectors are good at, and several can be done at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import index, number, text, value_of
from cn_migrate.dialects.cnative.integers import integer_of
from cn_migrate.lowering.converge.quiet import operations_of, slot_of
from cn_migrate.lowering.cpu.repeated import is_in
from cn_migrate.lowering.cpu.simple_calls import COMPUTES

AT_ONCE = 4  # turns, before it is asked whether any thread is still at it
_MOST_OPS = 80  # of a turn; more have too many values for registers
_FREE = (
    e.ConstantOp, e.ConvertOp, e.CompareOp, e.UnaryOp, e.MathOp, e.BitcastOp, x.IdOp, m.MemberOp, m.ElementOp,
    c.YieldOp,
)  # fmt: skip
_ADDED = ("add", "sub", "and", "or", "xor")  # to signed integers: what overflows there has gone far


class FlatTurn:
    """One turn of `turns`, in a loop over threads, for `still`: is the thread still at it?"""

    def __init__(self, turns: Any, loop: threads.ThreadLoopOp) -> None:
        self._turns, self._loop = turns, loop
        changes = [op for op in operations_of(turns) if isinstance(op, (m.StoreOp, m.UpdateOp))]
        self._idle = {op.address for op in changes if self._is_idle(op.address)}

    def is_possible(self) -> bool:
        """Can a thread that is done compute on, without a trap, and without anything that shows?"""
        ops = operations_of(self._turns)
        if len(ops) > _MOST_OPS:
            return False
        body = self._turns.body.blocks[0].operations
        return all(map(self._is_statement, body)) and all(map(_computes, self._besides()))

    def _besides(self) -> Iterable[ir.OpView]:
        """What decides on a turn, and the step."""
        regions = [self._turns.condition]
        if isinstance(self._turns, c.ForOp):
            regions.append(self._turns.step)
        for region in regions:
            for block in region.blocks:
                for op in block.operations:
                    yield from (
                        i for i in (op, *operations_of(op)) if not isinstance(i, m.UpdateOp)
                    )

    def _is_statement(self, op: Any) -> bool:
        if isinstance(op, c.ScopeOp):
            return all(map(self._is_statement, op.body.blocks[0].operations))
        if isinstance(op, c.IfOp):
            leaves = [i for i in operations_of(op) if isinstance(i, c.BreakOp)]
            if leaves:
                return _only(op) == [leaves[0]]
            inner = [o for r in (op.then, op.otherwise) for b in r.blocks for o in b.operations]
            return all(
                self._is_statement(o) and not isinstance(o, (c.IfOp, c.ScopeOp)) for o in inner
            )
        if isinstance(op, (m.StoreOp, m.UpdateOp, m.SlotOp)):
            return True  # of variables alone: see `turning`
        return all(map(_computes, (op, *operations_of(op))))

    # -- writing ---------------------------------------------------------------------------------------

    def write(self, still: ir.Value, place: ir.InsertionPoint) -> None:
        """Write the turn down at `place`."""
        self._still, self._place = still, place
        if not isinstance(self._turns, c.DoOp):
            self._ask(self._turns.condition)
        self._statements(self._turns.body.blocks[0])
        if isinstance(self._turns, c.DoOp):
            self._ask(self._turns.condition)
        if isinstance(self._turns, c.ForOp):
            for block in self._turns.step.blocks:
                self._statements(block)

    def _ask(self, region: ir.Region) -> None:
        """Only those go on for whom what `region` yields is true."""
        for block in region.blocks:
            *ops, end = list(block.operations)
            for op in ops:
                self._place.block.append(op)
            self._go_on_if(end.operation.operands[0])

    def _go_on_if(self, truth: ir.Value, negated: bool = False) -> None:
        here = self._place
        if not negated and is_true(truth):
            return
        if negated:
            truth = e.UnaryOp(text("lnot"), _eager(truth), t.boolean(), ip=here).result
        m.StoreOp(self._and_still(_eager(truth)), self._still, ip=here)

    def _and_still(self, truth: ir.Value) -> ir.Value:
        flag, here = t.signed(32), self._place
        before = m.LoadOp(self._still, flag, ip=here).result
        both = e.BinaryOp(
            text("and"), before, e.ConvertOp(truth, flag, ip=here).result, flag, ip=here
        )
        result: ir.Value = both.result
        return result

    def _statements(self, block: ir.Block) -> None:
        for op in list(block.operations):
            self._statement(op)

    def _statement(self, op: Any) -> None:
        if isinstance(op, c.ScopeOp):
            self._statements(op.body.blocks[0])
        elif isinstance(op, c.IfOp) and any(isinstance(i, c.BreakOp) for i in operations_of(op)):
            self._go_on_if(op.condition, negated=True)
        elif isinstance(op, c.IfOp):
            self._branch(op)
        elif isinstance(op, (m.StoreOp, m.UpdateOp)) and op.address not in self._idle:
            self._kept(op)
        elif not isinstance(op, c.YieldOp):
            self._place.block.append(op)

    def _branch(self, op: c.IfOp) -> None:
        """A branch of a thread that is done is not taken, unless that does not show."""
        inner = [o for r in (op.then, op.otherwise) for b in r.blocks for o in b.operations]
        changes = [o for o in inner if isinstance(o, (m.StoreOp, m.UpdateOp))]
        self._place.block.append(op)
        if all(change.address in self._idle for change in changes):
            return
        for region, negated in ((op.then, False), (op.otherwise, True)):
            if not any(list(block.operations) for block in region.blocks):
                continue
            self._guard(op.condition, negated, region)
        op.erase()

    def _guard(self, condition: ir.Value, negated: bool, region: ir.Region) -> None:
        here = self._place
        truth = _eager(condition)
        if negated:
            truth = e.UnaryOp(text("lnot"), truth, t.boolean(), ip=here).result
        choice = c.IfOp(_truth(self._and_still(truth), here), ip=here)
        choice.otherwise.blocks.append()
        inside = choice.then.blocks.append()
        for block in region.blocks:
            for op in list(block.operations):
                inside.append(op)

    def _kept(self, op: Any) -> None:
        """A change of what is read later: only of threads that are still at it."""
        here, flag = self._place, t.signed(32)
        type_ = t.pointee(op.address.type)
        counts = isinstance(op, m.UpdateOp) and op.op.value in ("add", "sub") and t.is_int(type_)
        used = bool(isinstance(op, m.UpdateOp) and list(op.result.uses))
        if used and op.form.value == "post":
            before = m.LoadOp(op.address, type_, ip=here).result
            op.result.replace_all_uses_with(before)
            used = False
        if counts and type_.width >= 32 and integer_of(op.value) == 1:
            one = m.LoadOp(self._still, flag, ip=here).result
            if type_ != flag:
                one = e.ConvertOp(one, type_, ip=here).result
            op.operation.operands[1] = one
            op.attributes["form"] = text("assign")
            here.block.append(op)
            return
        choice = c.IfOp(_truth(m.LoadOp(self._still, flag, ip=here).result, here), ip=here)
        choice.otherwise.blocks.append()
        choice.then.blocks.append().append(op)
        if used:
            op.result.replace_all_uses_with(m.LoadOp(op.address, type_, ip=here).result)

    def _is_idle(self, address: ir.Value) -> bool:
        """Does nobody mind what is in a variable of a thread that is done?"""
        slot = slot_of(address)
        assert slot is not None
        maker = slot.owner
        if is_in(maker.operation, self._turns):
            return True
        whole = address == slot and t.is_float(t.pointee(slot.type))
        if not whole or not is_in(maker.operation, self._loop):
            return False
        return all(is_in(use.owner.operation, self._turns) or not _reads(use) for use in slot.uses)


def several(body: ir.Block, ops: Callable[[ir.InsertionPoint], None]) -> None:
    """Write AT_ONCE turns, which `ops` writes one of, at the end of `body`."""
    scope = c.ScopeOp(ip=ir.InsertionPoint(body))
    here = ir.InsertionPoint(scope.body.blocks.append())
    type_ = t.signed(32)
    zero = e.ConstantOp(number(type_, 0), type_, ip=here).result
    counter = m.SlotOp(text("turn"), t.ptr(type_, t.Space.PRIVATE), init=zero, ip=here).result
    loop = c.ForOp(ip=here)
    loop.attributes["unroll"] = index(AT_ONCE)
    ask = ir.InsertionPoint(loop.condition.blocks.append())
    end = e.ConstantOp(number(type_, AT_ONCE), type_, ip=ask).result
    now = m.LoadOp(counter, type_, ip=ask).result
    c.YieldOp([e.CompareOp(text("lt"), now, end, t.boolean(), ip=ask).result], ip=ask)
    step = ir.InsertionPoint(loop.step.blocks.append())
    one = e.ConstantOp(number(type_, 1), type_, ip=step).result
    m.UpdateOp(text("add"), text("pre"), counter, one, type_, ip=step)
    ops(ir.InsertionPoint(loop.body.blocks.append()))


def _only(op: c.IfOp) -> list[ir.OpView]:
    """What is done where the condition holds, if nothing is otherwise."""
    if any(list(block.operations) for block in op.otherwise.blocks):
        return []
    return [o for block in op.then.blocks for o in block.operations]


def is_true(value: ir.Value) -> bool:
    """Is the condition `value` a constant that holds?"""
    op = None if isinstance(value.owner, ir.Block) else value.owner.opview
    if isinstance(op, e.ConvertOp):
        return is_true(op.value)
    return isinstance(op, e.ConstantOp) and bool(value_of(op.value))


def _computes(op: Any) -> bool:
    """May `op` be done for nothing?"""
    if isinstance(op, m.LoadOp):
        return slot_of(op.address) is not None
    if isinstance(op, e.BinaryOp):
        type_ = op.result.type
        return (
            t.is_float(type_)
            or (t.is_unsigned(type_) and op.op.value not in ("div", "rem"))
            or (op.op.value in _ADDED)
        )
    if isinstance(op, e.ConvertOp):
        return t.is_float(op.result.type) or not t.is_float(op.value.type)
    if isinstance(op, e.LogicalOp):
        return all(map(_computes, operations_of(op)))
    return isinstance(op, _FREE) or (isinstance(op, func.CallOp) and COMPUTES in op.attributes)


def _reads(use: ir.OpOperand) -> bool:
    return not (isinstance(use.owner, m.StoreOp) and use.operand_number == 1)


def _truth(value: ir.Value, place: ir.InsertionPoint) -> ir.Value:
    result: ir.Value = e.ConvertOp(value, t.boolean(), ip=place).result
    return result


def _eager(truth: ir.Value) -> ir.Value:
    """`truth`, with both sides of `&&` and `||` asked in any case."""
    op = None if isinstance(truth.owner, ir.Block) else truth.owner.opview
    if not isinstance(op, e.LogicalOp):
        return truth
    *ops, end = list(op.rhs.blocks[0].operations)
    for inner in ops:
        inner.move_before(op)
    here, flag = ir.InsertionPoint(op), t.signed(32)
    sides = [_eager(op.lhs), _eager(end.operation.operands[0])]
    left, right = [e.ConvertOp(side, flag, ip=here).result for side in sides]
    both = e.BinaryOp(op.op, left, right, flag, ip=here).result
    result: ir.Value = e.ConvertOp(both, t.boolean(), ip=here).result
    op.result.replace_all_uses_with(result)
    op.erase()
    return result
