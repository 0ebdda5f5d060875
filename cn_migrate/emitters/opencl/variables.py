"""Variables outside of functions: constant data whose values are known."""

from __future__ import annotations

from collections.abc import Iterator

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import definitions
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import value_of
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.emitters.opencl.literals import literal, plain_integer
from cn_migrate.emitters.opencl.spellings import declaration, is_native, type_name


def variable_definition(op: definitions.GlobalOp, name: str, layout: Layout) -> str:
    """The definition: `__constant float weights[3] = {0.25f, 0.5f, 0.25f};`."""
    type_ = op.type.value
    values = iter(op.attributes["init"]) if "init" in op.attributes else iter(())
    return f"{declaration(type_, name, '__constant', memory=True)} = {_initial(type_, values, layout)};"


def _initial(type_: ir.Type, values: Iterator[ir.Attribute], layout: Layout) -> str:
    if isinstance(type_, t.ArrayType):
        parts = [_initial(t.element(type_), values, layout) for _ in range(t.count(type_))]
    elif isinstance(type_, t.VecType):
        parts = [_initial(t.element(type_), values, layout) for _ in range(t.count(type_))]
        if is_native(type_):
            return f"({type_name(type_)})({', '.join(parts)})"
    elif isinstance(type_, t.RecordType):
        record = layout.records[t.record_name(type_)]
        fields = record.fields[: 1 if record.kind == "union" else None]
        parts = [_initial(field.type, values, layout) for field in fields]
    else:
        return _scalar(type_, next(values, None))
    return f"{{{', '.join(parts)}}}"


def _scalar(type_: ir.Type, value: ir.Attribute | None) -> str:
    number = 0 if value is None else value_of(value)
    if t.is_ptr(type_):
        return "0"
    if t.is_int(type_) and not t.is_bool(type_):
        return plain_integer(type_, int(number)).text
    return literal(type_, number).text
