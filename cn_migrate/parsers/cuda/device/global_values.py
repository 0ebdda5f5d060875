"""Initial values of variables at namespace scope: scalar constants in memory order."""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind, Type

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.device import bit_fields, shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.initialisers import ARRAYS, designated, parts_of
from cn_migrate.parsers.cuda.device.literals import string_codes

K = CursorKind
_VECTORS = (K.COMPOUND_LITERAL_EXPR, K.CSTYLE_CAST_EXPR)  # `(float4)(1, 2, 3, 4)` and `(float4)(0)`


def global_values(body: Body, init: Cursor, declared: Type, type_: ir.Type) -> list[ir.Attribute]:
    """The scalars of an object of `type_` that `init` initialises; none where all are zero by default.

    Raises Refusal where the compiler does not know them.
    """
    init = _unwrapped(init)
    if init.kind == K.CALL_EXPR and not shape.children(init):
        return []
    return _object(body, init, declared, type_)


def _unwrapped(init: Cursor) -> Cursor:
    is_wrapped = init.kind == K.UNEXPOSED_EXPR and len(shape.children(init)) == 1
    return shape.strip(init) if is_wrapped else init


def _object(body: Body, init: Cursor, declared: Type, type_: ir.Type) -> list[ir.Attribute]:
    init = _unwrapped(init)
    if t.is_int(type_) or t.is_float(type_):
        return [_scalar(body, init, type_)]
    given = shape.children(init) if init.kind == K.INIT_LIST_EXPR else []
    text = _unwrapped(given[0]) if len(given) == 1 else init
    if isinstance(type_, t.ArrayType) and text.kind == K.STRING_LITERAL:
        return _characters(body, text, type_)
    if isinstance(type_, t.VecType) and init.kind in _VECTORS:
        return _vector(body, shape.children(init)[-1], declared, type_)
    if init.kind == K.CALL_EXPR and not shape.children(init):
        return _zeros(body, type_)
    if init.kind != K.INIT_LIST_EXPR:
        raise body.refuse("an initialiser that is no list of constants")
    return _aggregate(body, given, declared.get_canonical(), type_)


def _vector(body: Body, init: Cursor, declared: Type, type_: ir.Type) -> list[ir.Attribute]:
    """A vector of OpenCL C: each component, or one number for all (OpenCL C, 6.1.6)."""
    if init.kind == K.INIT_LIST_EXPR:
        return _aggregate(body, shape.children(init), declared.get_canonical(), type_)
    return [_scalar(body, init, t.element(type_))] * t.count(type_)


def _scalar(body: Body, init: Cursor, type_: ir.Type) -> ir.Attribute:
    pointers = body.module.pointers
    function = pointers.in_list(init) if type_ == t.unsigned(64) else None
    if function is not None:
        return a.number(type_, pointers.number(function)[0])
    inner = shape.children(init)
    known = clang.evaluate(inner[0] if init.kind == K.INIT_LIST_EXPR and inner else init)
    if not isinstance(known, (int, float)):
        raise body.refuse("an initialiser that is no constant")
    return a.number(type_, known)


def _characters(body: Body, text: Cursor, type_: t.ArrayType) -> list[ir.Attribute]:
    codes = string_codes(body, text)[: t.count(type_)]
    codes += [0] * (t.count(type_) - len(codes))
    return [a.number(t.element(type_), code) for code in codes]


def _aggregate(
    body: Body, given: list[Cursor], declared: Type, type_: ir.Type
) -> list[ir.Attribute]:
    """Takes from the front of `given` what `type_` needs: nested braces may be left out in C."""
    if isinstance(type_, t.RecordType):
        return _record(body, given, declared, type_)
    element = declared.element_type if declared.kind in ARRAYS else declared
    wanted = t.element(type_)
    found: list[ir.Attribute] = []
    for _ in range(t.count(type_)):
        found += _part(body, given, element, wanted) if given else _zeros(body, wanted)
    return found


def _part(body: Body, given: list[Cursor], declared: Type, type_: ir.Type) -> list[ir.Attribute]:
    first = _unwrapped(given[0])
    is_scalar = t.is_int(type_) or t.is_float(type_)
    is_text = first.kind == K.STRING_LITERAL and isinstance(type_, t.ArrayType)
    is_vector = isinstance(type_, t.VecType) and first.kind in _VECTORS
    if is_scalar or is_text or is_vector or first.kind in (K.INIT_LIST_EXPR, K.CALL_EXPR):
        return _object(body, given.pop(0), declared, type_)
    return _aggregate(body, given, declared.get_canonical(), type_)


def _record(
    body: Body, given: list[Cursor], declared: Type, type_: t.RecordType
) -> list[ir.Attribute]:
    """The fields in memory order; of a union the first, whose value is all that counts."""
    fields = body.module.types.records[t.record_name(type_)].fields
    parts = list(parts_of(declared))
    is_union = declared.get_declaration().kind == K.UNION_DECL
    if is_union:
        fields, parts = fields[:1], parts[:1]
    named = designated(given)
    given[:] = [] if named else given
    values: dict[str, list[ir.Attribute]] = {}
    bits: dict[str, int] = {}
    for part in parts:
        wanted = body.type(part.type)
        written = part.field and shape.field_initialiser(part.field)
        if part.name in named:
            found = _object(body, named.pop(part.name), part.type, wanted)
        elif given:
            found = _part(body, given, part.type, wanted)
        elif written is not None:
            found = _object(body, written, part.type, wanted)
        else:
            continue
        if part.field is None or not part.field.is_bitfield():
            values[part.name] = found
            continue
        place = bit_fields.place(part.field)
        held = bits.get(place.holder, 0)
        bits[place.holder] = held | bit_fields.placed(place, int(a.value_of(found[0])))
    if named:
        raise body.refuse("the initial value of a union's second member")
    for field in fields:
        if field.name in bits:
            values[field.name] = [a.number(field.type, bits[field.name])]
    return [x for f in fields for x in values.get(f.name) or _zeros(body, f.type)]


def _zeros(body: Body, type_: ir.Type) -> list[ir.Attribute]:
    if t.is_int(type_) or t.is_float(type_):
        return [a.number(type_, 0)]
    return [zero for kind in _part_types(body, type_) for zero in _zeros(body, kind)]


def _part_types(body: Body, type_: ir.Type) -> list[ir.Type]:
    if isinstance(type_, (t.ArrayType, t.VecType)):
        return [t.element(type_)] * t.count(type_)
    record = body.module.types.records[t.record_name(type_)]
    return [f.type for f in record.fields[: 1 if record.kind == "union" else None]]
