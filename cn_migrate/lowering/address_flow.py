"""How pointers flow through one function: a rule for each op."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Refusal
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.lowering.address_shapes import (
    Array,
    Fields,
    Node,
    Pointer,
    Shape,
    SpaceConflictError,
    assign,
    concrete,
    instantiate,
    make_generic,
    shape_of,
    unify,
)
from cn_migrate.lowering.call_graph import callee_of
from cn_migrate.lowering.generic_places import GenericPlaces, NewGenericPlaceError, is_generic


@dataclass(slots=True)
class Schemes:
    """What each device function asks of its parameters and gives back, whoever calls it; and the records' fields."""

    functions: dict[str, func.FuncOp]
    fields: Fields
    generic: GenericPlaces
    flows: dict[str, AddressFlow] = field(default_factory=dict)

    def instance(self, name: str) -> tuple[list[Shape], Shape]:
        """Shapes of the parameters and of the result of `name`, with nodes of their own."""
        if name not in self.flows:
            function = self.functions[name]
            flow = AddressFlow(
                function, self, [shape_of(value.type) for value in function.arguments]
            )
            flow.solve()
            self.flows[name] = flow
        known = self.flows[name]
        copies: dict[Node, Node] = {}
        parameters = [
            instantiate(known.shapes[value], copies) for value in known.function.arguments
        ]
        return parameters, instantiate(known.result, copies)


class AddressFlow:
    """The shapes of all values of `function`, its parameters' given."""

    def __init__(self, function: func.FuncOp, schemes: Schemes, parameters: list[Shape]) -> None:
        self.function = function
        self.schemes = schemes
        self.shapes: dict[ir.Value, Shape] = dict(zip(function.arguments, parameters, strict=True))
        results = function.type.results
        self.result: Shape = shape_of(results[0]) if results else None
        if is_generic(function):
            make_generic(self.result)
        self.calls: list[tuple[func.CallOp, list[Shape]]] = []  # and the shapes of the parameters
        self.casts: list[e.PtrCastOp] = []

    def solve(self) -> None:
        """Follow every op once, regions before the op that holds them.

        Raises Refusal on a conflict, NewGenericPlaceError where a place was found that can be generic.
        """
        self._region(self.function.body)

    def write(self) -> None:
        """Put the spaces found into the function's types."""
        for value, shape in self.shapes.items():
            value.set_type(concrete(value.type, shape))
        for cast in self.casts:
            if cast.result.type == cast.value.type:  # it only said that the space was not known yet
                cast.result.replace_all_uses_with(cast.value)
                cast.erase()
        results = [concrete(type_, self.result) for type_ in self.function.type.results]
        inputs = [value.type for value in self.function.arguments]
        self.function.attributes["function_type"] = ir.TypeAttr.get(
            ir.FunctionType.get(inputs, results)
        )

    def of(self, value: ir.Value) -> Shape:
        """The shape of `value`."""
        return self.shapes[value]

    def pointee(self, address: ir.Value) -> Shape:
        """The shape of what `address` points to."""
        return _pointee(self.shapes[address])

    def field(self, record: ir.Type, name: str) -> Shape:
        """The shape of a field of a record; none of a vector's component."""
        return (
            self.schemes.fields[t.record_name(record), name]
            if isinstance(record, t.RecordType)
            else None
        )

    def _region(self, region: ir.Region) -> None:
        for block in region.blocks:
            for op in block.operations:
                for inner in op.operation.regions:
                    self._region(inner)
                self._op(op)

    def _op(self, op: ir.OpView) -> None:
        rule = _RULES.get(type(op))
        try:
            if rule is not None:
                rule(self, op)
        except SpaceConflictError as conflict:
            if self.schemes.generic.note(op, self, conflict):
                raise NewGenericPlaceError from conflict
            raise Refusal(
                "address-space",
                span_of(op),
                name=_name(op),
                first=conflict.first,
                second=conflict.second,
            ) from conflict
        for result in op.operation.results:
            self.shapes.setdefault(result, shape_of(result.type))


def _name(op: ir.OpView) -> str:
    """What to call the pointer that `op` makes, for the user."""
    if isinstance(op, m.SlotOp):
        return str(op.name.value)
    if isinstance(op, func.CallOp):
        return f"an argument of {callee_of(op)}"
    if isinstance(op, m.StoreOp) and not isinstance(op.address.owner, ir.Block):
        place = op.address.owner.opview
        if isinstance(place, (m.SlotOp, m.SharedOp)):
            return str(place.name.value)
        if isinstance(place, m.MemberOp):
            return str(place.field.value)
    return "a pointer"


def _pointee(shape: Shape) -> Shape:
    return shape.pointee if isinstance(shape, Pointer) else None


def _element(shape: Shape) -> Shape:
    return shape.element if isinstance(shape, Array) else None


def _slot(flow: AddressFlow, op: m.SlotOp) -> None:
    shape = shape_of(op.result.type)
    flow.shapes[op.result] = shape
    if is_generic(op):
        make_generic(_pointee(shape))
    if op.init is not None:
        assign(_pointee(shape), flow.of(op.init))


def _global_ref(flow: AddressFlow, op: m.GlobalRefOp) -> None:
    flow.shapes[op.result] = shape_of(op.result.type, t.Space.GLOBAL)


def _offset(flow: AddressFlow, op: m.OffsetOp) -> None:
    flow.shapes[op.result] = flow.of(op.base)


def _element_of(flow: AddressFlow, op: m.ElementOp | m.DecayOp) -> None:
    base = flow.of(op.base)
    assert isinstance(base, Pointer)
    flow.shapes[op.result] = Pointer(base.node, _element(base.pointee))


def _member(flow: AddressFlow, op: m.MemberOp) -> None:
    base = flow.of(op.base)
    assert isinstance(base, Pointer)
    flow.shapes[op.result] = Pointer(base.node, flow.field(t.pointee(op.base.type), op.field.value))


def _load(flow: AddressFlow, op: m.LoadOp) -> None:
    flow.shapes[op.result] = _pointee(flow.of(op.address))


def _store(flow: AddressFlow, op: m.StoreOp) -> None:
    place = _pointee(flow.of(op.address))
    assign(place, flow.of(op.value))
    if op.result is not None:
        flow.shapes[op.result] = place


def _update(flow: AddressFlow, op: m.UpdateOp) -> None:
    flow.shapes[op.result] = _pointee(flow.of(op.address))


def _atomic(flow: AddressFlow, op: x.AtomicOp) -> None:
    pointee = _pointee(flow.of(op.address))
    for value in op.values:
        unify(pointee, flow.of(value))
    flow.shapes[op.result] = pointee


def _ptr_cast(flow: AddressFlow, op: e.PtrCastOp) -> None:
    flow.casts.append(op)
    if not t.is_ptr(op.result.type):
        return
    source = flow.of(op.value)
    if not isinstance(source, Pointer):
        flow.shapes[op.result] = shape_of(
            op.result.type, t.Space.GLOBAL
        )  # an integer as an address
        return
    behind = shape_of(t.pointee(op.result.type), t.Space.GLOBAL)
    if t.is_ptr(op.value.type) and t.pointee(op.value.type) == t.pointee(op.result.type):
        behind = source.pointee
    flow.shapes[op.result] = Pointer(source.node, behind)


def _conditional(flow: AddressFlow, op: e.ConditionalOp) -> None:
    ends = [list(region.blocks[0].operations)[-1] for region in (op.then, op.otherwise)]
    first, second = (flow.of(end.values[0]) for end in ends)
    if not is_generic(op):
        unify(first, second)
        flow.shapes[op.result] = first
        return
    shape = shape_of(op.result.type)
    make_generic(shape)
    assign(shape, first)
    assign(shape, second)
    flow.shapes[op.result] = shape


def _same(flow: AddressFlow, op: e.CompareOp | m.PtrDiffOp) -> None:
    left, right = flow.of(op.lhs), flow.of(op.rhs)
    if not is_generic(op):
        unify(left, right)


def _aggregate(flow: AddressFlow, op: e.AggregateOp) -> None:
    if isinstance(op.result.type, t.RecordType):
        name = t.record_name(op.result.type)
        own = [shape for (record, _), shape in flow.schemes.fields.items() if record == name]
        for shape, part in zip(own, op.parts, strict=False):
            assign(shape, flow.of(part))
        return
    shape = shape_of(op.result.type)
    flow.shapes[op.result] = shape
    if is_generic(op):
        make_generic(shape)
    for part in op.parts:
        assign(_element(shape), flow.of(part))


def _insert(flow: AddressFlow, op: e.InsertOp) -> None:
    flow.shapes[op.result] = shape_of(op.result.type)
    assign(flow.field(op.result.type, op.field.value), flow.of(op.part))


def _extract(flow: AddressFlow, op: e.ExtractOp) -> None:
    flow.shapes[op.result] = flow.field(op.value.type, op.field.value)


def _call(flow: AddressFlow, op: func.CallOp) -> None:
    parameters, result = flow.schemes.instance(callee_of(op))
    flow.calls.append((op, parameters))
    for number, (parameter, value) in enumerate(zip(parameters, op.operands, strict=True)):
        try:
            assign(parameter, flow.of(value))
        except SpaceConflictError as conflict:
            conflict.argument = number
            raise
    if len(op.results):
        flow.shapes[op.results[0]] = result


def _return(flow: AddressFlow, op: c.ReturnOp) -> None:
    if op.value is not None:
        assign(flow.result, flow.of(op.value))


_RULES: dict[type[ir.OpView], Callable[[AddressFlow, Any], None]] = {
    m.SlotOp: _slot,
    m.GlobalRefOp: _global_ref,
    m.OffsetOp: _offset,
    m.ElementOp: _element_of,
    m.DecayOp: _element_of,
    m.MemberOp: _member,
    m.LoadOp: _load,
    m.StoreOp: _store,
    m.UpdateOp: _update,
    m.PtrDiffOp: _same,
    e.PtrCastOp: _ptr_cast,
    e.ConditionalOp: _conditional,
    e.CompareOp: _same,
    e.AggregateOp: _aggregate,
    e.ExtractOp: _extract,
    e.InsertOp: _insert,
    x.AtomicOp: _atomic,
    func.CallOp: _call,
    c.ReturnOp: _return,
}
