"""A module in normal form as one text of LLVM IR, for one kind of machine."""

from __future__ import annotations

from collections.abc import Iterator

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics, Refusal
from cn_migrate.dialects.cnative import definitions
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.kernels import SYMBOLS
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.emitters.llvm import arithmetic, memory, synchronisation
from cn_migrate.emitters.llvm.function import FunctionWriter, Module, symbol
from cn_migrate.emitters.llvm.machine import Machine
from cn_migrate.emitters.llvm.mathematics import math_function
from cn_migrate.emitters.llvm.types import Types, constant, quoted
from cn_migrate.emitters.opencl.call_order import callees, callees_first
from cn_migrate.emitters.opencl.emit import source_names
from cn_migrate.emitters.opencl.kernel_info import DeviceSource, KernelInfo, KernelParam, ParamKind

RULES = {
    **arithmetic.RULES,
    **memory.RULES,
    **synchronisation.RULES,
    e.MathOp: math_function,
}


def emit(module: ir.Module, machine: Machine, diagnostics: Diagnostics) -> DeviceSource:
    """Print `module`, lowered for `machine`.

    A function that cannot be printed is reported and left out, with all that call it.
    """
    with module.context, ir.Location.unknown():
        return _Emission(module, machine, diagnostics).run()


class _Emission:
    def __init__(self, module: ir.Module, machine: Machine, diagnostics: Diagnostics) -> None:
        ops = list(module.body.operations)
        self.functions = {op.sym_name.value: op for op in ops if isinstance(op, func.FuncOp)}
        self.variables = {op.name.value: op for op in ops if isinstance(op, definitions.GlobalOp)}
        self.layout = Layout(module)
        self.machine = machine
        self.diagnostics = diagnostics
        self.module = Module(Types(self.layout, machine.spaces), machine, RULES)

    def run(self) -> DeviceSource:
        calls = {name: callees(function) for name, function in self.functions.items()}
        texts: dict[str, str] = {}
        kernels: list[KernelInfo] = []
        for name in callees_first(calls):
            if not all(callee in texts for callee in calls[name]):
                continue
            try:
                texts[name] = self._function(name)
            except Refusal as refusal:
                self.diagnostics.refuse(refusal)
                continue
            if "cnative.kernel" in self.functions[name].attributes:
                kernels.append(self._kernel(name))
        constants = [
            self._constant(op) for op in self.variables.values() if "literal" in op.attributes
        ]
        types = self.module.types.records
        parts = [
            *(f"{name} = type {text}" for name, text in types.items()),
            *constants,
            *self.module.definitions.values(),
            *self.module.declarations.values(),
            *texts.values(),
            *(f"!{i} = {text}" for i, text in enumerate(self.module.metadata)),
        ]
        return DeviceSource("\n\n".join(parts) + "\n", tuple(kernels))

    def _function(self, name: str) -> str:
        function = self.functions[name]
        writer = FunctionWriter(self.module, function)
        if "cnative.kernel" in function.attributes:
            return self.machine.kernel(writer)
        results = function.type.results
        result = self.module.types.value(results[0]) if len(results) else "void"
        parameters = ", ".join(writer.parameters())
        head = f"define internal {result} {symbol(name)}({parameters}) {self.machine.attributes}"
        return writer.text(head.rstrip())

    def _constant(self, op: definitions.GlobalOp) -> str:
        type_ = op.type.value
        space = self.machine.spaces[t.Space.CONSTANT]
        text = self.module.types.memory(type_)
        values = iter(op.attributes["init"]) if "init" in op.attributes else iter(())
        value = self._initial(type_, values)
        where = f"addrspace({space}) " if space else ""
        align = self.layout.align(type_)
        return f"@{quoted(op.name.value)} = internal {where}constant {text} {value}, align {align}"

    def _initial(self, type_: ir.Type, values: Iterator[ir.Attribute]) -> str:
        if isinstance(type_, t.ArrayType):
            element = t.element(type_)
            kind = self.module.types.memory(element)
            parts = [f"{kind} {self._initial(element, values)}" for _ in range(t.count(type_))]
            return f"[{', '.join(parts)}]"
        if isinstance(type_, (t.RecordType, t.VecType)):
            return self._initial_record(type_, values)
        value = next(values, None)
        if value is None:
            return "zeroinitializer"
        text = constant(value, type_)
        return {"true": "1", "false": "0"}.get(text, text)

    def _initial_record(self, type_: ir.Type, values: Iterator[ir.Attribute]) -> str:
        types = self.module.types
        elements, places = types.elements(type_)
        given = {places[f.name]: self._initial(f.type, values) for f in self.layout.fields(type_)}
        parts = [f"{kind} {given.get(i, 'zeroinitializer')}" for i, kind in enumerate(elements)]
        return f"<{{ {', '.join(parts)} }}>"

    def _kernel(self, name: str) -> KernelInfo:
        function = self.functions[name]
        attributes = function.attributes
        names = source_names(self.variables)
        source = attributes.get("cnative.source_name")
        kinds = tuple(function.type.inputs)
        params = tuple(
            KernelParam(
                f"p{i}",
                str(kind),
                ParamKind.POINTER if t.is_ptr(kind) else ParamKind.VALUE,
                self.layout.size(kind),
            )
            for i, kind in enumerate(kinds)
        )
        return KernelInfo(
            name=name,
            source_name=name if source is None else source.value,
            params=params,
            dynamic_shared=False,
            symbols=tuple(names[s.value] for s in attributes.get(SYMBOLS, ())),
        )
