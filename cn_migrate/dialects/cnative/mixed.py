"""Operand lists of mixed types.

The bindings (IRDL) want all operands of a variadic list to be of one type.  Where they are not, each
goes through a `part` op first; the ops that take such lists hide it, from builders and from readers.
"""

from collections.abc import Sequence
from typing import Any

from cn_migrate._mlir import ext, ir
from cn_migrate.dialects.cnative.dialect import Cnative
from cn_migrate.dialects.cnative.fields import Operand, Result


class PartOp(Cnative.Operation, name="part", traits=[ext.Pure]):
    """`value` as an operand among others of other types (`none`); it is not a value by itself."""

    value: Operand[Any]
    result: Result[Any]


def takes_mixed(op_class: Any) -> Any:
    """Class decorator: the last positional argument of the builder is a list of mixed types."""
    build = op_class.__init__

    def build_mixed(self: Any, *args: Any, loc: Any = None, ip: Any = None) -> None:
        *others, values = args
        build(self, *others, mixed(values, loc, ip), loc=loc, ip=ip)

    op_class.__init__ = build_mixed
    return op_class


def mixed(values: Sequence[Any], loc: Any = None, ip: Any = None) -> list[Any]:
    """`values` as operands of one type."""
    values = [value if isinstance(value, ir.Value) else value.result for value in values]
    if len({value.type for value in values}) < 2:
        return values
    return [PartOp(value, ir.NoneType.get(), loc=loc, ip=ip).result for value in values]


def unmixed(operands: Sequence[ir.Value]) -> list[ir.Value]:
    """The values that `mixed` was given."""
    return [operand.owner.operands[0] if _is_part(operand) else operand for operand in operands]


def _is_part(operand: ir.Value) -> bool:
    return isinstance(operand.type, ir.NoneType) and operand.owner.name == PartOp.OPERATION_NAME
