"""Statements by kind, and the blocks that hold them; the table is filled where the functions stand."""

from __future__ import annotations

from collections.abc import Callable

from clang.cindex import Cursor, CursorKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import control
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import value
from cn_migrate.parsers.cuda.device.expressions import discard
from cn_migrate.parsers.cuda.device.lifetimes import Extent

K = CursorKind

STATEMENTS: dict[CursorKind, Callable[[Body, Cursor], None]] = {}


def statement(body: Body, cursor: Cursor) -> None:
    """Translate one statement; what follows a jump in its block is unreachable and left out."""
    if body.terminated and cursor.kind != K.LABEL_STMT:
        return
    with body.at(cursor):
        translate = STATEMENTS.get(cursor.kind)
        if translate is not None:
            translate(body, cursor)
            return
        with body.lifetimes.scope(Extent.EXPRESSION):
            discard(body, cursor)


def statements(body: Body, compound: Cursor) -> None:
    """The statements of `{ ... }`, into the current block."""
    sequence(body, list(compound.get_children()))


def sequence(body: Body, inner: list[Cursor]) -> None:
    """Statements that follow one another in a block."""
    labels = [name for child in inner for name in shape.labels(child)]
    outer, body.labels_ahead = body.labels_ahead, len(labels)
    body.lifetimes.expect_labels(labels)
    for child in inner:
        statement(body, child)
    body.labels_ahead = outer


def nested(
    body: Body, region: ir.Region, cursor: Cursor | None, extent: Extent = Extent.BLOCK
) -> None:
    """The statement `cursor` as the whole of `region`."""
    with body.block(region), body.lifetimes.scope(extent):
        if cursor is None:
            return
        if cursor.kind == K.COMPOUND_STMT:
            statements(body, cursor)
        else:
            statement(body, cursor)


def condition(body: Body, region: ir.Region, cursor: Cursor | None) -> None:
    """The condition of a loop."""
    if cursor is None:
        return  # an empty region: always true
    with body.block(region), body.at(cursor), body.lifetimes.scope(Extent.CHOICE):
        body.yield_(body.truth(value(body, cursor)))


def compound(body: Body, cursor: Cursor) -> None:
    """`{ ... }`."""
    op = control.ScopeOp()
    with body.block(op.body), body.lifetimes.scope(Extent.BLOCK):
        statements(body, cursor)
