"""Expression ops as C expressions: the dispatcher, and how a value enters a C context."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import value_of
from cn_migrate.emitters.opencl.arithmetic_types import within
from cn_migrate.emitters.opencl.context import FunctionContext, refused
from cn_migrate.emitters.opencl.expr import Expr, Prec
from cn_migrate.emitters.opencl.literals import literal, plain_integer
from cn_migrate.emitters.opencl.macro_calls import folded
from cn_migrate.emitters.opencl.own_constants import is_own_constant
from cn_migrate.emitters.opencl.spellings import type_name

Printer = Callable[[FunctionContext, ir.OpView], Expr]
PRINTERS: dict[type[ir.OpView], Printer] = {}


def prints(*ops: type[ir.OpView]) -> Callable[[Printer], Printer]:
    """Registers a function as the printer of `ops`."""

    def register(printer: Printer) -> Printer:
        PRINTERS.update(dict.fromkeys(ops, printer))
        return printer

    return register


def expression(ctx: FunctionContext, value: ir.Value) -> Expr:
    """`value` as a C expression: its name where it has one, else the tree that computes it.

    Raises Refusal where an op has no spelling in OpenCL C.
    """
    type_ = value.type
    name = ctx.names.get(value)
    if name is not None and not _is_variable(value):
        ctype = t.unsigned(8) if t.is_bool(type_) and value in ctx.bytes_for_bool else type_
        return Expr(name, Prec.PRIMARY, type_, ctype)
    op = value.owner.opview
    printer = printer_of(ctx, op)
    if printer is None:
        raise refused(op, f"'{op.operation.name}'")
    printed = printer(ctx, op)
    return folded(ctx, op.operation, printed, expression) if "macro" in op.attributes else printed


def printer_of(ctx: FunctionContext, op: ir.OpView) -> Printer | None:
    """The printer of `op` in the language at hand."""
    return ctx.module.language.printers.get(type(op)) or PRINTERS.get(type(op))


def _is_variable(value: ir.Value) -> bool:
    """Is `value` the *address* of something named (a slot), whose name stands for the object?"""
    owner = value.owner
    return not isinstance(owner, ir.Block) and owner.name in ("cnative.slot", "cnative.shared")


def operand(ctx: FunctionContext, value: ir.Value, strip: bool) -> Expr:
    """`value`; with `strip`, without the conversion that C might do by itself."""
    if strip:
        inner = implicit_source(ctx, value)
        if inner is not None:
            return constant_without_suffix(ctx, inner)
        return constant_without_suffix(ctx, value)
    return expression(ctx, value)


def implicit_source(ctx: FunctionContext, value: ir.Value) -> ir.Value | None:
    """What an implicit conversion converts; None where `value` is none, or has a name already.

    A truth value that becomes a number by way of `int` counts as one conversion.
    """
    if value in ctx.names or isinstance(value.owner, ir.Block):
        return None
    op = value.owner.opview
    if (
        not isinstance(op, e.ConvertOp)
        or "explicit" in op.attributes
        or "rounding" in op.attributes
    ):
        return None
    inner = implicit_source(ctx, op.value) if t.is_int(op.value.type) else None
    return inner if inner is not None and t.is_bool(inner.type) else op.value


def constant_without_suffix(ctx: FunctionContext, value: ir.Value) -> Expr:
    """`value`; an integer literal without a suffix that its size does not ask for."""
    op = None if isinstance(value.owner, ir.Block) or value in ctx.names else value.owner.opview
    if not isinstance(op, e.ConstantOp) or not t.is_int(value.type) or t.is_bool(value.type):
        return expression(ctx, value)
    spelling = op.attributes["spelling"].value if "spelling" in op.attributes else ""
    number = int(value_of(op.value))
    named = spelling in ctx.module.macros or is_own_constant(spelling, value.type, number)
    if named or any(c in "uUlL" for c in spelling):
        return expression(ctx, value)
    return plain_integer(value.type, number, spelling)


def cast(value: Expr, type_: ir.Type) -> Expr:
    """`(type) value`, exactly: a value known only in its low bits is cut to its own type first."""
    if value.exact and value.ctype == type_:
        return value.standing_for(type_)
    narrowing = t.is_int(type_) and not t.is_bool(type_) and type_.width <= value.type.width
    inner = value if value.exact or narrowing else cast(value, value.type)
    text = f"({type_name(type_)}){inner.at(Prec.UNARY)}"
    return Expr(
        text, Prec.UNARY, type_, type_, bounds=value.bounds if within_int(value, type_) else None
    )


def within_int(value: Expr, type_: ir.Type) -> bool:
    """Are `value`'s bounds known, and does integer type `type_` hold them?"""
    return t.is_int(type_) and within(value.bounds, type_)


def settled(value: Expr) -> Expr:
    """`value` with its own type as its C type, and exact: for overloaded functions, and where nothing converts."""
    return cast(value, value.type)


def exact_argument(ctx: FunctionContext, value: ir.Value) -> Expr:
    """`value` for a parameter that selects an overload: converted constants become literals of the type."""
    inner = implicit_source(ctx, value)
    op = None if inner is None or isinstance(inner.owner, ir.Block) else inner.owner.opview
    if isinstance(op, e.ConstantOp) and not t.is_bool(value.type):
        spelling = op.attributes["spelling"].value if "spelling" in op.attributes else ""
        number = value_of(op.value)
        whole = t.is_float(value.type) or (
            t.is_int(op.result.type) and within((int(number), int(number)), value.type)
        )
        if (
            spelling not in ctx.module.macros
            and whole
            and _survives(op.result.type, value.type, number)
        ):
            return literal(value.type, number)
    return settled(expression(ctx, value))


def _survives(source: ir.Type, target: ir.Type, number: float) -> bool:
    if t.is_float(target) and t.is_int(source):
        return abs(int(number)) <= 1 << 24
    return t.is_int(target) == t.is_int(source)


def assigned(ctx: FunctionContext, value: ir.Value, normalises: bool = True) -> Expr:
    """`value` where C converts to its type by itself: initialiser, assignment, argument, `return`.

    `normalises`: a `bool` target is a C bool, which makes any number 0 or 1 (a uchar does not).
    """
    type_ = value.type
    inner = implicit_source(ctx, value)
    if inner is None:
        whole = constant_without_suffix(ctx, value)
        return whole if whole.exact or not t.is_float(type_) else settled(whole)
    stripped = constant_without_suffix(ctx, inner)
    if _converts_alike(stripped, type_, normalises):
        return replace(stripped, type=type_)
    return expression(ctx, value)


def _converts_alike(value: Expr, target: ir.Type, normalises: bool) -> bool:
    """Does C's assignment convert `value` to `target` as the dialect's conversion does, without a warning?"""
    if not (t.is_int(target) or t.is_float(target)) or t.is_ptr(value.type):
        return False
    if t.is_bool(target):
        is_truth = value.bounds is not None and within(value.bounds, t.boolean())
        return value.exact and (is_truth or (normalises and value.bounds is None))
    if t.is_float(target):
        return value.exact and (value.bounds is None or max(map(abs, value.bounds)) <= 1 << 24)
    if not t.is_int(value.type):
        return value.prec < Prec.UNARY  # clang warns of a float literal that an int cuts
    if value.bounds is not None and value.bounds[0] == value.bounds[1]:
        return within(value.bounds, target)
    return value.exact or target.width <= value.type.width


def condition(ctx: FunctionContext, value: ir.Value) -> Expr:
    """`value` (bool) where C asks only whether it is zero."""
    inner = implicit_source(ctx, value)
    if inner is None:
        return expression(ctx, value)
    source = expression(ctx, inner)
    return source if source.exact else settled(source)
