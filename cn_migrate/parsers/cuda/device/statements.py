"""Statements: one function for each kind, in the table STATEMENTS."""

from __future__ import annotations

from collections.abc import Callable

from clang.cindex import Cursor, CursorKind, StorageClass

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import calls, shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.construction import default_construct, has_destructor
from cn_migrate.parsers.cuda.device.dispatch import address_or_temporary, value
from cn_migrate.parsers.cuda.device.expressions import discard
from cn_migrate.parsers.cuda.device.initialisers import initial_value
from cn_migrate.parsers.cuda.device.inline_ptx import inline_ptx
from cn_migrate.parsers.cuda.device.types import is_reference

K = CursorKind


def statement(body: Body, cursor: Cursor) -> None:
    """Translate one statement; what follows a jump in its block is unreachable and left out."""
    if body.terminated:
        return
    with body.at(cursor):
        STATEMENTS.get(cursor.kind, discard)(body, cursor)


def _compound(body: Body, cursor: Cursor) -> None:
    op = control.ScopeOp()
    with body.block(op.body):
        statements(body, cursor)


def statements(body: Body, compound: Cursor) -> None:
    """The statements of `{ ... }`, into the current block."""
    for child in compound.get_children():
        statement(body, child)


def _nested(body: Body, region: ir.Region, cursor: Cursor | None) -> None:
    with body.block(region):
        if cursor is None:
            return
        if cursor.kind == K.COMPOUND_STMT:
            statements(body, cursor)
        else:
            statement(body, cursor)


def _declaration(body: Body, cursor: Cursor) -> None:
    for child in cursor.get_children():
        if child.kind == K.VAR_DECL:
            with body.at(child):
                variable(body, child)
        elif child.kind == K.UNEXPOSED_DECL:
            with body.at(child):
                raise body.refuse("a structured binding")


def variable(body: Body, cursor: Cursor) -> None:
    """Declare a local variable: its slot goes to `body.slots`."""
    if any(c.kind == K.CUDASHARED_ATTR for c in cursor.get_children()):
        body.slots[cursor.hash] = _shared(body, cursor)
        return
    init = shape.initialiser(cursor)
    if cursor.storage_class == StorageClass.STATIC:
        body.slots[cursor.hash] = body.module.global_reference(body, cursor)
        return
    if is_reference(cursor.type):
        target = body.generic(address_or_temporary(body, init))
        op = memory.SlotOp(
            a.text(cursor.spelling), t.ptr(target.type, t.Space.PRIVATE), init=target
        )
        op.operation.attributes["reference"] = ir.UnitAttr.get()
        body.slots[cursor.hash] = op.result
        return
    type_ = body.type(cursor.type)
    if has_destructor(body, cursor.type):
        raise body.refuse(f"'{cursor.spelling}', an object with a destructor,")
    maker = shape.strip(init) if init is not None else None
    built = maker is not None and calls.user_constructor(body, maker)
    bare = (
        maker is not None and shape.is_bare(cursor, maker) and calls.is_default_construction(maker)
    )
    first = None
    if init is not None and not built and not bare:
        first = initial_value(body, init, type_)
    op = memory.SlotOp(a.text(cursor.spelling), t.ptr(type_, t.Space.PRIVATE), init=first)
    if cursor.type.is_const_qualified():
        op.operation.attributes["const"] = ir.UnitAttr.get()
    body.slots[cursor.hash] = op.result
    if built and not isinstance(type_, t.ArrayType):
        calls.construct(body, maker, op.result)
    elif bare:
        default_construct(body, op.result, cursor.type)


def _shared(body: Body, cursor: Cursor) -> ir.Value:
    type_ = body.type(cursor.type)
    name = a.text(cursor.spelling)
    if cursor.storage_class == StorageClass.EXTERN:
        element = t.element(type_) if isinstance(type_, t.ArrayType) else type_
        return memory.DynamicSharedOp(name, t.ptr(element, t.Space.SHARED)).result
    op = memory.SharedOp(name, t.ptr(type_, t.Space.SHARED))
    op.operation.attributes["variable"] = a.text(body.module.names.shared(cursor))
    return op.result


def _if(body: Body, cursor: Cursor) -> None:
    parts = shape.if_parts(cursor)
    if parts.init is None:
        _if_only(body, parts)
        return
    scope = control.ScopeOp()
    with body.block(scope.body):
        if parts.init.kind == K.VAR_DECL:
            variable(body, parts.init)
        else:
            statement(body, parts.init)
        _if_only(body, parts)


def _if_only(body: Body, parts: shape.If) -> None:
    known = body.module.constant_condition(parts)
    if known is not None:  # `if constexpr`: only the live branch is instantiated
        live = parts.then if known else parts.otherwise
        if live is not None:
            statement(body, live)
        return
    op = control.IfOp(value(body, parts.condition))
    _nested(body, op.then, parts.then)
    _nested(body, op.otherwise, parts.otherwise)


def _condition(body: Body, region: ir.Region, cursor: Cursor | None) -> None:
    if cursor is None:
        return  # an empty region: always true
    with body.block(region), body.at(cursor):
        body.yield_(value(body, cursor))


def _for(body: Body, cursor: Cursor, unroll: int | None = None) -> None:
    parts = shape.for_parts(body.module.tokens, cursor)
    scope = control.ScopeOp()
    with body.block(scope.body):
        if parts.init is not None:
            statement(body, parts.init)
        op = control.ForOp()
        if unroll is not None:
            op.operation.attributes["unroll"] = a.index(unroll)
        _condition(body, op.condition, parts.condition)
        with body.block(op.step):
            if parts.step is not None:
                statement(body, parts.step)
        _nested(body, op.body, parts.body)


def _while(body: Body, cursor: Cursor) -> None:
    children = list(cursor.get_children())
    if children[0].kind == K.VAR_DECL:
        _while_declared(body, *children)
        return
    op = control.WhileOp()
    _condition(body, op.condition, children[0])
    _nested(body, op.body, children[1])


def _while_declared(body: Body, declaration: Cursor, condition: Cursor, inner: Cursor) -> None:
    """`while (int x = f()) ...`: an endless loop that declares x, and leaves where x is false."""
    scope = control.ScopeOp()
    with body.block(scope.body):
        op = control.ForOp()
        op.step.blocks.append()
        with body.block(op.body):
            variable(body, declaration)
            test = control.IfOp(value(body, condition))
            test.then.blocks.append()
            with body.block(test.otherwise):
                control.BreakOp()
            nested = control.ScopeOp()
            _nested(body, nested.body, inner)


def _do(body: Body, cursor: Cursor) -> None:
    inner, condition = cursor.get_children()
    op = control.DoOp()
    _nested(body, op.body, inner)
    _condition(body, op.condition, condition)


def _switch(body: Body, cursor: Cursor) -> None:
    children = list(cursor.get_children())
    if len(children) != 2 or children[1].kind != K.COMPOUND_STMT:
        raise body.refuse("a switch with a declaration or without braces")
    groups = shape.switch_groups(children[1])
    if groups is None:
        raise body.refuse("a statement before the first case label of a switch")
    op = control.SwitchOp(value(body, children[0]))
    with body.block(op.body):
        for group in groups:
            _case(body, group)


def _case(body: Body, group: shape.Case) -> None:
    labels = [
        ir.IntegerAttr.get(ir.IntegerType.get_signless(64), _label(body, v)) for v in group.labels
    ]
    with body.at(group.first):
        op = control.CaseOp(a.array(labels), a.flag(group.is_default))
    with body.block(op.body):
        for child in group.statements:
            statement(body, child)


def _label(body: Body, cursor: Cursor) -> int:
    known = body.module.evaluate(cursor)
    if not isinstance(known, int):
        raise body.refuse("a case label that is no integer constant")
    return known


def _jump(op: Callable[[], object]) -> Callable[[Body, Cursor], None]:
    def translate(body: Body, _: Cursor) -> None:
        op()
        body.terminated = True

    return translate


def _return(body: Body, cursor: Cursor) -> None:
    child = next(cursor.get_children(), None)
    if child is None or t.void() == body.type(body.result):
        if child is not None:
            discard(body, child)
        control.ReturnOp()
    elif is_reference(body.result):
        control.ReturnOp(value=body.generic(address_or_temporary(body, child)))
    else:
        control.ReturnOp(value=initial_value(body, child, body.type(body.result)))
    body.terminated = True


def _attributed(body: Body, cursor: Cursor) -> None:
    inner = [c for c in cursor.get_children() if not c.kind.is_attribute()]
    if len(inner) == 1 and inner[0].kind == K.FOR_STMT:
        with body.at(inner[0]):
            _for(body, inner[0], shape.unroll_count(body.module, cursor))
        return
    for child in inner:
        statement(body, child)


def _nothing(body: Body, cursor: Cursor) -> None:
    """An empty statement."""


def _refused(what: str) -> Callable[[Body, Cursor], None]:
    def translate(body: Body, _: Cursor) -> None:
        raise body.refuse(what)

    return translate


STATEMENTS: dict[CursorKind, Callable[[Body, Cursor], None]] = {
    K.COMPOUND_STMT: _compound,
    K.DECL_STMT: _declaration,
    K.IF_STMT: _if,
    K.FOR_STMT: _for,
    K.WHILE_STMT: _while,
    K.DO_STMT: _do,
    K.SWITCH_STMT: _switch,
    K.BREAK_STMT: _jump(control.BreakOp),
    K.CONTINUE_STMT: _jump(control.ContinueOp),
    K.RETURN_STMT: _return,
    K.UNEXPOSED_STMT: _attributed,
    K.NULL_STMT: _nothing,
    K.GOTO_STMT: _refused("goto"),
    K.INDIRECT_GOTO_STMT: _refused("a computed goto"),
    K.LABEL_STMT: _refused("a goto label"),
    K.ASM_STMT: inline_ptx,
    K.CXX_FOR_RANGE_STMT: _refused("a range-based for"),
    K.CXX_TRY_STMT: _refused("try"),
}
