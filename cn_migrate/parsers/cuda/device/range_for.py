"""`for (x : range)`: what ISO C++17, [stmt.ranged], says it stands for.

libclang shows the loop variable, the range and the body; the iterators' declarations are found where the variable's
initial value mentions them, the end and the operators by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from clang.cindex import Cursor, CursorKind, Type, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, memory
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.bases import to_class
from cn_migrate.parsers.cuda.device.blocks import nested
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.calls import call_definition
from cn_migrate.parsers.cuda.device.dispatch import address, is_lvalue
from cn_migrate.parsers.cuda.device.initialisers import initial_value
from cn_migrate.parsers.cuda.device.lifetimes import Extent
from cn_migrate.parsers.cuda.device.types import is_reference
from cn_migrate.parsers.cuda.device.variables import declare, variable

K = CursorKind


def range_for(body: Body, cursor: Cursor) -> None:
    """Translate a range-based `for`."""
    unroll, body.unroll = body.unroll, None
    *_, loop_variable, range_, inner = cursor.get_children()
    begin = _mentioned(loop_variable, "__begin")
    if begin is None:
        raise body.refuse("a range-based for whose iterator has no name")
    scope = control.ScopeOp()
    with body.block(scope.body), body.lifetimes.scope(Extent.BLOCK):
        array = _array(body, range_)
        ends = _array_ends(body, begin, array) if array is not None else _class_ends(body, begin)
        body.unroll = unroll
        op = control.ForOp()
        body.mark_unrolled(op)
        with body.block(op.condition):
            body.yield_(_differs(body, begin.type, *ends))
        with body.block(op.step):
            _advance(body, begin.type, ends[0])
        with body.block(op.body), body.lifetimes.scope(Extent.LOOP):
            declare(body, loop_variable)
            _body(body, inner)


def _body(body: Body, inner: Cursor) -> None:
    scope = control.ScopeOp()
    nested(body, scope.body, inner)


def _array(body: Body, range_: Cursor) -> ir.Value | None:
    """The address of the array that the range is; None where it is an object with `begin()`."""
    inner = shape.strip(range_)
    if inner.kind == K.INIT_LIST_EXPR:
        return body.temporary(initial_value(body, inner, body.type(inner.type)))
    is_array = inner.type.get_canonical().kind == TypeKind.CONSTANTARRAY
    return address(body, inner) if is_array and is_lvalue(inner) else None


def _array_ends(body: Body, begin: Cursor, array: ir.Value) -> tuple[ir.Value, ir.Value]:
    """The slots of pointers to the first element and behind the last one."""
    type_ = t.pointee(array.type)
    decayed = memory.DecayOp(array, t.ptr(t.element(type_), t.space(array.type))).result
    first = body.generic(decayed)
    it = body.slot("it", first.type, first)
    body.slots[begin.hash] = it
    length = body.constant(t.signed(32), t.count(type_))
    last = body.slot("end", first.type, memory.OffsetOp(first, length, first.type).result)
    return it, last


def _class_ends(body: Body, begin: Cursor) -> tuple[ir.Value, ir.Value]:
    """The slots of `range.begin()` and `range.end()`."""
    range_ = _mentioned(begin, "__range")
    maker = _call_of(clang.initialiser(begin), "begin")
    if range_ is None or maker is None:
        raise body.refuse("a range-based for over a class without begin() and end() of its own")
    variable(body, range_, "range")
    variable(body, begin, "it")
    owner = range_.type.get_canonical()
    owner = owner.get_pointee() if is_reference(owner) else owner
    same = maker.referenced.is_const_method()
    found = [m for m in _methods(owner, "end") if m.is_const_method() == same]
    if not found:
        raise body.refuse("a range-based for over a class without an end() like its begin()")
    place = body.slots[range_.hash]
    place = body.load(place) if is_reference(range_.type) else place
    last = call_definition(body, _definition(body, found[0]), [_part(body, place, found[0], owner)])
    assert last is not None
    return body.slots[begin.hash], body.slot("end", last.type, last)


def _part(body: Body, place: ir.Value, method: Cursor, type_: Type) -> ir.Value:
    derived = type_.get_canonical().get_declaration()
    return body.generic(to_class(body, place, method.semantic_parent, derived))


def _differs(body: Body, type_: Type, first: ir.Value, last: ir.Value) -> ir.Value:
    if t.is_ptr(t.pointee(first.type)):
        ne = a.text("ne")
        return e.CompareOp(ne, body.load(first), body.load(last), t.boolean()).result
    for name, negated in (("operator!=", False), ("operator==", True)):
        for method in _methods(type_, name):
            same = _operator(body, method, type_, first, last)
            return e.UnaryOp(a.text("lnot"), same, t.boolean()).result if negated else same
    raise body.refuse("a range-based for over iterators without a member operator!=")


def _operator(body: Body, method: Cursor, type_: Type, first: ir.Value, last: ir.Value) -> ir.Value:
    parameter = next(iter(method.type.argument_types()))
    right = body.generic(last) if is_reference(parameter) else body.load(last)
    result = call_definition(
        body, _definition(body, method), [_part(body, first, method, type_), right]
    )
    assert result is not None
    return result


def _advance(body: Body, type_: Type, it: ir.Value) -> None:
    pointer = t.pointee(it.type)
    if t.is_ptr(pointer):
        one = body.constant(t.signed(32), 1)
        memory.UpdateOp(a.text("add"), a.text("pre"), it, one, pointer)
        return
    for method in _methods(type_, "operator++"):
        if not list(method.type.argument_types()):
            call_definition(body, _definition(body, method), [_part(body, it, method, type_)])
            return
    raise body.refuse("a range-based for over iterators without a member operator++")


def _definition(body: Body, method: Cursor) -> Cursor:
    found = method.get_definition() or body.module.find_definition(method)
    if found is None:
        raise body.refuse(f"'{method.spelling}' without a definition")
    return found


def _methods(type_: Type, name: str) -> Iterator[Cursor]:
    """The methods called `name` of a class and its bases."""
    canonical = type_.get_canonical()
    for method in canonical.get_methods():
        if method.spelling == name:
            yield method
    for base in canonical.get_bases():
        yield from _methods(base.type, name)


def _mentioned(declaration: Cursor, prefix: str) -> Cursor | None:
    """The variable that the compiler made for the loop, where an initial value mentions it."""
    root = clang.initialiser(declaration) or declaration
    found = _first(root, lambda c: c.kind == K.DECL_REF_EXPR and c.spelling.startswith(prefix))
    return found.referenced if found is not None else None


def _call_of(root: Cursor | None, name: str) -> Cursor | None:
    if root is None:
        return None
    return _first(root, lambda c: c.kind == K.CALL_EXPR and c.spelling == name)


def _first(root: Cursor, wanted: Callable[[Cursor], bool]) -> Cursor | None:
    if wanted(root):
        return root
    for child in root.get_children():
        found = _first(child, wanted)
        if found is not None:
            return found
    return None
