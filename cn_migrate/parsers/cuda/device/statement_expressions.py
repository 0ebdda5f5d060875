"""Statement expressions of GNU C, `({ int a = f(); a > 0 ? a : 0; })`: statements, then a value.

The block's variables live until its value is known (GCC manual, "Statements and Declarations in Expressions").
"""

from __future__ import annotations

from clang.cindex import Cursor, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.blocks import sequence
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.initialisers import initial_value
from cn_migrate.parsers.cuda.device.lifetimes import Extent


def statement_expression(body: Body, cursor: Cursor) -> ir.Value:
    """The value of the last statement, after all that stands before it; no value where that is no expression."""
    statements = list(shape.only(cursor).get_children())
    with body.lifetimes.scope(Extent.BLOCK):
        if cursor.type.get_canonical().kind == TypeKind.VOID:
            sequence(body, statements)
            return e.UndefOp(t.void()).result
        sequence(body, statements[:-1])
        with body.lifetimes.scope(Extent.EXPRESSION):
            return initial_value(body, statements[-1], body.type(cursor.type))
