"""Default construction: what C++ does to an object's bases and fields where nothing is written.

ISO C++17, [class.base.init]: bases in order, then fields in order: an initial value from the class, else the
default constructor, else nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from clang.cindex import Cursor, CursorKind, Type, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, memory
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import bit_fields, shape
from cn_migrate.parsers.cuda.device.bases import part_of_base
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.calls import construct, user_constructor
from cn_migrate.parsers.cuda.device.dispatch import address_or_temporary
from cn_migrate.parsers.cuda.device.initialisers import initial_value
from cn_migrate.parsers.cuda.device.polymorphism import is_polymorphic
from cn_migrate.parsers.cuda.device.types import field_name, is_reference

K = CursorKind


def needs_construction(body: Body, type_: Type) -> bool:
    """Does default construction of an object do anything?"""
    canonical = element_type(type_)
    if canonical.kind != TypeKind.RECORD:
        return False
    if default_constructor(body, canonical) is not None or is_polymorphic(canonical):
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
    for base in canonical.get_bases():
        if needs_construction(body, base.type):
            default_construct(body, part_of_base(body, place, base.type), base.type)
    body.set_class(place, canonical)
    construct_fields(body, place, canonical, {})


def construct_fields(
    body: Body, place: ir.Value | None, type_: Type, written: dict[str, Cursor]
) -> None:
    """Construct the fields of the object at `place` (None: of `this`), `written` being the initial values by name."""
    for field in type_.get_canonical().get_fields():
        init = written.get(field_name(field)) or shape.field_initialiser(field)
        if init is None and not needs_construction(body, field.type):
            continue
        whole = body.object() if place is None else place
        if init is None:
            part = body.member(whole, field_name(field), body.type(field.type))
            default_construct(body, part, field.type)
        elif place is None:
            initialise_field(body, whole, field, init)
        else:
            with body.constructing(place, field.semantic_parent):
                initialise_field(body, whole, field, init)


def initialise_field(body: Body, whole: ir.Value, field: Cursor, init: Cursor) -> None:
    """Give a field of the object at `whole` its first value."""
    with body.at(init):
        if field.is_bitfield():
            bits = bit_fields.place(field)
            holder = body.member(whole, bits.holder, bits.holder_type)
            first = initial_value(body, init, body.type(field.type))
            body.store(bit_fields.written(body, bits, body.load_partly(holder), first), holder)
            return
        if is_reference(field.type):
            target = body.generic(address_or_temporary(body, init))
            body.store(target, body.member(whole, field_name(field), target.type))
            return
        place = body.member(whole, field_name(field), body.type(field.type))
        initialise(body, place, field.type, init)


def initialise(body: Body, place: ir.Value, type_: Type, init: Cursor) -> None:
    """Give the object of `type_` at `place` its first value."""
    wanted = body.type(type_)
    maker = shape.strip(init)
    if isinstance(wanted, t.ArrayType) and (
        maker.kind != K.INIT_LIST_EXPR or not shape.children(maker)
    ):
        _array(body, place, type_, maker)
        return
    if user_constructor(body, maker):
        construct(body, maker, place)
        return
    body.store(initial_value(body, init, wanted), place)


def _array(body: Body, place: ir.Value, type_: Type, maker: Cursor) -> None:
    """`: elements()` sets them to zero, or constructs them."""
    if maker.kind == K.STRING_LITERAL:
        body.store(initial_value(body, maker, body.type(type_)), place)
        return
    if shape.children(maker):
        raise body.refuse("the initialiser of an array member")
    if not _covers(body, element_type(type_)):
        body.store(body.zero(body.type(type_)), place)
    default_construct(body, place, type_)


def _covers(body: Body, type_: Type) -> bool:
    """Does default construction give every field of a class a value?"""
    canonical = type_.get_canonical()
    if canonical.kind != TypeKind.RECORD:
        return False
    if default_constructor(body, canonical) is not None:
        return True
    parts = [(f.type, shape.field_initialiser(f)) for f in canonical.get_fields()]
    parts += [(base.type, None) for base in canonical.get_bases()]
    return all(init is not None or _covers(body, element_type(part)) for part, init in parts)


def each_element(body: Body, count: int, act: Callable[[ir.Value], None]) -> None:
    """A loop over the indices of an array."""
    index = t.signed(32)
    each_index(body, lambda: body.constant(index, count), index, act)


def each_index(
    body: Body, end: Callable[[], ir.Value], index: ir.Type, act: Callable[[ir.Value], None]
) -> None:
    """A loop from zero to a number of type `index`, which `end` reads for each turn."""
    scope = control.ScopeOp()
    with body.block(scope.body):
        i = body.slot("element", index, body.constant(index, 0))
        op = control.ForOp()
        with body.block(op.condition):
            body.yield_(e.CompareOp(a.text("lt"), body.load(i), end(), t.boolean()).result)
        with body.block(op.step):
            memory.UpdateOp(a.text("add"), a.text("pre"), i, body.constant(index, 1), index)
        with body.block(op.body):
            act(body.load(i))


def element_type(type_: Type) -> Type:
    """What an array of any number of dimensions consists of; any other type itself."""
    canonical = type_.get_canonical()
    while canonical.kind == TypeKind.CONSTANTARRAY:
        canonical = canonical.element_type.get_canonical()
    return canonical
