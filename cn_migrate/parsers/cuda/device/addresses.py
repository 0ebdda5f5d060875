"""Lvalues: the addresses of objects."""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.clang import UnaryOperator as U
from cn_migrate.parsers.cuda.device import calls, closures, shape
from cn_migrate.parsers.cuda.device.bases import base_part, related, to_class
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import (
    ADDRESSES,
    address,
    address_or_temporary,
    is_lvalue,
    value,
)
from cn_migrate.parsers.cuda.device.initialisers import initial_value
from cn_migrate.parsers.cuda.device.types import field_name, is_reference
from cn_migrate.parsers.cuda.device.updates import step, update

K = CursorKind


def _declared(body: Body, cursor: Cursor) -> ir.Value:
    return declared(body, cursor.referenced)


def declared(body: Body, declaration: Cursor) -> ir.Value:
    """The address of the object that a variable's name means."""
    slot = body.slots.get(declaration.hash)
    if slot is not None and declaration.kind == K.UNEXPOSED_DECL:
        return slot  # a structured binding
    if slot is None:
        slot = body.slots.get(declaration.canonical.hash)
    if slot is None:
        place = closures.captured(body, declaration)
        return place if place is not None else body.module.global_reference(body, declaration)
    return body.load(slot) if is_reference(declaration.type) else slot


def _member_address(body: Body, cursor: Cursor) -> ir.Value:
    declaration = cursor.referenced
    if declaration.kind == K.VAR_DECL:  # a static member
        return body.module.global_reference(body, declaration)
    if declaration.kind != K.FIELD_DECL:
        raise body.refuse(f"member '{cursor.spelling}'")
    base = owner_address(body, cursor)
    field = body.member(base, field_name(declaration), body.type(declaration.type))
    return body.load(field) if is_reference(declaration.type) else field


def owner_address(body: Body, cursor: Cursor) -> ir.Value:
    """The address of the record that directly holds the field which a member expression names."""
    declaration = cursor.referenced
    inner = shape.children(cursor)
    if not inner:
        base = implicit_this(body, declaration)
    elif shape.is_pointer(inner[0]):
        base = value(body, inner[0])
    else:
        base = address_or_temporary(body, inner[0])
    return _anonymous_parts(body, base, declaration)


def _anonymous_parts(body: Body, base: ir.Value, declaration: Cursor) -> ir.Value:
    """Members of an anonymous struct or union belong to the enclosing record in C++, not in memory."""
    owner = declaration.semantic_parent
    if not owner.is_anonymous_record_decl() or t.pointee(base.type) == body.type(owner.type):
        return base
    outer = owner.semantic_parent
    wanted = body.type(outer.type)
    if t.pointee(base.type) == wanted or outer.is_anonymous_record_decl():
        base = _anonymous_parts(body, base, owner)
        holder = next(
            f for f in outer.type.get_fields() if f.type.get_canonical().get_declaration() == owner
        )
        return body.member(base, field_name(holder), body.type(holder.type))
    return base


def _subscript_address(body: Body, cursor: Cursor) -> ir.Value:
    base, index = shape.children(cursor)
    if not shape.is_pointer(base) and not shape.is_array(base):
        base, index = index, base  # 3[a]
    array = shape.strip(base)
    if shape.is_array(array) and is_lvalue(array):
        place = address(body, array)
        if isinstance(t.pointee(place.type), t.ArrayType):
            return body.element(place, value(body, index))
        return _subscript(place, value(body, index))  # dynamic shared memory
    return _subscript(value(body, base), value(body, index))


def _subscript(base: ir.Value, index: ir.Value) -> ir.Value:
    op = memory.OffsetOp(base, index, base.type)
    op.operation.attributes["subscript"] = ir.UnitAttr.get()
    return op.result


def _unary_address(body: Body, cursor: Cursor) -> ir.Value:
    operand = shape.only(cursor)
    if clang.unary_operator(cursor) == U.DEREFERENCE:
        return value(body, operand)
    place = address(body, operand)
    step(body, cursor, place)
    return place


def _wrapped_address(body: Body, cursor: Cursor) -> ir.Value:
    inner = shape.only(cursor)
    place = address(body, inner)
    return base_part(body, place, inner, cursor)


def _cast_address(body: Body, cursor: Cursor) -> ir.Value:
    inner = shape.only(cursor)
    if related(inner, cursor):
        return _wrapped_address(body, cursor)
    place = address(body, inner)
    return body.convert(place, t.ptr(body.type(cursor.type), t.space(place.type)))


def implicit_this(body: Body, member: Cursor) -> ir.Value:
    """The object that a member without an explicit object belongs to: `*this`, or a base class' part of it."""
    place = body.object()
    if body.this_class is None:
        raise body.refuse("an implicit this outside of a method")
    owner = member.semantic_parent
    while owner.is_anonymous_record_decl():
        owner = owner.semantic_parent
    if t.pointee(place.type) == body.type(owner.type):
        return place
    return to_class(body, place, owner, body.this_class)


def _assignment_address(body: Body, cursor: Cursor) -> ir.Value:
    target, source = shape.children(cursor)
    place = address(body, target)
    body.store(initial_value(body, source, t.pointee(place.type)), place, shape.is_volatile(target))
    return place


def _compound_address(body: Body, cursor: Cursor) -> ir.Value:
    place = address(body, shape.children(cursor)[0])
    update(body, cursor, place)
    return place


def _conditional_address(body: Body, cursor: Cursor) -> ir.Value:
    condition, then, otherwise = shape.children(cursor)
    type_ = t.ptr(body.type(cursor.type))
    op = e.ConditionalOp(value(body, condition), type_)
    for region, arm in ((op.then, then), (op.otherwise, otherwise)):
        with body.block(region):
            body.yield_(body.generic(address(body, arm)))
    return op.result


def _string_address(body: Body, cursor: Cursor) -> ir.Value:
    return body.module.text(body, cursor)


def _this_address(body: Body, cursor: Cursor) -> ir.Value:
    raise body.refuse("the address of this")


ADDRESSES.update(
    {
        K.DECL_REF_EXPR: _declared,
        K.MEMBER_REF_EXPR: _member_address,
        K.ARRAY_SUBSCRIPT_EXPR: _subscript_address,
        K.UNARY_OPERATOR: _unary_address,
        K.PAREN_EXPR: _wrapped_address,
        K.UNEXPOSED_EXPR: _wrapped_address,
        K.BINARY_OPERATOR: _assignment_address,
        K.COMPOUND_ASSIGNMENT_OPERATOR: _compound_address,
        K.CONDITIONAL_OPERATOR: _conditional_address,
        K.CALL_EXPR: calls.call_address,
        K.CXX_THIS_EXPR: _this_address,
        K.STRING_LITERAL: _string_address,
        **dict.fromkeys(shape.CASTS, _cast_address),
    }
)
