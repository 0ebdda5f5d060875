"""Which constructor a list of values calls, where libclang does not say.

Only what decides real programs: the number of arguments, then how many types are the parameters' own, or of their kind
(ISO C++17, [over.match]).
"""

from __future__ import annotations

from collections.abc import Iterator

from clang.cindex import Cursor, CursorKind, Type, TypeKind

from cn_migrate.parsers.cuda.device import shape

K = CursorKind
Argument = tuple[Type, bool]  # the type, and is it an lvalue?
_FLOATS = (TypeKind.FLOAT, TypeKind.DOUBLE)


def constructors(type_: Type) -> Iterator[Cursor]:
    """The constructors that the user declared for a class."""
    for method in type_.get_canonical().get_methods():
        if method.kind == K.CONSTRUCTOR and not shape.is_implicit(method):
            yield method


def has_constructors(type_: Type) -> bool:
    """Is the class none that a list initialises field by field?"""
    return next(constructors(type_), None) is not None


def best_constructor(type_: Type, arguments: list[Argument]) -> Cursor | None:
    """The constructor for these arguments; None where there is none, or no single best one."""
    costs = [(_cost(c, arguments), c) for c in constructors(type_)]
    fitting = [(cost, c) for cost, c in costs if cost is not None]
    least = min((cost for cost, _ in fitting), default=None)
    best = [c for cost, c in fitting if cost == least]
    return best[0] if len(best) == 1 else None


def _cost(constructor: Cursor, arguments: list[Argument]) -> int | None:
    parameters = list(constructor.get_arguments())
    types = list(constructor.type.argument_types())
    if len(arguments) > len(parameters):
        return None
    if any(shape.initialiser(p) is None for p in parameters[len(arguments) :]):
        return None
    costs = [_distance(a, p) for a, p in zip(arguments, types, strict=False)]
    return None if any(c is None for c in costs) else sum(c or 0 for c in costs)


def _distance(argument: Argument, parameter: Type) -> int | None:
    """0: the same type; 1: of the same kind; 2: convertible; None: neither."""
    type_, is_lvalue = argument
    if is_lvalue and parameter.get_canonical().kind == TypeKind.RVALUEREFERENCE:
        return None
    given, wanted = _plain(type_), _plain(parameter)
    if _unqualified(given) == _unqualified(wanted):
        return 0
    records = (given.kind == TypeKind.RECORD, wanted.kind == TypeKind.RECORD)
    pointers = (given.kind == TypeKind.POINTER, wanted.kind == TypeKind.POINTER)
    if any(records) or pointers[0] != pointers[1]:
        return None
    return 1 if (given.kind in _FLOATS) == (wanted.kind in _FLOATS) else 2


def _unqualified(type_: Type) -> str:
    return str(type_.spelling).removeprefix("volatile ").removeprefix("const ")


def _plain(type_: Type) -> Type:
    canonical = type_.get_canonical()
    if canonical.kind in (TypeKind.LVALUEREFERENCE, TypeKind.RVALUEREFERENCE):
        canonical = canonical.get_pointee().get_canonical()
    return canonical.get_declaration().type.get_canonical() if _is_record(canonical) else canonical


def _is_record(type_: Type) -> bool:
    return bool(type_.kind == TypeKind.RECORD)
