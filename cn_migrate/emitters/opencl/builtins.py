"""Printers of calls: ids, maths, atomics, barriers, aggregates, the user's functions."""

from __future__ import annotations

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative import warp as w
from cn_migrate.dialects.cnative.clock import ClockOp
from cn_migrate.dialects.cnative.math_functions import MATH_FUNCTIONS
from cn_migrate.emitters.opencl.addresses import pointer
from cn_migrate.emitters.opencl.context import FunctionContext, refused
from cn_migrate.emitters.opencl.expr import Expr, Prec
from cn_migrate.emitters.opencl.expressions import (
    assigned,
    condition,
    exact_argument,
    expression,
    prints,
    settled,
)
from cn_migrate.emitters.opencl.literals import literal
from cn_migrate.emitters.opencl.math_spellings import SPELLINGS
from cn_migrate.emitters.opencl.names import identifier
from cn_migrate.emitters.opencl.operators import choice
from cn_migrate.emitters.opencl.prelude import HELPERS, INT64_BASE, INT64_EXTENDED
from cn_migrate.emitters.opencl.spellings import SPACES, is_native, scalar_name, type_name

IDS = {  # name, least value, greatest in x, in y and z (CUDA C++ Programming Guide, "Technical Specifications")
    "thread_id": ("get_local_id", 0, 1 << 16, 1 << 16),
    "block_dim": ("get_local_size", 1, 1 << 16, 1 << 16),
    "block_id": ("get_group_id", 0, (1 << 31) - 1, 1 << 16),
    "grid_dim": ("get_num_groups", 1, (1 << 31) - 1, 1 << 16),
}
FENCES = "CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE"
ATOMICS = {  # OpenCL C 1.2, 6.12.11; 64 bits: extension section 9.4, spelled `atom_`
    "add": "add",
    "sub": "sub",
    "min": "min",
    "max": "max",
    "and": "and",
    "or": "or",
    "xor": "xor",
    "exchange": "xchg",
    "compare_exchange": "cmpxchg",
}
EXTENDED_ATOMICS = ("min", "max", "and", "or", "xor")


@prints(x.IdOp)
def thread_index(_ctx: FunctionContext, op: x.IdOp) -> Expr:
    """A work-item function: a size_t."""
    name, least, in_x, elsewhere = IDS[op.kind.value]
    dim = op.dim.value
    bounds = (least, elsewhere if dim else in_x)
    return Expr(f"{name}({dim})", Prec.POSTFIX, op.result.type, t.unsigned(64), bounds=bounds)


@prints(e.MathOp)
def math(ctx: FunctionContext, op: e.MathOp) -> Expr:
    """A function of the dialect's table, by its row in SPELLINGS."""
    name, type_ = op.fn.value, op.result.type
    if name == "select":
        branches = [
            pointer(ctx, v) if t.is_ptr(v.type) else settled(expression(ctx, v))
            for v in list(op.args)[1:]
        ]
        return choice(type_, condition(ctx, op.args[0]), *branches)
    row = SPELLINGS[name]
    argument_type = op.args[0].type
    arguments = [exact_argument(ctx, value) for value in op.args]
    simple = row.text.endswith(")") and row.prec == Prec.POSTFIX
    shown = [
        a.at(Prec.ASSIGN) if simple and name != "fast_pow" else a.at(Prec.UNARY) for a in arguments
    ]
    scalar = scalar_name(argument_type)
    suffix = "f" if scalar == "float" else ""
    helper = row.helper.format(type=scalar.removeprefix("u") if "u{type}" in row.helper else scalar)
    if helper and helper not in HELPERS:
        raise refused(op, f"function '{name}' of {scalar}")
    if helper:
        ctx.prelude(helper)
    text = row.text.format(*shown, type=scalar, f=suffix, helper=helper)
    return Expr(text, row.prec, type_, _math_ctype(name, argument_type, type_))


def _math_ctype(name: str, argument: ir.Type, result: ir.Type) -> ir.Type:
    """The type of the OpenCL function's result."""
    if MATH_FUNCTIONS[name].kind == "predicate":
        return t.signed(32)
    if name in ("popcount", "clz"):
        return argument
    if name in ("abs", "sad") and t.is_int(argument):
        return t.unsigned(argument.width)
    return result


@prints(e.BitcastOp)
def bitcast(ctx: FunctionContext, op: e.BitcastOp) -> Expr:
    """`as_type(x)`."""
    type_ = op.result.type
    value = (
        exact_argument(ctx, op.value)
        if not isinstance(op.value.type, t.VecType)
        else expression(ctx, op.value)
    )
    return Expr(f"as_{type_name(type_)}({value.text})", Prec.POSTFIX, type_, type_)


@prints(x.AtomicOp)
def atomic(ctx: FunctionContext, op: x.AtomicOp) -> Expr:
    """An atomic function of OpenCL C, or a helper of ours with the same meaning."""
    kind, type_ = op.op.value, op.result.type
    space = SPACES[t.space(op.address.type)].removeprefix("__")
    if space not in ("global", "local"):
        raise refused(op, f"an atomic on {space or 'private'} memory")
    if t.is_ptr(type_) or type_.width not in (32, 64):
        raise refused(op, f"an atomic on {type_}")
    place = pointer(ctx, op.address)
    values = [exact_argument(ctx, v) for v in op.values]
    name = _atomic_name(ctx, op, kind, type_, space)
    arguments = ", ".join([place.text, *(v.at(Prec.ASSIGN) for v in values)])
    return Expr(f"{name}({arguments})", Prec.POSTFIX, type_, type_)


def _atomic_name(
    ctx: FunctionContext, op: x.AtomicOp, kind: str, type_: ir.Type, space: str
) -> str:
    if kind == "exchange" and type_ == ir.F32Type.get():
        return "atomic_xchg"
    if t.is_float(type_) or kind in ("inc", "dec"):
        name = f"cn_atomic_{kind}_{scalar_name(type_)}_{space}"
        if name not in HELPERS:
            raise refused(op, f"atomic {kind} on {scalar_name(type_)}")
        return ctx.prelude(name)
    if type_.width == 32:
        return f"atomic_{ATOMICS[kind]}"
    ctx.module.used_extensions.add(INT64_EXTENDED if kind in EXTENDED_ATOMICS else INT64_BASE)
    return f"atom_{ATOMICS[kind]}"


@prints(w.ShuffleOp, w.BallotOp, x.AnyOp)
def meeting(ctx: FunctionContext, op: w.ShuffleOp | w.BallotOp | x.AnyOp) -> Expr:
    """A function of `prelude_warp`."""
    if isinstance(op, w.ShuffleOp):
        name = f"cn_shuffle_{scalar_name(op.value.type)}"
        values = [exact_argument(ctx, op.value), exact_argument(ctx, op.source)]
    else:
        name = "cn_ballot" if isinstance(op, w.BallotOp) else f"cn_any_of_{op.scope.value}"
        values = [condition(ctx, op.predicate)]
    if name not in HELPERS:
        raise refused(op, f"a shuffle of {scalar_name(op.result.type)}")
    arguments = ", ".join(v.at(Prec.ASSIGN) for v in [pointer(ctx, op.scratch), *values])
    return Expr(f"{ctx.prelude(name)}({arguments})", Prec.POSTFIX, op.result.type, op.result.type)


@prints(ClockOp)
def clock(ctx: FunctionContext, op: ClockOp) -> Expr:
    """The device's clock, or the counter that stands for it."""
    type_ = op.result.type
    return Expr(
        f"{ctx.prelude('cn_clock')}({pointer(ctx, op.counter).text})", Prec.POSTFIX, type_, type_
    )


@prints(x.BarrierOp, x.FenceOp, w.WarpBarrierOp)
def barrier(ctx: FunctionContext, op: ir.OpView) -> Expr:
    """A barrier or a fence: a call without value.  CUDA's barrier orders global and shared memory alike."""
    return Expr(_barrier_text(ctx, op), Prec.POSTFIX, t.void(), t.void())


def _barrier_text(ctx: FunctionContext, op: ir.OpView) -> str:
    if isinstance(op, x.BarrierOp):
        return f"barrier({FENCES})"
    if isinstance(op, w.WarpBarrierOp):
        return f"{ctx.prelude('cn_warp_barrier')}()"
    if op.scope.value == "block":
        return f"mem_fence({FENCES})"
    return f"{ctx.prelude('cn_fence_device')}()"


@prints(func.CallOp)
def call(ctx: FunctionContext, op: func.CallOp) -> Expr:
    """A call of a device function."""
    name = ctx.module.functions[op.attributes["callee"].value]
    arguments = [pointer(ctx, v) if t.is_ptr(v.type) else assigned(ctx, v) for v in op.operands]
    type_ = op.results[0].type if len(op.results) else t.void()
    return Expr(
        f"{name}({', '.join(a.at(Prec.ASSIGN) for a in arguments)})", Prec.POSTFIX, type_, type_
    )


@prints(e.AggregateOp)
def aggregate(ctx: FunctionContext, op: e.AggregateOp) -> Expr:
    """`(float4)(a, b, c, d)`, or a compound literal (C99 6.5.2.5)."""
    type_ = op.result.type
    if isinstance(type_, t.VecType) and is_native(type_):
        parts = [exact_argument(ctx, v).at(Prec.ASSIGN) for v in op.parts]
        parts += [literal(t.element(type_), 0).text] * (t.count(type_) - len(parts))
        return Expr(f"({type_name(type_)})({', '.join(parts)})", Prec.UNARY, type_, type_)
    return Expr(f"({type_name(type_)}){initialiser(ctx, op.result)}", Prec.POSTFIX, type_, type_)


def initialiser(ctx: FunctionContext, value: ir.Value) -> str:
    """What stands after `=` in a declaration: braces for arrays, records and vectors that are structs."""
    op = None if isinstance(value.owner, ir.Block) or value in ctx.names else value.owner.opview
    type_ = value.type
    plain = isinstance(type_, t.VecType) and is_native(type_)
    if (
        isinstance(op, (e.ZeroOp, e.UndefOp))
        and not plain
        and isinstance(type_, (t.ArrayType, t.RecordType, t.VecType))
    ):
        return "{0}"
    if isinstance(op, e.InsertOp):
        parts = _designated(ctx, op)
        if not ctx.module.language.narrows:
            parts = _in_order(ctx, type_, parts)
        return f"{{{', '.join(parts)}}}"
    if not isinstance(op, e.AggregateOp) or plain:
        return (pointer(ctx, value) if t.is_ptr(type_) else assigned(ctx, value)).at(Prec.ASSIGN)
    parts = [_part(ctx, part) for part in op.parts] or ["0"]
    return f"{{{', '.join(parts)}}}"


def _part(ctx: FunctionContext, value: ir.Value) -> str:
    """What stands for `value` in braces."""
    is_number = t.is_int(value.type) or t.is_float(value.type)
    if is_number and not ctx.module.language.narrows:
        return exact_argument(ctx, value).at(Prec.ASSIGN)
    return initialiser(ctx, value)


@prints(e.InsertOp)
def insert(ctx: FunctionContext, op: e.InsertOp) -> Expr:
    """A record given field by field: a compound literal with designators (C99 6.7.8)."""
    type_ = op.result.type
    return Expr(f"({type_name(type_)}){initialiser(ctx, op.result)}", Prec.POSTFIX, type_, type_)


def _in_order(ctx: FunctionContext, type_: ir.Type, parts: list[str]) -> list[str]:
    """The parts as C++ wants them: in the order of the fields, the last one for each."""
    by_field = {part.partition(" = ")[0]: part for part in parts}
    fields = [f".{identifier(field.name)}" for field in ctx.module.layout.fields(type_)]
    return [by_field[field] for field in fields if field in by_field]


def _designated(ctx: FunctionContext, op: e.InsertOp) -> list[str]:
    base = op.value.owner.opview
    first = _designated(ctx, base) if isinstance(base, e.InsertOp) else []
    if not first and not isinstance(base, e.ZeroOp):
        raise refused(op, "a changed copy of a record as a value")
    return [*first, f".{identifier(op.field.value)} = {_part(ctx, op.part)}"]
