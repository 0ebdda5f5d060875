"""Says what each kernel asks of a device, and what becomes slower or less exact."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative import warp as w
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.lowering.call_graph import CallGraph, operations


@dataclass(frozen=True)
class ReportRequirements:
    """See the module."""

    name: str = "report-requirements"

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """Reports only; the module stays as it is."""
        graph = CallGraph(module)
        needs = {name: _needs(function, diagnostics) for name, function in graph.functions.items()}
        for name, kernel in graph.kernels.items():
            for rule in sorted(set().union(*(needs[n] for n in graph.reachable(name)))):
                diagnostics.report(rule, span_of(kernel), kernel=_shown(kernel))


def _needs(function: func.FuncOp, diagnostics: Diagnostics) -> set[str]:
    """The rules that tell what a function needs of a device; its emulated ops are reported on the way."""
    types = set(function.type.inputs)
    found: set[str] = set()
    for op in operations(function.body):
        _report_op(op, diagnostics)
        types.update(result.type for result in op.operation.results)
        if isinstance(op, x.AtomicOp) and op.result.type.width == 64:
            found.add("needs-int64-atomics")
        if isinstance(op, (w.ShuffleOp, w.BallotOp)):
            found.add("warp-operations")
    if any(map(_is_generic, types)):
        found.add("needs-generic-pointers")
    return found | ({"needs-fp64"} if any(map(_is_double, types)) else set())


def _is_generic(type_: ir.Type) -> bool:
    return t.is_ptr(type_) and t.space(type_) == t.Space.GENERIC


def _shown(kernel: func.FuncOp) -> str:
    attributes = kernel.attributes
    name = "cnative.source_name" if "cnative.source_name" in attributes else "sym_name"
    return str(attributes[name].value)


def _report_op(op: ir.OpView, diagnostics: Diagnostics) -> None:
    if isinstance(op, x.AtomicOp) and t.is_float(op.result.type) and op.op.value != "exchange":
        shown = "double" if op.result.type.width == 64 else "float"
        diagnostics.report("float-atomic", span_of(op), op=op.op.value, type=shown)


def _is_double(type_: ir.Type) -> bool:
    if isinstance(type_, t.PtrType):
        return _is_double(t.pointee(type_))
    if isinstance(type_, (t.ArrayType, t.VecType)):
        return _is_double(t.element(type_))
    return t.is_float(type_) and type_.width == 64
