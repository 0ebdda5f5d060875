"""Expressions as instructions of LLVM IR.

Meanings are the dialect's: signed overflow wraps, shifts by the width or more shift all out, conversions of floats to
integers take what is out of range for the nearest integer (PTX ISA, cvt).
"""

from __future__ import annotations

from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.emitters.llvm.function import FunctionWriter

_INTEGER = {"add": "add", "sub": "sub", "mul": "mul", "and": "and", "or": "or", "xor": "xor"}
_FLOAT = {"add": "fadd", "sub": "fsub", "mul": "fmul", "div": "fdiv", "rem": "frem"}
_COMPARISONS = {"eq": "oeq", "ne": "une", "lt": "olt", "le": "ole", "gt": "ogt", "ge": "oge"}
_SHIFTS = {"shl": "shl", "shr": "lshr"}
_ROUNDING_FUNCTIONS = {"rn": "roundeven", "ru": "ceil", "rd": "floor"}


def binary(f: FunctionWriter, op: e.BinaryOp) -> None:
    """An operator of C; products and sums of floats may be fused, as CUDA does by default."""
    kind, type_ = op.op.value, op.result.type
    text = f.types.value(type_)
    if kind in e.SHIFTS:
        _shift(f, op)
        return
    left, right = f.operand(op.lhs), f.operand(op.rhs)
    if t.is_float(type_):
        flags = " contract" if kind in ("add", "sub", "mul") else ""
        f.define(op.result, f"{_FLOAT[kind]}{flags} {text} {left}, {right}")
        return
    name = _INTEGER.get(kind) or ("u" if t.is_unsigned(type_) else "s") + kind
    f.define(op.result, f"{name} {text} {left}, {right}")


def _shift(f: FunctionWriter, op: e.BinaryOp) -> None:
    type_, kind = op.result.type, op.op.value
    text, width = f.types.value(type_), type_.width
    is_signed = kind == "shr" and not t.is_unsigned(type_)
    name = "ashr" if is_signed else _SHIFTS[kind]
    count = op.rhs.owner.opview if not isinstance(op.rhs.owner, ir.Block) else None
    value = f.operand(op.lhs)
    if isinstance(count, e.ConstantOp) and 0 <= count.value.value < width:
        f.define(op.result, f"{name} {text} {value}, {count.value.value}")
        return
    counts = f.types.value(op.rhs.type)
    limited = f.temporary(f"icmp ult {counts} {f.operand(op.rhs)}, {width}")
    same = _resized(f, f.operand(op.rhs), op.rhs.type.width, width)
    if is_signed:
        count_ = f.temporary(f"select i1 {limited}, {text} {same}, {text} {width - 1}")
        f.define(op.result, f"ashr {text} {value}, {count_}")
        return
    safe = f.temporary(f"select i1 {limited}, {text} {same}, {text} 0")
    shifted = f.temporary(f"{name} {text} {value}, {safe}")
    f.define(op.result, f"select i1 {limited}, {text} {shifted}, {text} 0")


def _resized(f: FunctionWriter, value: str, old: int, new: int) -> str:
    if old == new:
        return value
    return f.temporary(f"{'zext' if new > old else 'trunc'} i{old} {value} to i{new}")


def compare(f: FunctionWriter, op: e.CompareOp) -> None:
    """A comparison; with NaN only `ne` holds."""
    kind, type_ = op.op.value, op.lhs.type
    left, right = f.operand(op.lhs), f.operand(op.rhs)
    text = f.types.value(type_)
    if t.is_float(type_):
        f.define(op.result, f"fcmp {_COMPARISONS[kind]} {text} {left}, {right}")
        return
    if t.is_ptr(type_) and type_ != op.rhs.type:
        left, right = (f.temporary(f"ptrtoint {f.typed(v)} to i64") for v in (op.lhs, op.rhs))
        text = "i64"
    plain = kind in ("eq", "ne")
    sign = "" if plain else "u" if t.is_ptr(type_) or t.is_unsigned(type_) else "s"
    f.define(op.result, f"icmp {sign}{kind} {text} {left}, {right}")


def unary(f: FunctionWriter, op: e.UnaryOp) -> None:
    """`-x`, `~x` or `!x`."""
    type_, value = f.types.value(op.result.type), f.operand(op.value)
    if op.op.value == "neg":
        is_float = t.is_float(op.result.type)
        f.define(op.result, f"fneg {type_} {value}" if is_float else f"sub {type_} 0, {value}")
        return
    f.define(op.result, f"xor {type_} {value}, {'true' if type_ == 'i1' else '-1'}")


def convert(f: FunctionWriter, op: e.ConvertOp) -> None:
    """An arithmetic conversion."""
    old, new = op.value.type, op.result.type
    rounding = op.attributes["rounding"].value if "rounding" in op.attributes else ""
    value, source, target = f.operand(op.value), f.types.value(old), f.types.value(new)
    if t.is_bool(new):
        f.define(op.result, _is_not_zero(f, op.value))
    elif t.is_float(old) and t.is_float(new):
        _between_floats(f, op, rounding)
    elif t.is_float(old):
        if function := _ROUNDING_FUNCTIONS.get(rounding):
            suffix = float_suffix(old)
            value = f.temporary(f.call(source, f"llvm.{function}.{suffix}", f"{source} {value}"))
        name = "fptoui" if t.is_unsigned(new) else "fptosi"
        saturated = f"llvm.{name}.sat.{target}.{float_suffix(old)}"
        f.define(op.result, f.call(target, saturated, f"{source} {value}"))
    elif t.is_float(new):
        if rounding not in ("", "rn"):
            raise f.refusal(op, f"a conversion from {old} to {new} that rounds as '{rounding}'")
        f.define(
            op.result,
            f"{'uitofp' if t.is_unsigned(old) else 'sitofp'} {source} {value} to {target}",
        )
    elif old.width == new.width:
        f.define(op.result, f"add {target} {value}, 0")
    elif old.width > new.width:
        f.define(op.result, f"trunc {source} {value} to {target}")
    else:
        f.define(
            op.result, f"{'zext' if t.is_unsigned(old) else 'sext'} {source} {value} to {target}"
        )


def _is_not_zero(f: FunctionWriter, value: ir.Value) -> str:
    type_ = f.types.value(value.type)
    if t.is_float(value.type):
        return f"fcmp une {type_} {f.operand(value)}, 0.0"
    return f"icmp ne {type_} {f.operand(value)}, {f.zero(value.type)}"


def _between_floats(f: FunctionWriter, op: e.ConvertOp, rounding: str) -> None:
    old, new = op.value.type, op.result.type
    if rounding not in ("", "rn") and new.width < old.width:
        raise f.refusal(op, f"a conversion from {old} to {new} that rounds as '{rounding}'")
    source, target = f.types.value(old), f.types.value(new)
    value = f.operand(op.value)
    if source == target:
        f.define(op.result, f"select i1 true, {source} {value}, {source} {value}")
    elif old.width == new.width:  # the two kinds of 16 bits
        wide = f.temporary(f"fpext {source} {value} to float")
        f.define(op.result, f"fptrunc float {wide} to {target}")
    else:
        name = "fptrunc" if new.width < old.width else "fpext"
        f.define(op.result, f"{name} {source} {value} to {target}")


def float_suffix(type_: ir.Type) -> str:
    """A float type in the name of an intrinsic."""
    return str(type_)


def bitcast(f: FunctionWriter, op: e.BitcastOp) -> None:
    """The same bits, through memory where one of the two is no number."""
    scalars = all(t.is_int(x) or t.is_float(x) for x in (op.value.type, op.result.type))
    if scalars:
        f.define(op.result, f"bitcast {f.typed(op.value)} to {f.types.value(op.result.type)}")
        return
    through_memory(f, op.value, op.result)


def through_memory(f: FunctionWriter, value: ir.Value, result: ir.Value) -> None:
    """`result` is what the bytes of `value` are as its type."""
    layout = f.types.layout
    align = max(layout.align(value.type), layout.align(result.type))
    large = max(value.type, result.type, key=layout.size)
    place = f.variable(f.types.memory(large), align)
    space = f.types.pointer(t.Space.PRIVATE)
    f.add(f"store {f.in_memory(value)}, {space} {place}, align {align}")
    f.define_from_memory(
        result, f"load {f.types.memory(result.type)}, {space} {place}, align {align}"
    )


def ptr_cast(f: FunctionWriter, op: e.PtrCastOp) -> None:
    """Between pointers, and pointers and integers."""
    old, new = op.value.type, op.result.type
    source, target = f.typed(op.value), f.types.value(new)
    if t.is_ptr(old) and t.is_ptr(new):
        if f.types.value(old) == target:
            f.define(op.result, f"getelementptr i8, {source}, i64 0")
        else:
            f.define(op.result, f"addrspacecast {source} to {target}")
    elif t.is_ptr(old):
        f.define(op.result, f"ptrtoint {source} to {target}")
    else:
        f.define(op.result, f"inttoptr {source} to {target}")


def aggregate(f: FunctionWriter, op: e.AggregateOp) -> None:
    """Parts put together, one after the other."""
    type_ = op.result.type
    text, value = f.types.value(type_), "zeroinitializer"
    if f.types.is_union(type_):
        raise f.refusal(op, "a union that is a value")
    names = [] if isinstance(type_, t.ArrayType) else [x.name for x in f.types.layout.fields(type_)]
    parts = list(op.parts)
    if not parts:
        f.define(op.result, f"select i1 true, {text} {value}, {text} {value}")
    for number, part in enumerate(parts):
        place = f.types.place(type_, names[number]) if names else number
        made = f"insertvalue {text} {value}, {f.in_memory(part)}, {place}"
        if number + 1 == len(parts):
            f.define(op.result, made)
        else:
            value = f.temporary(made)


def extract(f: FunctionWriter, op: e.ExtractOp) -> None:
    """A field of a value."""
    type_ = op.value.type
    if f.types.is_union(type_):
        through_memory(f, op.value, op.result)
        return
    place = f.types.place(type_, op.field.value)
    f.define_from_memory(op.result, f"extractvalue {f.typed(op.value)}, {place}")


def insert(f: FunctionWriter, op: e.InsertOp) -> None:
    """A value with another field."""
    type_ = op.result.type
    if f.types.is_union(type_):
        through_memory(f, op.part, op.result)
        return
    place = f.types.place(type_, op.field.value)
    f.define(op.result, f"insertvalue {f.typed(op.value)}, {f.in_memory(op.part)}, {place}")


RULES: dict[type[ir.OpView], Any] = {
    e.BinaryOp: binary,
    e.CompareOp: compare,
    e.UnaryOp: unary,
    e.ConvertOp: convert,
    e.BitcastOp: bitcast,
    e.PtrCastOp: ptr_cast,
    e.AggregateOp: aggregate,
    e.ExtractOp: extract,
    e.InsertOp: insert,
}
