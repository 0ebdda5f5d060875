"""Initial values: braces, constructors, plain expressions."""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import value

K = CursorKind


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
        result = value(body, cursor)
        if result.type == type_ or isinstance(type_, (t.RecordType, t.VecType)):
            return result
        return body.convert(result, type_)


def _characters(body: Body, cursor: Cursor, type_: t.ArrayType) -> ir.Value:
    text = body.module.evaluate(cursor)
    if not isinstance(text, str):
        raise body.refuse("a string that is no constant")
    codes = text.encode("utf-8", "surrogateescape")
    parts = [body.constant(t.element(type_), code) for code in codes]
    return e.AggregateOp(type_, parts).result if parts else e.ZeroOp(type_).result


def _list(body: Body, cursor: Cursor, type_: ir.Type) -> ir.Value:
    parts = shape.children(cursor)
    if not _is_aggregate(type_):
        return initial_value(body, parts[0], type_) if parts else body.zero(type_)
    result = _aggregate(body, parts, type_)
    if parts:
        raise body.refuse("an initialiser list with more values than fields")
    return result


def _aggregate(body: Body, parts: list[Cursor], type_: ir.Type) -> ir.Value:
    """Takes from the front of `parts` what `type_` needs: nested braces may be left out in C."""
    values: list[ir.Value] = []
    for wanted in body.module.part_types(type_):
        if not parts:
            break
        if _is_aggregate(wanted) and _lacks_braces(body, parts[0], wanted):
            values.append(_aggregate(body, parts, wanted))
        else:
            values.append(initial_value(body, parts.pop(0), wanted))
    if isinstance(type_, t.RecordType):
        return _record(body, values, type_)
    return e.AggregateOp(type_, values).result if values else e.ZeroOp(type_).result


def _record(body: Body, values: list[ir.Value], type_: ir.Type) -> ir.Value:
    result = e.ZeroOp(type_).result
    fields = body.module.types.records[t.record_name(type_)].fields
    for field, part in zip(fields, values, strict=False):
        result = e.InsertOp(a.text(field.name), result, part, type_).result
    return result


def _is_aggregate(type_: ir.Type) -> bool:
    return isinstance(type_, (t.ArrayType, t.VecType, t.RecordType))


def _lacks_braces(body: Body, cursor: Cursor, type_: ir.Type) -> bool:
    has_braces = shape.strip(cursor).kind == K.INIT_LIST_EXPR
    return not has_braces and bool(body.type(cursor.type) != type_)
