"""Structured control flow with C's early exits.

Regions hold one block each, without or with a terminator: an empty region stands for a missing part.
Expression regions (`condition`, `rhs` ...) end with `yield`.
"""

from collections.abc import Sequence
from typing import Any

from cn_migrate._mlir import ext, ir
from cn_migrate.dialects.cnative.dialect import Cnative
from cn_migrate.dialects.cnative.fields import Operand
from cn_migrate.dialects.cnative.verify import reject, require

LOOPS = ("cnative.for", "cnative.while", "cnative.do")
NO_TERMINATOR = [ir.NoTerminatorTrait]
TERMINATOR = [ir.IsTerminatorTrait]


class ScopeOp(Cnative.Operation, name="scope", traits=NO_TERMINATOR):
    """`{ ... }`.  A scope whose last op is a `for` holds the loop's init statement before it.

    Discardable `jump`: the scope only lets a block go on behind a jump, with a label; nobody wrote its braces.
    """

    body: ext.Region


class IfOp(Cnative.Operation, name="if", traits=NO_TERMINATOR):
    """`if (condition) then else otherwise`."""

    condition: Operand[Any]
    then: ext.Region
    otherwise: ext.Region


class ForOp(Cnative.Operation, name="for", traits=NO_TERMINATOR):
    """`for (; condition; step) body`; an empty condition is true.

    Discardable `unroll` = the count of `#pragma unroll` (0: without count).
    """

    condition: ext.Region
    step: ext.Region
    body: ext.Region


class WhileOp(Cnative.Operation, name="while", traits=NO_TERMINATOR):
    """`while (condition) body`."""

    condition: ext.Region
    body: ext.Region


class DoOp(Cnative.Operation, name="do", traits=NO_TERMINATOR):
    """`do body while (condition)`."""

    body: ext.Region
    condition: ext.Region


class SwitchOp(Cnative.Operation, name="switch", traits=NO_TERMINATOR):
    """`switch (value)`: the body holds `case` ops in order; control falls through to the next."""

    value: Operand[Any]
    body: ext.Region

    @staticmethod
    def verify_invariants(op: "SwitchOp") -> bool:
        inside = [inner for block in op.body.blocks for inner in block.operations]
        strays = [inner for inner in inside if inner.operation.name != "cnative.case"]
        return not strays or reject(strays[0], "stands in a switch outside of a case")


class CaseOp(Cnative.Operation, name="case", traits=NO_TERMINATOR):
    """One or more labels and the statements up to the next label; no `values` and `default`: default.

    `values` are integers; `is_default` is true where `default:` is among the labels.  Discardable `spellings`: what
    the user wrote for each value, empty where that is not known.
    """

    values: ir.ArrayAttr
    is_default: ir.IntegerAttr
    body: ext.Region


class BreakOp(Cnative.Operation, name="break", traits=TERMINATOR):
    """Leaves the innermost loop or switch."""

    @staticmethod
    def verify_invariants(op: "BreakOp") -> bool:
        inside = _inside(op, (*LOOPS, "cnative.switch"))
        return require(op, inside, "stands outside of a loop or switch")


class ContinueOp(Cnative.Operation, name="continue", traits=TERMINATOR):
    """Goes on with the innermost loop's next turn."""

    @staticmethod
    def verify_invariants(op: "ContinueOp") -> bool:
        return require(op, _inside(op, LOOPS), "stands outside of a loop")


class LabelOp(Cnative.Operation, name="label"):
    """A place that `goto` goes to; it stands in a block that surrounds them all."""

    name: ir.StringAttr


class GotoOp(Cnative.Operation, name="goto", traits=TERMINATOR):
    """Goes on at the function's label `name`."""

    name: ir.StringAttr


class ReturnOp(Cnative.Operation, name="return", traits=TERMINATOR):
    """Leaves the function, with its value where it has one."""

    value: Operand[Any] | None = None


class YieldOp(Cnative.Operation, name="yield", traits=TERMINATOR):
    """The value of an expression region."""

    values: Sequence[Operand[Any]]


def _inside(op: ir.OpView, names: Sequence[str]) -> bool:
    parent = op.operation.parent
    while parent is not None and parent.name != "func.func":
        if parent.name in names:
            return True
        parent = parent.parent
    return False
