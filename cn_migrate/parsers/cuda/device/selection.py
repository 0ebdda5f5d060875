"""`if` and `switch`."""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control
from cn_migrate.parsers.cuda.device import constants, shape
from cn_migrate.parsers.cuda.device.blocks import STATEMENTS, nested, sequence, statement
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import value
from cn_migrate.parsers.cuda.device.lifetimes import Extent
from cn_migrate.parsers.cuda.device.variables import variable

K = CursorKind


def _if(body: Body, cursor: Cursor) -> None:
    parts = shape.if_parts(body.module.macros.between, cursor)
    if parts.init is None and parts.variable is None:
        _if_only(body, parts)
        return
    scope = control.ScopeOp()
    with body.block(scope.body), body.lifetimes.scope(Extent.BLOCK):
        if parts.init is not None:
            statement(body, parts.init)
        if parts.variable is not None:
            variable(body, parts.variable)
        _if_only(body, parts)


def _if_only(body: Body, parts: shape.If) -> None:
    known = body.module.constant_condition(parts)
    if known is not None:  # `if constexpr`: only the live branch is instantiated
        live = parts.then if known else parts.otherwise
        if live is not None:
            statement(body, live)
        return
    with body.lifetimes.scope(Extent.CHOICE):
        op = control.IfOp(body.truth(value(body, parts.condition)))
    nested(body, op.then, parts.then)
    nested(body, op.otherwise, parts.otherwise)


def _switch(body: Body, cursor: Cursor) -> None:
    parts = shape.switch_parts(body.module.macros.before, cursor)
    groups = shape.switch_groups(parts.body)
    if not parts.declarations:
        _switch_only(body, parts, groups)
        return
    scope = control.ScopeOp()
    with body.block(scope.body), body.lifetimes.scope(Extent.BLOCK):
        for declaration in parts.declarations:
            variable(body, declaration)
        _switch_only(body, parts, groups)


def _switch_only(body: Body, parts: shape.Switch, groups: list[shape.Case]) -> None:
    for declaration in parts.shared:
        variable(body, declaration)
    with body.lifetimes.scope(Extent.CHOICE):
        op = control.SwitchOp(value(body, parts.value))
    with body.block(op.body), body.lifetimes.scope(Extent.SWITCH):
        for group in groups:
            _case(body, group)


def _case(body: Body, group: shape.Case) -> None:
    labels = [
        ir.IntegerAttr.get(ir.IntegerType.get_signless(64), _label(body, v)) for v in group.labels
    ]
    with body.at(group.first):
        op = control.CaseOp(a.array(labels), a.flag(group.is_default))
    spellings = [constants.spelling(body, label) for label in group.labels]
    if any(spellings):
        op.operation.attributes["spellings"] = a.array([a.text(text) for text in spellings])
    with body.block(op.body), body.lifetimes.scope(Extent.BLOCK):
        sequence(body, group.statements)


def _label(body: Body, cursor: Cursor) -> int:
    known = body.module.evaluate(cursor)
    if not isinstance(known, int):
        raise body.refuse("a case label that is no integer constant")
    return known


STATEMENTS.update({K.IF_STMT: _if, K.SWITCH_STMT: _switch})
