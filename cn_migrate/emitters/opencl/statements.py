"""Blocks as C statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import messages
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative import warp as w
from cn_migrate.emitters.opencl.addresses import pointer
from cn_migrate.emitters.opencl.case_labels import case_labels
from cn_migrate.emitters.opencl.comments import CommentCursor
from cn_migrate.emitters.opencl.context import FunctionContext, refused
from cn_migrate.emitters.opencl.declarations import Declarations
from cn_migrate.emitters.opencl.effects import Shape, shapes
from cn_migrate.emitters.opencl.expr import Prec
from cn_migrate.emitters.opencl.expressions import (
    PRINTERS,
    assigned,
    condition,
    expression,
)
from cn_migrate.emitters.opencl.messages import printed
from cn_migrate.emitters.opencl.regions import (
    block_of,
    effect,
    is_effective,
    steps,
    yielded,
)
from cn_migrate.emitters.opencl.source_lines import last_line, lines_of
from cn_migrate.emitters.opencl.switches import switch_value
from cn_migrate.emitters.opencl.writer import Writer


class StatementPrinter:
    """Prints the body of one function into `lines`."""

    def __init__(self, ctx: FunctionContext, comments: CommentCursor) -> None:
        self.ctx = ctx
        self._out = Writer(comments)
        self._add = self._out.add
        self._declarations = Declarations(ctx, self._out)

    def body(self, block: ir.Block, last_line: int | None) -> list[str]:
        """The lines of a function's body whose closing brace stands on `last_line`."""
        self.block(block)
        self._end(last_line)
        return self._out.lines

    def block(self, block: ir.Block) -> None:
        """The statements of `block`, in order."""
        plan = shapes(block, self.ctx.module.effects)
        groups: list[list[ir.OpView]] = [[]]
        for op in block.operations:
            groups[-1].append(op)
            if plan[op.operation] != Shape.FOLDED:
                groups.append([])
        lines = [lines_of(group) for group in groups]
        for group, at, following in zip(groups[:-1], lines, lines[1:], strict=False):
            is_last = at is None or following is None or following[0] > at[1]
            self._statement(group[-1], plan[group[-1].operation], at, is_last)

    def _statement(
        self, op: ir.OpView, shape: Shape, lines: tuple[int, int] | None, is_last: bool
    ) -> None:
        if isinstance(op, m.SlotOp) and op.result in self.ctx.parameters:
            return
        if isinstance(op, c.ReturnOp) and op.value is None and _ends_function(op):
            self._end(lines[0] if lines else None)
            return
        if lines is not None:
            self._out.comments_above(lines[0])
        at = len(self._out.lines)
        outer, self.ctx.hoisted = self.ctx.hoisted, {}  # those of the statement around this one
        if shape == Shape.TEMPORARY:
            self._declarations.temporary(op)
        elif isinstance(op, (m.SlotOp, m.SharedOp)):
            at -= self._declarations.add(op, self._declarations.variable(op))
        else:
            self._print_op(op)
        self._declarations.hoist(at)
        self.ctx.hoisted = outer
        if lines is not None:
            self._out.comments_behind(lines[1], at, is_last)

    def _print_op(self, op: ir.OpView) -> None:
        """The statement for anything but a declaration."""
        _HANDLERS.get(type(op), StatementPrinter._expression)(self, op)

    @contextmanager
    def _braces(self, head: str, op: ir.OpView, tail: str = "}") -> Iterator[None]:
        self._add(f"{head} {{".lstrip())
        with self._nested():
            yield
            self._end(last_line(op))
        self._add(tail)

    @contextmanager
    def _nested(self) -> Iterator[None]:
        self.ctx.scopes.open()
        with self._out.nested():
            yield
        self.ctx.scopes.close()

    def _end(self, line: int | None) -> None:
        """The end of a block whose brace stands on `line`."""
        if line is not None:
            self._out.comments_below(line)

    # -- simple statements -------------------------------------------------------------------------

    def _expression(self, op: ir.OpView) -> None:
        if not is_effective(self.ctx, op):
            return
        text = expression(self.ctx, op.operation.results[0]).text
        quiet = isinstance(op, (m.StoreOp, m.UpdateOp, x.AtomicOp, func.CallOp))
        self._add(f"{text};" if quiet else f"(void)({text});")

    def _effect(self, op: ir.OpView) -> None:
        self._add(f"{effect(self.ctx, op).text};")

    def _print(self, op: messages.PrintOp) -> None:
        self._add(f"{printed(self.ctx, op).text};")

    def _break(self, _op: c.BreakOp) -> None:
        self._add("break;")

    def _continue(self, _op: c.ContinueOp) -> None:
        self._add("continue;")

    def _goto(self, op: c.GotoOp) -> None:
        self._add(f"goto {self.ctx.label(op.name.value)};")

    def _label(self, op: c.LabelOp) -> None:
        # A declaration may not stand behind a label in C; an empty statement may.
        self._out.add_outside(f"{self.ctx.label(op.name.value)}:;")

    def _return(self, op: c.ReturnOp) -> None:
        if op.value is None:
            self._add("return;")
            return
        value = (
            pointer(self.ctx, op.value) if t.is_ptr(op.value.type) else assigned(self.ctx, op.value)
        )
        self._add(f"return {value.text};")

    # -- blocks ------------------------------------------------------------------------------------

    def _scope(self, op: c.ScopeOp) -> None:
        block = block_of(op.body)
        if block is None:
            return
        head = self._loop_head(block)
        if head is not None:
            return
        if _is_only_statement(op) or "jump" in op.attributes:
            self.block(block)
            return
        with self._braces("", op):
            self.block(block)

    def _loop_head(self, block: ir.Block) -> c.ForOp | None:
        """Prints `block` as `for (init; ...)` where it is that; None, and nothing printed, where it is not."""
        ops = list(block.operations)
        if not ops or not isinstance(ops[-1], c.ForOp):
            return None
        plan = shapes(block, self.ctx.module.effects)
        first = [op for op in ops[:-1] if plan[op.operation] != Shape.FOLDED]
        if any(plan[op.operation] == Shape.TEMPORARY for op in first):
            return None
        if all(isinstance(op, m.SlotOp) for op in first):
            return self._declaring_loop(first, ops[-1])
        if not all(
            type(op) in PRINTERS and not isinstance(op, (m.SlotOp, m.SharedOp)) for op in first
        ):
            return None
        kept = [op for op in first if is_effective(self.ctx, op)]
        self._loop(ops[-1], ", ".join(effect(self.ctx, op).at(Prec.ASSIGN) for op in kept))
        return ops[-1]

    def _declaring_loop(self, slots: list[Any], loop: c.ForOp) -> c.ForOp | None:
        types = {slot.result.type for slot in slots}
        if len(types) > 1 or len({"const" in s.attributes for s in slots}) > 1:
            return None
        self.ctx.scopes.open()
        texts = [self._declarations.slot(slot) for slot in slots]
        self._loop(loop, ", ".join([d.text for d in texts[:1]] + [d.declarator for d in texts[1:]]))
        self.ctx.scopes.close()
        return loop

    def _loop(self, op: c.ForOp, init: str) -> None:
        test = yielded(self.ctx, op.condition, condition).text if block_of(op.condition) else ""
        last = block_of(op.step)
        step = ", ".join(steps(self.ctx, last)) if last else ""
        self._unroll(op)
        head = f"for ({init}; {test}; {step})" if test or step else f"for ({init};;)"
        with self._braces(head.replace("; ;", ";;").replace("; )", ";)"), op):
            self._region(op.body)

    def _unroll(self, op: ir.OpView) -> None:
        if "unroll" in op.attributes:
            self._add(f"#pragma unroll {op.attributes['unroll'].value or ''}".rstrip())

    def _for(self, op: c.ForOp) -> None:
        self._loop(op, "")

    def _region(self, region: ir.Region) -> None:
        block = block_of(region)
        if block is not None:
            self.block(block)

    def _while(self, op: c.WhileOp) -> None:
        self._unroll(op)
        with self._braces(f"while ({yielded(self.ctx, op.condition, condition).text})", op):
            self._region(op.body)

    def _do(self, op: c.DoOp) -> None:
        self._unroll(op)
        self._add("do {")
        with self._nested():
            self._region(op.body)
            self._end(last_line(op))
        self._add(f"}} while ({yielded(self.ctx, op.condition, condition).text});")

    def _if(self, op: c.IfOp) -> None:
        end = last_line(op)
        self._add(f"if ({self._test(op)}) {{")
        self._branch(op.then, end if block_of(op.otherwise) is None else None)
        while (chained := self._chained(op)) is not None:
            op = chained
            self._add(f"}} else if ({self._test(op)}) {{")
            self._branch(op.then, end if block_of(op.otherwise) is None else None)
        if block_of(op.otherwise) is not None:
            self._add("} else {")
            self._branch(op.otherwise, end)
        self._add("}")

    def _branch(self, region: ir.Region, end: int | None) -> None:
        with self._nested():
            self._region(region)
            self._end(end)

    def _test(self, op: c.IfOp) -> str:
        return condition(self.ctx, op.condition).text

    def _chained(self, op: c.IfOp) -> c.IfOp | None:
        """The `if` that is all of `op`'s else branch."""
        block = block_of(op.otherwise)
        if block is None:
            return None
        ops = list(block.operations)
        if (
            len(ops) == 1
            and isinstance(ops[0], c.ScopeOp)
            and (inner := block_of(ops[0].body)) is not None
        ):
            block, ops = inner, list(inner.operations)
        if not isinstance(ops[-1], c.IfOp):
            return None
        plan = shapes(block, self.ctx.module.effects)
        return ops[-1] if all(plan[o.operation] == Shape.FOLDED for o in ops[:-1]) else None

    def _switch(self, op: c.SwitchOp) -> None:
        self._add(f"switch ({switch_value(self.ctx, op)}) {{")
        self.ctx.scopes.open()
        body = block_of(op.body)
        for case in body.operations if body else ():
            self._case(case)
        self.ctx.scopes.close()
        self._add("}")

    def _case(self, op: ir.OpView) -> None:
        if not isinstance(op, c.CaseOp):
            raise refused(op, "a statement before the first case of a switch")
        lines = lines_of([op])
        if lines is not None:
            self._out.comments_above(lines[0])
        labels = list(case_labels(self.ctx, op))
        for label in labels:
            self._add(label)
        self._out.stands_on(last_line(op))
        if block_of(op.body) is None:
            self._add(";")
            return
        at, before = len(self._out.lines) - 1, self._declarations.count
        with self._nested():
            self._region(op.body)
        if self._declarations.count > before:
            self._out.lines[at] = self._out.lines[at].replace(labels[-1], f"{labels[-1]} {{", 1)
            self._add("}")


def _is_only_statement(op: c.ScopeOp) -> bool:
    """Is `op` all that its parent's braces hold?"""
    parent = op.operation.parent
    return len(list(op.operation.block.operations)) == 1 and parent.name != "func.func"


def _ends_function(op: c.ReturnOp) -> bool:
    parent = op.operation.parent
    return parent.name == "func.func" and bool(
        list(parent.regions[0].blocks[0].operations)[-1] == op
    )


_HANDLERS: dict[type[ir.OpView], Callable[[StatementPrinter, Any], None]] = {
    m.StoreOp: StatementPrinter._effect,
    func.CallOp: StatementPrinter._effect,
    messages.PrintOp: StatementPrinter._print,
    x.BarrierOp: StatementPrinter._effect,
    x.FenceOp: StatementPrinter._effect,
    w.WarpBarrierOp: StatementPrinter._effect,
    c.BreakOp: StatementPrinter._break,
    c.ContinueOp: StatementPrinter._continue,
    c.GotoOp: StatementPrinter._goto,
    c.LabelOp: StatementPrinter._label,
    c.ReturnOp: StatementPrinter._return,
    c.ScopeOp: StatementPrinter._scope,
    c.IfOp: StatementPrinter._if,
    c.ForOp: StatementPrinter._for,
    c.WhileOp: StatementPrinter._while,
    c.DoOp: StatementPrinter._do,
    c.SwitchOp: StatementPrinter._switch,
}
