"""Declarations of local variables."""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind, StorageClass

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import calls, shape
from cn_migrate.parsers.cuda.device.array_extents import mark_extents
from cn_migrate.parsers.cuda.device.bindings import bind
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.construction import default_construct
from cn_migrate.parsers.cuda.device.dispatch import address, is_lvalue, value
from cn_migrate.parsers.cuda.device.initialisers import initial_value
from cn_migrate.parsers.cuda.device.lifetimes import Extent
from cn_migrate.parsers.cuda.device.types import is_reference

K = CursorKind


def declare(body: Body, cursor: Cursor) -> None:
    """One declaration of a statement; types, aliases and assertions leave nothing behind."""
    with body.at(cursor):
        if cursor.kind == K.VAR_DECL:
            variable(body, cursor)
        elif cursor.kind == K.UNEXPOSED_DECL and cursor.spelling.startswith("["):
            bind(body, cursor)


def variable(body: Body, cursor: Cursor, name: str = "") -> None:
    """Declare a local variable: its slot, called `name` or as the user did, goes to `body.slots`."""
    if cursor.hash in body.slots:
        return
    name = name or cursor.spelling
    if body.module.is_shared(cursor):
        body.slots[cursor.hash] = _shared(body, cursor)
        return
    if body.module.is_static(cursor):
        body.slots[cursor.hash] = body.module.global_reference(body, cursor)
        return
    if is_reference(cursor.type):
        body.slots[cursor.hash] = reference(body, name, shape.initialiser(cursor))
        return
    _object(body, cursor, name)


def reference(body: Body, name: str, init: Cursor) -> ir.Value:
    """The slot of a reference; a temporary that it binds to lives as long as the reference."""
    with body.lifetimes.scope(Extent.EXPRESSION):
        if is_lvalue(init):
            target, owned = address(body, init), None
        else:
            target = owned = body.temporary(value(body, init))
    if owned is not None:
        body.lifetimes.begin(owned, init.type)
    target = body.generic(target)
    op = memory.SlotOp(a.text(name), t.ptr(target.type, t.Space.PRIVATE), init=target)
    op.operation.attributes["reference"] = ir.UnitAttr.get()
    return op.result


def constant_object(body: Body, cursor: Cursor) -> ir.Value:
    """The function's own copy of a constant of namespace scope, made where the function begins."""
    with ir.InsertionPoint.at_block_begin(body.entry):
        _object(body, cursor, cursor.spelling)
    return body.slots[cursor.hash]


def _object(body: Body, cursor: Cursor, name: str) -> None:
    init = shape.initialiser(cursor)
    type_ = body.type(cursor.type)
    maker = shape.strip(init) if init is not None else None
    built = maker is not None and calls.user_constructor(body, maker)
    bare = (
        maker is not None and shape.is_bare(cursor, maker) and calls.is_default_construction(maker)
    )
    with body.lifetimes.scope(Extent.EXPRESSION):
        first = None
        if init is not None and not built and not bare:
            first = _computed(body, cursor, init) or initial_value(body, init, type_)
        op = memory.SlotOp(a.text(name), t.ptr(type_, t.Space.PRIVATE), init=first)
        mark_extents(body, cursor, op)
        if cursor.type.is_const_qualified():
            op.operation.attributes["const"] = ir.UnitAttr.get()
        body.slots[cursor.hash] = op.result
        if built and not isinstance(type_, t.ArrayType):
            calls.construct(body, maker, op.result)
        elif bare:
            default_construct(body, op.result, cursor.type)
    body.lifetimes.begin(op.result, cursor.type)


def _computed(body: Body, cursor: Cursor, init: Cursor) -> ir.Value | None:
    """The value of a constant that a call of a constexpr function yields; None for any other."""
    type_ = body.type(cursor.type)
    calls_some = any(c.kind == K.CALL_EXPR for c in init.walk_preorder())
    scalar = t.is_int(type_) or t.is_float(type_)
    if not (scalar and cursor.type.is_const_qualified() and calls_some):
        return None
    known = body.module.evaluate(init)
    return body.constant(type_, known) if isinstance(known, (int, float)) else None


def _shared(body: Body, cursor: Cursor) -> ir.Value:
    type_ = body.type(cursor.type)
    name = a.text(cursor.spelling)
    if cursor.storage_class == StorageClass.EXTERN:
        element = t.element(type_) if isinstance(type_, t.ArrayType) else type_
        return memory.DynamicSharedOp(name, t.ptr(element, t.Space.SHARED)).result
    op = memory.SharedOp(name, t.ptr(type_, t.Space.SHARED))
    op.operation.attributes["variable"] = a.text(body.module.names.shared(cursor))
    mark_extents(body, cursor, op)
    return op.result
