"""Kernel instances: which ones a translation unit uses, and how the host spells each."""

from __future__ import annotations

from collections.abc import Iterator

from clang.cindex import Cursor, CursorKind

from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.closures import CLOSURE
from cn_migrate.parsers.cuda.host.declarations import (
    FUNCTIONS,
    body_of,
    is_device_only,
    is_kernel,
)
from cn_migrate.parsers.cuda.host.type_names import with_hub_types
from cn_migrate.parsers.cuda.template_arguments import qualified_name, with_function_arguments
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit

K = CursorKind
_INSTANCES = {K.CLASS_DECL, K.STRUCT_DECL}
_TEMPLATES = {K.FUNCTION_TEMPLATE, K.CLASS_TEMPLATE}
_REFERRING = {
    K.DECL_REF_EXPR,
    K.MEMBER_REF_EXPR,
    K.CALL_EXPR,
    K.UNEXPOSED_EXPR,
    K.MEMBER_REF,
    K.OVERLOADED_DECL_REF,
}
# By libclang's numbers: what matters in a tree, and what of that is entered by itself.
_LOOKED_AT = frozenset(kind.value for kind in FUNCTIONS | _INSTANCES | _REFERRING)
_NOT_ENTERED = frozenset(kind.value for kind in FUNCTIONS | _INSTANCES | _TEMPLATES)


def spell_stub(function: Cursor) -> tuple[str, str]:
    """How the host names a kernel instance, and the type of a pointer to it.

    `("ns::kern<float, 128>", "void (*)(float *, int)")`, with full and canonical names.  A kernel in an unnamed
    namespace is named as its own file can.  Raises ValueError where the instance has a type without a name (a
    lambda's, a local or unnamed struct) for an argument.
    """
    name = stub_name(function)
    types = ", ".join(clang.qualified_type(t) for t in function.type.argument_types())
    if any(mark in name + types for mark in _NAMELESS):
        raise ValueError(name)
    return with_hub_types(name), with_hub_types(f"void (*)({types})")


def stub_name(function: Cursor) -> str:
    """The full name of a kernel instance, with its template arguments."""
    return with_function_arguments(qualified_name(function), function.get_usr())


_NAMELESS = ("(lambda at", "(unnamed", "(anonymous", ")::")


def find_instances(unit: TranslationUnit) -> list[Cursor]:
    """The definitions of every kernel instance that the unit may launch, in the order in which they are met.

    These are its kernels that are no templates, and instances of kernel templates mentioned in code that is
    instantiated: in launches, pointers, template arguments, through function and class templates.
    """
    found: dict[str, Cursor] = {}
    seen: set[int] = set()
    pending = [c for c in reversed(unit.declarations) if not c.kind.is_preprocessing()]
    while pending:
        cursor = pending.pop()
        if cursor.kind in FUNCTIONS:
            if cursor.hash in seen:
                continue
            seen.add(cursor.hash)
        if cursor.kind in FUNCTIONS and is_kernel(cursor) and cursor.kind != K.FUNCTION_TEMPLATE:
            definition = _definition(cursor)
            if definition is not None:
                found.setdefault(_key(definition), definition)
        pending.extend(reversed(list(_next(unit, cursor))))
    return list(found.values())


def _explicit_instances(cursor: Cursor) -> Iterator[Cursor]:
    """The methods of an explicitly instantiated class, and the function that a friend declaration names."""
    if cursor.kind in _INSTANCES and cursor.specialized_template is not None:
        yield from cursor.type.get_methods()
    elif cursor.kind in FUNCTIONS and body_of(cursor) is None:
        definition = cursor.get_definition()
        if definition is not None and definition.kind in FUNCTIONS:
            yield definition


def _key(function: Cursor) -> str:
    signature = clang.qualified_signature(function)
    # Lambdas in two instances of one function are spelled alike.
    return f"{signature} {function.hash}" if CLOSURE.search(signature) else signature


def _definition(function: Cursor) -> Cursor | None:
    if body_of(function) is not None:
        return function
    definition = function.get_definition()
    return definition if definition is not None and body_of(definition) is not None else None


def _next(unit: TranslationUnit, cursor: Cursor) -> Iterator[Cursor]:
    """What to look at after `cursor`: what matters inside of it, and the instance that it refers to."""
    if cursor.kind in _TEMPLATES:
        return  # only instances count
    if cursor.kind in FUNCTIONS and (is_kernel(cursor) or is_device_only(cursor)):
        return  # kernels are launched by the host
    if cursor.kind in _REFERRING:
        target = cursor.referenced
        if target is not None and target.kind in FUNCTIONS and unit.in_project(target):
            yield target
        return
    yield from clang.inside(cursor, _LOOKED_AT, _NOT_ENTERED)
    yield from _explicit_instances(cursor)
