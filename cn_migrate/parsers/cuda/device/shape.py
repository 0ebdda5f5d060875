"""Which child is which: libclang gives children without roles; token positions settle what is ambiguous."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from clang.cindex import Cursor, CursorKind, TypeKind

from cn_migrate.diagnostics import Refusal
from cn_migrate.parsers.cuda import clang

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.device.module import DeviceModule

K = CursorKind
FUNCTIONS = (K.FUNCTION_DECL, K.CXX_METHOD, K.CONVERSION_FUNCTION)
CASTS = (
    K.CSTYLE_CAST_EXPR,
    K.CXX_STATIC_CAST_EXPR,
    K.CXX_FUNCTIONAL_CAST_EXPR,
    K.CXX_REINTERPRET_CAST_EXPR,
    K.CXX_CONST_CAST_EXPR,
)
_REFERENCES = (K.TYPE_REF, K.TEMPLATE_REF, K.NAMESPACE_REF)


class Tokens(Protocol):
    """Finds tokens of a cursor: (spelling, byte offset) pairs in order."""

    def __call__(self, cursor: Cursor) -> list[tuple[str, int]]:
        """The tokens of `cursor`."""
        ...


@dataclass(slots=True)
class If:
    """`if (init; condition) then else otherwise`; `init` may be a variable declaration."""

    condition: Cursor
    then: Cursor
    otherwise: Cursor | None = None
    init: Cursor | None = None
    cursor: Cursor | None = None


@dataclass(slots=True)
class For:
    """`for (init; condition; step) body`."""

    init: Cursor | None
    condition: Cursor | None
    step: Cursor | None
    body: Cursor


@dataclass(slots=True)
class Case:
    """Labels and the statements up to the next label."""

    first: Cursor
    labels: list[Cursor] = field(default_factory=list)
    is_default: bool = False
    statements: list[Cursor] = field(default_factory=list)


def children(cursor: Cursor) -> list[Cursor]:
    """The children that are expressions or statements, without type and namespace references."""
    return [
        c for c in cursor.get_children() if c.kind not in _REFERENCES and not c.kind.is_attribute()
    ]


def only(cursor: Cursor) -> Cursor:
    """The one expression child; the last where type references stand before it."""
    found = children(cursor)
    if not found:
        raise Refusal(
            "device-construct",
            None,
            construct=f"'{cursor.spelling or cursor.kind.name}' without operand",
        )
    return found[-1]


def strip(cursor: Cursor) -> Cursor:
    """The cursor without parentheses and wrapping nodes of the same type."""
    while cursor.kind in (K.PAREN_EXPR, K.UNEXPOSED_EXPR):
        inner = children(cursor)
        if len(inner) != 1:
            return cursor
        cursor = inner[0]
    return cursor


def is_array(cursor: Cursor) -> bool:
    """Is the expression an array?  A parameter `T a[n]` is a pointer, though libclang shows the array."""
    if cursor.type.get_canonical().kind not in (TypeKind.CONSTANTARRAY, TypeKind.INCOMPLETEARRAY):
        return False
    return not is_array_parameter(cursor)


def is_array_parameter(cursor: Cursor) -> bool:
    """Is it the use of a parameter declared as an array, `T a[n]`?"""
    inner = strip(cursor)
    if (
        inner.kind != K.DECL_REF_EXPR
        or inner.referenced is None
        or inner.referenced.kind != K.PARM_DECL
    ):
        return False
    return inner.referenced.type.get_canonical().kind in (
        TypeKind.CONSTANTARRAY,
        TypeKind.INCOMPLETEARRAY,
    )


def initialiser(variable: Cursor) -> Cursor | None:
    """A variable's initial value, if it has one."""
    return clang.initialiser(variable)


def if_parts(cursor: Cursor) -> If:
    """The parts of an `if`; Refusal where they cannot be told apart."""
    parts = list(cursor.get_children())
    init = None
    if parts[0].kind in (K.DECL_STMT, K.VAR_DECL):
        init, parts = parts[0], parts[1:]
    if len(parts) == 2:
        return If(parts[0], parts[1], None, init, cursor)
    if len(parts) == 3:
        return If(parts[0], parts[1], parts[2], init, cursor)
    raise Refusal("device-construct", None, construct="an if with initialiser and declaration")


def for_parts(tokens: Tokens, cursor: Cursor) -> For:
    """The parts of a `for`; where some are missing, by the positions of the two semicolons."""
    parts = list(cursor.get_children())
    head, body = parts[:-1], parts[-1]
    if len(head) == 3:
        return For(head[0], head[1], head[2], body)
    if not head:
        return For(None, None, None, body)
    first, second = _semicolons(tokens(cursor))
    found: list[Cursor | None] = [None, None, None]
    for part in head:
        offset = part.extent.start.offset
        found[0 if offset < first else 1 if offset < second else 2] = part
    return For(found[0], found[1], found[2], body)


def _semicolons(tokens: list[tuple[str, int]]) -> tuple[int, int]:
    depth, found = 0, []
    for spelling, offset in tokens:
        depth += (spelling in ("(", "{", "[")) - (spelling in (")", "}", "]"))
        if spelling == ";" and depth == 1:
            found.append(offset)
        if len(found) == 2:
            return found[0], found[1]
    raise Refusal(
        "device-construct", None, construct="a for loop with missing parts inside a macro"
    )


def switch_groups(compound: Cursor) -> list[Case] | None:
    """The labelled groups of a switch body; None where a statement stands before the first label."""
    groups: list[Case] = []
    for child in compound.get_children():
        if child.kind in (K.CASE_STMT, K.DEFAULT_STMT):
            groups.append(_labels(child))
        elif not groups:
            return None
        else:
            groups[-1].statements.append(child)
    return groups


def _labels(cursor: Cursor) -> Case:
    group = Case(cursor)
    while cursor.kind in (K.CASE_STMT, K.DEFAULT_STMT):
        inner = list(cursor.get_children())
        if cursor.kind == K.CASE_STMT:
            group.labels.append(inner[0])
        else:
            group.is_default = True
        cursor = inner[-1]
    group.statements.append(cursor)
    return group


def unroll_count(module: DeviceModule, cursor: Cursor) -> int:
    """The count of `#pragma unroll N` before a loop, 0 without one."""
    text = module.line_text(cursor)
    count = text.partition("unroll")[2].strip(" ()\t")
    return int(count) if count.isdigit() else 0


def field_initialiser(field: Cursor) -> Cursor | None:
    """The initial value that a class gives a field, if any: it stands after the name, unlike what is in the type."""
    name = field.location.offset
    inner = [c for c in children(field) if c.kind.is_expression() and c.extent.start.offset > name]
    if field.type.get_canonical().kind == TypeKind.CONSTANTARRAY:
        inner = [c for c in inner if c.kind == K.INIT_LIST_EXPR]
    return inner[-1] if inner else None


def is_pointer(cursor: Cursor) -> bool:
    """Is the expression a pointer?"""
    return bool(cursor.type.get_canonical().kind == TypeKind.POINTER)


def is_volatile(cursor: Cursor) -> bool:
    """Is the object volatile?"""
    return bool(cursor.type.is_volatile_qualified())


def returns_reference(cursor: Cursor) -> bool:
    """Does the call yield an lvalue?"""
    callee = cursor.referenced
    return (
        callee is not None
        and callee.kind in FUNCTIONS
        and callee.result_type.get_canonical().kind
        in (
            TypeKind.LVALUEREFERENCE,
            TypeKind.RVALUEREFERENCE,
        )
    )


def is_implicit(method: Cursor) -> bool:
    """Did the compiler make it (or `= default`)?  Implicit members stand where their class stands."""
    return bool(method.is_default_method()) or method.location == method.semantic_parent.location


def is_bare(variable: Cursor, construction: Cursor) -> bool:
    """Is it `T x;` (or `T x[n];`), not `T x{}` or `T x = T()`, which set the object to zero first?"""
    if variable.type.get_canonical().kind == TypeKind.CONSTANTARRAY:
        return True
    start, end = construction.extent.start.offset, construction.extent.end.offset
    return bool(start == variable.location.offset and end - start == len(variable.spelling))
