"""Types as a CPU has them: one address space, and short vectors as records.

Runs last: what lies where was needed before.  Atomics on a block's own memory keep `scope` = "block" of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import array, index, text
from cn_migrate.dialects.cnative.definitions import GlobalOp, RecordDefOp
from cn_migrate.dialects.cnative.execution import AtomicOp
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.lowering.call_graph import functions, operations

_SCALARS = {
    "si8": "char",
    "ui8": "uchar",
    "si16": "short",
    "ui16": "ushort",
    "si32": "int",
    "ui32": "uint",
}
_SCALARS |= {"si64": "longlong", "ui64": "ulonglong", "f32": "float", "f64": "double"}


@dataclass(frozen=True)
class PlainTypes:
    """See the module."""

    name: str = "plain-types"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """See the module."""
        with module.context, ir.Location.unknown():
            _Retyping(module).run()


@dataclass
class _Retyping:
    module: ir.Module
    vectors: dict[ir.Type, str] = field(default_factory=dict)
    known: dict[ir.Type, ir.Type] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)

    def run(self) -> None:
        records = [op for op in self.module.body.operations if isinstance(op, RecordDefOp)]
        self.fields = {f[0].value for op in records for f in op.fields}
        for function in functions(self.module).values():
            self._function(function)
        for op in self.module.body.operations:
            if isinstance(op, RecordDefOp):
                fields = [
                    array([f[0], ir.TypeAttr.get(self.plain(f[1].value)), f[2]]) for f in op.fields
                ]
                op.attributes["fields"] = array(fields)
                op.attributes["name"] = text(self._record_name(op.name.value))
            elif isinstance(op, GlobalOp):
                op.attributes["type"] = ir.TypeAttr.get(self.plain(op.type.value))
        self._define_vectors()

    def _function(self, function: func.FuncOp) -> None:
        for op in operations(function.body):
            if isinstance(op, AtomicOp) and t.space(op.address.type) == t.Space.SHARED:
                op.attributes["scope"] = text("block")
        for argument in function.arguments:
            argument.set_type(self.plain(argument.type))
        for op in operations(function.body):
            for result in op.operation.results:
                result.set_type(self.plain(result.type))
        old = function.type
        inputs, results = map(self.plain, old.inputs), map(self.plain, old.results)
        type_ = ir.FunctionType.get(list(inputs), list(results))
        function.attributes["function_type"] = ir.TypeAttr.get(type_)

    def plain(self, type_: ir.Type) -> ir.Type:
        """`type_` without address spaces and vectors."""
        if type_ not in self.known:
            self.known[type_] = self._plain(type_)
        return self.known[type_]

    def _plain(self, type_: ir.Type) -> ir.Type:
        if isinstance(type_, t.PtrType):
            return t.ptr(self.plain(t.pointee(type_)), t.Space.GENERIC)
        if isinstance(type_, t.ArrayType):
            return t.array(self.plain(t.element(type_)), t.count(type_))
        if isinstance(type_, t.VecType):
            self.vectors[type_] = f"{_SCALARS[str(t.element(type_))]}{t.count(type_)}"
            return t.record(self.vectors[type_])
        if isinstance(type_, t.RecordType):
            return t.record(self._record_name(t.record_name(type_)))
        return type_

    def _record_name(self, name: str) -> str:
        """In C++ a field may not have the name of a type that its record mentions."""
        return f"{name}_type" if name in self.fields else name

    def _define_vectors(self) -> None:
        layout = Layout(self.module)
        with ir.InsertionPoint.at_block_begin(self.module.body):
            for type_, name in self.vectors.items():
                fields = [
                    array([text(f.name), ir.TypeAttr.get(f.type), index(f.offset)])
                    for f in layout.fields(type_)
                ]
                size, align = index(layout.size(type_)), index(layout.align(type_))
                RecordDefOp(text(name), text("struct"), array(fields), size, align)
