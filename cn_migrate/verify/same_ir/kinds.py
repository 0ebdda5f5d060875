"""Types by what they mean to memory and arithmetic: names and the spaces of pointers count for nothing."""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.verify.same_ir.terms import Atom, Range, bounds


def integer(type_: ir.Type) -> tuple[bool, int] | None:
    """Sign and width of an integer type; a truth value counts as an unsigned one of one bit."""
    if not t.is_int(type_):
        return None
    return (not t.is_unsigned(type_), type_.width)


def range_of(type_: ir.Type) -> Range | None:
    """What a value of an integer type may be; None for any other."""
    known = integer(type_)
    return None if known is None else bounds(*known)


def kind_of(type_: ir.Type, layout: Layout, in_memory: bool = False) -> Atom:
    """The kind of a type: equal for types that hold the same."""
    if t.is_bool(type_):
        return "ui8" if in_memory else "bool"
    if t.is_ptr(type_):
        return "pointer"
    if isinstance(type_, t.ArrayType):
        return ("array", t.count(type_), kind_of(t.element(type_), layout, True))
    if isinstance(type_, t.VecType):
        return ("record", tuple(_fields(type_, layout)))
    if isinstance(type_, t.RecordType):
        return ("record", tuple(_fields(type_, layout)))
    return str(type_)


def _fields(type_: ir.Type, layout: Layout) -> list[Atom]:
    """Scalars of a record or vector with their places; names and nesting count for nothing."""
    return [(place, kind_of(inner, layout, True)) for place, inner in leaves(type_, layout)]


def leaves(type_: ir.Type, layout: Layout, at: int = 0) -> list[tuple[int, ir.Type]]:
    """What is no record, vector or array in `type_`, with its offset; unions are one array of bytes."""
    if isinstance(type_, t.ArrayType):
        size = layout.size(t.element(type_))
        return [
            leaf
            for i in range(t.count(type_))
            for leaf in leaves(t.element(type_), layout, at + i * size)
        ]
    if isinstance(type_, t.RecordType) and layout.records[t.record_name(type_)].kind == "union":
        size = layout.size(type_)
        return [(at + i, t.unsigned(8)) for i in range(size)]
    if isinstance(type_, (t.RecordType, t.VecType)):
        fields = layout.fields(type_)
        return [leaf for f in fields for leaf in leaves(f.type, layout, at + f.offset)]
    return [(at, type_)]
