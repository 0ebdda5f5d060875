"""Compound assignments, `++` and `--`."""

from __future__ import annotations

from clang.cindex import BinaryOperator as B
from clang.cindex import Cursor

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.clang import UnaryOperator as U
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import value

COMPOUND = {
    B.AddAssign: "add", B.SubAssign: "sub", B.MulAssign: "mul", B.DivAssign: "div",
    B.RemAssign: "rem", B.AndAssign: "and", B.OrAssign: "or", B.XorAssign: "xor",
    B.ShlAssign: "shl", B.ShrAssign: "shr",
}  # fmt: skip
STEPS = {
    U.POST_INC: ("add", "post"),
    U.POST_DEC: ("sub", "post"),
    U.PRE_INC: ("add", "pre"),
    U.PRE_DEC: ("sub", "pre"),
}


def update(body: Body, cursor: Cursor, place: ir.Value) -> ir.Value:
    """`*place op= ...`; the new value."""
    name = COMPOUND[cursor.binary_operator]
    by = value(body, shape.children(cursor)[1])
    op = memory.UpdateOp(a.text(name), a.text("assign"), place, by, t.pointee(place.type))
    return _marked(op, shape.children(cursor)[0])


def step(body: Body, cursor: Cursor, place: ir.Value) -> ir.Value:
    """`++` or `--` at `place`; the new value, or with the postfix form the old one."""
    name, form = STEPS[clang.unary_operator(cursor)]
    type_ = t.pointee(place.type)
    one = body.constant(t.signed(32) if t.is_ptr(type_) else type_, 1)
    op = memory.UpdateOp(a.text(name), a.text(form), place, one, type_)
    return _marked(op, shape.children(cursor)[0])


def _marked(op: memory.UpdateOp, target: Cursor) -> ir.Value:
    """The result of `op`, which changes the object `target`."""
    if shape.is_volatile(target):
        op.operation.attributes["volatile"] = ir.UnitAttr.get()
    return op.result
