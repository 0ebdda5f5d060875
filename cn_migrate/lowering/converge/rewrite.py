"""One function, changed so that all threads of the block reach its meetings.

Ops are moved to the end of the new body one after the other.  Constructs that the plan opens are taken apart:
`if (c) {A} else {B}` becomes A under one variable and B under another, a loop turns as long as any thread of
the block does, and exits clear the variables of all that they leave.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative import warp as w
from cn_migrate.dialects.cnative.attributes import number, text
from cn_migrate.lowering.call_graph import callee_of
from cn_migrate.lowering.converge.end import End
from cn_migrate.lowering.converge.frames import Frame
from cn_migrate.lowering.converge.guards import Guards, variable
from cn_migrate.lowering.converge.keys import key, made_by, users
from cn_migrate.lowering.converge.meetings import Meetings
from cn_migrate.lowering.converge.plan import Plan
from cn_migrate.lowering.converge.quiet import constant, operations_of, slot_of
from cn_migrate.lowering.converge.uniformity import Facts, left_by

ALL_LANES = 0xFFFFFFFF
_EXITS = (c.BreakOp, c.ContinueOp, c.ReturnOp)


class Rewrite(End):
    """Rewrites one function; `active` is its bool variable, None where all threads take part throughout."""

    def __init__(self, plan: Plan, meetings: Meetings, guards: Guards, facts: Facts) -> None:
        super().__init__()
        self._plan = plan
        self._meetings = meetings
        self._guards = guards
        self._facts = facts
        self._result: ir.Value | None = None

    def function(self, function: func.FuncOp, active: ir.Value | None) -> None:
        """Rewrite the body of `function`, at whose start stands what makes `active`."""
        entry = function.entry_block
        made = [] if active is None else [active.owner, *_operands(active)]
        ops = [op for op in entry.operations if not any(op == other for other in made)]
        results = list(function.type.results)
        if results and function.sym_name.value in self._plan.early:
            with function.location:
                begin = ir.InsertionPoint.at_block_begin(entry)
                self._result = variable(results[0], "result", begin)
        with function.location:
            waiting = _wait_apart(entry, ops)
        self._out, self._frame = entry, Frame(active)
        self._ops(ops)
        waiting.operation.erase()
        if self._result is not None and not any(isinstance(op, c.ReturnOp) for op in ops):
            with function.location:
                c.ReturnOp(
                    value=m.LoadOp(self._result, results[0], ip=self._here()).result,
                    ip=self._here(),
                )

    # -- sequences -------------------------------------------------------------------------------------

    def _ops(self, ops: Sequence[ir.OpView]) -> None:
        """Move `ops`, all of one block, to the end of `out`."""
        run: list[ir.OpView] = []
        for op in ops:
            rule = self._rule(op)
            if rule is None:
                run.append(op)
                continue
            tested = self._tree(run, op, _TESTED[rule]) if rule in _TESTED else []
            run = run[: len(run) - len(tested)]
            meets = self._meetings.meets(op) and self._frame.active is not None
            later = self._later(run, op) if meets else []
            self._flush([other for other in run if other not in later])
            run = later
            with op.location:
                rule(self, op, tested)
        self._flush(run)

    def _flush(self, run: Sequence[ir.OpView]) -> None:
        self._guards.append(self._out, run, self._frame.active)

    def _rule(self, op: ir.OpView) -> Rule | None:
        """How `op` is moved; None: as it is, or under a guard."""
        if isinstance(op, c.CaseOp):
            return Rewrite._inside
        if self._meetings.meets(op):
            return _MEETINGS[type(op)]
        if isinstance(op, c.YieldOp):
            return Rewrite._keep
        if isinstance(op, _EXITS):
            return Rewrite._exit
        if not self._plan.holds(op):
            return None
        return _OPENED[type(op)] if key(op) in self._plan.opened else Rewrite._inside

    def _later(self, run: Sequence[ir.OpView], op: ir.OpView) -> list[ir.OpView]:
        """Ops of `run` that may wait until after the meeting `op`: addresses for what is done with its result."""
        later: list[ir.OpView] = []
        stored: set[ir.Value | None] = set()
        block = ir.InsertionPoint(op).block
        before = {key(op), *(key(other) for other in run)}
        risky = {key(other) for other in run if self._guards.is_risky(other)}
        for candidate in reversed(run):
            used_by = users(candidate, block)
            changed = isinstance(candidate, m.LoadOp) and slot_of(candidate.address) in stored
            waits = (
                used_by and not used_by & before and not changed and not risky & made_by(candidate)
            )
            if waits and self._guards.is_fixed(candidate):
                later.insert(0, candidate)
                before.remove(key(candidate))
            for inner in (candidate, *operations_of(candidate)):
                if isinstance(inner, (m.StoreOp, m.UpdateOp)):
                    stored.add(slot_of(inner.address))
        return later

    def _tree(self, run: Sequence[ir.OpView], op: ir.OpView, operand: int) -> list[ir.OpView]:
        """The end of `run` that only computes an operand of `op`."""
        value = op.operation.operands[operand]
        if isinstance(value.owner, ir.Block) or len(list(value.uses)) != 1:
            return []
        tree: list[ir.OpView] = []
        inside, block = {key(op)}, ir.InsertionPoint(op).block
        for candidate in reversed(run):
            used_by = users(candidate, block)
            if not used_by or not used_by <= inside or isinstance(candidate, m.SlotOp):
                break
            if not tree and candidate.operation != value.owner:
                break
            inside = {key(candidate), *inside} - {key(op)}
            tree.insert(0, candidate)
        return tree

    def _keep(self, op: ir.OpView, _tested: Sequence[ir.OpView] = ()) -> None:
        self._out.append(op)

    def _inside(self, op: ir.OpView, _tested: Sequence[ir.OpView]) -> None:
        """A construct that stays: all threads that are here take the same way through it."""
        self._out.append(op)
        for region in op.operation.regions:
            for block in region.blocks:
                ops = list(block.operations)
                with op.location:
                    waiting = _wait_apart(block, ops)
                with self._at(block):
                    self._ops(ops)
                waiting.operation.erase()

    # -- meetings --------------------------------------------------------------------------------------

    def _barrier(self, op: ir.OpView, _tested: Sequence[ir.OpView]) -> None:
        self._out.append(op)

    def _warp_op(self, op: Any, _tested: Sequence[ir.OpView]) -> None:
        """All threads come, so the mask names all lanes."""
        word = t.unsigned(32)
        all_ = e.ConstantOp(number(word, ALL_LANES), word, ip=self._here()).result
        op.operation.operands[0] = all_
        op.operation.attributes[w.CONVERGED] = ir.UnitAttr.get()
        self._out.append(op)

    def _ballot(self, op: w.BallotOp, tested: Sequence[ir.OpView]) -> None:
        """Only the predicates of active threads count, of the lanes that the mask names."""
        mask = op.mask
        op.operation.operands[1] = self._and(self._active(), op.predicate, tested)
        self._warp_op(op, ())
        if constant(mask) in (0, -1, ALL_LANES):
            return
        uses = list(op.result.uses)
        masked = e.BinaryOp(text("and"), op.result, mask, mask.type, ip=self._here()).result
        for use in uses:
            use.owner.operation.operands[use.operand_number] = masked

    def _call(self, op: func.CallOp, _tested: Sequence[ir.OpView]) -> None:
        name = callee_of(op)
        if name not in self._plan.told:
            self._out.append(op)
            return
        active = self._active()
        active = self._bool(True) if active is None else active
        results = [result.type for result in op.results]
        new = func.CallOp(results, name, [*op.operands, active], ip=self._here())
        for old, result in zip(op.results, new.results, strict=True):
            old.replace_all_uses_with(result)
        op.erase()

    # -- exits -----------------------------------------------------------------------------------------

    def _exit(self, op: Any, _tested: Sequence[ir.OpView]) -> None:
        if key(op) not in self._plan.flagged:
            self._leave(op)
            return
        with self._if_active():
            if isinstance(op, c.ReturnOp) and op.value is not None:
                assert self._result is not None
                self._set(self._result, op.value)
            for slot in self._left(op):
                self._set(slot, self._bool(False))
        op.erase()

    def _leave(self, op: Any) -> None:
        """An exit that stays one: after it nobody meets, or all threads take it."""
        if isinstance(op, c.ReturnOp) and self._result is not None:
            with self._if_active():
                self._set(self._result, op.value)
            kept = m.LoadOp(self._result, t.pointee(self._result.type), ip=self._here()).result
            op.operation.operands[0] = kept
        if key(op) in self._facts.returns:
            with self._if_active():
                self._out.append(op)
            return
        self._out.append(op)

    def _left(self, op: Any) -> list[ir.Value]:
        """The variables that `op` clears."""
        frame = self._frame
        if isinstance(op, c.ReturnOp):
            return frame.until(None)
        target = key(left_by(op)[-1])
        end = frame.leaving(target) if isinstance(op, c.BreakOp) else frame.turning(target)
        return frame.until(end)

    # -- constructs that are opened --------------------------------------------------------------------

    def _if(self, op: c.IfOp, tested: Sequence[ir.OpView]) -> None:
        then, otherwise = _block(op.then), _block(op.otherwise)
        if otherwise is None and then is not None and self._is_exit_only(then):
            self._exit_if(op, tested, then)
            return
        inside = Frame(self._variable(self._and(self._active(), op.condition, tested)), self._frame)
        other = None
        if otherwise is not None:
            with self._within(inside):
                refused = self._not(self._active() or self._bool(True))
            other = Frame(self._variable(self._and(self._active(), refused)), self._frame)
        for block, frame in ((then, inside), (otherwise, other)):
            if block is not None and frame is not None:
                with self._within(frame):
                    self._ops(list(block.operations))
        op.erase()

    def _is_exit_only(self, block: ir.Block) -> bool:
        ops = list(block.operations)
        return (
            len(ops) == 1
            and key(ops[0]) in self._plan.flagged
            and not len(ops[0].operation.operands)
        )

    def _exit_if(self, op: c.IfOp, tested: Sequence[ir.OpView], then: ir.Block) -> None:
        """`if (c) return;`: active are those for whom c is false."""
        left = self._left(then.operations[0])
        if left == [self._frame.active]:
            stay = e.UnaryOp(text("lnot"), op.condition, t.boolean())
            self._set(left[0], self._and(self._active(), stay.result, [*tested, stay]))
        else:
            leaving = c.IfOp(self._and(self._active(), op.condition, tested), ip=self._here())
            with self._at(leaving.then.blocks.append()):
                for slot in left:
                    self._set(slot, self._bool(False))
        op.erase()

    def _loop(self, op: Any, _tested: Sequence[ir.OpView]) -> None:
        """`while` and `for`: turns go on while any thread of the block (or warp) has one to do."""
        if _block(op.condition) is None:
            self._do(op, ())
            return
        first = op.operation.clone(ip=self._here())  # its condition is asked before the first turn
        looping = self._first_test(first.regions[0])
        first.erase()
        frame = Frame(looping, self._frame, leaves=key(op))
        meets, of_block = self._meetings.inside(op), self._meetings.of_block(op)
        loop = c.WhileOp(ip=self._here())
        with self._at(loop.condition.blocks.append(), frame):
            self._go_on(looping, meets, of_block)
        with self._at(loop.body.blocks.append(), frame):
            self._turn(op)
            self._test(op.condition, looping)
        op.erase()

    def _do(self, op: Any, _tested: Sequence[ir.OpView]) -> None:
        """`do`, and `for` without a condition."""
        looping = self._variable(self._active() or self._bool(True), "looping")
        frame = Frame(looping, self._frame, leaves=key(op))
        meets, of_block = self._meetings.inside(op), self._meetings.of_block(op)
        loop = c.DoOp(ip=self._here())
        with self._at(loop.body.blocks.append(), frame):
            self._turn(op)
            if _block(op.condition) is not None:
                self._test(op.condition, looping)
        with self._at(loop.condition.blocks.append(), frame):
            self._go_on(looping, meets, of_block)
        op.erase()

    def _turn(self, op: Any) -> None:
        """The body of a loop, in which a `continue` ends the turn only, and its step."""
        frame = Frame(self._frame.active, self._frame, turn=key(op))
        if key(op) in self._plan.continued:
            active = self._active()
            assert active is not None
            frame.active = self._variable(active, "turn")
        block = _block(op.body)
        if block is not None:
            with self._within(frame):
                self._ops(list(block.operations))
        step = _block(op.step) if isinstance(op, c.ForOp) else None
        if step is not None:
            self._ops(list(step.operations))

    def _first_test(self, condition: ir.Region) -> ir.Value:
        """The variable of those who take a first turn."""
        *tree, end = condition.blocks[0].operations
        if self._is_plain(tree):
            value = self._and(self._active(), end.operation.operands[0], tree)
            return self._variable(value, "looping")
        looping = self._variable(self._active() or self._bool(True), "looping")
        with self._within(Frame(looping, self._frame)):
            self._test(condition, looping)
        return looping

    def _is_plain(self, ops: Sequence[ir.OpView]) -> bool:
        """Can `ops` stand inside of an expression?"""
        return not any(self._rule(op) is not None or isinstance(op, m.SlotOp) for op in ops)

    def _test(self, condition: ir.Region, looping: ir.Value) -> None:
        """Those whose condition is false stop."""
        *tree, end = condition.blocks[0].operations
        if not self._is_plain(tree):
            self._ops(tree)
            tree = []
        value = end.operation.operands[0]
        self._set(looping, self._and(self._active(), value, tree))

    def _go_on(self, looping: ir.Value, meets: bool, of_block: bool) -> None:
        """The condition of a loop: has anybody a turn to do?"""
        going = m.LoadOp(looping, t.boolean(), ip=self._here()).result
        if meets:
            scope = text("block" if of_block else "warp")
            going = x.AnyOp(scope, going, t.boolean(), ip=self._here()).result
        c.YieldOp([going], ip=self._here())

    def _switch(self, op: c.SwitchOp, _tested: Sequence[ir.OpView]) -> None:
        """Each case is for those who have come to it, by its label or from the case before."""
        frame = Frame(self._variable(self._bool(False), "matched"), self._frame, leaves=key(op))
        cases = [case for block in op.body.blocks for case in block.operations]
        value = self._kept(op.value)
        for case in cases:
            arrives = self._default(cases, value) if case.is_default.value else None
            for label in case.values:
                same = self._equal(value, label)
                arrives = same if arrives is None else self._or(arrives, same)
            if arrives is not None:
                entered = self._and(self._active(), arrives)
                assert frame.active is not None
                before = m.LoadOp(frame.active, t.boolean(), ip=self._here()).result
                self._set(frame.active, self._or(before, entered))
            for block in case.body.blocks:
                with self._within(frame):
                    self._ops(list(block.operations))
        op.erase()

    def _kept(self, value: ir.Value) -> ir.Value:
        """`value` in a variable, so that it is computed once."""
        return self._variable(value, "value")

    def _equal(self, slot: ir.Value, label: ir.Attribute) -> ir.Value:
        type_ = t.pointee(slot.type)
        value = m.LoadOp(slot, type_, ip=self._here()).result
        constant = e.ConstantOp(label, type_, ip=self._here()).result
        return e.CompareOp(text("eq"), value, constant, t.boolean(), ip=self._here()).result

    def _default(self, cases: Sequence[Any], slot: ir.Value) -> ir.Value:
        """No label is the value."""
        found: ir.Value | None = None
        for label in (label for case in cases for label in case.values):
            same = self._equal(slot, label)
            found = same if found is None else self._or(found, same)
        return self._bool(True) if found is None else self._not(found)

    def _logical(self, op: e.LogicalOp, _tested: Sequence[ir.OpView]) -> None:
        """The right side is for those whose left side does not decide."""
        result = self._variable(op.lhs, "value")
        open_ = op.lhs if op.op.value == "and" else self._not(op.lhs)
        self._side(op.rhs, self._and(self._active(), open_), result)
        self._replace(op, result)

    def _conditional(self, op: e.ConditionalOp, _tested: Sequence[ir.OpView]) -> None:
        with op.location:
            result = variable(op.result.type, "value", self._here())
        refused = self._not(op.condition)
        self._side(op.then, self._and(self._active(), op.condition), result)
        self._side(op.otherwise, self._and(self._active(), refused), result)
        self._replace(op, result)

    def _side(self, region: ir.Region, active: ir.Value, result: ir.Value) -> None:
        with self._within(Frame(self._variable(active), self._frame)):
            *ops, end = region.blocks[0].operations
            self._ops(ops)
            with self._if_active():
                self._set(result, end.operation.operands[0])

    def _replace(self, op: ir.OpView, result: ir.Value) -> None:
        value = m.LoadOp(result, t.pointee(result.type), ip=self._here()).result
        op.operation.results[0].replace_all_uses_with(value)
        op.erase()


Rule = Callable[[Rewrite, Any, Sequence[ir.OpView]], None]
_MEETINGS: dict[type[ir.OpView], Rule] = {
    x.BarrierOp: Rewrite._barrier,
    x.AnyOp: Rewrite._barrier,
    w.ShuffleOp: Rewrite._warp_op,
    w.BallotOp: Rewrite._ballot,
    w.WarpBarrierOp: Rewrite._warp_op,
    func.CallOp: Rewrite._call,
}
_OPENED: dict[type[ir.OpView], Rule] = {
    c.IfOp: Rewrite._if,
    c.ForOp: Rewrite._loop,
    c.WhileOp: Rewrite._loop,
    c.DoOp: Rewrite._do,
    c.SwitchOp: Rewrite._switch,
    e.LogicalOp: Rewrite._logical,
    e.ConditionalOp: Rewrite._conditional,
}
_TESTED: dict[Rule, int] = {Rewrite._if: 0, Rewrite._ballot: 1}  # the operand that is a condition


def _block(region: ir.Region) -> ir.Block | None:
    block = region.blocks[0] if len(region.blocks) else None
    return block if block is not None and len(block.operations) else None


def _wait_apart(block: ir.Block, ops: Sequence[ir.OpView]) -> c.ScopeOp:
    """Take `ops` out of `block`, to be appended one after the other: behind a `return` nothing can be."""
    waiting = c.ScopeOp(ip=ir.InsertionPoint.at_block_begin(block))
    source = waiting.body.blocks.append()
    for op in ops:
        source.append(op)
    return waiting


def _operands(value: ir.Value) -> list[ir.Operation]:
    return [operand.owner for operand in value.owner.operands]
