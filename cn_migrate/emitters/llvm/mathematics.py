"""The functions of the dialect's table as LLVM's intrinsics, as instructions, or as functions of the machine's library.

LLVM Language Reference, "Intrinsic Functions".
"""

from __future__ import annotations

import math
from collections.abc import Callable

from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.emitters.llvm.arithmetic import float_suffix
from cn_migrate.emitters.llvm.function import FunctionWriter
from cn_migrate.emitters.llvm.types import floating

# Exact on every machine.
_INTRINSICS = {
    "sqrt": "sqrt", "fabs": "fabs", "floor": "floor", "ceil": "ceil", "trunc": "trunc", "rint": "rint",
    "round": "round", "nearbyint": "nearbyint", "fma": "fma", "fmin": "minnum", "fmax": "maxnum",
    "copysign": "copysign",
}  # fmt: skip
_INTEGER_INTRINSICS = {"brev": "bitreverse"}
# The fast functions of CUDA are the exact ones here.
_SAME_AS = {
    "fast_exp": "exp", "fast_exp10": "exp10", "fast_log": "log", "fast_log2": "log2", "fast_log10": "log10",
    "fast_sin": "sin", "fast_cos": "cos", "fast_tan": "tan", "fast_pow": "pow",
}  # fmt: skip
_OPERATORS = {
    "add_rn": "fadd", "sub_rn": "fsub", "mul_rn": "fmul", "div_rn": "fdiv", "fast_div": "fdiv"
}  # fmt: skip


def math_function(f: FunctionWriter, op: e.MathOp) -> None:
    """One function; Refusal where neither LLVM nor the machine has it."""
    name = _SAME_AS.get(op.fn.value, op.fn.value)
    first = op.args[0].type
    if rule := _RULES.get(name):
        f.define(op.result, rule(f, op))
    elif operator := _OPERATORS.get(name):
        left, right = (f.operand(x) for x in op.args)
        f.define(op.result, f"{operator} {f.types.value(first)} {left}, {right}")
    elif name in _INTRINSICS and t.is_float(first):
        f.define(op.result, _intrinsic(f, _INTRINSICS[name], op))
    elif name in _INTEGER_INTRINSICS:
        f.define(op.result, _intrinsic(f, _INTEGER_INTRINSICS[name], op))
    elif (spelling := f.module.machine.functions.get(name)) and str(first) in ("f32", "f64"):
        result = f.types.value(op.result.type)
        arguments = [f.typed(x) for x in op.args]
        suffix = {"f32": "f", "f64": ""}[str(first)]
        letter = {"f32": "f", "f64": "d"}[str(first)]
        function = spelling.format(f=suffix, t=letter)
        f.define(op.result, f.call(result, function, *arguments))
    else:
        raise f.refusal(op, f"'{op.fn.value}' of {first} on {f.module.machine.name}")


def _intrinsic(f: FunctionWriter, name: str, op: e.MathOp) -> str:
    type_ = op.args[0].type
    text = f.types.value(type_)
    suffix = float_suffix(type_) if t.is_float(type_) else text
    return f.call(text, f"llvm.{name}.{suffix}", *(f.typed(x) for x in op.args))


def _two(f: FunctionWriter, op: e.MathOp) -> str:
    """`min` and `max` of one arithmetic type."""
    type_, name = op.args[0].type, op.fn.value
    text = f.types.value(type_)
    if t.is_float(type_):
        return _intrinsic(f, {"min": "minnum", "max": "maxnum"}[name], op)
    sign = "u" if t.is_unsigned(type_) else "s"
    return f.call(text, f"llvm.{sign}{name}.{text}", *(f.typed(x) for x in op.args))


def _abs(f: FunctionWriter, op: e.MathOp) -> str:
    text = f.types.value(op.args[0].type)
    return f.call(text, f"llvm.abs.{text}", f.typed(op.args[0]), "i1 false")


def _rsqrt(f: FunctionWriter, op: e.MathOp) -> str:
    return _one_over(f, op, _intrinsic(f, "sqrt", op))


def _one_over(f: FunctionWriter, op: e.MathOp, below: str = "") -> str:
    text = f.types.value(op.args[0].type)
    value = f.temporary(below) if below else f.operand(op.args[0])
    return f"fdiv {text} 1.0, {value}"


def _count(f: FunctionWriter, op: e.MathOp) -> str:
    """`popcount`, `clz`, `ffs`: si32."""
    type_, name = op.args[0].type, op.fn.value
    text, value = f.types.value(type_), f.typed(op.args[0])
    if name == "popcount":
        found = f.temporary(f.call(text, f"llvm.ctpop.{text}", value))
    elif name == "clz":
        found = f.temporary(f.call(text, f"llvm.ctlz.{text}", value, "i1 false"))
    else:
        zeros = f.temporary(f.call(text, f"llvm.cttz.{text}", value, "i1 false"))
        is_zero = f.temporary(f"icmp eq {value}, 0")
        after = f.temporary(f"add {text} {zeros}, 1")
        found = f.temporary(f"select i1 {is_zero}, {text} 0, {text} {after}")
    width = type_.width
    if width == 32:
        return f"add i32 {found}, 0"
    return f"{'trunc' if width > 32 else 'zext'} {text} {found} to i32"


def _wide(f: FunctionWriter, op: e.MathOp) -> tuple[str, str, list[str]]:
    """The arguments in twice their width: that type, how to get there, and the values."""
    type_ = op.args[0].type
    text, wide = f.types.value(type_), f"i{2 * type_.width}"
    how = "zext" if t.is_unsigned(type_) else "sext"
    return wide, how, [f.temporary(f"{how} {text} {f.operand(x)} to {wide}") for x in op.args[:2]]


def _mulhi(f: FunctionWriter, op: e.MathOp) -> str:
    wide, _, (left, right) = _wide(f, op)
    product = f.temporary(f"mul {wide} {left}, {right}")
    high = f.temporary(f"lshr {wide} {product}, {op.args[0].type.width}")
    return f"trunc {wide} {high} to {f.types.value(op.result.type)}"


def _average(f: FunctionWriter, op: e.MathOp) -> str:
    wide, how, (left, right) = _wide(f, op)
    total = f.temporary(f"add {wide} {left}, {right}")
    if op.fn.value == "rhadd":
        total = f.temporary(f"add {wide} {total}, 1")
    half = f.temporary(f"{'lshr' if how == 'zext' else 'ashr'} {wide} {total}, 1")
    return f"trunc {wide} {half} to {f.types.value(op.result.type)}"


def _mul24(f: FunctionWriter, op: e.MathOp) -> str:
    """Products of the low 24 bits."""
    type_ = op.args[0].type
    how = "lshr" if t.is_unsigned(type_) else "ashr"
    low = [f.temporary(f"shl i32 {f.operand(x)}, 8") for x in op.args[:2]]
    left, right = (f.temporary(f"{how} i32 {x}, 8") for x in low)
    if op.fn.value == "mul24":
        return f"mul i32 {left}, {right}"
    return f"add i32 {f.temporary(f'mul i32 {left}, {right}')}, {f.operand(op.args[2])}"


def _sad(f: FunctionWriter, op: e.MathOp) -> str:
    type_ = op.args[0].type
    text, sign = f.types.value(type_), "u" if t.is_unsigned(type_) else "s"
    left, right, more = (f.operand(x) for x in op.args)
    ends = [
        f.temporary(f.call(text, f"llvm.{sign}{end}.{text}", f"{text} {left}", f"{text} {right}"))
        for end in ("max", "min")
    ]
    return f"add {text} {f.temporary(f'sub {text} {ends[0]}, {ends[1]}')}, {more}"


def _is_kind(f: FunctionWriter, op: e.MathOp) -> str:
    type_, name = op.args[0].type, op.fn.value
    text, value = f.types.value(type_), f.operand(op.args[0])
    if name == "isnan":
        return f"fcmp uno {text} {value}, {value}"
    if name == "signbit":
        bits = f.temporary(f"bitcast {text} {value} to i{type_.width}")
        return f"icmp slt i{type_.width} {bits}, 0"
    size = f.temporary(_intrinsic(f, "fabs", op))
    how = "oeq" if name == "isinf" else "olt"
    return f"fcmp {how} {text} {size}, {floating(math.inf, type_)}"


def _saturate(f: FunctionWriter, op: e.MathOp) -> str:
    """Into [0, 1]; NaN becomes 0."""
    type_ = op.args[0].type
    text, suffix = f.types.value(type_), float_suffix(type_)
    low = f.temporary(f.call(text, f"llvm.maxnum.{suffix}", f.typed(op.args[0]), f"{text} 0.0"))
    return f.call(text, f"llvm.minnum.{suffix}", f"{text} {low}", f"{text} 1.0")


def _funnel(f: FunctionWriter, op: e.MathOp) -> str:
    low, high, count = (f.typed(x) for x in op.args)
    name = "fshl" if op.fn.value == "funnel_shl" else "fshr"
    return f.call("i32", f"llvm.{name}.i32", high, low, count)


def _byte_perm(f: FunctionWriter, op: e.MathOp) -> str:
    """PTX ISA, prmt: each nibble of the selector names a byte of the eight, bit 3 asks for its sign."""
    low, high, selector = (f.operand(x) for x in op.args)
    wide_low, wide_high = (f.temporary(f"zext i32 {x} to i64") for x in (low, high))
    shifted = f.temporary(f"shl i64 {wide_high}, 32")
    bytes_ = f.temporary(f"or i64 {shifted}, {wide_low}")
    result = "0"
    for place in range(4):
        nibble = f.temporary(f"lshr i32 {selector}, {4 * place}")
        number = f.temporary(f"and i32 {nibble}, 7")
        count = f.temporary(f"zext i32 {f.temporary(f'shl i32 {number}, 3')} to i64")
        byte = f.temporary(f"trunc i64 {f.temporary(f'lshr i64 {bytes_}, {count}')} to i8")
        sign = f.temporary(f"ashr i8 {byte}, 7")
        asks = f.temporary(f"and i32 {nibble}, 8")
        is_sign = f.temporary(f"icmp ne i32 {asks}, 0")
        chosen = f.temporary(f"select i1 {is_sign}, i8 {sign}, i8 {byte}")
        at = f.temporary(f"shl i32 {f.temporary(f'zext i8 {chosen} to i32')}, {8 * place}")
        result = f.temporary(f"or i32 {result}, {at}")
    return f"add i32 {result}, 0"


def _half_bits(f: FunctionWriter, op: e.MathOp) -> str:
    half = f.temporary(f"fptrunc {f.typed(op.args[0])} to half")
    return f"bitcast half {half} to i16"


def _half_value(f: FunctionWriter, op: e.MathOp) -> str:
    half = f.temporary(f"bitcast i16 {f.operand(op.args[0])} to half")
    return f"fpext half {half} to float"


def _ldexp(f: FunctionWriter, op: e.MathOp) -> str:
    type_ = op.args[0].type
    text, suffix = f.types.value(type_), float_suffix(type_)
    power = op.args[1]
    whole = f.temporary(
        f.call("i32", f"llvm.fptosi.sat.i32.{float_suffix(power.type)}", f.typed(power))
    )
    return f.call(text, f"llvm.ldexp.{suffix}.i32", f.typed(op.args[0]), f"i32 {whole}")


_RULES: dict[str, Callable[[FunctionWriter, e.MathOp], str]] = {
    "min": _two,
    "max": _two,
    "abs": _abs,
    "rsqrt": _rsqrt,
    "recip_rn": _one_over,
    "popcount": _count,
    "clz": _count,
    "ffs": _count,
    "mulhi": _mulhi,
    "hadd": _average,
    "rhadd": _average,
    "mul24": _mul24,
    "mad24": _mul24,
    "sad": _sad,
    "isnan": _is_kind,
    "isinf": _is_kind,
    "isfinite": _is_kind,
    "signbit": _is_kind,
    "saturate": _saturate,
    "funnel_shl": _funnel,
    "funnel_shr": _funnel,
    "byte_perm": _byte_perm,
    "half_bits_rn": _half_bits,
    "half_value": _half_value,
    "ldexp": _ldexp,
}
