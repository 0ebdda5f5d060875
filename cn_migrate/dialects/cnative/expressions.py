"""Expression ops of the structured form: one op for each C operator.

Operands carry the types that C's conversions gave them, so no op converts implicitly: `lhs` and
`rhs` of a binary op have one type, the result's.  Shifts excepted: there the right side is any
integer.  Semantics are CUDA's: 32-bit `int` (wrapping; signed overflow is undefined in C and wraps
here), division truncates, unsigned wraps, shifts by the width or more are undefined in C and shift
everything out here (PTX ISA, shl and shr; the sign fills in from the left).
"""

from collections.abc import Sequence
from typing import Any

from cn_migrate._mlir import ext, ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.dialect import Cnative
from cn_migrate.dialects.cnative.fields import Operand, Result
from cn_migrate.dialects.cnative.verify import reject, require

BINARY = ("add", "sub", "mul", "div", "rem", "and", "or", "xor", "shl", "shr")
SHIFTS = ("shl", "shr")
COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
UNARY = ("neg", "not", "lnot")  # -x, ~x, !x


class ConstantOp(Cnative.Operation, name="constant", traits=[ext.Pure]):
    """A literal.  `spelling` (discardable) keeps a macro's or constant's name, or the literal's text."""

    value: Any = ext.attribute()
    result: Result[Any]


class ZeroOp(Cnative.Operation, name="zero", traits=[ext.Pure]):
    """Value-initialised scalar, pointer, vector, record or array (all bytes zero)."""

    result: Result[Any]


class UndefOp(Cnative.Operation, name="undef", traits=[ext.Pure]):
    """A value that nobody may look at (an uninitialised temporary)."""

    result: Result[Any]


class AggregateOp(Cnative.Operation, name="aggregate", traits=[ext.Pure]):
    """Array, short vector or record out of its parts in order; missing parts are zero.

    The parts are of one type (the bindings want that); records of several take `insert`.
    """

    result: Result[Any]
    parts: Sequence[Operand[Any]]


class ExtractOp(Cnative.Operation, name="extract", traits=[ext.Pure]):
    """Field `field` of a record or short vector *value*."""

    field: ir.StringAttr
    value: Operand[Any]
    result: Result[Any]


class InsertOp(Cnative.Operation, name="insert", traits=[ext.Pure]):
    """The record `value` with `part` for its field `field`; chains over `zero` are initialiser lists."""

    field: ir.StringAttr
    value: Operand[Any]
    part: Operand[Any]
    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "InsertOp") -> bool:
        return require(op, op.value.type == op.result.type, "a record keeps its type")


class ConvertOp(Cnative.Operation, name="convert", traits=[ext.Pure]):
    """Arithmetic conversion between integers, floats and bool, as C defines it.

    Discardable `rounding` = "rn" | "rz" | "ru" | "rd" for CUDA's rounding conversions (default: C's).
    Discardable `explicit` where the user wrote a cast.  Pointer to bool: is it not null.
    """

    value: Operand[Any]
    result: Result[Any]


class BitcastOp(Cnative.Operation, name="bitcast", traits=[ext.Pure]):
    """The same bits under another scalar or vector type of the same size (`__float_as_int`)."""

    value: Operand[Any]
    result: Result[Any]


class PtrCastOp(Cnative.Operation, name="ptr_cast", traits=[ext.Pure]):
    """The same address under another pointee type, or pointer <-> 64-bit integer."""

    value: Operand[Any]
    result: Result[Any]


class BinaryOp(Cnative.Operation, name="binary", traits=[ext.Pure]):
    """`lhs op rhs` on integers or floats; `op` is one of BINARY."""

    op: ir.StringAttr
    lhs: Operand[Any]
    rhs: Operand[Any]
    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "BinaryOp") -> bool:
        kind = op.op.value
        if kind not in BINARY:
            return reject(op, f"unknown binary operator '{kind}'")
        same = op.lhs.type == op.result.type and (kind in SHIFTS or op.rhs.type == op.lhs.type)
        return require(op, same, f"'{kind}' needs operands of its result's type")


class CompareOp(Cnative.Operation, name="compare", traits=[ext.Pure]):
    """`lhs op rhs` -> bool on integers, floats or pointers; `op` is one of COMPARISONS."""

    op: ir.StringAttr
    lhs: Operand[Any]
    rhs: Operand[Any]
    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "CompareOp") -> bool:
        if op.op.value not in COMPARISONS:
            return reject(op, f"unknown comparison '{op.op.value}'")
        if not t.is_bool(op.result.type):
            return reject(op, "a comparison yields bool")
        both_ptr = t.is_ptr(op.lhs.type) and t.is_ptr(op.rhs.type)
        return require(op, both_ptr or op.lhs.type == op.rhs.type, "operands differ in type")


class UnaryOp(Cnative.Operation, name="unary", traits=[ext.Pure]):
    """`-x`, `~x` (integers) or `!x` (bool); `op` is one of UNARY."""

    op: ir.StringAttr
    value: Operand[Any]
    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "UnaryOp") -> bool:
        if op.op.value not in UNARY:
            return reject(op, f"unknown unary operator '{op.op.value}'")
        return require(op, op.value.type == op.result.type, "operand and result differ in type")


class LogicalOp(Cnative.Operation, name="logical"):
    """Short-circuit `lhs && rhs` / `lhs || rhs` (`op` = "and" | "or"); region `rhs` yields a bool."""

    op: ir.StringAttr
    lhs: Operand[Any]
    result: Result[Any]
    rhs: ext.Region

    @staticmethod
    def verify_invariants(op: "LogicalOp") -> bool:
        return require(
            op, op.op.value in ("and", "or"), f"unknown logical operator '{op.op.value}'"
        )


class ConditionalOp(Cnative.Operation, name="conditional"):
    """`condition ? then : otherwise`; each region yields the result."""

    condition: Operand[Any]
    result: Result[Any]
    then: ext.Region
    otherwise: ext.Region


class MathOp(Cnative.Operation, name="math", traits=[ext.Pure]):
    """A function of the table `cn_migrate.dialects.cnative.math_functions`, applied to `args`."""

    fn: ir.StringAttr
    result: Result[Any]
    args: Sequence[Operand[Any]]

    @staticmethod
    def verify_invariants(op: "MathOp") -> bool:
        from cn_migrate.dialects.cnative.math_functions import MATH_FUNCTIONS

        row = MATH_FUNCTIONS.get(op.fn.value)
        if row is None:
            return reject(op, f"unknown function '{op.fn.value}'")
        return require(
            op, len(op.args) == row.arity, f"'{op.fn.value}' takes {row.arity} arguments"
        )
