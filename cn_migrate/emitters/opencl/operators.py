"""Printers of constants, conversions and C's operators."""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import value_of
from cn_migrate.emitters.opencl.addresses import pointer, target
from cn_migrate.emitters.opencl.arithmetic_types import (
    combined_bounds,
    is_subset,
    promoted,
    usual,
    within,
)
from cn_migrate.emitters.opencl.context import FunctionContext, refused
from cn_migrate.emitters.opencl.expr import BINARY_SIGNS, Expr, Prec, infix
from cn_migrate.emitters.opencl.expressions import (
    assigned,
    cast,
    condition,
    exact_argument,
    expression,
    operand,
    prints,
    settled,
)
from cn_migrate.emitters.opencl.literals import integer_type, literal
from cn_migrate.emitters.opencl.own_constants import is_own_constant
from cn_migrate.emitters.opencl.regions import yielded
from cn_migrate.emitters.opencl.spellings import is_native, scalar_name, type_name
from cn_migrate.emitters.opencl.whole_shifts import counts_down, may_shift_all

MODULAR = (
    "add",
    "sub",
    "mul",
    "and",
    "or",
    "xor",
)  # low bits of the result depend on low bits alone
BITWISE = ("and", "or", "xor")
COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
ROUNDINGS = {"rn": "rte", "rz": "rtz", "ru": "rtp", "rd": "rtn"}
_CANDIDATES = ((True, True), (False, True), (True, False), (False, False))


@prints(e.ConstantOp)
def constant(ctx: FunctionContext, op: e.ConstantOp) -> Expr:
    """A literal, or the macro that the user wrote for it."""
    type_, value = op.result.type, value_of(op.value)
    spelling = op.attributes["spelling"].value if "spelling" in op.attributes else ""
    if spelling in ctx.module.macros:
        ctx.module.used_macros.add(spelling)
        bounds = (int(value), int(value)) if t.is_int(type_) else None
        ctype = integer_type(ctx.module.macros[spelling]) if t.is_int(type_) else None
        return Expr(spelling, Prec.PRIMARY, type_, ctype or promoted(type_), bounds=bounds)
    if is_own_constant(spelling, type_, value):
        bounds = (int(value), int(value)) if t.is_int(type_) else None
        return Expr(spelling, Prec.PRIMARY, type_, type_, bounds=bounds)
    return literal(type_, value, spelling)


@prints(e.ZeroOp, e.UndefOp)
def zero(_ctx: FunctionContext, op: e.ZeroOp) -> Expr:
    """The zero of any type; a value that nobody looks at is zero as well."""
    type_ = op.result.type
    if t.is_ptr(type_):
        return Expr("0", Prec.PRIMARY, type_, type_)
    if t.is_int(type_) or t.is_float(type_):
        return literal(type_, 0)
    if isinstance(type_, t.VecType) and is_native(type_):
        return Expr(f"({type_name(type_)})(0)", Prec.UNARY, type_, type_)
    return Expr(f"({type_name(type_)}){{0}}", Prec.POSTFIX, type_, type_)


@prints(e.ConvertOp)
def convert(ctx: FunctionContext, op: e.ConvertOp) -> Expr:
    """A cast, or OpenCL's `convert_int_rte` where a rounding is asked for."""
    type_ = op.result.type
    if t.is_ptr(op.value.type):
        text = infix("!=", Prec.EQUALITY, pointer(ctx, op.value), literal(t.signed(32), 0))
        return Expr(text, Prec.EQUALITY, type_, t.signed(32))
    if "rounding" in op.attributes:
        mode = ROUNDINGS[op.attributes["rounding"].value]
        value = settled(expression(ctx, op.value))
        if t.is_float(op.value.type) and t.is_int(type_):
            mode = f"sat_{mode}"
        text = f"convert_{scalar_name(type_)}_{mode}({value.text})"
        return Expr(text, Prec.POSTFIX, type_, type_)
    value = operand(ctx, op.value, strip=False)
    if t.is_bool(type_) and not t.is_bool(op.value.type):
        text = infix("!=", Prec.EQUALITY, settled(value), literal(t.signed(32), 0))
        return Expr(text, Prec.EQUALITY, type_, t.signed(32), bounds=(0, 1))
    return cast(value, type_)


@prints(e.BinaryOp)
def binary(ctx: FunctionContext, op: e.BinaryOp) -> Expr:
    """`lhs op rhs`; conversions that C repeats by itself are left out."""
    return _global_id(op) or binary_of(ctx, op)


def binary_of(ctx: FunctionContext, op: e.BinaryOp) -> Expr:
    """`lhs op rhs` as C has it."""
    kind, type_ = op.op.value, op.result.type
    if kind in ("shl", "shr"):
        return _shift(ctx, op)
    if t.is_float(type_) and kind == "rem":
        arguments = ", ".join(exact_argument(ctx, value).text for value in (op.lhs, op.rhs))
        return Expr(f"fmod({arguments})", Prec.POSTFIX, type_, type_)
    return combine(ctx, kind, op.lhs, op.rhs, type_)


def combine(ctx: FunctionContext, kind: str, lhs: ir.Value, rhs: ir.Value, type_: ir.Type) -> Expr:
    """`lhs kind rhs` computed as if in `type_`, with as few casts as that takes."""
    sign, prec = BINARY_SIGNS[kind]
    for strip_left, strip_right in _CANDIDATES:
        left, right = operand(ctx, lhs, strip_left), operand(ctx, rhs, strip_right)
        if kind == "div":
            left, right = _narrowed(left), _narrowed(right)
        result = computed(kind, left, right, type_)
        if result is not None:
            ctype, exact, bounds = result
            return Expr(infix(sign, prec, left, right), prec, type_, ctype, exact, bounds)
    left, right = cast(settled(left), type_), cast(settled(right), type_)
    return Expr(infix(sign, prec, left, right), prec, type_, usual(left.ctype, right.ctype))


def _narrowed(value: Expr) -> Expr:
    """A value in its own type where C has it wider, as work-item functions are.

    Intel's compiler for CPUs (2026.2) loses stores to `x[(int)(get_local_id(0) / 32)]` divided in 64 bits, and those
    with `>> 5`.
    """
    if not t.is_int(value.ctype) or value.ctype.width <= max(32, value.type.width):
        return value
    return cast(value, value.type)


def computed(
    kind: str, left: Expr, right: Expr, type_: ir.Type
) -> tuple[ir.Type, bool, tuple[int, int] | None] | None:
    """C type, exactness and bounds of `left kind right`; None where C would not compute it as in `type_`."""
    common = usual(left.ctype, right.ctype)
    both_exact = left.exact and right.exact
    if t.is_float(type_) or t.is_float(common):
        return (common, True, None) if common == type_ and both_exact else None
    bounds = combined_bounds(kind, left.bounds, right.bounds)
    bounds = bounds if within(bounds, type_) else None
    kept = all(_keeps_value(value, type_) for value in (left, right))
    if kind in COMPARISONS and both_exact and _compares_alike(left, right, type_, common):
        return common, True, None
    if kind not in MODULAR:
        held = all(is_subset(v.type, common) or within(v.bounds, common) for v in (left, right))
        if not both_exact or not (common == type_ or (kept and held)):
            return None
        return common, True, bounds
    if common.width < type_.width or (
        common.width == type_.width and common != type_ and not (kept and bounds)
    ):
        return None
    if not all(value.exact or value.type.width >= type_.width for value in (left, right)):
        return None
    exact = common == type_ or bool(kept and bounds) or (kind in BITWISE and kept)
    return common, exact, bounds


def _compares_alike(left: Expr, right: Expr, type_: ir.Type, common: ir.Type) -> bool:
    """Does a comparison in unsigned `common` mean the one in unsigned `type_`, though one side may be negative?

    As unsigned, a negative number is beyond all that a signed type holds; the other side is known to be none of these.
    """
    if not (t.is_unsigned(type_) and t.is_unsigned(common) and common.width >= type_.width):
        return False
    signed = t.signed(type_.width)
    return any(
        t.is_int(free.type)
        and not t.is_bool(free.type)
        and is_subset(free.type, signed)
        and within(bound.bounds, signed)
        and within(bound.bounds, type_)
        for free, bound in ((left, right), (right, left))
    )


def _keeps_value(value: Expr, type_: ir.Type) -> bool:
    """Is converting `value` to integer `type_` known not to change it?"""
    return value.exact and (is_subset(value.type, type_) or within(value.bounds, type_))


def _shift(ctx: FunctionContext, op: e.BinaryOp) -> Expr:
    """A shift is computed in the promoted type of its left side; the right side has any integer type."""
    kind, type_ = op.op.value, op.result.type
    right = operand(ctx, op.rhs, strip=True)
    right = right if right.exact else settled(right)
    if may_shift_all(op, right.bounds):
        return _whole_shift(ctx, kind, exact_argument(ctx, op.lhs), right)
    left = operand(ctx, op.lhs, strip=True)
    left = _narrowed(left) if kind == "shr" else left
    if not _shifts_alike(left, right, type_):
        left = operand(ctx, op.lhs, strip=False)
    if not _shifts_alike(left, right, type_):
        left = cast(settled(left), type_)
    sign, prec = BINARY_SIGNS[kind]
    ctype = promoted(left.ctype)
    bounds = combined_bounds(kind, left.bounds, right.bounds)
    bounds = bounds if within(bounds, type_) else None
    exact = ctype == type_ or kind == "shr" or bounds is not None
    return Expr(infix(sign, prec, left, right), prec, type_, ctype, exact, bounds)


def _whole_shift(ctx: FunctionContext, kind: str, left: Expr, right: Expr) -> Expr:
    helper = ctx.prelude(f"cn_{kind}_{scalar_name(left.type)}")
    text = f"{helper}({left.at(Prec.ASSIGN)}, {right.at(Prec.ASSIGN)})"
    return Expr(text, Prec.POSTFIX, left.type, left.type)


def _shifts_alike(left: Expr, right: Expr, type_: ir.Type) -> bool:
    ctype = promoted(left.ctype)
    if ctype == type_:
        return left.exact
    known = right.bounds is not None and right.bounds[0] >= 0 and right.bounds[1] < type_.width
    wide = ctype.width > type_.width and known
    return wide and _keeps_value(left, type_)


def _global_id(op: e.BinaryOp) -> Expr | None:
    """`get_global_id(d)` for `block_id * block_dim + thread_id` in any order."""
    if op.op.value != "add" or op.result.type != t.unsigned(32):
        return None
    sides = [
        value.owner.opview for value in (op.lhs, op.rhs) if not isinstance(value.owner, ir.Block)
    ]
    thread = next((s for s in sides if isinstance(s, x.IdOp) and s.kind.value == "thread_id"), None)
    product = next((s for s in sides if isinstance(s, e.BinaryOp) and s.op.value == "mul"), None)
    if thread is None or product is None:
        return None
    factors = [
        v.owner.opview for v in (product.lhs, product.rhs) if not isinstance(v.owner, ir.Block)
    ]
    if not all(isinstance(f, x.IdOp) and f.dim.value == thread.dim.value for f in factors):
        return None
    if {f.kind.value for f in factors} != {"block_id", "block_dim"} or len(factors) != 2:
        return None
    text = f"get_global_id({thread.dim.value})"
    return Expr(text, Prec.POSTFIX, op.result.type, t.unsigned(64), exact=False)


@prints(e.CompareOp)
def compare(ctx: FunctionContext, op: e.CompareOp) -> Expr:
    """A comparison: an `int` 0 or 1 in C."""
    kind = op.op.value
    sign, prec = BINARY_SIGNS[kind]
    if t.is_ptr(op.lhs.type):
        text = infix(sign, prec, pointer(ctx, op.lhs), pointer(ctx, op.rhs))
    else:
        text = combine(ctx, kind, op.lhs, op.rhs, op.lhs.type).text
    return Expr(text, prec, op.result.type, t.signed(32), bounds=(0, 1))


@prints(e.UnaryOp)
def unary(ctx: FunctionContext, op: e.UnaryOp) -> Expr:
    """`-x`, `~x`, `!x`."""
    kind, type_ = op.op.value, op.result.type
    if kind == "lnot":
        inner = condition(ctx, op.value)
        return Expr(f"!{inner.at(Prec.UNARY)}", Prec.UNARY, type_, t.signed(32), bounds=(0, 1))
    value = operand(ctx, op.value, strip=True)
    if promoted(value.ctype) != type_ or not value.exact:
        value = settled(operand(ctx, op.value, strip=False))
    ctype = promoted(value.ctype)
    if ctype != type_:  # a narrow integer: C computes in int
        return cast(Expr(_signed_text(kind, value), Prec.UNARY, ctype, ctype), type_)
    bounds = (-value.bounds[1], -value.bounds[0]) if kind == "neg" and value.bounds else None
    return Expr(
        _signed_text(kind, value),
        Prec.UNARY,
        type_,
        ctype,
        bounds=bounds if within(bounds, ctype) else None,
    )


def _signed_text(kind: str, value: Expr) -> str:
    sign = "-" if kind == "neg" else "~"
    text = value.at(Prec.UNARY)
    return f"{sign}({text})" if text.startswith(sign) else f"{sign}{text}"


@prints(e.LogicalOp)
def logical(ctx: FunctionContext, op: e.LogicalOp) -> Expr:
    """`&&`, `||`."""
    sign, prec = ("&&", Prec.LAND) if op.op.value == "and" else ("||", Prec.LOR)
    text = infix(sign, prec, condition(ctx, op.lhs), yielded(ctx, op.rhs, condition))
    return Expr(text, prec, op.result.type, t.signed(32), bounds=(0, 1))


@prints(e.ConditionalOp)
def conditional(ctx: FunctionContext, op: e.ConditionalOp) -> Expr:
    """`condition ? then : otherwise`."""
    return choice(
        op.result.type,
        condition(ctx, op.condition),
        _branch(ctx, op.then),
        _branch(ctx, op.otherwise),
    )


def choice(type_: ir.Type, test: Expr, then: Expr, otherwise: Expr) -> Expr:
    """`test ? then : otherwise` of two values of `type_`."""
    if t.is_int(type_) or t.is_float(type_):
        common = usual(then.ctype, otherwise.ctype)
        if not (then.exact and otherwise.exact) or (common != type_ and not t.is_int(common)):
            then, otherwise = settled(then), settled(otherwise)
        common = usual(then.ctype, otherwise.ctype)
        known = all(within(x.bounds, type_) and within(x.bounds, common) for x in (then, otherwise))
        if t.is_int(type_) and common != type_ and not is_subset(type_, common) and not known:
            then, otherwise = settled(then), settled(otherwise)
            common = usual(then.ctype, otherwise.ctype)
    else:
        common = type_
    text = f"{test.at(Prec.LOR)} ? {then.at(Prec.LOR)} : {otherwise.at(Prec.CONDITIONAL)}"
    return Expr(text, Prec.CONDITIONAL, type_, common)


def _branch(ctx: FunctionContext, region: ir.Region) -> Expr:
    def value_in_type(inner: FunctionContext, value: ir.Value) -> Expr:
        if t.is_ptr(value.type):
            return pointer(inner, value)
        return exact_argument(inner, value) if t.is_float(value.type) else expression(inner, value)

    return yielded(ctx, region, value_in_type)


@prints(m.UpdateOp)
def update(ctx: FunctionContext, op: m.UpdateOp) -> Expr:
    """`x op= value`, `++x`, `x++`."""
    place = target(ctx, op.address)
    sign, _ = BINARY_SIGNS[op.op.value]
    form = op.form.value
    if form != "assign" and op.op.value in ("add", "sub"):
        doubled = sign * 2
        if form == "pre":
            return Expr(f"{doubled}{place.at(Prec.UNARY)}", Prec.UNARY, place.type, place.ctype)
        return Expr(f"{place.at(Prec.POSTFIX)}{doubled}", Prec.POSTFIX, place.type, place.ctype)
    if form == "post":
        raise refused(op, "a postfix operator other than ++ and --")
    value = _update_value(ctx, op, place)
    if op.op.value in ("shl", "shr") and place.prec == Prec.PRIMARY:
        promoted_type = t.promoted(place.type)
        if counts_down(op.value, promoted_type.width):
            value = _whole_shift(ctx, op.op.value, place.standing_for(promoted_type), value)
            sign = ""
    if t.is_bool(place.type) and place.ctype != place.type:
        value = _bit(op, value)
    return Expr(
        f"{place.at(Prec.UNARY)} {sign}= {value.at(Prec.ASSIGN)}",
        Prec.ASSIGN,
        place.type,
        place.ctype,
    )


def _bit(op: m.UpdateOp, value: Expr) -> Expr:
    """What `|=`, `&=`, `^=` may do to a byte that holds 0 or 1 for a bool, so that it goes on to hold one of them."""
    if op.op.value not in ("or", "and", "xor"):
        raise refused(op, "arithmetic on a bool in memory")
    if value.bounds is not None and value.bounds[0] >= 0 and value.bounds[1] <= 1:
        return value
    if t.is_bool(value.ctype) or op.op.value == "and":
        return value  # 0 & x and 1 & x have no other bit
    if op.op.value == "or":
        return Expr(f"{value.at(Prec.EQUALITY)} != 0", Prec.EQUALITY, value.type, t.signed(32))
    raise refused(op, "^= of a bool in memory and a number")


def _update_value(ctx: FunctionContext, op: m.UpdateOp, place: Expr) -> Expr:
    """The right side of `place op= value`, such that C computes in `value`'s type."""
    kind, type_ = op.op.value, op.value.type
    value = operand(ctx, op.value, strip=True)
    if t.is_ptr(place.type) or kind in ("shl", "shr"):
        return value if value.exact else settled(value)
    if computed(kind, place, value, type_) is not None:
        return value
    return settled(operand(ctx, op.value, strip=False))


@prints(m.StoreOp)
def store(ctx: FunctionContext, op: m.StoreOp) -> Expr:
    """`x = value`."""
    place = target(ctx, op.address)
    value = (
        pointer(ctx, op.value)
        if t.is_ptr(op.value.type)
        else assigned(ctx, op.value, place.ctype == place.type)
    )
    return Expr(
        f"{place.at(Prec.UNARY)} = {value.at(Prec.ASSIGN)}", Prec.ASSIGN, place.type, place.ctype
    )
