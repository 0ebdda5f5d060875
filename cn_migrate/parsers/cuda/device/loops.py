"""Loops."""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind

from cn_migrate.dialects.cnative import control
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.blocks import (
    STATEMENTS,
    condition,
    nested,
    statement,
)
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import value
from cn_migrate.parsers.cuda.device.lifetimes import Extent
from cn_migrate.parsers.cuda.device.range_for import range_for
from cn_migrate.parsers.cuda.device.unroll import unroll_count
from cn_migrate.parsers.cuda.device.variables import variable

K = CursorKind
_LOOPS = (K.FOR_STMT, K.WHILE_STMT, K.DO_STMT, K.CXX_FOR_RANGE_STMT)


def _for(body: Body, cursor: Cursor) -> None:
    parts = shape.for_parts(body.module.tokens, cursor)
    scope = control.ScopeOp()
    with body.block(scope.body), body.lifetimes.scope(Extent.BLOCK):
        if parts.init is not None:
            statement(body, parts.init)
        if parts.condition is not None and parts.condition.kind == K.VAR_DECL:
            _for_declaring(body, parts)
            return
        op = control.ForOp()
        body.mark_unrolled(op)
        condition(body, op.condition, parts.condition)
        with body.block(op.step):
            if parts.step is not None:
                statement(body, parts.step)
        nested(body, op.body, parts.body, Extent.LOOP)


def _for_declaring(body: Body, parts: shape.For) -> None:
    """`for (...; int x = f(); ...)`: an endless loop that declares x, and leaves where x is false."""
    op = control.ForOp()
    body.mark_unrolled(op)
    with body.block(op.step):
        if parts.step is not None:
            statement(body, parts.step)
    with body.block(op.body), body.lifetimes.scope(Extent.LOOP):
        assert parts.condition is not None and parts.test is not None
        _leave_unless(body, parts.condition, parts.test)
        _inner_block(body, parts.body)


def _while(body: Body, cursor: Cursor) -> None:
    children = list(cursor.get_children())
    if children[0].kind == K.VAR_DECL:
        _while_declaring(body, *children)
        return
    op = control.WhileOp()
    body.mark_unrolled(op)
    condition(body, op.condition, children[0])
    nested(body, op.body, children[1], Extent.LOOP)


def _while_declaring(body: Body, declaration: Cursor, test: Cursor, inner: Cursor) -> None:
    """`while (int x = f()) ...`, as `_for_declaring`."""
    scope = control.ScopeOp()
    with body.block(scope.body):
        op = control.ForOp()
        body.mark_unrolled(op)
        op.step.blocks.append()
        with body.block(op.body), body.lifetimes.scope(Extent.LOOP):
            _leave_unless(body, declaration, test)
            _inner_block(body, inner)


def _leave_unless(body: Body, declaration: Cursor, test: Cursor) -> None:
    variable(body, declaration)
    op = control.IfOp(value(body, test))
    op.then.blocks.append()
    with body.block(op.otherwise):
        body.lifetimes.leave_loop()
        control.BreakOp()


def _inner_block(body: Body, inner: Cursor) -> None:
    scope = control.ScopeOp()
    nested(body, scope.body, inner)


def _do(body: Body, cursor: Cursor) -> None:
    inner, test = cursor.get_children()
    op = control.DoOp()
    body.mark_unrolled(op)
    nested(body, op.body, inner, Extent.LOOP)
    condition(body, op.condition, test)


def _attributed(body: Body, cursor: Cursor) -> None:
    """A statement with attributes: `#pragma unroll` before a loop; the rest says nothing about its meaning."""
    for child in cursor.get_children():
        if child.kind.is_attribute():
            continue
        if child.kind in _LOOPS:
            body.unroll = unroll_count(body, cursor)
        statement(body, child)


STATEMENTS.update(
    {
        K.FOR_STMT: _for,
        K.WHILE_STMT: _while,
        K.DO_STMT: _do,
        K.CXX_FOR_RANGE_STMT: range_for,
        K.UNEXPOSED_STMT: _attributed,
    }
)
