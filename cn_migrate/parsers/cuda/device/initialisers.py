"""Initial values: braces, constructors, plain expressions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clang.cindex import Cursor, CursorKind, Type, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import bit_fields, shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import address, is_lvalue, value
from cn_migrate.parsers.cuda.device.literals import string_codes
from cn_migrate.parsers.cuda.device.overloads import best_constructor, has_constructors
from cn_migrate.parsers.cuda.device.types import base_field, field_name

K = CursorKind
ARRAYS = (TypeKind.CONSTANTARRAY, TypeKind.INCOMPLETEARRAY)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a list initialises: an element, a base or a field."""

    type: Type
    name: str = ""
    field: Cursor | None = None


def initial_value(body: Body, cursor: Cursor, type_: ir.Type) -> ir.Value:
    """The value that initialises an object of `type_`."""
    with body.at(cursor):
        inner = shape.strip(cursor) if cursor.kind != K.PAREN_EXPR else cursor
        if inner.kind == K.INIT_LIST_EXPR:
            return _list(body, inner, type_)
        if isinstance(type_, t.ArrayType) and inner.kind == K.STRING_LITERAL:
            return _characters(body, inner, type_)
        if isinstance(type_, t.ArrayType):
            raise body.refuse("the initialiser of an array")
        if t.is_ptr(type_) and shape.is_array(
            inner
        ):  # in a list, without the conversion that C makes
            return body.convert(body.generic(_decayed(body, inner)), type_)
        result = value(body, cursor)
        if result.type == type_ or isinstance(type_, (t.RecordType, t.VecType)):
            return result
        return body.convert(result, type_)


def _decayed(body: Body, array: Cursor) -> ir.Value:
    place = address(body, array)
    type_ = t.pointee(place.type)
    if not isinstance(type_, t.ArrayType):
        return place  # dynamic shared memory is a pointer already
    return memory.DecayOp(place, t.ptr(t.element(type_), t.space(place.type))).result


def _characters(body: Body, cursor: Cursor, type_: t.ArrayType) -> ir.Value:
    codes = string_codes(body, cursor)[: t.count(type_)]
    while codes and not codes[-1]:
        codes.pop()
    parts = [body.constant(t.element(type_), code) for code in codes]
    return e.AggregateOp(type_, parts).result if parts else e.ZeroOp(type_).result


def _list(body: Body, cursor: Cursor, type_: ir.Type) -> ir.Value:
    given = shape.children(cursor)
    if not _is_aggregate(type_):
        return initial_value(body, given[0], type_) if given else body.zero(type_)
    if len(given) == 1 and _is_whole(body, given[0], type_):  # T{other}, char t[]{"text"}
        return initial_value(body, given[0], type_)
    result = _aggregate(body, given, cursor.type.get_canonical(), type_)
    if given:
        raise body.refuse("an initialiser list with more values than fields")
    return result


def _aggregate(body: Body, given: list[Cursor], declared: Type, type_: ir.Type) -> ir.Value:
    """Takes from the front of `given` what `type_` needs: nested braces may be left out in C."""
    if isinstance(type_, t.RecordType):
        return _record(body, given, declared, type_)
    wanted = t.element(type_)
    element = declared.element_type if declared.kind in ARRAYS else declared
    values: list[ir.Value] = []
    while given and len(values) < t.count(type_):
        values.append(_part(body, given, element, wanted))
    if isinstance(type_, t.ArrayType) and _needs_construction(body, element):
        missing = t.count(type_) - len(values)
        values += [_missing(body, element, wanted) for _ in range(missing)]
    return e.AggregateOp(type_, values).result if values else e.ZeroOp(type_).result


def _missing(body: Body, declared: Type, wanted: ir.Type) -> ir.Value:
    """An element that the list leaves out."""
    if isinstance(wanted, t.ArrayType):
        return _aggregate(body, [], declared.get_canonical(), wanted)
    return _default(body, declared, wanted)


def _part(body: Body, given: list[Cursor], declared: Type, wanted: ir.Type) -> ir.Value:
    if isinstance(wanted, t.RecordType) and has_constructors(declared):
        return _constructed_part(body, given.pop(0), declared, wanted)
    if _is_aggregate(wanted) and _lacks_braces(body, given[0], wanted):
        return _aggregate(body, given, declared.get_canonical(), wanted)
    return initial_value(body, given.pop(0), wanted)


def _constructed_part(body: Body, cursor: Cursor, declared: Type, wanted: ir.Type) -> ir.Value:
    """Libclang shows the list as it was written, without the constructor that each part calls."""
    inner = shape.strip(cursor)
    listed = inner.kind == K.INIT_LIST_EXPR
    arguments = shape.children(inner) if listed else [cursor]
    if not arguments:
        return _default(body, declared, wanted)
    constructor = best_constructor(declared, [(x.type, is_lvalue(x)) for x in arguments])
    if body.type(cursor.type) == wanted and (constructor is None or not is_lvalue(cursor)):
        return initial_value(body, cursor, wanted)
    if constructor is None:
        raise body.refuse(f"which constructor of '{declared.spelling}' a list calls")
    place = body.temporary(body.zero(wanted))
    body.construct(constructor, place, arguments)
    return body.load(place)


def _record(body: Body, given: list[Cursor], declared: Type, type_: t.RecordType) -> ir.Value:
    """ISO C++17, [dcl.init.aggr]: fields without a value get the class' own, else the default constructor's or zero."""
    parts = list(parts_of(declared))
    if declared.get_declaration().kind == K.UNION_DECL and not designated(given):
        parts = parts[:1]
    result = e.ZeroOp(type_).result
    held: dict[str, ir.Value] = {}
    named = designated(given)
    given[:] = [] if named else given
    for part in parts:
        wanted = body.type(part.type)
        if part.name in named:
            first = initial_value(body, named[part.name], wanted)
        elif given:
            first = _part(body, given, part.type, wanted)
        elif part.field is not None and shape.field_initialiser(part.field) is not None:
            first = _written_in_class(body, part.field, wanted)
        elif not named and _needs_construction(body, part.type):
            first = _default(body, part.type, wanted)
        else:
            continue
        if part.field is not None and part.field.is_bitfield():
            place = bit_fields.place(part.field)
            before = held.get(place.holder) or body.zero(place.holder_type)
            held[place.holder] = bit_fields.written(body, place, before, first)
            continue
        result = e.InsertOp(a.text(part.name), result, first, type_).result
    for name, bits in held.items():
        result = e.InsertOp(a.text(name), result, bits, type_).result
    return result


def parts_of(declared: Type) -> Iterator[Part]:
    """The bases and fields of a record, in the order in which a list initialises them."""
    for base in declared.get_bases():
        yield Part(base.type, base_field(base.type))
    for field in declared.get_fields():
        if field.spelling or not field.is_bitfield():
            yield Part(field.type, field_name(field), field)


def designated(given: list[Cursor]) -> dict[str, Cursor]:
    """The values of `{.x = 1, .y = 2}` by field; empty where the list is not of that kind."""
    found: dict[str, Cursor] = {}
    for cursor in given:
        inner = list(cursor.get_children())
        if cursor.kind != K.UNEXPOSED_EXPR or len(inner) != 2 or inner[0].kind != K.MEMBER_REF:
            return {}
        found[field_name(inner[0].referenced)] = inner[1]
    return found


def _written_in_class(body: Body, field: Cursor, wanted: ir.Type) -> ir.Value:
    init = shape.field_initialiser(field)
    assert init is not None
    if shape.names_this(init):
        raise body.refuse(f"the initial value of '{field.spelling}', which names other members,")
    return initial_value(body, init, wanted)


def _needs_construction(body: Body, declared: Type) -> bool:
    from cn_migrate.parsers.cuda.device.construction import needs_construction

    return needs_construction(body, declared)


def _default(body: Body, declared: Type, wanted: ir.Type) -> ir.Value:
    from cn_migrate.parsers.cuda.device.construction import default_construct

    place = body.temporary(body.zero(wanted))
    default_construct(body, place, declared)
    return body.load(place)


def _is_aggregate(type_: ir.Type) -> bool:
    return isinstance(type_, (t.ArrayType, t.VecType, t.RecordType))


def _is_whole(body: Body, cursor: Cursor, type_: ir.Type) -> bool:
    """Is the one value in the braces of the object's own type?"""
    inner = shape.strip(cursor)
    if inner.kind == K.STRING_LITERAL:
        return isinstance(type_, t.ArrayType)
    if inner.kind == K.INIT_LIST_EXPR or inner.type.get_canonical().kind == TypeKind.VOID:
        return False
    return bool(body.type(cursor.type) == type_)


def _lacks_braces(body: Body, cursor: Cursor, type_: ir.Type) -> bool:
    inner = shape.strip(cursor)
    if inner.kind == K.INIT_LIST_EXPR:
        return False
    if inner.kind == K.STRING_LITERAL and isinstance(type_, t.ArrayType):
        return False
    return bool(body.type(cursor.type) != type_)
