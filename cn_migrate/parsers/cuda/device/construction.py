"""Default construction: what C++ does to an object's bases and fields where nothing is written.

ISO C++17, [class.base.init]: bases in order, then fields in order: an initial value from the class, else the
default constructor, else nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from clang.cindex import Cursor, CursorKind, Type, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, memory
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.initialisers import initial_value
from cn_migrate.parsers.cuda.device.types import base_field, field_name

K = CursorKind


def needs_construction(body: Body, type_: Type) -> bool:
    """Does default construction of an object do anything?"""
    canonical = _element(type_)
    if canonical.kind != TypeKind.RECORD:
        return False
    if default_constructor(body, canonical) is not None:
        return True
    parts = [base.type for base in canonical.get_bases()]
    parts += [field.type for field in canonical.get_fields()]
    with_values = any(shape.field_initialiser(f) is not None for f in canonical.get_fields())
    return with_values or any(needs_construction(body, part) for part in parts)


def default_constructor(body: Body, type_: Type) -> Cursor | None:
    """The default constructor that the user wrote for a class, if any."""
    for method in type_.get_canonical().get_methods():
        if method.kind == K.CONSTRUCTOR and method.is_default_constructor():
            return body.user_provided(method)
    return None


def has_destructor(body: Body, type_: Type) -> bool:
    """Has the end of an object's life an effect that the user wrote?"""
    canonical = _element(type_)
    if canonical.kind != TypeKind.RECORD:
        return False
    written = (m for m in canonical.get_methods() if m.kind == K.DESTRUCTOR)
    if any(body.user_provided(destructor) is not None for destructor in written):
        return True
    parts = [*canonical.get_bases(), *canonical.get_fields()]
    return any(has_destructor(body, part.type) for part in parts)


def default_construct(body: Body, place: ir.Value, type_: Type) -> None:
    """Construct the object at `place` without arguments."""
    canonical = type_.get_canonical()
    if not needs_construction(body, canonical):
        return
    if canonical.kind == TypeKind.CONSTANTARRAY:
        part = canonical.element_type

        def construct(index: ir.Value) -> None:
            default_construct(body, body.element(place, index), part)

        each_element(body, canonical.element_count, construct)
        return
    constructor = default_constructor(body, canonical)
    if constructor is not None:
        body.call(constructor, [place])
        return
    construct_parts(body, place, canonical)


def construct_parts(
    body: Body, place: ir.Value, type_: Type, done: frozenset[str] = frozenset()
) -> None:
    """Construct the bases and fields of the object at `place`, those named in `done` excepted."""
    for name, part, init in _parts(type_):
        if name in done:
            continue
        if init is not None:
            wanted = body.type(part)
            first = initial_value(body, init, wanted)
            body.store(first, body.member(place, name, wanted))
        elif needs_construction(body, part):
            default_construct(body, body.member(place, name, body.type(part)), part)


def _parts(type_: Type) -> Iterator[tuple[str, Type, Cursor | None]]:
    canonical = type_.get_canonical()
    for base in canonical.get_bases():
        yield base_field(base.type), base.type, None
    for field in canonical.get_fields():
        yield field_name(field), field.type, shape.field_initialiser(field)


def each_element(body: Body, count: int, act: Callable[[ir.Value], None]) -> None:
    """A loop over the indices of an array."""
    index = t.signed(32)
    scope = control.ScopeOp()
    with body.block(scope.body):
        i = body.slot("element", index, body.constant(index, 0))
        op = control.ForOp()
        with body.block(op.condition):
            end = body.constant(index, count)
            body.yield_(e.CompareOp(a.text("lt"), body.load(i), end, t.boolean()).result)
        with body.block(op.step):
            memory.UpdateOp(a.text("add"), a.text("pre"), i, body.constant(index, 1), index)
        with body.block(op.body):
            act(body.load(i))


def _element(type_: Type) -> Type:
    canonical = type_.get_canonical()
    while canonical.kind == TypeKind.CONSTANTARRAY:
        canonical = canonical.element_type.get_canonical()
    return canonical
