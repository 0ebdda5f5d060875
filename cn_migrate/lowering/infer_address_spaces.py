"""Finds the address space of every pointer, and makes one copy of a device function for each combination it is
called with: OpenCL C 1.2 has no pointer that may point anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics, Refusal
from cn_migrate.dialects.cnative import definitions
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import array
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.lowering.address_flow import AddressFlow, Schemes
from cn_migrate.lowering.address_shapes import (
    Field,
    Fields,
    Shape,
    bind,
    concrete,
    record_fields,
    settle,
    shape_of,
    spaces,
)
from cn_migrate.lowering.call_graph import callee_of, functions, is_kernel
from cn_migrate.lowering.generic_casts import add_generic_casts
from cn_migrate.lowering.generic_places import GenericPlaces, NewGenericPlaceError

Signature = tuple[tuple[t.Space, ...], ...]
SUFFIXES = {
    t.Space.GLOBAL: "global",
    t.Space.CONSTANT: "constant",
    t.Space.SHARED: "local",
    t.Space.PRIVATE: "private",
    t.Space.GENERIC: "generic",
}


@dataclass(frozen=True)
class InferAddressSpaces:
    """Kernel parameters and pointers in records point to global memory; all else follows from where values flow.

    Where one pointer has to point into two memories, it is generic afterwards, and what is handed to it is cast.  A
    kernel with one into constant memory and another is reported and removed.
    """

    one_memory: bool = False  # in the target: what the host writes may point into any of them
    name: str = "infer-address-spaces"

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """See the class."""
        with module.context, ir.Location.unknown():
            originals = {n: f for n, f in functions(module).items() if not is_kernel(f)}
            generic = GenericPlaces(self.one_memory)
            schemes = _schemes(module, originals, generic, diagnostics)
            for shape in schemes.fields.values():
                settle(shape)
            inference = _Inference(schemes, originals)
            for kernel in _kernels(module):
                inference.kernel(kernel)
            inference.name_copies()
            for original in originals.values():
                original.erase()
            _write_definitions(module, schemes.fields)
            if generic.found:
                add_generic_casts(module)


def _schemes(
    module: ir.Module,
    originals: dict[str, func.FuncOp],
    generic: GenericPlaces,
    diagnostics: Diagnostics,
) -> Schemes:
    """What the functions ask for; begins again with each place that has to be generic."""
    while True:
        fields = record_fields(module, generic.fields)
        schemes = Schemes(originals, fields, generic)
        kernels = _kernels(module)
        generic.settled = _settle_host_records(module, kernels, fields)
        try:
            for kernel in kernels:
                _follow(kernel, schemes, diagnostics)
        except NewGenericPlaceError:
            continue
        return schemes


def _kernels(module: ir.Module) -> list[func.FuncOp]:
    return [f for f in functions(module).values() if is_kernel(f)]


class _Inference:
    """The copies made so far, by function and by the spaces of its parameters."""

    def __init__(self, schemes: Schemes, originals: dict[str, func.FuncOp]) -> None:
        self._schemes = schemes
        self._originals = originals
        self._copies: dict[tuple[str, Signature], func.FuncOp] = {}
        self._calls: list[tuple[func.CallOp, tuple[str, Signature]]] = []

    def kernel(self, kernel: func.FuncOp) -> None:
        """Infer `kernel` and all that it calls."""
        self._finish(_kernel_flow(kernel, self._schemes))

    def _copy(self, name: str, signature: Signature) -> None:
        if (name, signature) in self._copies:
            return
        original = self._originals[name]
        with ir.InsertionPoint(original):
            copy = original.operation.clone().opview
        self._copies[name, signature] = copy
        shapes = [shape_of(argument.type) for argument in copy.arguments]
        for shape, known in zip(shapes, signature, strict=True):
            bind(shape, known)
        flow = AddressFlow(copy, self._schemes, shapes)
        flow.solve()
        self._finish(flow)

    def _finish(self, flow: AddressFlow) -> None:
        wanted = []
        for call, parameters in flow.calls:
            signature = tuple(map(spaces, parameters))
            wanted.append((call, (callee_of(call), signature)))
        flow.write()
        for call, key in wanted:
            self._calls.append((call, key))
            self._copy(*key)

    def name_copies(self) -> None:
        """Give each copy its name: the original's, with the spaces where there are several."""
        count: dict[str, int] = {}
        for name, _ in self._copies:
            count[name] = count.get(name, 0) + 1
        names = {}
        taken = set(self._originals)
        for name, signature in self._copies:
            if count[name] == 1:
                names[name, signature] = name
                continue
            words = [SUFFIXES[space] for known in signature for space in known[:1]]
            wish = unique = "_".join([name, *words])
            n = 1
            while unique in taken:
                unique, n = f"{wish}_{n}", n + 1
            taken.add(unique)
            names[name, signature] = unique
        for key, copy in self._copies.items():
            copy.attributes["sym_name"] = ir.StringAttr.get(names[key])
        for call, key in self._calls:
            call.attributes["callee"] = ir.FlatSymbolRefAttr.get(names[key])


def _kernel_flow(kernel: func.FuncOp, schemes: Schemes) -> AddressFlow:
    flow = AddressFlow(
        kernel, schemes, [shape_of(x.type, t.Space.GLOBAL) for x in kernel.arguments]
    )
    flow.solve()
    return flow


def _follow(kernel: func.FuncOp, schemes: Schemes, diagnostics: Diagnostics) -> None:
    """Learn from `kernel` what records' fields point to; a kernel that contradicts itself or others is removed.

    Raises NewGenericPlaceError.
    """
    try:
        _kernel_flow(kernel, schemes)
    except Refusal as refusal:
        diagnostics.refuse(refusal)
        kernel.erase()


def _settle_host_records(
    module: ir.Module, kernels: list[func.FuncOp], fields: Fields
) -> set[Field]:
    """Records that the host passes or writes hold pointers to global memory; the names of their fields."""
    found: set[Field] = set()
    layout = Layout(module)
    types = [type_ for kernel in kernels for type_ in kernel.type.inputs]
    types += [
        op.type.value for op in module.body.operations if isinstance(op, definitions.GlobalOp)
    ]
    seen: set[ir.Type] = set()
    while types:
        type_ = types.pop()
        if type_ in seen:
            continue
        seen.add(type_)
        if isinstance(type_, t.PtrType):
            types.append(t.pointee(type_))
        elif isinstance(type_, t.ArrayType):
            types.append(t.element(type_))
        elif isinstance(type_, t.RecordType):
            for field in layout.fields(type_):
                name = (t.record_name(type_), field.name)
                settle(fields[name])
                found.add(name)
                types.append(field.type)
    return found


def _write_definitions(module: ir.Module, fields: Fields) -> None:
    for op in module.body.operations:
        if isinstance(op, definitions.RecordDefOp):
            rows = [_field(f, fields[op.name.value, f[0].value]) for f in op.fields]
            op.attributes["fields"] = array(rows)
        elif isinstance(op, definitions.GlobalOp):
            op.attributes["type"] = ir.TypeAttr.get(
                concrete(op.type.value, shape_of(op.type.value))
            )


def _field(field: ir.ArrayAttr, shape: Shape) -> ir.ArrayAttr:
    name, type_, *rest = field
    return array([name, ir.TypeAttr.get(concrete(type_.value, shape)), *rest])
