"""Clang types -> `cnative` types, and the records they need."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from clang.cindex import Cursor, CursorKind, Type, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Refusal
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import Field, Record
from cn_migrate.parsers.cuda.closures import capture_name, is_closure
from cn_migrate.parsers.cuda.device import bit_fields
from cn_migrate.parsers.cuda.device.names import Names
from cn_migrate.parsers.cuda.device.polymorphism import (
    CLASS_FIELD,
    holds_number,
    is_polymorphic,
)
from cn_migrate.parsers.cuda.function_ids import is_function

_INTEGERS: dict[TypeKind, tuple[bool, int]] = {  # kind: (signed, bits), LP64
    TypeKind.CHAR_S: (True, 8),
    TypeKind.SCHAR: (True, 8),
    TypeKind.UCHAR: (False, 8),
    TypeKind.SHORT: (True, 16),
    TypeKind.USHORT: (False, 16),
    TypeKind.INT: (True, 32),
    TypeKind.UINT: (False, 32),
    TypeKind.LONG: (True, 64),
    TypeKind.ULONG: (False, 64),
    TypeKind.LONGLONG: (True, 64),
    TypeKind.ULONGLONG: (False, 64),
    TypeKind.WCHAR: (True, 32),
    TypeKind.CHAR16: (False, 16),
    TypeKind.CHAR32: (False, 32),
}
_REFERENCES = (TypeKind.LVALUEREFERENCE, TypeKind.RVALUEREFERENCE)
_RECORD_KINDS = (CursorKind.STRUCT_DECL, CursorKind.CLASS_DECL, CursorKind.UNION_DECL)
_VECTOR = re.compile(r"(u?(?:char|short|int|long|longlong)|float|double)([1-4])(?:_16a|_32a)?$")


def is_reference(type_: Type) -> bool:
    """Is it a C++ reference?  One to a function is that function's number."""
    canonical = type_.get_canonical()
    return canonical.kind in _REFERENCES and not is_function(canonical)


def _innermost(type_: Type) -> Type:
    """What a pointer, reference or array is of in the end.

    A local class is spelled alike in all instances of the template around it; its declaration tells them apart.
    """
    while True:
        if type_.kind == TypeKind.POINTER or type_.kind in _REFERENCES:
            type_ = type_.get_pointee().get_canonical()
        elif type_.kind in (TypeKind.CONSTANTARRAY, TypeKind.INCOMPLETEARRAY):
            type_ = type_.element_type.get_canonical()
        else:
            return type_


class Types:
    """Translates types and collects the records that a module must define."""

    def __init__(
        self, names: Names, extents: Callable[[Cursor, ir.Type], Sequence[str]] = lambda *_: ()
    ) -> None:
        self.records: dict[str, Record] = {}
        self._extents = extents
        self._names = names
        self._by_spelling: dict[str, ir.Type] = {}

    def translate(self, type_: Type) -> ir.Type:
        """The `cnative` type; a reference becomes a pointer.  Raises Refusal for what has none."""
        canonical = type_.get_canonical()
        key = f"{canonical.spelling}@{_innermost(canonical).get_declaration().hash}"
        if key not in self._by_spelling:
            self._by_spelling[key] = self._translate(canonical)
        return self._by_spelling[key]

    def parameter(self, type_: Type) -> ir.Type:
        """The type of a parameter: `T a[n]` is a pointer, though libclang shows the array."""
        canonical = type_.get_canonical()
        if canonical.kind in (TypeKind.CONSTANTARRAY, TypeKind.INCOMPLETEARRAY):
            return t.ptr(self.translate(canonical.element_type))
        return self.translate(type_)

    def _translate(self, type_: Type) -> ir.Type:
        kind = type_.kind
        if kind in _INTEGERS:
            is_signed, bits = _INTEGERS[kind]
            return t.signed(bits) if is_signed else t.unsigned(bits)
        if kind == TypeKind.BOOL:
            return t.boolean()
        if kind == TypeKind.FLOAT:
            return ir.F32Type.get()
        if kind == TypeKind.DOUBLE:
            return ir.F64Type.get()
        if kind == TypeKind.VOID:
            return t.void()
        if is_function(type_):
            return t.unsigned(64)
        if kind == TypeKind.MEMBERPOINTER:
            raise Refusal("device-construct", None, construct="a pointer to a member")
        if kind == TypeKind.POINTER or kind in _REFERENCES:
            return self._pointer(type_)
        if kind == TypeKind.NULLPTR:
            return t.ptr(t.void())
        if kind == TypeKind.CONSTANTARRAY:
            return t.array(self.translate(type_.element_type), type_.element_count)
        if kind == TypeKind.INCOMPLETEARRAY:
            return t.array(self.translate(type_.element_type), 0)
        if kind == TypeKind.ENUM:
            return self.translate(type_.get_declaration().enum_type)
        if kind == TypeKind.RECORD:
            return self._record(type_)
        raise Refusal("device-construct", None, construct=f"type '{type_.spelling}'")

    def _pointer(self, type_: Type) -> ir.Type:
        pointee = type_.get_pointee()
        return t.ptr(self.translate(pointee))

    def _record(self, type_: Type) -> ir.Type:
        declaration = type_.get_declaration()
        if vector := self._vector(declaration):
            return vector
        name = self._names.record(declaration)
        if name in self.records:
            return t.record(name)
        if type_.get_size() < 0:
            self.records[name] = Record(
                name, "struct", (), 1, 1
            )  # incomplete: only behind pointers
            return t.record(name)
        kind = "union" if declaration.kind == CursorKind.UNION_DECL else "struct"
        self.records[name] = Record(name, kind, (), type_.get_size(), type_.get_align())
        fields = tuple(sorted(self._fields(type_, declaration), key=lambda f: f.offset))
        self.records[name] = Record(name, kind, fields, type_.get_size(), type_.get_align())
        return t.record(name)

    def _vector(self, declaration: Cursor) -> ir.Type | None:
        match = _VECTOR.match(declaration.spelling)
        if match is None or declaration.semantic_parent.kind != CursorKind.TRANSLATION_UNIT:
            return None
        first = next(declaration.type.get_fields(), None)
        if first is None or first.spelling != "x":
            return None
        return t.vec(self.translate(first.type), int(match.group(2)))

    def _fields(self, type_: Type, declaration: Cursor) -> list[Field]:
        found: list[Field] = []
        if holds_number(type_):
            found.append(Field(CLASS_FIELD, t.unsigned(64), 0))
        for base in type_.get_bases():
            if not _is_empty(base.type):
                offset = base.get_base_offsetof(declaration) // 8
                found.append(Field(base_field(base.type), self.translate(base.type), offset))
        for holder in bit_fields.holders(type_):
            found.append(Field(holder.name, t.unsigned(holder.size * 8), holder.offset))
        for field in type_.get_fields():
            if field.is_bitfield():
                continue
            offset = field.get_field_offsetof() // 8
            made = self.translate(field.type)
            texts = tuple(self._extents(field, made))
            found.append(Field(field_name(field), made, offset, texts))
        return found


def base_field(base: Type) -> str:
    """Name of the field that holds a base class' part."""
    name = re.sub(r"\b\w+::", "", base.get_canonical().spelling)
    return "base_" + re.sub(r"\W+", "_", name).strip("_")


def field_name(field: Cursor) -> str:
    """Name of a field; anonymous structs and unions are named by their place."""
    if field.spelling and not field.is_anonymous():
        return str(field.spelling)
    if is_closure(field.semantic_parent):
        return _captured_name(field)
    return f"anonymous_{field.location.line}_{field.location.column}"


def _captured_name(field: Cursor) -> str:
    """The captured variable's name; elements of a pack, which share it, are numbered."""
    name = capture_name(field)
    fields = field.semantic_parent.type.get_canonical().get_fields()
    twins = [f for f in fields if capture_name(f) == name]
    number = next(i for i, twin in enumerate(twins) if twin == field)
    name = "captured_this" if name in ("this", "*") else name
    return f"{name}_{number}" if len(twins) > 1 else name


def _is_empty(base: Type) -> bool:
    canonical = base.get_canonical()
    has_fields = next(canonical.get_fields(), None) is not None
    return not (has_fields or is_polymorphic(canonical)) and all(
        _is_empty(b.type) for b in canonical.get_bases()
    )
