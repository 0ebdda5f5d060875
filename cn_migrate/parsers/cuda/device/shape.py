"""Which child is which: libclang gives children without roles; token positions settle what is ambiguous."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from clang.cindex import Cursor, CursorKind, TypeKind

from cn_migrate.diagnostics import Refusal
from cn_migrate.parsers.cuda import clang

if TYPE_CHECKING:
    pass

K = CursorKind
FUNCTIONS = (K.FUNCTION_DECL, K.CXX_METHOD, K.CONVERSION_FUNCTION)
CASTS = (
    K.CSTYLE_CAST_EXPR,
    K.CXX_STATIC_CAST_EXPR,
    K.CXX_FUNCTIONAL_CAST_EXPR,
    K.CXX_REINTERPRET_CAST_EXPR,
    K.CXX_CONST_CAST_EXPR,
)
_ARRAYS = (TypeKind.CONSTANTARRAY, TypeKind.INCOMPLETEARRAY)
_COMPUTED = (K.BINARY_OPERATOR, K.COMPOUND_ASSIGNMENT_OPERATOR)  # never an array
# The kinds, as libclang numbers them, of children that are no code.
_NO_CODE = {
    kind.value
    for kind in K.get_all_kinds()
    if kind.is_attribute() or kind in (K.TYPE_REF, K.TEMPLATE_REF, K.NAMESPACE_REF)
}


class Tokens(Protocol):
    """Finds tokens of a cursor: (spelling, byte offset) pairs in order."""

    def __call__(self, cursor: Cursor) -> list[tuple[str, int]]:
        """The tokens of `cursor`."""
        ...


class Between(Protocol):
    """Finds the source text between the beginnings or ends of two cursors."""

    def __call__(self, first: Cursor, second: Cursor) -> str:
        """The text."""
        ...


@dataclass(slots=True)
class If:
    """`if (init; variable; condition) then else otherwise`; `variable` declares what the condition asks for."""

    condition: Cursor
    then: Cursor
    otherwise: Cursor | None = None
    init: Cursor | None = None
    variable: Cursor | None = None
    cursor: Cursor | None = None


@dataclass(slots=True)
class For:
    """`for (init; condition; step) body`; where the condition declares a variable, `test` is its value."""

    init: Cursor | None
    condition: Cursor | None
    step: Cursor | None
    body: Cursor
    test: Cursor | None = None


@dataclass(slots=True)
class Switch:
    """`switch (declarations; value) body`."""

    value: Cursor
    body: Cursor
    declarations: list[Cursor] = field(default_factory=list)

    @property
    def shared(self) -> list[Cursor]:
        """Variables of the body itself, without initial value: any case may use them, also those before their place."""
        inside = self.body.get_children() if self.body.kind == K.COMPOUND_STMT else []
        declared = [c for s in inside if s.kind == K.DECL_STMT for c in s.get_children()]
        return [c for c in declared if c.kind == K.VAR_DECL and initialiser(c) is None]


@dataclass(slots=True)
class Case:
    """Labels and the statements up to the next label."""

    first: Cursor
    labels: list[Cursor] = field(default_factory=list)
    is_default: bool = False
    statements: list[Cursor] = field(default_factory=list)


def children(cursor: Cursor) -> list[Cursor]:
    """The children that are expressions or statements, without type and namespace references."""
    return [c for c in cursor.get_children() if c._kind_id not in _NO_CODE]


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


def strip_parentheses(cursor: Cursor) -> Cursor:
    """The cursor without the parentheses around it."""
    while cursor.kind == K.PAREN_EXPR:
        cursor = only(cursor)
    return cursor


def is_reference_cast(cursor: Cursor) -> bool:
    """Does a cast say that an object is of another type (`reinterpret_cast<int &>(x)`), converting no value?"""
    if cursor.kind not in (K.CXX_REINTERPRET_CAST_EXPR, K.CSTYLE_CAST_EXPR):
        return False
    inner = only(cursor)
    types = {cursor.type.get_canonical().kind, inner.type.get_canonical().kind}
    if TypeKind.POINTER in types and cursor.kind == K.CXX_REINTERPRET_CAST_EXPR:
        both = len(types) == 1
        return both and _casts_to_reference(cursor)
    return cursor.kind == K.CXX_REINTERPRET_CAST_EXPR or _casts_to_reference(cursor)


def _casts_to_reference(cursor: Cursor) -> bool:
    """Libclang shows the type without its reference; the tokens in the first brackets have it.

    What comes behind them is of no use: the tokens of a cast out of a macro go on from there up to the macro's use.
    """
    depth = 0
    for token in cursor.get_tokens():
        if token.spelling in ("&", "&&"):
            return True
        depth += token.spelling.count("(") + token.spelling.count("<")
        closed = token.spelling.count(")") + token.spelling.count(">")
        depth -= closed
        if closed and depth <= 0:
            return False
    return False


def is_array(cursor: Cursor) -> bool:
    """Is the expression an array?"""
    return cursor.type.get_canonical().kind in _ARRAYS and not is_decayed(cursor)


def is_decayed(cursor: Cursor) -> bool:
    """Is it a pointer, though libclang shows an array: the use of a parameter `T a[n]`, or computed from one?"""
    if cursor.type.get_canonical().kind not in _ARRAYS:
        return False
    inner = strip(cursor)
    if inner.kind == K.CONDITIONAL_OPERATOR:
        return any(map(is_decayed, children(inner)[1:]))
    return inner.kind in _COMPUTED or is_array_parameter(inner)


def is_array_parameter(cursor: Cursor) -> bool:
    """Is it the use of a parameter declared as an array, `T a[n]`, as a pointer?"""
    if cursor.type.get_canonical().kind not in (*_ARRAYS, TypeKind.POINTER):
        return False  # as a bool
    inner = strip(cursor)
    if inner.kind != K.DECL_REF_EXPR or inner.referenced is None:
        return False
    declared = inner.referenced
    return declared.kind == K.PARM_DECL and declared.type.get_canonical().kind in _ARRAYS


def initialiser(variable: Cursor) -> Cursor | None:
    """A variable's initial value, if it has one."""
    return clang.initialiser(variable)


def if_parts(between: Between, cursor: Cursor) -> If:
    """The parts of an `if`; Refusal where they cannot be told apart."""
    parts = list(cursor.get_children())
    variable = parts.pop(0) if parts[0].kind == K.VAR_DECL else None
    init = parts.pop(0) if parts[0].kind == K.DECL_STMT else None
    if init is None and len(parts) > 2 and _is_init(between(parts[0], parts[1])):
        init = parts.pop(0)
    if len(parts) not in (2, 3):
        raise Refusal("device-construct", None, construct="an if with unknown parts")
    otherwise = parts[2] if len(parts) == 3 else None
    return If(parts[0], parts[1], otherwise, init, variable, cursor)


def _is_init(gap: str) -> bool:
    """Does `gap` stand between an `if`'s initialiser and its condition, not between the condition and a branch?"""
    return ";" in gap and ")" not in gap


def switch_parts(before: Between, cursor: Cursor) -> Switch:
    """The parts of a `switch`; Refusal where its initialiser is an expression, which libclang does not show."""
    parts = list(cursor.get_children())
    found = Switch(parts[-2], parts[-1], [c for c in parts[:-2] if c.kind == K.VAR_DECL])
    if ";" not in before(cursor, found.value):
        return found
    head = cursor.extent.start.offset, found.value.extent.start.offset
    inside = {
        d.location.offset: d for d in _variables(cursor) if head[0] < d.location.offset < head[1]
    }
    if not inside:
        raise Refusal("device-construct", None, construct="a switch with an initialiser")
    found.declarations = [inside[at] for at in sorted(inside)]
    return found


def _variables(cursor: Cursor) -> Iterator[Cursor]:
    """The variables that are named somewhere in `cursor`."""
    for inner in cursor.walk_preorder():
        named = inner.referenced if inner.kind == K.DECL_REF_EXPR else None
        if named is not None and named.kind == K.VAR_DECL:
            yield named


def for_parts(tokens: Tokens, cursor: Cursor) -> For:
    """The parts of a `for`; where some are missing, by the positions of the two semicolons."""
    parts = list(cursor.get_children())
    head, body = parts[:-1], parts[-1]
    declared = next((n for n, part in enumerate(head) if part.kind == K.VAR_DECL), None)
    if declared is not None:
        init = head[0] if declared else None
        step = head[declared + 2] if len(head) > declared + 2 else None
        return For(init, head[declared], step, body, head[declared + 1])
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


def switch_groups(body: Cursor) -> list[Case]:
    """The labelled groups of a switch's body; what stands before the first label is never reached."""
    groups: list[Case] = []
    for child in body.get_children() if body.kind == K.COMPOUND_STMT else [body]:
        if child.kind in (K.CASE_STMT, K.DEFAULT_STMT):
            groups.append(_labels(child))
        elif groups:
            groups[-1].statements.append(child)
    return groups


def labels(statement: Cursor) -> list[str]:
    """The labels of goto before a statement."""
    found: list[str] = []
    while statement.kind == K.LABEL_STMT:
        found.append(statement.spelling)
        statement = next(iter(statement.get_children()))
    return found


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


def field_initialiser(field: Cursor) -> Cursor | None:
    """The initial value that a class gives a field, if any: it stands after the name, unlike what is in the type."""
    name = field.location.offset
    inner = [c for c in children(field) if c.kind.is_expression() and c.extent.start.offset > name]
    if field.type.get_canonical().kind == TypeKind.CONSTANTARRAY:
        inner = [c for c in inner if c.kind in (K.INIT_LIST_EXPR, K.STRING_LITERAL)]
    return inner[-1] if inner else None


def is_pointer(cursor: Cursor) -> bool:
    """Is the expression a pointer?"""
    return cursor.type.get_canonical().kind == TypeKind.POINTER or is_decayed(cursor)


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


def names_this(cursor: Cursor) -> bool:
    """Does an initial value that a class gives a field mention the object itself?"""
    if cursor.kind == K.CXX_THIS_EXPR:
        return True
    inner = children(cursor)
    fields = (K.FIELD_DECL, K.CXX_METHOD)
    if cursor.kind == K.MEMBER_REF_EXPR and not inner and cursor.referenced.kind in fields:
        return not cursor.referenced.is_static_method()
    return any(names_this(c) for c in inner)
