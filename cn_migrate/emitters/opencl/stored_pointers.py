"""Does a kernel use pointers that are not its own arguments?"""

from __future__ import annotations

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.dialects.cnative.walk import of_kinds

# A thread's and a block's own memory hold only pointers that the kernel itself put there.
_OWN = (t.Space.PRIVATE, t.Space.SHARED)


def takes_stored_pointers(kernel: func.FuncOp, layout: Layout) -> bool:
    """May the host have left pointers in a record that is an argument?"""
    by_value = (type_ for type_ in kernel.type.inputs if not t.is_ptr(type_))
    return any(_holds_pointer(type_, layout) for type_ in by_value)


def loads_stored_pointers(function: func.FuncOp, layout: Layout) -> bool:
    """May `function` use a pointer that the host left in memory?

    Passing on the address of a record that has a pointer in it is no use of that pointer.
    """
    loads = of_kinds(function, memory.LoadOp, memory.UpdateOp)
    return any(_is_pointer_load(op, layout) for op in loads)


def _is_pointer_load(op: ir.OpView, layout: Layout) -> bool:
    return t.space(op.address.type) not in _OWN and _holds_pointer(op.result.type, layout)


def _holds_pointer(type_: ir.Type, layout: Layout) -> bool:
    if isinstance(type_, t.ArrayType):
        return _holds_pointer(t.element(type_), layout)
    if isinstance(type_, t.RecordType):
        return any(_holds_pointer(field.type, layout) for field in layout.fields(type_))
    return t.is_ptr(type_)
