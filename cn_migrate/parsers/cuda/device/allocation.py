"""`new` and `delete` (ISO C++17, [expr.new], [expr.delete]): memory of the device's heap, or memory that is given.

An array whose elements have destructors is preceded by a unit that holds their number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from clang.cindex import Cursor, CursorKind, Type, TypeKind

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, memory
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import calls, library_notes, shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.construction import (
    default_construct,
    each_index,
    initialise,
    needs_construction,
)
from cn_migrate.parsers.cuda.device.dispatch import value
from cn_migrate.parsers.cuda.device.polymorphism import has_virtual_destructor

K = CursorKind
_PLACEMENT = re.compile(r"(::\s*)?new\s*\(\s*")
_HEAP = "cn/heap.h"  # the header of ours with malloc and free of device code
_COUNTED = 16  # bytes in front of an array whose number of elements is kept


@dataclass(slots=True)
class _New:
    """The parts of a `new`: the memory that is given, the number of elements of an array, the initialiser."""

    place: Cursor | None = None
    count: Cursor | None = None
    init: Cursor | None = None


def new_object(body: Body, cursor: Cursor) -> ir.Value:
    """Make the object or array; the pointer to it (to its first element)."""
    type_ = cursor.type.get_canonical().get_pointee()
    parts = _parts(body, cursor, type_)
    if parts.count is None:
        return _single(body, cursor, type_, parts)
    return _array(body, cursor, type_, parts, parts.count)


def delete_object(body: Body, cursor: Cursor) -> ir.Value:
    """End the life of the object or of each element, and give the memory back; nothing for a null pointer."""
    operand = shape.only(cursor)
    type_ = operand.type.get_canonical().get_pointee()
    pointer = value(body, operand)
    is_array = "[" in body.module.macros.before(cursor, operand)
    if has_virtual_destructor(type_) and not is_array:
        return _delete_any(body, pointer, type_)
    if not body.destruction_needed(type_):
        _heap(body, cursor, "free", body.convert(pointer, t.ptr(t.void())))
        return e.UndefOp(t.void()).result
    slot = body.slot("deleted", pointer.type, pointer)
    test = control.IfOp(body.convert(body.load(slot), t.boolean()))
    test.otherwise.blocks.append()
    with body.block(test.then):
        if is_array:
            block = _end_elements(body, body.load(slot), type_)
        else:
            body.destroy(body.load(slot), type_)
            block = body.load(slot)
        _heap(body, cursor, "free", body.convert(block, t.ptr(t.void())))
    return e.UndefOp(t.void()).result


def _delete_any(body: Body, pointer: ir.Value, type_: Type) -> ir.Value:
    """The object may be of a derived class."""
    slot = body.slot("deleted", pointer.type, pointer)
    test = control.IfOp(body.convert(body.load(slot), t.boolean()))
    test.otherwise.blocks.append()
    with body.block(test.then):
        deleter = body.module.virtuals.deleter(type_.get_canonical().get_declaration())
        func.CallOp(deleter, [body.generic(body.load(slot))])
    return e.UndefOp(t.void()).result


def _parts(body: Body, cursor: Cursor, type_: Type) -> _New:
    found, children = _New(), shape.children(cursor)
    before = body.module.macros.before
    if children and _PLACEMENT.fullmatch(before(cursor, children[0])):
        found.place = children.pop(0)
    sizes = [c for c in children if _is_size(before(cursor, c), c, type_)]
    if sizes:  # those of inner dimensions come first, and are part of the type
        found.count = sizes[-1]
    rest = [c for c in children if c not in sizes]
    if len(rest) > 1:
        raise body.refuse("new with arguments for an operator of the program")
    found.init = rest[0] if rest else None
    return found


def _is_size(before: str, child: Cursor, type_: Type) -> bool:
    if before:
        return before.rstrip().endswith("[")
    spelling: str = child.type.spelling  # clang's own name, which no program writes
    converted = child.kind == K.UNEXPOSED_EXPR and spelling == "__size_t"
    return converted and type_.get_canonical().kind is not TypeKind.ULONG


def _single(body: Body, cursor: Cursor, type_: Type, parts: _New) -> ir.Value:
    place = _memory(body, cursor, parts, body.type(type_), _bytes(body, type_.get_size()))
    if parts.init is not None:
        initialise(body, place, type_, parts.init)
    else:
        default_construct(body, place, type_)
    return place


def _array(body: Body, cursor: Cursor, type_: Type, parts: _New, size: Cursor) -> ir.Value:
    number = body.slot("count", t.unsigned(64), body.convert(value(body, size), t.unsigned(64)))
    counted = parts.place is None and body.destruction_needed(type_)
    bytes_ = _binary("mul", body.load(number), _bytes(body, type_.get_size()))
    if counted:
        bytes_ = _binary("add", bytes_, _bytes(body, _COUNTED))
    place = _memory(body, cursor, parts, body.type(type_), bytes_)
    if counted:
        store = body.convert(place, t.ptr(t.unsigned(64)))
        body.store(body.load(number), store)
        place = _moved(body, place, _COUNTED)
    if parts.init is None:
        return place
    slot = body.slot("array", place.type, place)
    _initialise_elements(body, slot, number, type_, parts.init, size)
    return body.load(slot)


def _initialise_elements(
    body: Body, slot: ir.Value, number: ir.Value, type_: Type, init: Cursor, size: Cursor
) -> None:
    if init.kind == K.INIT_LIST_EXPR:
        array = body.convert(body.load(slot), t.ptr(body.type(init.type)))
        initialise(body, array, init.type, init)
        return
    written = init.kind == K.CALL_EXPR and calls.user_constructor(body, init)
    zero = not written and (
        init.kind != K.CALL_EXPR or init.extent.end.offset > size.extent.end.offset
    )
    if not (written or zero or needs_construction(body, type_)):
        return

    def construct(index: ir.Value) -> None:
        place = memory.OffsetOp(body.load(slot), index, slot_type).result
        if zero:
            body.store(body.zero(body.type(type_)), place)
        if written:
            calls.construct(body, init, place)
        else:
            default_construct(body, place, type_)

    slot_type = t.pointee(slot.type)
    each_index(body, lambda: body.load(number), t.unsigned(64), construct)


def _end_elements(body: Body, pointer: ir.Value, type_: Type) -> ir.Value:
    """Destroy the elements, the last one first; the beginning of the array's memory."""
    block = body.slot("block", pointer.type, _moved(body, pointer, -_COUNTED))
    number = body.convert(body.load(block), t.ptr(t.unsigned(64)))
    left = body.slot("left", t.unsigned(64), body.load(number))
    loop = control.WhileOp()
    with body.block(loop.condition):
        body.yield_(e.CompareOp(a.text("ne"), body.load(left), _bytes(body, 0), t.boolean()).result)
    with body.block(loop.body):
        body.store(_binary("sub", body.load(left), _bytes(body, 1)), left)
        first = _moved(body, body.load(block), _COUNTED)
        body.destroy(memory.OffsetOp(first, body.load(left), first.type).result, type_)
    return body.load(block)


def _memory(body: Body, cursor: Cursor, parts: _New, type_: ir.Type, bytes_: ir.Value) -> ir.Value:
    given = parts.place
    found = (
        body.generic(value(body, given))
        if given is not None
        else _heap(body, cursor, "malloc", bytes_)
    )
    return body.convert(found, t.ptr(type_))


def _heap(body: Body, cursor: Cursor, name: str, argument: ir.Value) -> ir.Value:
    function = body.module.library_function(_HEAP, name)
    library_notes.tell(body, cursor, function)
    result = calls.call_definition(body, function, [argument])
    return e.UndefOp(t.void()).result if result is None else result


def _moved(body: Body, pointer: ir.Value, distance: int) -> ir.Value:
    bytes_ = body.convert(pointer, t.ptr(t.unsigned(8)))
    moved = memory.OffsetOp(bytes_, body.constant(t.signed(32), distance), bytes_.type).result
    return body.convert(moved, pointer.type)


def _bytes(body: Body, count: int) -> ir.Value:
    return body.constant(t.unsigned(64), count)


def _binary(name: str, left: ir.Value, right: ir.Value) -> ir.Value:
    return e.BinaryOp(a.text(name), left, right, left.type).result
