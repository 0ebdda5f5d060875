"""Kinds of device variables that no attribute of clang's tells: texture references, managed variables."""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind, TypeKind

from cn_migrate.parsers.cuda.translation_unit import HEADERS

_REFERENCES = {"texture", "surface"}
_MANAGED = "__managed__"  # as our headers annotate it


def is_texture_reference(variable: Cursor) -> bool:
    """Is it a texture or surface reference (`texture<float, 2> image;`), which device code reads?"""
    type_ = variable.type.get_canonical()
    if type_.kind != TypeKind.RECORD:
        return False
    declaration = type_.get_declaration()
    file = declaration.location.file
    return declaration.spelling in _REFERENCES and bool(file) and file.name.startswith(str(HEADERS))


def is_managed(variable: Cursor) -> bool:
    """Is it marked `__managed__`: memory that host and device use by the same address?"""
    return any(
        child.kind == CursorKind.ANNOTATE_ATTR and child.spelling == _MANAGED
        for child in variable.get_children()
    )
