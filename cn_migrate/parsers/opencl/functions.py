"""How the calls of OpenCL C's built-in functions are translated, by the behaviours of the table FUNCTIONS."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from clang.cindex import Cursor

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Refusal
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import execution
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.builtins import Builtin
from cn_migrate.parsers.cuda.device.dispatch import value
from cn_migrate.parsers.cuda.device.intrinsics import BEHAVIOURS, apply_math
from cn_migrate.parsers.cuda.device.messages import print_
from cn_migrate.parsers.opencl import atomics, geometric, work_items
from cn_migrate.parsers.opencl.async_copies import copy
from cn_migrate.parsers.opencl.conversions import CONVERSION, convert
from cn_migrate.parsers.opencl.rows import FUNCTIONS
from cn_migrate.parsers.opencl.shuffles import shuffle
from cn_migrate.parsers.opencl.types import count, is_vector
from cn_migrate.parsers.opencl.vectors import chosen, is_negative, join, mask, split

if TYPE_CHECKING:
    from cn_migrate.parsers.opencl.module import OpenclModule

Call = Callable[[Body, Cursor], ir.Value | None]
Numbers = list[ir.Value]
_MEMORY = re.compile(r"v(load|store)(?:(2|3|4|8|16)|a?_half(2|3|4|8|16)?(?:_rt([ezpn]))?)$")


def function_named(name: str) -> Call | None:
    """The translation of calls of `name`; None where it is no built-in function of OpenCL C."""
    if name in FUNCTIONS:
        row = FUNCTIONS[name]
        if row.behaviour in WHOLE:
            return partial(_whole, row)
        return partial(_componentwise, row)
    if match := CONVERSION.match(name):
        return partial(convert, match)
    if match := _MEMORY.match(name):
        from cn_migrate.parsers.opencl.vector_memory import moved

        return partial(moved, match)
    return _unknown


def _unknown(body: Body, cursor: Cursor) -> ir.Value | None:
    raise Refusal("device-function", None, name=cursor.referenced.spelling)


def _whole(row: Builtin, body: Body, cursor: Cursor) -> ir.Value | None:
    return WHOLE[row.behaviour](body, row, cursor)


def _componentwise(row: Builtin, body: Body, cursor: Cursor) -> ir.Value | None:
    """A function of scalars, for each component where there are vectors."""
    given = list(cursor.get_arguments())
    numbers = [value(body, argument) for argument in given]
    behaviour, type_ = COMPONENTWISE[row.behaviour], body.type(cursor.type)
    if not is_vector(cursor.type):
        return behaviour(body, row, type_, numbers)
    size = count(cursor.type)
    columns = [
        split(number, size) if is_vector(argument.type) else [number] * size
        for argument, number in zip(given, numbers, strict=True)
    ]
    element = t.element(type_)
    found = [behaviour(body, row, element, list(parts)) for parts in zip(*columns, strict=True)]
    truths = [
        mask(body, x, element) if t.is_bool(x.type) else body.convert(x, element) for x in found
    ]
    return join(type_, truths)


# -- one component -----------------------------------------------------------------------------------


def _shared(body: Body, row: Builtin, type_: ir.Type, numbers: Numbers) -> ir.Value:
    """What CUDA's function of the same behaviour does."""
    return cast(ir.Value, BEHAVIOURS[row.behaviour](body, row, type_, numbers))


def _extremum(body: Body, row: Builtin, type_: ir.Type, numbers: Numbers) -> ir.Value:
    """`y < x ? y : x`, which is what the dialect's `min` says; `fmin` is another function."""
    return apply_math(body, row.what, type_, numbers)


def _absolute(body: Body, row: Builtin, type_: ir.Type, numbers: Numbers) -> ir.Value:
    """6.12.3: the result is unsigned."""
    own = numbers[0].type
    magnitude = numbers[0] if t.is_unsigned(own) else apply_math(body, "abs", own, numbers)
    return body.convert(magnitude, type_)


def _clamp(body: Body, row: Builtin, type_: ir.Type, numbers: Numbers) -> ir.Value:
    raised = apply_math(body, "max", type_, numbers[:2])
    return apply_math(body, "min", type_, [raised, numbers[2]])


def _predicate(body: Body, row: Builtin, type_: ir.Type, numbers: Numbers) -> ir.Value:
    return e.MathOp(a.text(row.what), t.boolean(), numbers).result


def _compared(body: Body, row: Builtin, type_: ir.Type, numbers: Numbers) -> ir.Value:
    return e.CompareOp(a.text(row.what), *numbers, t.boolean()).result


def _library(body: Body, row: Builtin, type_: ir.Type, numbers: Numbers) -> ir.Value:
    """A function of our library, for the type of the first argument."""
    module = cast("OpenclModule", body.module)
    if not module.library:
        from cn_migrate.parsers.opencl.source import library_functions

        for found in library_functions(module.unit):
            module.library.setdefault(found.spelling, []).append(found)
    for candidate in module.library.get(row.what, []):
        inputs = [body.type(x) for x in candidate.type.argument_types()]
        if len(inputs) == len(numbers) and inputs[0] == numbers[0].type:
            given = [body.convert(x, wanted) for x, wanted in zip(numbers, inputs, strict=True)]
            return func.CallOp(module.function(candidate), given).results[0]
    raise body.refuse(f"a built-in function of {numbers[0].type}")


def _select(body: Body, row: Builtin, type_: ir.Type, numbers: Numbers) -> ir.Value:
    """6.12.6: of scalars `c ? b : a`; a vector's condition is the most significant bit (`_selected`)."""
    otherwise, then, condition = numbers
    test = body.truth(condition)
    return chosen(body, test, body.convert(then, type_), body.convert(otherwise, type_))


def _bitselect(body: Body, row: Builtin, type_: ir.Type, numbers: Numbers) -> ir.Value:
    bits = t.unsigned(type_.width)
    zero, one, which = (_bits(x, bits) for x in numbers)
    flipped = e.UnaryOp(a.text("not"), which, bits).result
    kept = e.BinaryOp(a.text("and"), zero, flipped, bits).result
    taken = e.BinaryOp(a.text("and"), one, which, bits).result
    both = e.BinaryOp(a.text("or"), kept, taken, bits).result
    return both if both.type == type_ else e.BitcastOp(both, type_).result


def _bits(scalar: ir.Value, type_: ir.Type) -> ir.Value:
    return scalar if scalar.type == type_ else e.BitcastOp(scalar, type_).result


def _nan(body: Body, row: Builtin, type_: ir.Type, numbers: Numbers) -> ir.Value:
    return body.constant(type_, float("nan"))


# -- whole calls -------------------------------------------------------------------------------------


def _zero(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    return body.constant(body.type(cursor.type), 0)


def _number(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    return body.constant(body.type(cursor.type), float(row.what))


def _barrier(body: Body, row: Builtin, cursor: Cursor) -> None:
    """Whatever memory the flags name: all is in order behind it."""
    execution.BarrierOp()


def _fence(body: Body, row: Builtin, cursor: Cursor) -> None:
    """6.12.9: for the work-items of the group."""
    execution.FenceOp(a.text("block"))


_SCOPES = {1: "block", 2: "device", 3: "system"}  # memory_scope of opencl-c-base.h


def _scoped_fence(body: Body, row: Builtin, cursor: Cursor) -> None:
    known = clang.evaluate(list(cursor.get_arguments())[-1])
    execution.FenceOp(a.text(_SCOPES.get(known if isinstance(known, int) else 2, "device")))


def _second_result(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    """A function that also stores a result where its last argument points."""
    first, second = row.what.split("/")
    *numbers, target = (value(body, argument) for argument in cursor.get_arguments())

    def applied(name: str, type_: ir.Type) -> ir.Value:
        own = Builtin("library" if name.startswith("cn_") else "math", name)
        behaviour = COMPONENTWISE[own.behaviour]
        if not is_vector(cursor.type):
            return behaviour(body, own, type_, numbers)
        rows = zip(*(split(number, count(cursor.type)) for number in numbers), strict=True)
        return join(type_, [behaviour(body, own, t.element(type_), list(x)) for x in rows])

    body.store(applied(second, t.pointee(target.type)), target)
    return applied(first, body.type(cursor.type))


def _many(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    """`any`, `all`: of the most significant bits."""
    argument = next(iter(cursor.get_arguments()))
    known = value(body, argument)
    parts = split(known, count(argument.type)) if is_vector(argument.type) else [known]
    whole = t.signed(32)
    total, *rest = [body.convert(is_negative(body, part), whole) for part in parts]
    for bit in rest:
        total = e.BinaryOp(a.text(row.what), total, bit, whole).result
    return total


def _selected(body: Body, row: Builtin, cursor: Cursor) -> ir.Value | None:
    if not is_vector(cursor.type):
        return _componentwise(Builtin("select_scalar"), body, cursor)
    otherwise, then, condition = (value(body, x) for x in cursor.get_arguments())
    size = count(cursor.type)
    rows = zip(split(otherwise, size), split(then, size), split(condition, size), strict=True)
    return join(
        body.type(cursor.type), [chosen(body, is_negative(body, c), y, x) for x, y, c in rows]
    )


def _nothing(body: Body, row: Builtin, cursor: Cursor) -> None:
    """A hint."""


def _print(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    return print_(body, cursor)


def _async_copy(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    return copy(body, cursor)


COMPONENTWISE: dict[str, Callable[[Body, Builtin, ir.Type, Numbers], ir.Value]] = {
    "math": _shared,
    "clock": _shared,
    "extremum": _extremum,
    "clamp": _clamp,
    "absolute": _absolute,
    "predicate": _predicate,
    "compared": _compared,
    "library": _library,
    "select_scalar": _select,
    "bitselect": _bitselect,
    "nan": _nan,
}
WHOLE: dict[str, Callable[[Body, Builtin, Cursor], ir.Value | None]] = {
    "id": work_items.own_id,
    "global_id": work_items.global_id,
    "global_size": work_items.global_size,
    "dimensions": work_items.dimensions,
    "zero": _zero,
    "number": _number,
    "barrier": _barrier,
    "fence": _fence,
    "scoped_fence": _scoped_fence,
    "atomic": atomics.atomic,
    "atomic_step": atomics.atomic_step,
    "atomic_fetch": atomics.atomic_fetch,
    "atomic_place": atomics.atomic_place,
    "second_result": _second_result,
    "shuffle": shuffle,
    "geometric": geometric.geometric,
    "many": _many,
    "select": _selected,
    "nothing": _nothing,
    "print": _print,
    "async_copy": _async_copy,
}
