"""Walking a host-pass tree for the declarations that a port has to change."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from clang.cindex import Cursor, CursorKind

from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.device_variables import is_texture_reference
from cn_migrate.parsers.cuda.host.includes import interface_part
from cn_migrate.parsers.cuda.translation_unit import HEADERS, TranslationUnit
from cn_migrate.project.includes import is_supplied

K = CursorKind

FUNCTIONS = frozenset(
    {
        K.FUNCTION_DECL,
        K.FUNCTION_TEMPLATE,
        K.CXX_METHOD,
        K.CONSTRUCTOR,
        K.DESTRUCTOR,
        K.CONVERSION_FUNCTION,
    }
)
CLASSES = frozenset(
    {
        K.CLASS_DECL,
        K.STRUCT_DECL,
        K.UNION_DECL,
        K.CLASS_TEMPLATE,
        K.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION,
    }
)
_SCOPES = CLASSES | {K.NAMESPACE, K.LINKAGE_SPEC, K.UNEXPOSED_DECL, K.FRIEND_DECL}
_DEVICE_VARIABLE = {K.CUDACONSTANT_ATTR, K.CUDADEVICE_ATTR}


@dataclass(slots=True)
class Declarations:
    """What the project's files of one translation unit declare; `names` of every kind, `macros` too.

    `plain` are the functions, classes and variables that the host compiles as they are.
    `supplied` are the names that come from supplied headers.
    """

    kernels: list[Cursor] = field(default_factory=list)
    device_only: list[Cursor] = field(default_factory=list)
    symbols: list[Cursor] = field(default_factory=list)
    texture_references: list[Cursor] = field(default_factory=list)
    shared: list[Cursor] = field(default_factory=list)
    plain: list[Cursor] = field(default_factory=list)
    device_namespaces: list[Cursor] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    supplied: set[str] = field(default_factory=set)
    macros: dict[str, Cursor] = field(default_factory=dict)


def is_kernel(function: Cursor) -> bool:
    """Is a function marked `__global__`?"""
    return K.CUDAGLOBAL_ATTR in clang.attributes(function)


def is_device_only(function: Cursor) -> bool:
    """Is a function marked `__device__` and not `__host__`?"""
    marks = clang.attributes(function)
    return K.CUDADEVICE_ATTR in marks and K.CUDAHOST_ATTR not in marks


def body_of(function: Cursor) -> Cursor | None:
    """The body of a function's definition."""
    return next((c for c in function.get_children() if c.kind == K.COMPOUND_STMT), None)


def declarations(unit: TranslationUnit) -> Declarations:
    """Everything that the project's files declare at namespace and class scope, in source order."""
    found = Declarations()
    for cursor in unit.declarations:
        supplied = is_supplied(Path(cursor.location.file.name))
        _visit(cursor, found, found.supplied if supplied else found.names)
    return found


def _visit(cursor: Cursor, found: Declarations, names: set[str]) -> None:
    kind = cursor.kind
    if kind == K.MACRO_DEFINITION:
        found.macros[cursor.spelling] = cursor
    if kind == K.MACRO_DEFINITION or (kind.is_declaration() and kind != K.USING_DECLARATION):
        names.add(cursor.spelling)
    if kind in FUNCTIONS:
        _visit_function(cursor, found)
    elif kind == K.VAR_DECL:
        _visit_variable(cursor, found)
    elif kind in {K.NAMESPACE_ALIAS, K.USING_DIRECTIVE, K.USING_DECLARATION}:
        if _is_of_headers(cursor):
            found.device_namespaces.append(cursor)
    elif kind in {K.TYPE_ALIAS_DECL, K.TYPEDEF_DECL}:
        in_std = "std" in _namespaces(cursor)
        if _is_of_headers(cursor) and not in_std and not _is_of_library(cursor):
            found.device_namespaces.append(cursor)
    elif kind == K.ENUM_DECL:
        names.update(enumerator.spelling for enumerator in cursor.get_children())
    elif kind in _SCOPES:
        if kind in CLASSES:
            found.plain.append(cursor)
        for child in cursor.get_children():
            _visit(child, found, names)


def _visit_function(function: Cursor, found: Declarations) -> None:
    if is_kernel(function):
        found.kernels.append(function)
    elif is_device_only(function):
        found.device_only.append(function)
    else:
        found.plain.append(function)


def _visit_variable(variable: Cursor, found: Declarations) -> None:
    marks = clang.attributes(variable)
    if K.CUDASHARED_ATTR in marks:
        found.shared.append(variable)
    elif marks & _DEVICE_VARIABLE:
        found.symbols.append(variable)
    elif is_texture_reference(variable):
        found.texture_references.append(variable)
    else:
        found.plain.append(variable)


def _is_of_headers(cursor: Cursor) -> bool:
    """Does an alias or a using name a namespace of CUDA's headers that only devices have?"""
    return any(
        t.location.file is not None and t.location.file.name.startswith(str(HEADERS))
        for t in _namespaces(cursor).values()
    )


def _is_of_library(alias: Cursor) -> bool:
    """Does an alias name a class template that host code has from the native interface, too?"""
    named = [c.referenced for c in alias.get_children() if c.kind == K.TEMPLATE_REF]
    files = [Path(t.location.file.name) for t in named if t is not None and t.location.file]
    return any(
        file.is_relative_to(HEADERS) and interface_part(file.relative_to(HEADERS).as_posix())
        for file in files
    )


def _namespaces(cursor: Cursor) -> dict[str, Cursor]:
    """The namespaces that a declaration names, by name."""
    found = [c.referenced for c in cursor.get_children() if c.kind == K.NAMESPACE_REF]
    return {t.spelling: t for t in found if t is not None}
