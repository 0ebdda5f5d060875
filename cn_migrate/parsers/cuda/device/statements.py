"""The table of statements: those without a file of their own, and those that are refused."""

from __future__ import annotations

from collections.abc import Callable

from clang.cindex import Cursor, CursorKind

from cn_migrate.parsers.cuda.device import jumps, loops, selection
from cn_migrate.parsers.cuda.device.blocks import STATEMENTS, compound, statements
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import VALUES
from cn_migrate.parsers.cuda.device.inline_ptx import inline_ptx
from cn_migrate.parsers.cuda.device.statement_expressions import statement_expression
from cn_migrate.parsers.cuda.device.variables import declare

K = CursorKind

__all__ = ["STATEMENTS", "jumps", "loops", "selection", "statements"]


def _declaration(body: Body, cursor: Cursor) -> None:
    for child in cursor.get_children():
        declare(body, child)


def _nothing(body: Body, cursor: Cursor) -> None:
    """An empty statement."""


def _refused(what: str) -> Callable[[Body, Cursor], None]:
    def translate(body: Body, _: Cursor) -> None:
        raise body.refuse(what)

    return translate


STATEMENTS.update(
    {
        K.COMPOUND_STMT: compound,
        K.DECL_STMT: _declaration,
        K.NULL_STMT: _nothing,
        K.ASM_STMT: inline_ptx,
        K.CXX_TRY_STMT: _refused("try"),
        K.CASE_STMT: _refused("a case label inside of another statement"),
        K.DEFAULT_STMT: _refused("a default label inside of another statement"),
    }
)
VALUES[K.StmtExpr] = statement_expression
