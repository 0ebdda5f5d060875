"""How each behaviour of the table BUILTINS is translated."""

from __future__ import annotations

from collections.abc import Callable

from clang.cindex import Cursor

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import clock, execution, warp
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.math_functions import MATH_FUNCTIONS
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.builtins import Builtin

Arguments = list[ir.Value]
Behaviour = Callable[[Body, Builtin, ir.Type, Arguments], ir.Value | None]


def intrinsic(
    body: Body, builtin: Builtin, cursor: Cursor, arguments: Arguments
) -> ir.Value | None:
    """Translate the call `cursor` of a built-in function; None where it has no value."""
    return BEHAVIOURS[builtin.behaviour](body, builtin, body.type(cursor.type), arguments)


def apply_math(body: Body, fn: str, type_: ir.Type, arguments: Arguments) -> ir.Value:
    """`fn` of the table MATH_FUNCTIONS; arguments take the result's type where the function is of one type."""
    if len(arguments) != MATH_FUNCTIONS[fn].arity:
        raise body.refuse(f"'{fn}' of {len(arguments)} arguments")
    if MATH_FUNCTIONS[fn].kind in ("float", "integer", "any") or fn == "ldexp":
        arguments = [body.convert(x, type_) for x in arguments]
    return e.MathOp(a.text(fn), type_, arguments).result


def _math(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    if MATH_FUNCTIONS[builtin.what].kind == "float" and t.is_int(type_):
        raise body.refuse(f"'{builtin.what}' of an integer")
    return apply_math(body, builtin.what, type_, arguments)


def _rounded(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    whole = apply_math(body, builtin.what, arguments[0].type, arguments)
    return body.convert(whole, type_)


def _absolute(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    return apply_math(body, "fabs" if t.is_float(type_) else "abs", type_, arguments)


def _extremum(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    name = f"f{builtin.what}" if t.is_float(type_) else builtin.what
    return apply_math(body, name, type_, arguments)


def _clamp(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    """ISO C++17, [alg.clamp]: `(v < lo) ? lo : (hi < v) ? hi : v`."""
    number, least, most = arguments
    raised = apply_math(body, "max", type_, [number, least])
    return apply_math(body, "min", type_, [raised, most])


def _predicate(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    truth = e.MathOp(a.text(builtin.what), t.boolean(), arguments).result
    return body.convert(truth, type_)


def _two_results(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> None:
    argument, *places = arguments
    for name, place in zip(builtin.what.split("/"), places, strict=True):
        body.store(apply_math(body, name, argument.type, [argument]), place)


def _convert(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    op = e.ConvertOp(arguments[0], type_)
    op.operation.attributes["rounding"] = a.text(builtin.what)
    return op.result


def _bitcast(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    return e.BitcastOp(arguments[0], type_).result


def _vector(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    parts = [body.convert(x, t.element(type_)) for x in arguments]
    return e.AggregateOp(type_, parts).result


def _barrier(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> None:
    execution.BarrierOp()


def _fence(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> None:
    execution.FenceOp(a.text(builtin.scope))


def _shuffle(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    mask, value, source = arguments
    return warp.ShuffleOp(mask, value, source, type_).result


def _ballot(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    mask, predicate = arguments
    return warp.BallotOp(mask, predicate, type_).result


def _warp_barrier(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> None:
    warp.WarpBarrierOp(arguments[0])


def _atomic(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    place, *values = arguments
    values = [body.convert(x, type_) for x in values]
    kind, order, scope = a.text(builtin.what), a.text("relaxed"), a.text(builtin.scope)
    return execution.AtomicOp(kind, order, scope, place, type_, values).result


def _clock(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    return body.convert(clock.ClockOp(t.signed(64)).result, type_)


def _first(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    first = arguments[0]
    return body.convert(first, t.in_space(type_, t.space(first.type)) if t.is_ptr(type_) else type_)


def _nothing(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> None:
    """A hint to the compiler; what its argument computes has no effect."""


def _cached_load(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> ir.Value:
    return body.load(arguments[0])


def _cached_store(body: Body, builtin: Builtin, type_: ir.Type, arguments: Arguments) -> None:
    body.store(body.convert(arguments[1], t.pointee(arguments[0].type)), arguments[0])


BEHAVIOURS: dict[str, Behaviour] = {
    "math": _math,
    "rounded": _rounded,
    "absolute": _absolute,
    "extremum": _extremum,
    "clamp": _clamp,
    "predicate": _predicate,
    "two_results": _two_results,
    "convert": _convert,
    "bitcast": _bitcast,
    "vector": _vector,
    "barrier": _barrier,
    "fence": _fence,
    "shuffle": _shuffle,
    "ballot": _ballot,
    "warp_barrier": _warp_barrier,
    "atomic": _atomic,
    "clock": _clock,
    "first": _first,
    "nothing": _nothing,
    "cached_load": _cached_load,
    "cached_store": _cached_store,
}
