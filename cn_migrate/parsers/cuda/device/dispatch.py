"""Which function translates which kind of expression; the tables are filled where the functions stand."""

from __future__ import annotations

from collections.abc import Callable

from clang.cindex import BinaryOperator as B
from clang.cindex import Cursor, CursorKind, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.clang import UnaryOperator as U
from cn_migrate.parsers.cuda.device import bit_fields, constants, shape
from cn_migrate.parsers.cuda.device.body import Body

K = CursorKind
# UNEXPOSED_DECL: a name of a structured binding
_OBJECTS = (K.VAR_DECL, K.PARM_DECL, K.UNEXPOSED_DECL)
Translate = Callable[[Body, Cursor], ir.Value]

VALUES: dict[CursorKind, Translate] = {}  # rvalues: expressions.py
ADDRESSES: dict[CursorKind, Translate] = {}  # lvalues: addresses.py


def value(body: Body, cursor: Cursor) -> ir.Value:
    """Translate an expression to its value."""
    with body.at(cursor), body.module.macro_uses.within(cursor) as mark:
        result = _value(body, cursor)
        if mark is not None:
            mark.leave(result)
        return result


def _value(body: Body, cursor: Cursor) -> ir.Value:
    known = constants.named(body, cursor) or constants.macro(body, cursor)
    if known is not None:
        return known
    if shape.is_array_parameter(cursor):
        return body.load(address(body, shape.strip(cursor)))
    own = body.own_value(cursor)
    if own is not None:
        return own
    translate = VALUES.get(cursor.kind)
    if translate is None:
        raise body.refuse(f"expression '{cursor.kind.name.lower()}'")
    return body.typed(translate(body, cursor), cursor)


def address(body: Body, cursor: Cursor) -> ir.Value:
    """Translate an lvalue expression to its address."""
    with body.at(cursor):
        own = body.own_address(cursor)
        if own is not None:
            return own
        translate = ADDRESSES.get(cursor.kind)
        if translate is None:
            raise body.refuse(f"lvalue '{cursor.kind.name.lower()}'")
        return translate(body, cursor)


def is_lvalue(cursor: Cursor) -> bool:
    """Does the expression designate an object in memory?"""
    kind = cursor.kind
    if kind in (K.PAREN_EXPR, K.UNEXPOSED_EXPR):
        inner = shape.children(cursor)
        same = len(inner) == 1 and _same_object(inner[0], cursor)
        return same and is_lvalue(inner[0])
    if kind == K.DECL_REF_EXPR:
        return cursor.referenced is not None and cursor.referenced.kind in _OBJECTS
    if bit_fields.is_bit_field(cursor):
        return False
    if kind == K.MEMBER_REF_EXPR:
        inner = shape.children(cursor)
        arrow = not inner or shape.is_pointer(inner[0])
        return cursor.referenced.kind in (K.FIELD_DECL, K.VAR_DECL) and (
            arrow or is_lvalue(inner[0])
        )
    if kind == K.UNARY_OPERATOR:
        return clang.unary_operator(cursor) in (U.DEREFERENCE, U.PRE_INC, U.PRE_DEC)
    if kind == K.BINARY_OPERATOR:
        return bool(cursor.binary_operator == B.Assign)
    if kind == K.CONDITIONAL_OPERATOR:
        return all(is_lvalue(c) for c in shape.children(cursor)[1:])
    if kind == K.CALL_EXPR:
        return shape.returns_reference(cursor)
    if kind in shape.CASTS:
        inner = shape.only(cursor)
        if not is_lvalue(inner):
            return False
        return _same_object(inner, cursor) or shape.is_reference_cast(cursor)
    return kind in (K.ARRAY_SUBSCRIPT_EXPR, K.COMPOUND_ASSIGNMENT_OPERATOR, K.STRING_LITERAL)


def address_or_temporary(body: Body, cursor: Cursor) -> ir.Value:
    """The address of an lvalue, or of a temporary that holds an rvalue (what a reference binds to)."""
    if is_lvalue(cursor):
        return address(body, cursor)
    place = body.temporary(value(body, cursor))
    body.lifetimes.begin_temporary(place, cursor.type)
    return place


def _same_object(inner: Cursor, outer: Cursor) -> bool:
    """Does the wrapper designate the same object (at most other qualifiers, or a base class' part)?"""
    first, second = inner.type.get_canonical(), outer.type.get_canonical()
    if first.kind == TypeKind.RECORD and second.kind == TypeKind.RECORD:
        return True
    return _unqualified(first.spelling) == _unqualified(second.spelling)


def _unqualified(spelling: str) -> str:
    words = [
        w
        for w in spelling.replace("*", " * ").split()
        if w not in ("const", "volatile", "__restrict")
    ]
    return " ".join(words)
