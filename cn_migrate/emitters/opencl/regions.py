"""Expression regions (conditions, right sides of `&&`): one C expression, with commas where it takes more."""

from __future__ import annotations

from collections.abc import Callable

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.emitters.opencl.context import FunctionContext, refused
from cn_migrate.emitters.opencl.effects import Shape, shapes
from cn_migrate.emitters.opencl.expr import Expr, Prec
from cn_migrate.emitters.opencl.expressions import assigned, expression, printer_of
from cn_migrate.emitters.opencl.spellings import declaration

TEMPORARY = "tmp"


def yielded(
    ctx: FunctionContext, region: ir.Region, show: Callable[[FunctionContext, ir.Value], Expr]
) -> Expr:
    """The value that `region` yields, printed by `show`, after all that the region does before."""
    block = region.blocks[0]
    *_, end = block.operations
    done = steps(ctx, block)
    value = show(ctx, end.values[0])
    if not done:
        return value
    text = ", ".join([*done, value.at(Prec.ASSIGN)])
    return Expr(f"({text})", Prec.PRIMARY, value.type, value.ctype, value.exact, value.bounds)


def block_of(region: ir.Region) -> ir.Block | None:
    """The block of `region`; None where it is a missing part (no block, or an empty one)."""
    block = region.blocks[0] if len(region.blocks) else None
    return block if block is not None and len(block.operations) else None


def steps(ctx: FunctionContext, block: ir.Block) -> list[str]:
    """Expressions for the ops of `block` that do not fold into its `yield`, in order."""
    plan = shapes(block, ctx.module.effects)
    result = []
    for op in block.operations:
        if op.operation.name == "cnative.yield" or plan[op.operation] == Shape.FOLDED:
            continue
        if isinstance(op, m.SlotOp):
            result += _slot_step(ctx, op)
        elif plan[op.operation] == Shape.TEMPORARY:
            result.append(_temporary_step(ctx, op))
        elif is_effective(ctx, op):
            result.append(effect(ctx, op).at(Prec.ASSIGN))
    return result


def effect(ctx: FunctionContext, op: ir.OpView) -> Expr:
    """`op` as an expression whose value nobody wants."""
    printer = printer_of(ctx, op)
    if printer is None:
        raise refused(op, f"'{op.operation.name}' inside of an expression")
    return printer(ctx, op)


def _slot_step(ctx: FunctionContext, op: m.SlotOp) -> list[str]:
    type_ = t.pointee(op.result.type)
    if isinstance(type_, t.ArrayType):
        raise refused(op, "an array declared inside of an expression")
    name = _declare(ctx, op.result, type_, op.name.value)
    return [] if op.init is None else [f"{name} = {assigned(ctx, op.init).at(Prec.ASSIGN)}"]


def _temporary_step(ctx: FunctionContext, op: ir.OpView) -> str:
    result = op.operation.results[0]
    value = expression(ctx, result)
    name = _declare(ctx, result, result.type, TEMPORARY)
    return f"{name} = {value.at(Prec.ASSIGN)}"


def _declare(ctx: FunctionContext, value: ir.Value, type_: ir.Type, wish: str) -> str:
    name = ctx.names[value] = ctx.scopes.new(wish)
    ctx.hoisted[name] = f"{declaration(type_, name)};"
    return name


def is_effective(ctx: FunctionContext, op: ir.OpView) -> bool:
    """Does `op`, or an op that folds into it, change anything?  If not, an unused result needs no statement."""
    if ctx.module.effects.of(op).writes:
        return True
    operands = [
        v for v in op.operation.operands if not isinstance(v.owner, ir.Block) and v not in ctx.names
    ]
    if any(is_effective(ctx, v.owner.opview) for v in operands):
        return True
    return "volatile" in op.attributes
