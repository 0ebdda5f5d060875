"""Structured control flow becomes a graph of blocks with `cf.br`, `cf.cond_br` and `cnative.return`.

Ops are moved, not copied.  What control cannot reach stays behind in the structured op and goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cn_migrate._mlir import cf, func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import number, text, value_of
from cn_migrate.dialects.cnative.threads import SIDE_BY_SIDE

UNROLL = "cnative.unroll"  # on the branch that closes a loop: the count of its `#pragma unroll`


@dataclass(eq=False)
class Label:
    """A place to jump to; its block is made by the first jump."""

    block: ir.Block | None = None


def has_labels(function: func.FuncOp) -> bool:
    """Does `function` hold a label that `goto` goes to?"""
    found = False

    def visit(op: ir.Operation) -> ir.WalkResult:
        nonlocal found
        found = found or op.name == "cnative.label"
        return ir.WalkResult.INTERRUPT if found else ir.WalkResult.ADVANCE

    function.operation.walk(visit)
    return found


def flatten(function: func.FuncOp) -> None:
    """Flatten the body of `function`."""
    entry = function.entry_block
    if has_labels(function):
        _declare_first(function, entry)
    with function.location, ir.InsertionPoint.at_block_begin(entry):
        whole = c.ScopeOp()
        body = whole.body.blocks.append()
    for op in list(entry.operations)[1:]:
        body.append(op)
    Flattening(function.body, entry).op(whole)


def _declare_first(function: func.FuncOp, entry: ir.Block) -> None:
    """A goto may pass by the declaration of a variable without initial value, and use the variable."""
    slots: list[ir.Operation] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        if op.name == "cnative.slot" and not len(op.operands):
            slots.append(op)
        return ir.WalkResult.ADVANCE

    function.operation.walk(visit)
    for slot in slots:
        slot.move_before(entry.operations[0].operation)


class Flattening:
    """Appends to `block`; None while control cannot get there."""

    def __init__(self, region: ir.Region, entry: ir.Block) -> None:
        self.block: ir.Block | None = entry
        self.breaks: list[Label] = []
        self.continues: list[Label] = []
        self.labels: dict[str, Label] = {}
        self._region = region

    def op(self, op: ir.OpView) -> None:
        """Flatten one op, or move it."""
        rule = _RULES.get(type(op))
        if rule is None:
            assert self.block is not None
            self.block.append(op)
            self.block = None if isinstance(op, c.ReturnOp) else self.block
            return
        rule(self, op)
        op.erase()

    def statements(self, region: ir.Region) -> None:
        """The ops of a region, which may be empty, as far as control gets."""
        for block in region.blocks:
            for op in list(block.operations):
                if self.block is None and not isinstance(op, c.LabelOp):
                    continue  # control cannot get there
                self.op(op)

    def value(self, region: ir.Region) -> ir.Value:
        """The value of an expression region."""
        *before, last = region.blocks[0].operations
        for op in before:
            self.op(op)
        return last.operation.operands[0]

    def begin(self, label: Label) -> None:
        """Go on at `label`."""
        self.block = label.block
        if label.block is not None:
            label.block.append_to(self._region)  # blocks stand in the order of the source

    def jump(self, op: ir.OpView, label: Label, *values: ir.Value) -> Any:
        """`cf.br`, on behalf of `op`; nothing where control does not get here."""
        if self.block is None:
            return None
        branch = cf.BranchOp(list(values), self._target(label), loc=op.location, ip=self.here())
        self.block = None
        return branch

    def branch(
        self,
        op: ir.OpView,
        condition: ir.Value,
        then: Label,
        otherwise: Label,
        values: tuple[Sequence[ir.Value], Sequence[ir.Value]] = ((), ()),
    ) -> Any:
        """`cf.cond_br`, on behalf of `op`; `values` for the arguments of both targets."""
        targets = self._target(then), self._target(otherwise)
        branch = cf.CondBranchOp(
            condition, *map(list, values), *targets, loc=op.location, ip=self.here()
        )
        self.block = None
        return branch

    def here(self) -> ir.InsertionPoint:
        """Where the next op goes; control gets there."""
        assert self.block is not None
        return ir.InsertionPoint(self.block)

    def _target(self, label: Label) -> ir.Block:
        if label.block is None:
            label.block = self._region.blocks.append()
        return label.block


@contextmanager
def _inside(labels: list[Label], label: Label) -> Iterator[None]:
    labels.append(label)
    yield
    labels.pop()


def _scope(f: Flattening, op: c.ScopeOp) -> None:
    f.statements(op.body)


def _if(f: Flattening, op: c.IfOp) -> None:
    then, otherwise, end = Label(), Label(), Label()
    f.branch(op, op.condition, then, otherwise if len(op.otherwise.blocks) else end)
    for label, region in ((then, op.then), (otherwise, op.otherwise)):
        f.begin(label)
        f.statements(region)
        f.jump(op, end)
    f.begin(end)


def _for(f: Flattening, op: c.ForOp) -> None:
    head, body, step, end = Label(), Label(), Label(), Label()
    f.jump(op, head)
    f.begin(head)
    if len(op.condition.blocks):
        f.branch(op, f.value(op.condition), body, end)
    else:
        f.jump(op, body)
    f.begin(body)
    with _inside(f.breaks, end), _inside(f.continues, step):
        f.statements(op.body)
    f.jump(op, step)
    f.begin(step)
    f.statements(op.step)
    _close(f.jump(op, head), op)
    f.begin(end)


def _while(f: Flattening, op: c.WhileOp) -> None:
    head, body, end = Label(), Label(), Label()
    f.jump(op, head)
    f.begin(head)
    f.branch(op, f.value(op.condition), body, end)
    f.begin(body)
    with _inside(f.breaks, end), _inside(f.continues, head):
        f.statements(op.body)
    _close(f.jump(op, head), op)
    f.begin(end)


def _do(f: Flattening, op: c.DoOp) -> None:
    head, test, end = Label(), Label(), Label()
    f.jump(op, head)
    f.begin(head)
    with _inside(f.breaks, end), _inside(f.continues, test):
        f.statements(op.body)
    f.jump(op, test)
    f.begin(test)
    if f.block is not None:
        _close(f.branch(op, f.value(op.condition), head, end), op)
    f.begin(end)


def _close(branch: Any, loop: ir.OpView) -> None:
    """Leave what the user said of `loop` at the branch that closes it."""
    if branch is None:
        return
    if "unroll" in loop.attributes:
        branch.attributes[UNROLL] = loop.attributes["unroll"]
    if SIDE_BY_SIDE in loop.attributes:
        branch.attributes[SIDE_BY_SIDE] = loop.attributes[SIDE_BY_SIDE]


def _switch(f: Flattening, op: c.SwitchOp) -> None:
    cases = [(case, Label()) for block in op.body.blocks for case in block.operations]
    end = Label()
    for case, label in cases:
        for value in case.values:
            following = Label()
            f.branch(case, _equals(f, case, op.value, value_of(value)), label, following)
            f.begin(following)
    f.jump(op, next((label for case, label in cases if case.is_default.value), end))
    with _inside(f.breaks, end):
        for case, label in cases:
            f.jump(case, label)
            f.begin(label)
            f.statements(case.body)
    f.jump(op, end)
    f.begin(end)


def _equals(f: Flattening, case: c.CaseOp, value: ir.Value, label: float) -> ir.Value:
    with case.location, f.here():
        constant = e.ConstantOp(number(value.type, label), value.type)
        return e.CompareOp(text("eq"), value, constant, t.boolean()).result


def _break(f: Flattening, op: c.BreakOp) -> None:
    f.jump(op, f.breaks[-1])


def _continue(f: Flattening, op: c.ContinueOp) -> None:
    f.jump(op, f.continues[-1])


def _label(f: Flattening, op: c.LabelOp) -> None:
    label = f.labels.setdefault(op.name.value, Label())
    f.jump(op, label)
    f.begin(label)


def _goto(f: Flattening, op: c.GotoOp) -> None:
    f.jump(op, f.labels.setdefault(op.name.value, Label()))


def _return(f: Flattening, op: func.ReturnOp) -> None:
    values = op.operation.operands
    c.ReturnOp(value=values[0] if len(values) else None, loc=op.location, ip=f.here())


def _logical(f: Flattening, op: e.LogicalOp) -> None:
    rest, end = Label(), Label()
    if op.op.value == "and":
        f.branch(op, op.lhs, rest, end, ((), [op.lhs]))
    else:
        f.branch(op, op.lhs, end, rest, ([op.lhs], ()))
    f.begin(rest)
    f.jump(op, end, f.value(op.rhs))
    _meet(f, op, end)


def _conditional(f: Flattening, op: e.ConditionalOp) -> None:
    then, otherwise, end = Label(), Label(), Label()
    f.branch(op, op.condition, then, otherwise)
    for label, region in ((then, op.then), (otherwise, op.otherwise)):
        f.begin(label)
        f.jump(op, end, f.value(region))
    _meet(f, op, end)


def _meet(f: Flattening, op: e.LogicalOp | e.ConditionalOp, end: Label) -> None:
    """The result of `op` is an argument of the block where its paths meet."""
    f.begin(end)
    assert f.block is not None
    op.result.replace_all_uses_with(f.block.add_argument(op.result.type, op.location))


_RULES: dict[type, Callable[[Flattening, Any], None]] = {
    c.ScopeOp: _scope,
    c.IfOp: _if,
    c.ForOp: _for,
    c.WhileOp: _while,
    c.DoOp: _do,
    c.SwitchOp: _switch,
    c.BreakOp: _break,
    c.ContinueOp: _continue,
    c.LabelOp: _label,
    c.GotoOp: _goto,
    func.ReturnOp: _return,
    e.LogicalOp: _logical,
    e.ConditionalOp: _conditional,
}
