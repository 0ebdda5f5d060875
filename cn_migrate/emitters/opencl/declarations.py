"""Declarations of local variables, several in one statement where the user had them on one line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.emitters.opencl.builtins import initialiser
from cn_migrate.emitters.opencl.context import FunctionContext
from cn_migrate.emitters.opencl.expr import Prec
from cn_migrate.emitters.opencl.expressions import expression, settled
from cn_migrate.emitters.opencl.regions import TEMPORARY
from cn_migrate.emitters.opencl.source_lines import last_line
from cn_migrate.emitters.opencl.spellings import declaration, pointer_declaration
from cn_migrate.emitters.opencl.wrapping import WIDTH
from cn_migrate.emitters.opencl.writer import Writer


@dataclass(frozen=True, slots=True)
class Declaration:
    """The text of a declaration of `name`, without the semicolon."""

    text: str
    name: str

    @property
    def base(self) -> str:
        """What the declarators of one statement share."""
        return self.text.removesuffix(self.declarator)

    @property
    def declarator(self) -> str:
        """The variable's name with `*`, `[]` and its initial value."""
        start = re.search(rf"[*(]|\b{re.escape(self.name)}\b", self.text)
        return self.text[start.start() :] if start else self.text


class Declarations:
    """Declares variables; `count` says how many statements that took."""

    def __init__(self, ctx: FunctionContext, out: Writer) -> None:
        self.count = 0
        self._ctx = ctx
        self._out = out
        self._last: tuple[int, str, int | None] = (-1, "", None)  # our line, base, source line

    def add(self, op: ir.OpView, made: Declaration) -> bool:
        """Write `made`; true where it went into the statement before, which is of the same line and type."""
        self.count += 1
        lines, source = self._out.lines, last_line(op)
        longer = f"{lines[-1][:-1]}, {made.declarator};" if lines else ""
        joins = self._last == (len(lines), made.base, source) and not self._ctx.hoisted
        joins = joins and source is not None and len(longer) <= WIDTH
        if joins:
            lines[-1] = longer
        else:
            self._out.add(f"{made.text};")
        self._last = len(lines), made.base, source
        return joins

    def hoist(self, at: int) -> None:
        """Declare what the statement that begins with line `at` needs beside."""
        for name in self._ctx.hoisted:
            self._ctx.scopes.take(name)
        self.count += len(self._ctx.hoisted)
        self._out.insert(at, list(self._ctx.hoisted.values()))

    def variable(self, op: m.SlotOp | m.SharedOp) -> Declaration:
        """The declaration of a variable of the function's own."""
        return self.slot(op) if isinstance(op, m.SlotOp) else self._shared(op)

    def slot(self, op: m.SlotOp) -> Declaration:
        """A local variable."""
        ctx, type_ = self._ctx, self.type_of(op)
        has_value = op.init is not None and not _is_undefined(op.init)
        init = f" = {initialiser(ctx, op.init)}" if has_value else ""
        name = ctx.scopes.new(op.name.value)
        ctx.names[op.result] = name
        byte = t.is_bool(type_) and byte_for_bool(op.result)
        if byte:
            ctx.bytes_for_bool.add(op.result)
        qualifier = ctx.module.qualifiers.of(op.result)
        if isinstance(type_, t.PtrType):
            return Declaration(pointer_declaration(type_, name, of_pointee=qualifier) + init, name)
        const = ctx.module.qualifiers.of_object(op) if init else ""
        words = " ".join(w for w in (const, qualifier) if w)
        text = declaration(type_, name, words, memory=byte, extents=ctx.extents(op))
        return Declaration(text + init, name)

    def type_of(self, op: m.SlotOp) -> ir.Type:
        """The type that a local variable is declared with."""
        return t.pointee(op.result.type)

    def _shared(self, op: m.SharedOp) -> Declaration:
        """A variable of the whole block."""
        ctx, type_ = self._ctx, t.pointee(op.result.type)
        name = ctx.scopes.new(op.name.value)
        ctx.names[op.result] = name
        words = f"{ctx.module.qualifiers.of(op.result)} {ctx.module.language.shared}".strip()
        extents = ctx.extents(op)
        return Declaration(declaration(type_, name, words, memory=True, extents=extents), name)

    def temporary(self, op: ir.OpView) -> None:
        """A variable that the order of evaluation asks for."""
        result = op.operation.results[0]
        value = expression(self._ctx, result)
        value = settled(value) if not t.is_bool(result.type) and not value.exact else value
        self.count += 1
        name = self._ctx.scopes.new(TEMPORARY)
        self._ctx.names[result] = name
        self._define(result, value.at(Prec.ASSIGN))

    def _define(self, result: ir.Value, text: str) -> None:
        """Declare the temporary that stands for `result`, and give it the value `text`."""
        self._out.add(f"{self._of_value(result, self._ctx.names[result])} = {text};")

    def _of_value(self, value: ir.Value, name: str) -> str:
        if not isinstance(value.type, t.PtrType):
            return declaration(value.type, name)
        of_pointee = self._ctx.module.qualifiers.of_pointee(value)
        return pointer_declaration(value.type, name, of_pointee=of_pointee)


def byte_for_bool(slot: ir.Value) -> bool:
    """Is a bool variable's address taken, so that it has to be a byte as everywhere in memory?"""
    return not all(isinstance(use.owner, (m.LoadOp, m.StoreOp, m.UpdateOp)) for use in slot.uses)


def _is_undefined(value: ir.Value) -> bool:
    return not isinstance(value.owner, ir.Block) and isinstance(value.owner.opview, e.UndefOp)
