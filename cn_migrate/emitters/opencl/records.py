"""Records and odd vectors as C typedefs with the exact layout of the original."""

from __future__ import annotations

from collections.abc import Callable

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import Layout, Record
from cn_migrate.emitters.opencl.names import identifier
from cn_migrate.emitters.opencl.spellings import (
    declaration,
    is_native,
    record_name,
    scalar_name,
    vector_name,
)


def typedefs(
    types: list[ir.Type], layout: Layout, use_macros: Callable[[str], bool] = lambda _: False
) -> list[str]:
    """One typedef for each record, and each vector that OpenCL C lays out otherwise, among `types`.

    `use_macros` says of the text of an array's extent whether the constants that it names have kept their names.
    """
    writer = _Writer(layout, use_macros)
    records = [x for x in types if isinstance(x, t.RecordType)]
    for type_ in [x for x in types if isinstance(x, t.VecType)] + sorted(
        records, key=_definition_order(layout)
    ):
        writer.define(type_)
    return writer.texts


def _definition_order(layout: Layout) -> Callable[[t.RecordType], int]:
    order = {name: i for i, name in enumerate(layout.records)}
    return lambda type_: order[t.record_name(type_)]


class _Writer:
    """Writes each definition after those that it needs."""

    def __init__(self, layout: Layout, use_macros: Callable[[str], bool]) -> None:
        self.texts: list[str] = []
        self._use_macros = use_macros
        self._layout = layout
        self._done: set[ir.Type] = set()

    def define(self, type_: ir.Type) -> None:
        """Write `type_`'s definition, if it needs one and has none."""
        if isinstance(type_, t.ArrayType):
            self.define(t.element(type_))
        if type_ in self._done:
            return
        self._done.add(type_)
        if isinstance(type_, t.VecType) and not is_native(type_):
            self.texts.append(self._vector(type_))
        elif isinstance(type_, t.RecordType):
            self._record(type_)

    def _vector(self, type_: t.VecType) -> str:
        fields = ", ".join("xyzw"[: t.count(type_)])
        natural = t.element(type_).width // 8
        align = self._layout.align(type_)
        attribute = f"__attribute__((aligned({align}))) " if align != natural else ""
        return f"typedef struct {{ {scalar_name(t.element(type_))} {fields}; }} {attribute}{vector_name(type_)};"

    def _record(self, type_: t.RecordType) -> None:
        record = self._layout.fields(type_)
        for field in record:
            self.define(field.type)
            of = field.type
            while isinstance(of, t.ArrayType):
                of = t.element(of)
            if isinstance(of, t.PtrType):
                self._announce(t.pointee(of))
        definition = self._layout.records[t.record_name(type_)]
        name = record_name(definition.name)
        body = "".join(f"    {line};\n" for line in self._members(definition))
        attributes = self._attributes(definition)
        kind = definition.kind
        if f"typedef {kind} {name} {name};" in self.texts:
            self.texts.append(f"{kind} {name} {{\n{body}}}{attributes};")
            return
        self.texts.append(f"typedef {kind} {{\n{body}}}{attributes} {name};")

    def _announce(self, pointee: ir.Type) -> None:
        """A record that is pointed to, through other pointers perhaps, before it is complete."""
        while isinstance(pointee, (t.PtrType, t.ArrayType)):
            pointee = t.pointee(pointee) if isinstance(pointee, t.PtrType) else t.element(pointee)
        if not isinstance(pointee, t.RecordType):
            self.define(pointee)
            return
        record = self._layout.records[t.record_name(pointee)]
        name = record_name(record.name)
        text = f"typedef {record.kind} {name} {name};"
        written = any(x.endswith(f" {name};") for x in self.texts)
        if not written:
            self.texts.append(text)

    def _members(self, record: Record) -> list[str]:
        lines: list[str] = []
        end = 0
        for field in record.fields:
            align = 1 if self._packed(record) else self._layout.align(field.type)
            start = -(-end // align) * align
            if record.kind == "struct" and field.offset > start:
                lines.append(f"uchar pad_{field.offset}[{field.offset - end}]")
            extents = [text if self._use_macros(text) else "" for text in field.extents]
            name = identifier(field.name)
            lines.append(declaration(field.type, name, memory=True, extents=extents))
            end = field.offset + self._layout.size(field.type)
        rest = record.size - (-(-end // record.align) * record.align)
        if not record.fields:
            return [f"uchar empty[{record.size}]"]
        if rest > 0 and record.kind == "struct":
            lines.append(f"uchar pad_{end}[{record.size - end}]")
        return lines

    def _packed(self, record: Record) -> bool:
        """Lies a field where its alignment would not put it?"""
        return any(
            f.offset % self._layout.align(f.type) for f in record.fields
        ) or record.align < max((self._layout.align(f.type) for f in record.fields), default=1)

    def _attributes(self, record: Record) -> str:
        natural = max((self._layout.align(f.type) for f in record.fields), default=1)
        packed = self._packed(record)
        words = ["packed"] if packed else []
        if record.align != (1 if packed else natural):
            words.append(f"aligned({record.align})")
        return f" __attribute__(({', '.join(words)}))" if words else ""
