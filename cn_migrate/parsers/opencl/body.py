"""The state while one function of OpenCL C is translated."""

from __future__ import annotations

from clang.cindex import Cursor, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device.body import Body

_INT = TypeKind.INT


class OpenclBody(Body):
    """A body of OpenCL C: conditions are integers, operators work on vectors, all pointers are to be inferred."""

    def own_value(self, _cursor: Cursor) -> ir.Value | None:
        """See the base: vectors and their components."""
        from cn_migrate.parsers.opencl.vectors import vector_value

        return vector_value(self, _cursor)

    def own_address(self, _cursor: Cursor) -> ir.Value | None:
        """See the base: one component of a vector."""
        from cn_migrate.parsers.opencl.vectors import component_address

        return component_address(self, _cursor)

    def typed(self, value: ir.Value, _cursor: Cursor) -> ir.Value:
        """A comparison yields an `int` (OpenCL C, 6.3)."""
        if t.is_bool(value.type) and _cursor.type.get_canonical().kind == _INT:
            return e.ConvertOp(value, t.signed(32)).result
        return value

    def load(self, address: ir.Value, volatile: bool = False) -> ir.Value:
        """See the base; the space of a pointer is inferred anew."""
        value = super().load(address, volatile)
        return self.generic(value) if t.is_ptr(value.type) else value

    def convert(self, value: ir.Value, type_: ir.Type, explicit: bool = False) -> ir.Value:
        """See the base; a comparison that is wanted as a truth value has been one."""
        if t.is_bool(type_) and (truth := _of_truth(value)) is not None:
            return truth
        if t.is_ptr(value.type) and t.is_ptr(type_) and value.type != type_:
            return e.PtrCastOp(value, type_).result
        return super().convert(value, type_, explicit)


def _of_truth(value: ir.Value) -> ir.Value | None:
    """The truth value that became the integer `value`, which goes; None where it is none."""
    op = None if isinstance(value.owner, ir.Block) else value.owner.opview
    if not isinstance(op, e.ConvertOp) or not t.is_bool(op.value.type):
        return None
    truth = op.value
    if not list(value.uses):
        op.operation.erase()
    return truth
