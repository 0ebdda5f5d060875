"""What the ops of `expressions` become."""

from __future__ import annotations

from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative.attributes import value_of
from cn_migrate.dialects.cnative.interpreter.error import fail
from cn_migrate.dialects.cnative.interpreter.function_compiler import FunctionCompiler
from cn_migrate.dialects.cnative.interpreter.math_semantics import SEMANTICS
from cn_migrate.dialects.cnative.interpreter.scalars import Scalar, scalar_of

SIGNS = {"add": "+", "sub": "-", "mul": "*", "and": "&", "or": "|", "xor": "^"}
COMPARISONS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
INTEGER_DIVISION = {"div": "quotient", "rem": "remainder"}


def constant(c: FunctionCompiler, op: Any) -> None:
    """A literal is written where it is used."""
    scalar = c.scalar(op, op.result.type)
    c.names[op.result] = c.literal(scalar.canonical(value_of(op.value)))


def zero(c: FunctionCompiler, op: Any) -> None:
    """All bytes zero; `undef` is the same, so that runs repeat."""
    scalar = scalar_of(op.result.type)
    size = c.program.size(op, op.result.type)
    c.names[op.result] = scalar.zero if scalar else c.program.constant(bytes(size))


def aggregate(c: FunctionCompiler, op: Any) -> None:
    """The parts' bytes, with padding between them."""
    type_ = op.result.type
    places = c.program.parts(op, type_)
    if len(op.parts) > len(places):
        raise fail(op, f"{len(op.parts)} parts for {type_}")
    texts, end = [], 0
    for part, (part_type, offset) in zip(op.parts, places, strict=False):
        texts.append(c.program.constant(bytes(offset - end)))
        texts.append(packed(c, part, part_type))
        end = offset + c.program.size(op, part_type)
    texts.append(c.program.constant(bytes(c.program.size(op, type_) - end)))
    c.define(op.result, f"b''.join(({', '.join(texts)}))")


def extract(c: FunctionCompiler, op: Any) -> None:
    """One field of a record or vector value."""
    field = c.program.field(op, op.value.type, op.field.value)
    if field.type != op.result.type:
        raise fail(op, f"field '{field.name}' is of another type than the result")
    end = field.offset + c.program.size(op, field.type)
    c.define(op.result, unpacked(c, f"{c.name(op.value)}[{field.offset}:{end}]", field.type))


def insert(c: FunctionCompiler, op: Any) -> None:
    """The record's bytes with one field's replaced."""
    field = c.program.field(op, op.value.type, op.field.value)
    if field.type != op.part.type:
        raise fail(op, f"field '{field.name}' is of another type than the part")
    whole, end = c.name(op.value), field.offset + c.program.size(op, field.type)
    c.define(
        op.result, f"{whole}[:{field.offset}] + {packed(c, op.part, field.type)} + {whole}[{end}:]"
    )


def bitcast(c: FunctionCompiler, op: Any) -> None:
    """Through the bytes."""
    if c.program.size(op, op.value.type) != c.program.size(op, op.result.type):
        raise fail(op, "the types differ in size")
    c.define(op.result, unpacked(c, packed(c, op.value, op.value.type), op.result.type))


def ptr_cast(c: FunctionCompiler, op: Any) -> None:
    """Addresses are integers already."""
    source, target = c.scalar(op, op.value.type), c.scalar(op, op.result.type)
    if source.bits != 64 or target.bits != 64 or "float" in (source.kind, target.kind):
        raise fail(op, "casts pointers and 64-bit integers only")
    text = c.name(op.value)
    c.define(op.result, target.canonical_text(text) if source.signed != target.signed else text)


def convert(c: FunctionCompiler, op: Any) -> None:
    """C's arithmetic conversions."""
    source, target = c.scalar(op, op.value.type), c.scalar(op, op.result.type)
    rounding = (
        ir.StringAttr(op.attributes["rounding"]).value if "rounding" in op.attributes else None
    )
    if target.kind == "ptr" or (source.kind == "ptr" and target.kind != "bool"):
        raise fail(op, "pointers convert to bool only")
    if rounding not in (None, "rn", "rz", "ru", "rd"):
        raise fail(op, f"unknown rounding '{rounding}'")
    c.define(op.result, conversion(c, op, c.name(op.value), source, target, rounding))


def conversion(
    c: FunctionCompiler,
    op: Any,
    text: str,
    source: Scalar,
    target: Scalar,
    rounding: str | None = None,
) -> str:
    """Source text that converts `text` from `source` to `target`, as a part of `op`."""
    if source == target:
        return text
    if target.kind == "bool":
        return f"({text} != 0)"
    if source.kind == "float" and target.kind == "int":
        of = f"{text}, {c.program.constant(target)}"
        if rounding is not None:  # CUDA's functions, which saturate
            return f"to_integer({of}, {rounding!r})"
        return f"checks.to_integer(t, {c.program.site(op)}, {of})"
    if (
        target.kind == "float"
        and rounding in (None, "rn")
        and (source.bits < 64 or source.kind == "float")
    ):
        return (
            target.canonical_text(text)
            if source.kind == "float"
            else target.canonical_text(f"float({text})")
        )
    if target.kind == "float":
        return f"to_float({text}, {c.program.constant(target)}, {rounding or 'rn'!r})"
    inside = source.bounds[0] >= target.bounds[0] and source.bounds[1] <= target.bounds[1]
    return f"(+{text})" if inside else target.canonical_text(text)


def binary(c: FunctionCompiler, op: Any) -> None:
    """`lhs op rhs`."""
    scalar = c.scalar(op, op.result.type)
    c.define(op.result, binary_text(c, op, scalar, c.name(op.lhs), c.name(op.rhs)))


def binary_text(c: FunctionCompiler, op: Any, scalar: Scalar, lhs: str, rhs: str) -> str:
    """Source text of C's operator `op.op` on two values of `scalar`."""
    kind = op.op.value
    if scalar.kind == "float" and kind == "div":
        return scalar.canonical_text(f"divide({lhs}, {rhs})")
    if scalar.kind == "float" and kind not in ("add", "sub", "mul"):
        raise fail(op, f"'{kind}' has no meaning on floats")
    if scalar.kind == "ptr":
        raise fail(op, "has no meaning on pointers")
    if kind in INTEGER_DIVISION:
        otherwise = f"checks.by_zero(t, {c.program.site(op)})"
        text = f"{INTEGER_DIVISION[kind]}({lhs}, {rhs}) if {rhs} else {otherwise}"
        return scalar.canonical_text(text)
    if kind == "shl":
        return scalar.canonical_text(f"{lhs} << {_count(rhs, scalar.bits)}")
    if kind == "shr":
        return f"({lhs} >> {_count(rhs, scalar.bits)})"
    text = f"{lhs} {SIGNS[kind]} {rhs}"
    return f"({text})" if kind in ("and", "or", "xor") else scalar.canonical_text(text)


def _count(text: str, bits: int) -> str:
    return f"({text} if 0 <= {text} < {bits} else {bits})"


def compare(c: FunctionCompiler, op: Any) -> None:
    """`lhs op rhs` -> bool."""
    c.scalar(op, op.lhs.type)
    c.define(op.result, f"{c.name(op.lhs)} {COMPARISONS[op.op.value]} {c.name(op.rhs)}")


def unary(c: FunctionCompiler, op: Any) -> None:
    """`-x`, `~x`, `!x`."""
    scalar, text = c.scalar(op, op.result.type), c.name(op.value)
    if op.op.value == "lnot":
        c.define(op.result, f"not {text}" if scalar.kind == "bool" else f"int(not {text})")
    elif op.op.value == "not" and scalar.kind != "int":
        raise fail(op, "'not' is for integers")
    elif op.op.value == "not":
        c.define(op.result, scalar.canonical_text(f"~{text}"))
    else:
        c.define(
            op.result, f"-{text}" if scalar.kind == "float" else scalar.canonical_text(f"-{text}")
        )


def logical(c: FunctionCompiler, op: Any) -> None:
    """Short-circuit `&&`, `||`."""
    c.define(op.result, c.name(op.lhs))
    name = c.names[op.result]
    with c.under(f"if {name}:" if op.op.value == "and" else f"if not {name}:"):
        c.emit(f"{name} = {c.yielded(op, op.rhs)}")


def conditional(c: FunctionCompiler, op: Any) -> None:
    """`condition ? then : otherwise`."""
    name = c.fresh()
    with c.under(f"if {c.name(op.condition)}:"):
        c.emit(f"{name} = {c.yielded(op, op.then)}")
    with c.under("else:"):
        c.emit(f"{name} = {c.yielded(op, op.otherwise)}")
    c.names[op.result] = name


def math(c: FunctionCompiler, op: Any) -> None:
    """A function of the table, rounded or wrapped to the result's type."""
    function = c.program.constant(SEMANTICS[op.fn.value])
    shape = c.program.constant(scalar_of(op.args[0].type))
    text = f"{function}({', '.join([shape, *map(c.name, op.args)])})"
    result = scalar_of(op.result.type)
    c.define(op.result, result.canonical_text(text) if result else text)


def packed(c: FunctionCompiler, value: ir.Value, type_: ir.Type) -> str:
    """Source text of the value's bytes."""
    scalar = scalar_of(type_)
    return f"{c.program.constant(scalar)}.pack({c.name(value)})" if scalar else c.name(value)


def unpacked(c: FunctionCompiler, text: str, type_: ir.Type) -> str:
    """Source text of the value of `type_` whose bytes are `text`."""
    scalar = scalar_of(type_)
    return f"{c.program.constant(scalar)}.unpack({text})" if scalar else text


def part(_c: FunctionCompiler, _op: Any) -> None:
    """The op that uses it looks through it."""


EMITTERS = {
    "cnative.part": part,
    "cnative.constant": constant,
    "cnative.zero": zero,
    "cnative.undef": zero,
    "cnative.aggregate": aggregate,
    "cnative.extract": extract,
    "cnative.insert": insert,
    "cnative.convert": convert,
    "cnative.bitcast": bitcast,
    "cnative.ptr_cast": ptr_cast,
    "cnative.binary": binary,
    "cnative.compare": compare,
    "cnative.unary": unary,
    "cnative.logical": logical,
    "cnative.conditional": conditional,
    "cnative.math": math,
}
