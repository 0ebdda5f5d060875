"""What a bundle says of a module's kernels and device variables."""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping
from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import value_of
from cn_migrate.dialects.cnative.bytecode import copy_of
from cn_migrate.dialects.cnative.definitions import GlobalOp
from cn_migrate.dialects.cnative.kernels import DYNAMIC_SHARED, SYMBOLS
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.dialects.cnative.memory import SlotOp
from cn_migrate.dialects.cnative.threads import BLOCKS_WAIT
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.emitters.opencl.emit import source_names
from cn_migrate.lowering.call_graph import CallGraph
from cn_migrate.lowering.cpu import MarkGridBarriers
from cn_migrate.lowering.hoist_shared import HoistShared
from cn_migrate.lowering.pass_globals import PassGlobals
from cn_migrate.runtime.bundle import Kernel, Parameter, Variable

Names = Mapping[str, Mapping[int, str]]


def parameter_names(module: ir.Module) -> Names:
    """What the user calls the parameters of each kernel, of a module in structured form: the variables that begin
    as them, by number."""
    return {
        name: {
            ir.BlockArgument(slot.init).arg_number: slot.name.value
            for slot in of_kinds(kernel, SlotOp)
            if slot.init is not None and isinstance(slot.init.owner, ir.Block)
        }
        for name, kernel in CallGraph(module).kernels.items()
    }


def describe(normal: ir.Module, names: Names) -> tuple[tuple[Kernel, ...], tuple[Variable, ...]]:
    """Kernels and device variables of a module in normal form, as a host has to know them."""
    layout = Layout(normal)
    variables = {op.name.value: op for op in normal.body.operations if isinstance(op, GlobalOp)}
    known = source_names(variables)
    own = {name: list(k.type.inputs) for name, k in CallGraph(normal).kernels.items()}
    passed = copy_of(normal)
    for step in (MarkGridBarriers(), HoistShared(), PassGlobals()):
        step.apply(passed, Diagnostics())
    kernels = []
    for name, kernel in CallGraph(passed).kernels.items():
        attributes = kernel.attributes
        source = attributes.get("cnative.source_name")
        kernels.append(
            Kernel(
                name=name,
                source_name=name if source is None else source.value,
                parameters=tuple(
                    _parameter(i, type_, names.get(name, {}), layout)
                    for i, type_ in enumerate(own[name])
                ),
                variables=tuple(known[x.value] for x in attributes.get(SYMBOLS, ())),
                dynamic_shared=DYNAMIC_SHARED in attributes,
                blocks_wait=BLOCKS_WAIT in attributes,
            )
        )
    return tuple(kernels), _variables(variables, known, layout)


def _parameter(number: int, type_: ir.Type, names: Mapping[int, str], layout: Layout) -> Parameter:

    name = names.get(number) or f"p{number}"
    return Parameter(
        name=name, type=str(type_), is_pointer=t.is_ptr(type_), size=layout.size(type_)
    )


def _variables(
    variables: Mapping[str, Any], names: Mapping[str, str], layout: Layout
) -> tuple[Variable, ...]:
    return tuple(
        Variable(
            name=names[symbol],
            size=layout.size(op.type.value),
            align=layout.align(op.type.value),
            initial=base64.b64encode(_initial(op, layout)).decode(),
        )
        for symbol, op in variables.items()
        if "literal" not in op.attributes
    )


def _initial(op: Any, layout: Layout) -> bytes:
    """The bytes of a variable's initial value; none for zeros."""
    if "init" not in op.attributes:
        return b""
    data = bytearray(layout.size(op.type.value))
    for (offset, type_), value in zip(
        _scalars(op.type.value, layout, 0), op.attributes["init"], strict=False
    ):
        data[offset : offset + layout.size(type_)] = _bytes(value, type_, layout)
    return bytes(data)


def _scalars(type_: ir.Type, layout: Layout, offset: int) -> list[tuple[int, ir.Type]]:
    """Offset and type of each scalar in memory order."""

    if isinstance(type_, t.ArrayType):
        element = t.element(type_)
        step = layout.size(element)
        return [
            pair
            for i in range(t.count(type_))
            for pair in _scalars(element, layout, offset + i * step)
        ]
    if isinstance(type_, (t.RecordType, t.VecType)):
        fields = layout.fields(type_)
        return [pair for f in fields for pair in _scalars(f.type, layout, offset + f.offset)]
    return [(offset, type_)]


def _bytes(value: Any, type_: ir.Type, layout: Layout) -> bytes:

    number = value_of(value)
    if t.is_float(type_):
        kind = str(type_)
        if kind == "bf16":
            return struct.pack("<f", number)[2:]
        return struct.pack({"f16": "<e", "f32": "<f", "f64": "<d"}[kind], number)
    size = int(layout.size(type_))
    return (int(number) & ((1 << 8 * size) - 1)).to_bytes(size, "little")
