"""Numbers that stand for functions where a program uses pointers to them: OpenCL C has no such pointers.

The number follows from the function's name and type, so that all units and the host agree on it.  The native
interface computes the same one (`cn::device_function`).
"""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind, Type, TypeKind

from cn_migrate.parsers.cuda.closures import CLOSURE
from cn_migrate.parsers.cuda.template_arguments import argument_texts

_FUNCTION_TYPES = (TypeKind.FUNCTIONPROTO, TypeKind.FUNCTIONNOPROTO)
_POINTERS = (TypeKind.POINTER, TypeKind.LVALUEREFERENCE, TypeKind.RVALUEREFERENCE)


def is_function(type_: Type) -> bool:
    """Is it a function, or a pointer or reference to one?"""
    canonical = type_.get_canonical()
    if canonical.kind in _POINTERS:
        canonical = canonical.get_pointee().get_canonical()
    return canonical.kind in _FUNCTION_TYPES


def holds_function(type_: Type) -> bool:
    """Is there a pointer to a function in an object of this type?"""
    canonical = type_.get_canonical()
    if canonical.kind in (TypeKind.CONSTANTARRAY, TypeKind.INCOMPLETEARRAY):
        return holds_function(canonical.element_type)
    if canonical.kind == TypeKind.RECORD:
        return any(holds_function(field.type) for field in canonical.get_fields())
    return is_function(canonical)


def function_name(function: Cursor) -> str:
    """`ns::add<float>(float, float)`: what tells a function from all others of a program."""
    parts: list[str] = []
    scope = function
    while scope is not None and scope.kind != CursorKind.TRANSLATION_UNIT:
        parts.append(scope.spelling)
        scope = scope.semantic_parent
    arguments = argument_texts(function)
    if arguments:
        parts[0] += f"<{', '.join(arguments)}>"
    types = ", ".join(t.get_canonical().spelling for t in function.type.argument_types())
    name = f"{'::'.join(filter(None, reversed(parts)))}({types})"
    return CLOSURE.sub(r"lambda at \1:\2:\3", name)


def function_id(name: str) -> int:
    """The number of a function by its name: 31 bits of FNV-1a, never 0, which is the null pointer."""
    value = 14695981039346656037
    for byte in name.encode("utf-8", "surrogateescape"):
        value = (value ^ byte) * 1099511628211 % 2**64
    return (value % 2**31) or 1
