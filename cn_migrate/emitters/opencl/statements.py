"""Blocks as C statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import messages
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative import warp as w
from cn_migrate.emitters.opencl.addresses import pointer
from cn_migrate.emitters.opencl.builtins import barrier_text, initialiser
from cn_migrate.emitters.opencl.comments import CommentCursor
from cn_migrate.emitters.opencl.context import FunctionContext, refused
from cn_migrate.emitters.opencl.effects import Shape, shapes
from cn_migrate.emitters.opencl.expr import Prec
from cn_migrate.emitters.opencl.expressions import (
    PRINTERS,
    assigned,
    condition,
    exact_argument,
    expression,
    implicit_source,
    settled,
)
from cn_migrate.emitters.opencl.messages import printed
from cn_migrate.emitters.opencl.regions import (
    TEMPORARY,
    block_of,
    effect,
    is_effective,
    steps,
    yielded,
)
from cn_migrate.emitters.opencl.spellings import declaration, pointer_declaration

INDENT = "    "
_BLOCKS = (c.ScopeOp, c.IfOp, c.ForOp, c.WhileOp, c.DoOp, c.SwitchOp)


class StatementPrinter:
    """Prints the body of one function into `lines`."""

    def __init__(self, ctx: FunctionContext, comments: CommentCursor) -> None:
        self.ctx = ctx
        self.lines: list[str] = []
        self._comments = comments
        self._depth = 1
        self._last_line: int | None = None
        self._declarations = 0

    def block(self, block: ir.Block) -> None:
        """The statements of `block`, in order."""
        plan = shapes(block, self.ctx.module.effects)
        waiting: list[ir.OpView] = []
        for op in block.operations:
            shape = plan[op.operation]
            waiting.append(op)
            if shape == Shape.FOLDED:
                continue
            self._statement(op, shape, _lines_of(waiting))
            waiting = []

    def _statement(self, op: ir.OpView, shape: Shape, lines: tuple[int, int] | None) -> None:
        if isinstance(op, m.SlotOp) and op.result in self.ctx.parameters:
            return
        self._comments_above(lines)
        at = len(self.lines)
        if shape == Shape.TEMPORARY:
            self._temporary(op)
        else:
            handler = _HANDLERS.get(type(op), StatementPrinter._expression)
            handler(self, op)
        hoisted = [INDENT * self._depth + text for text in self.ctx.hoisted]
        self._declarations += len(hoisted)
        self.ctx.hoisted.clear()
        self.lines[at:at] = hoisted
        self._comments_behind(op, lines, at)

    # -- comments and blank lines ------------------------------------------------------------------

    def _comments_above(self, lines: tuple[int, int] | None) -> None:
        if lines is None:
            return
        texts = self._comments.before(lines[0])
        if self._last_line is not None and lines[0] - self._last_line > 1 + sum(
            x.count("\n") + 1 for x in texts
        ):
            self._blank()
        for text in texts:
            self._add_comment(text)

    def _comments_behind(self, op: ir.OpView, lines: tuple[int, int] | None, at: int) -> None:
        if lines is None:
            return
        self._last_line = max(lines[1], self._last_line or 0)
        if isinstance(op, _BLOCKS):
            self._last_line += 1  # its closing brace
            return
        texts = self._comments.on(lines[1])
        if not texts or len(self.lines) == at:
            return
        if any("\n" in text for text in texts):
            for text in texts:
                self._add_comment(text)
            return
        self.lines[-1] += "  " + " ".join(texts)

    def _add_comment(self, text: str) -> None:
        for line in text.splitlines():
            stripped = line.strip()
            self._add(f" {stripped}" if stripped.startswith("*") else stripped)

    def _blank(self) -> None:
        if self.lines and self.lines[-1] and not self.lines[-1].endswith("{"):
            self.lines.append("")

    def _add(self, text: str) -> None:
        self.lines.append(INDENT * self._depth + text if text else "")

    @contextmanager
    def _braces(self, head: str, tail: str = "}") -> Iterator[None]:
        self._add(f"{head} {{".lstrip())
        with self._nested():
            yield
        self._add(tail)

    @contextmanager
    def _nested(self) -> Iterator[None]:
        self.ctx.scopes.open()
        self._depth += 1
        yield
        self._depth -= 1
        self.ctx.scopes.close()

    # -- simple statements -------------------------------------------------------------------------

    def _expression(self, op: ir.OpView) -> None:
        if not is_effective(self.ctx, op):
            return
        text = expression(self.ctx, op.operation.results[0]).text
        quiet = isinstance(op, (m.StoreOp, m.UpdateOp, x.AtomicOp, func.CallOp))
        self._add(f"{text};" if quiet else f"(void)({text});")

    def _effect(self, op: ir.OpView) -> None:
        self._add(f"{effect(self.ctx, op).text};")

    def _temporary(self, op: ir.OpView) -> None:
        result = op.operation.results[0]
        value = expression(self.ctx, result)
        value = settled(value) if not t.is_bool(result.type) and not value.exact else value
        self._declarations += 1
        name = self.ctx.scopes.new(TEMPORARY)
        self.ctx.names[result] = name
        self._add(f"{self._declared_temporary(result, name)} = {value.at(Prec.ASSIGN)};")

    def _declared_temporary(self, value: ir.Value, name: str) -> str:
        if not isinstance(value.type, t.PtrType):
            return declaration(value.type, name)
        of_pointee = self.ctx.module.qualifiers.of_pointee(value)
        return pointer_declaration(value.type, name, of_pointee=of_pointee)

    def _slot(self, op: m.SlotOp) -> None:
        self._declarations += 1
        self._add(f"{self.declared(op)};")

    def declared(self, op: m.SlotOp) -> str:
        """Declaration of a local variable, without the semicolon."""
        ctx = self.ctx
        type_ = t.pointee(op.result.type)
        init = (
            "" if op.init is None or _is_undefined(op.init) else f" = {initialiser(ctx, op.init)}"
        )
        name = ctx.scopes.new(op.name.value)
        ctx.names[op.result] = name
        byte = t.is_bool(type_) and byte_for_bool(op.result)
        if byte:
            ctx.bytes_for_bool.add(op.result)
        if isinstance(type_, t.PtrType):
            return (
                pointer_declaration(type_, name, of_pointee=ctx.module.qualifiers.of(op.result))
                + init
            )
        const = "const" if "const" in op.attributes and init else ""
        volatile = ctx.module.qualifiers.of(op.result)
        return (
            declaration(
                type_,
                name,
                " ".join(w for w in (const, volatile) if w),
                memory=byte,
                extents=ctx.extents(op),
            )
            + init
        )

    def _shared(self, op: m.SharedOp) -> None:
        name = self.ctx.scopes.new(op.name.value)
        self.ctx.names[op.result] = name
        qualifiers = f"{self.ctx.module.qualifiers.of(op.result)} __local".strip()
        type_, extents = t.pointee(op.result.type), self.ctx.extents(op)
        self._add(f"{declaration(type_, name, qualifiers, memory=True, extents=extents)};")

    def _barrier(self, op: ir.OpView) -> None:
        self._add(f"{barrier_text(op, self.ctx)};")

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
        self.lines.append(f"{INDENT * (self._depth - 1)}{self.ctx.label(op.name.value)}:;")

    def _return(self, op: c.ReturnOp) -> None:
        if op.value is None:
            if not _ends_function(op):
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
        with self._braces(""):
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
        plain = len(slots) < 2 or not any(
            isinstance(t.pointee(s.result.type), (t.PtrType, t.ArrayType)) for s in slots
        )
        if len(types) > 1 or not plain or len({"const" in s.attributes for s in slots}) > 1:
            return None
        self.ctx.scopes.open()
        texts = [self.declared(slot) for slot in slots]
        first = texts[:1] + [
            text.removeprefix(_base_of(texts[0], slots[0], self.ctx)) for text in texts[1:]
        ]
        self._loop(loop, ", ".join(first))
        self.ctx.scopes.close()
        return loop

    def _loop(self, op: c.ForOp, init: str) -> None:
        test = yielded(self.ctx, op.condition, condition).text if block_of(op.condition) else ""
        last = block_of(op.step)
        step = ", ".join(steps(self.ctx, last)) if last else ""
        self._unroll(op, _counts_to_constant(self.ctx, op))
        head = f"for ({init}; {test}; {step})" if test or step else f"for ({init};;)"
        with self._braces(head.replace("; ;", ";;").replace("; )", ";)")):
            self._region(op.body)

    def _unroll(self, op: ir.OpView, counted: bool) -> None:
        """Compilers warn where they cannot unroll as told: of a loop without known end only the ban is kept."""
        count = op.attributes["unroll"].value if "unroll" in op.attributes else None
        if count == 1 or (count is not None and counted):
            self._add(f"#pragma unroll {count or ''}".rstrip())

    def _for(self, op: c.ForOp) -> None:
        self._loop(op, "")

    def _region(self, region: ir.Region) -> None:
        block = block_of(region)
        if block is not None:
            self.block(block)

    def _while(self, op: c.WhileOp) -> None:
        self._unroll(op, counted=False)
        with self._braces(f"while ({yielded(self.ctx, op.condition, condition).text})"):
            self._region(op.body)

    def _do(self, op: c.DoOp) -> None:
        self._unroll(op, counted=False)
        self._add("do {")
        with self._nested():
            self._region(op.body)
        self._add(f"}} while ({yielded(self.ctx, op.condition, condition).text});")

    def _if(self, op: c.IfOp) -> None:
        self._add(f"if ({self._test(op)}) {{")
        with self._nested():
            self._region(op.then)
        while True:
            chained = self._chained(op)
            if chained is None:
                break
            op = chained
            self._add(f"}} else if ({self._test(op)}) {{")
            with self._nested():
                self._region(op.then)
        if block_of(op.otherwise) is not None:
            self._add("} else {")
            with self._nested():
                self._region(op.otherwise)
        self._add("}")

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
        self._add(f"switch ({exact_argument(self.ctx, op.value).text}) {{")
        self.ctx.scopes.open()
        body = block_of(op.body)
        for case in body.operations if body else ():
            self._case(case)
        self.ctx.scopes.close()
        self._add("}")

    def _case(self, op: ir.OpView) -> None:
        if not isinstance(op, c.CaseOp):
            raise refused(op, "a statement before the first case of a switch")
        for value in op.values:
            self._add(f"case {value.value}:")
        if op.is_default.value:
            self._add("default:")
        if block_of(op.body) is None:
            self._add(";")
            return
        label, before = len(self.lines) - 1, self._declarations
        with self._nested():
            self._region(op.body)
        if self._declarations > before:
            self.lines[label] += " {"
            self._add("}")


def _base_of(text: str, slot: m.SlotOp, ctx: FunctionContext) -> str:
    """The part of declaration `text` before the variable's name."""
    return text[: text.index(f" {ctx.names[slot.result]}") + 1]


def _counts_to_constant(ctx: FunctionContext, op: c.ForOp) -> bool:
    """Does the loop end at a constant?  Compilers warn about other loops that they were told to unroll."""
    block = block_of(op.condition)
    if block is None:
        return False
    *_, end = block.operations
    test = end.values[0].owner.opview
    if not isinstance(test, e.CompareOp):
        return False
    sources = [implicit_source(ctx, value) or value for value in (test.lhs, test.rhs)]
    return any(
        not isinstance(v.owner, ir.Block) and isinstance(v.owner.opview, e.ConstantOp)
        for v in sources
    )


def byte_for_bool(slot: ir.Value) -> bool:
    """Is a bool variable's address taken, so that it has to be a byte as everywhere in memory?"""
    return not all(isinstance(use.owner, (m.LoadOp, m.StoreOp, m.UpdateOp)) for use in slot.uses)


def _is_undefined(value: ir.Value) -> bool:
    return not isinstance(value.owner, ir.Block) and isinstance(value.owner.opview, e.UndefOp)


def _is_only_statement(op: c.ScopeOp) -> bool:
    """Is `op` all that its parent's braces hold?"""
    parent = op.operation.parent
    return len(list(op.operation.block.operations)) == 1 and parent.name != "func.func"


def _ends_function(op: c.ReturnOp) -> bool:
    parent = op.operation.parent
    return parent.name == "func.func" and bool(
        list(parent.regions[0].blocks[0].operations)[-1] == op
    )


def _lines_of(ops: list[ir.OpView]) -> tuple[int, int] | None:
    """First line of `ops`, and the last one of all that stands in them."""
    first: list[int] = []
    last: list[int] = []
    for op in ops:
        _collect(op, first, last)
    return (min(first), max(last)) if first else None


def _collect(op: ir.OpView, first: list[int], last: list[int]) -> None:
    location = op.location
    if isinstance(location, ir.FileLineColLoc):
        first.append(location.start_line)
        last.append(max(location.start_line, location.end_line))
    for region in op.operation.regions:
        for block in region.blocks:
            for inner in block.operations:
                _collect(inner, first, last)


_HANDLERS: dict[type[ir.OpView], Callable[[StatementPrinter, Any], None]] = {
    m.SlotOp: StatementPrinter._slot,
    m.SharedOp: StatementPrinter._shared,
    m.StoreOp: StatementPrinter._effect,
    func.CallOp: StatementPrinter._effect,
    messages.PrintOp: StatementPrinter._print,
    x.BarrierOp: StatementPrinter._barrier,
    x.FenceOp: StatementPrinter._barrier,
    w.WarpBarrierOp: StatementPrinter._barrier,
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
