"""Atomic functions (OpenCL C 1.2, 6.12.11; 3.0, 6.15.12)."""

from __future__ import annotations

from clang.cindex import Cursor

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import execution
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.builtins import Builtin
from cn_migrate.parsers.cuda.device.dispatch import value


def atomic(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    """`atomic_add(p, value)`, `atom_cmpxchg(p, expected, desired)` and their like."""
    return _atomic_of(body, row.what, [value(body, x) for x in cursor.get_arguments()])


def _atomic_of(body: Body, kind: str, given: list[ir.Value]) -> ir.Value:
    place, *operands = given
    type_ = t.pointee(place.type)
    operands = [body.convert(x, type_) for x in operands]
    order, scope = a.text("relaxed"), a.text("device")
    return execution.AtomicOp(a.text(kind), order, scope, place, type_, operands).result


def atomic_step(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    """`atomic_inc(p)`, `atomic_dec(p)`."""
    place = value(body, next(iter(cursor.get_arguments())))
    return _atomic_of(body, row.what, [place, body.constant(t.pointee(place.type), 1)])


def atomic_fetch(body: Body, row: Builtin, cursor: Cursor) -> ir.Value:
    """3.0, 6.15.12.7: what stands behind the operand are order and scope."""
    return _atomic_of(body, row.what, [value(body, x) for x in list(cursor.get_arguments())[:2]])


def atomic_place(body: Body, row: Builtin, cursor: Cursor) -> ir.Value | None:
    """`atomic_load`, `atomic_store`, `atomic_init`: a volatile access."""
    place, *rest = cursor.get_arguments()
    address = value(body, place)
    if row.what == "load":
        return body.load(address, volatile=True)
    body.store(body.convert(value(body, rest[0]), t.pointee(address.type)), address, volatile=True)
    return None
