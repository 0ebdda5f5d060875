"""Statements that leave a block: break, continue, return, goto; and the labels of goto."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from clang.cindex import Cursor, CursorKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import calls, shape
from cn_migrate.parsers.cuda.device.blocks import STATEMENTS, statement
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import address_or_temporary
from cn_migrate.parsers.cuda.device.expressions import discard
from cn_migrate.parsers.cuda.device.initialisers import initial_value
from cn_migrate.parsers.cuda.device.lifetimes import Extent
from cn_migrate.parsers.cuda.device.types import is_reference

K = CursorKind


@contextmanager
def _jump(body: Body) -> Iterator[None]:
    """Ops made inside end with a jump; where a label may follow in the same block, they get a block of their own."""
    if body.labels_ahead:
        scope = control.ScopeOp()
        scope.operation.attributes["jump"] = ir.UnitAttr.get()
        with body.block(scope.body):
            yield
    else:
        yield
    body.terminated = True


def _break(body: Body, _: Cursor) -> None:
    with _jump(body):
        body.lifetimes.leave_breakable()
        control.BreakOp()


def _continue(body: Body, _: Cursor) -> None:
    with _jump(body):
        body.lifetimes.leave_loop()
        control.ContinueOp()


def _goto(body: Body, cursor: Cursor) -> None:
    with _jump(body):
        name = shape.only(cursor).spelling
        body.lifetimes.leave_to_label(name)
        control.GotoOp(a.text(name))


def _label(body: Body, cursor: Cursor) -> None:
    body.lifetimes.reach_label(cursor.spelling)
    control.LabelOp(a.text(cursor.spelling))
    body.labels_ahead -= 1
    body.terminated = False
    for child in cursor.get_children():
        statement(body, child)


def _return(body: Body, cursor: Cursor) -> None:
    child = next(cursor.get_children(), None)
    with _jump(body):
        if child is None or t.void() == body.type(body.result):
            if child is not None:
                _without_value(body, child)
            body.lifetimes.leave_function()
            control.ReturnOp()
            return
        kept = _returned_variable(body, child)
        with body.lifetimes.scope(Extent.EXPRESSION):
            result = _result(body, child) if kept is None else body.load(kept)
        body.lifetimes.leave_function(kept)
        control.ReturnOp(value=result)


def _without_value(body: Body, child: Cursor) -> None:
    with body.lifetimes.scope(Extent.EXPRESSION):
        discard(body, child)


def _result(body: Body, child: Cursor) -> ir.Value:
    if is_reference(body.result):
        inner = shape.strip(child)
        if inner.kind == K.CALL_EXPR and calls.yields_value(body, inner):
            raise body.refuse(f"a reference to the result of '{inner.spelling}'")
        return body.generic(address_or_temporary(body, child))
    return initial_value(body, child, body.type(body.result))


def _returned_variable(body: Body, child: Cursor) -> ir.Value | None:
    """The local object that is the result itself, neither copied nor destroyed ([class.copy.elision])."""
    maker = shape.strip(child)
    if maker.kind != K.CALL_EXPR or not body.destruction_needed(body.result):
        return None
    if maker.referenced is None or maker.referenced.kind != K.CONSTRUCTOR:
        return None
    arguments = [shape.strip(x) for x in maker.get_arguments()]
    if len(arguments) != 1 or arguments[0].kind != K.DECL_REF_EXPR:
        return None
    variable = arguments[0].referenced
    same = variable.kind == K.VAR_DECL and body.type(variable.type) == body.type(body.result)
    return body.slots.get(variable.hash) if same and not is_reference(variable.type) else None


def _refused(what: str) -> Callable[[Body, Cursor], None]:
    def translate(body: Body, _: Cursor) -> None:
        raise body.refuse(what)

    return translate


STATEMENTS.update(
    {
        K.BREAK_STMT: _break,
        K.CONTINUE_STMT: _continue,
        K.RETURN_STMT: _return,
        K.GOTO_STMT: _goto,
        K.LABEL_STMT: _label,
        K.INDIRECT_GOTO_STMT: _refused("a computed goto"),
    }
)
