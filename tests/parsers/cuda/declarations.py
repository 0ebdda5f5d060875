"""What a parsed header declares at namespace scope: functions with their types, enumerators, record layouts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from clang.cindex import Cursor, CursorKind, TranslationUnit, Type, TypeKind

K = CursorKind
_INTERNAL = {"details", "detail", "__internal", "internal"}
_RECORDS = {K.STRUCT_DECL, K.UNION_DECL, K.CLASS_DECL}
# What has no part in the type that a caller sees, and NVIDIA's inline namespace of versions.
_NOISE = re.compile(r" noexcept(\(\w+\))?| __attribute__\(\(noreturn\)\)|\b__v\d::")


@dataclass(frozen=True)
class Layout:
    """Size and alignment in bytes, and the offset in bits of each field."""

    size: int
    alignment: int
    fields: tuple[tuple[str, int], ...]


@dataclass
class Declarations:
    """`functions`: canonical types of all overloads by name; `values`: enumerators; `layouts`: records;
    `names`: those of every kind, macros included."""

    functions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    values: dict[str, int] = field(default_factory=dict)
    layouts: dict[str, Layout] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


def declarations(unit: TranslationUnit, *folders: Path) -> Declarations:
    """Everything that files below `folders` declare outside of classes and internal namespaces."""
    found = Declarations()
    for cursor in _walk(unit.cursor):
        file = cursor.location.file
        if file is None or not any(map(Path(file.name).resolve().is_relative_to, folders)):
            continue
        found.names.add(cursor.spelling)
        if cursor.kind == K.FUNCTION_DECL or _is_api_template(cursor):
            found.functions[cursor.spelling].add(_signature(cursor.type))
        elif cursor.kind == K.ENUM_DECL:
            found.values |= {
                c.spelling: c.enum_value
                for c in cursor.get_children()
                if c.kind == K.ENUM_CONSTANT_DECL
            }
        elif cursor.kind in _RECORDS or cursor.kind == K.TYPEDEF_DECL:
            _add_layout(found, cursor)
    return found


def _walk(parent: Cursor) -> Iterator[Cursor]:
    for cursor in parent.get_children():
        if cursor.kind in (K.LINKAGE_SPEC, K.UNEXPOSED_DECL, K.NAMESPACE):
            if cursor.spelling not in _INTERNAL:
                yield from _walk(cursor)
        else:
            yield cursor


def _is_api_template(cursor: Cursor) -> bool:
    """Templates of the interface; others have return types that only their own header can spell."""
    return bool(cursor.kind == K.FUNCTION_TEMPLATE and cursor.spelling.startswith("cuda"))


def _signature(type_: Type) -> str:
    return re.sub(r"\s+", " ", _NOISE.sub("", type_.get_canonical().spelling))


def _add_layout(found: Declarations, cursor: Cursor) -> None:
    type_ = cursor.type.get_canonical()
    size = type_.get_size()
    if type_.kind != TypeKind.RECORD or size <= 0 or not cursor.spelling:
        return
    found.layouts[cursor.spelling] = Layout(size, type_.get_align(), tuple(_fields(type_)))


def _fields(record: Type, base: int = 0) -> Iterator[tuple[str, int]]:
    """Fields with those of anonymous members, which belong to the record for whoever names them."""
    for member in record.get_fields():
        offset = base + member.get_field_offsetof()
        if member.is_anonymous():
            yield from _fields(member.type.get_canonical(), offset)
        else:
            yield member.spelling, offset
