"""Places whose pointers point into several memories: where OpenCL C 2.0's generic address space has to stand in.

OpenCL C 3.0, 6.7.1: pointers to the generic address space need OpenCL C 2.0, or 3.0 with the feature
`__opencl_c_generic_address_space`.  A place becomes generic only where it has to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.lowering.address_shapes import Field, Node, SpaceConflictError, outermost
from cn_migrate.lowering.call_graph import callee_of

if TYPE_CHECKING:
    from cn_migrate.lowering.address_flow import AddressFlow

_MARK = "generic"
_MARKED = (m.SlotOp, e.ConditionalOp, e.CompareOp, m.PtrDiffOp, e.AggregateOp)


class NewGenericPlaceError(Exception):
    """A place was found that has to be generic: the inference begins again."""


def is_generic(op: ir.OpView) -> bool:
    """Is the pointer that a variable holds, a function returns, or an op gives or compares, a generic one?"""
    return _MARK in op.attributes


class GenericPlaces:
    """The places found so far: fields of records here, others by a mark on their ops.

    `settled` are the fields that the host writes, which knows of no memory but the global one.  `one_memory`: on this
    target all memories are one, so that these may be generic too.
    """

    def __init__(self, one_memory: bool = False) -> None:
        self.one_memory = one_memory
        self.fields: set[Field] = set()
        self.settled: set[Field] = set()
        self.found = False

    def note(self, op: ir.OpView, flow: AddressFlow, conflict: SpaceConflictError) -> bool:
        """Make the place generic that brings `op` into conflict; is there one that was not?"""
        if t.Space.CONSTANT in (conflict.first, conflict.second):
            return False
        known = (
            _mark(_place(op, flow.function))
            or self._note_fields(flow, conflict.nodes)
            or (isinstance(op, func.CallOp) and _mark_inside(op, flow, conflict.argument))
            or _mark_variables(flow, conflict.nodes)
        )
        self.found = self.found or known
        return known

    def _note_fields(self, flow: AddressFlow, nodes: tuple[Node, Node]) -> bool:
        roots = {node.root() for node in nodes}
        fixed = self.fields if self.one_memory else self.fields | self.settled
        found = {
            name
            for name, shape in flow.schemes.fields.items()
            if name not in fixed and outermost(shape) in roots
        }
        self.fields |= found
        return bool(found)


def _mark_variables(flow: AddressFlow, nodes: tuple[Node, Node]) -> bool:
    """Mark a variable that is pointed to by the same pointers as a generic place."""
    roots = {node.root() for node in nodes}
    slots = of_kinds(flow.function, m.SlotOp)
    held = (
        s for s in slots if s.result in flow.shapes and outermost(flow.pointee(s.result)) in roots
    )
    return any(map(_mark, held))


def _mark_inside(call: func.CallOp, flow: AddressFlow, argument: int) -> bool:
    """Mark what makes one of an argument of `call` and of others: variables, the result, parameters."""
    callee = flow.schemes.flows[callee_of(call)]
    node = outermost(callee.shapes[callee.function.arguments[argument]])
    slots = [
        slot
        for slot in of_kinds(callee.function, m.SlotOp)
        if outermost(callee.pointee(slot.result)) is node
    ]
    own = [s for s in slots if s.init is None or not isinstance(s.init.owner, ir.Block)]
    results = [callee.function] if outermost(callee.result) is node else []
    return any(_mark(place) for place in (*own, *results, *slots))


def _place(op: ir.OpView, function: func.FuncOp) -> ir.OpView | None:
    """The op that stands for the place that `op` writes to."""
    if isinstance(op, c.ReturnOp):
        return function
    if isinstance(op, m.StoreOp):
        return _variable(op.address)
    return op if isinstance(op, _MARKED) else None


def _variable(address: ir.Value) -> ir.OpView | None:
    while not isinstance(address.owner, ir.Block):
        op = address.owner.opview
        if isinstance(op, m.SlotOp):
            return op
        if not isinstance(op, (m.OffsetOp, m.ElementOp, m.DecayOp)):
            return None
        address = op.operation.operands[0]
    return None


def forget(op: ir.OpView) -> None:
    """Take the mark away."""
    if is_generic(op):
        del op.attributes[_MARK]


def _mark(op: ir.OpView | None) -> bool:
    if op is None or is_generic(op):
        return False
    op.attributes[_MARK] = ir.UnitAttr.get()
    return True
