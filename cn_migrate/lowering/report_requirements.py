"""Says what each kernel asks of a device, and what becomes slower or less exact."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.lowering.call_graph import functions, is_kernel, operations, reachable


@dataclass(frozen=True)
class ReportRequirements:
    """See the module."""

    name: str = "report-requirements"

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """Reports only; the module stays as it is."""
        all_ = functions(module)
        for function in all_.values():
            for op in operations(function.body):
                _report_op(op, diagnostics)
            if is_kernel(function):
                _report_kernel(function, all_, diagnostics)


def _report_op(op: ir.OpView, diagnostics: Diagnostics) -> None:
    if isinstance(op, x.AtomicOp) and t.is_float(op.result.type) and op.op.value != "exchange":
        shown = "double" if op.result.type.width == 64 else "float"
        diagnostics.report("float-atomic", span_of(op), op=op.op.value, type=shown)


def _report_kernel(
    kernel: func.FuncOp, all_: dict[str, func.FuncOp], diagnostics: Diagnostics
) -> None:
    attributes = kernel.attributes
    symbol = kernel.sym_name.value
    shown = (
        attributes["cnative.source_name"].value if "cnative.source_name" in attributes else symbol
    )
    reached = reachable(kernel, all_).values()
    inside = [op for function in reached for op in operations(function.body)]
    types = [result.type for op in inside for result in op.operation.results]
    types += [type_ for function in reached for type_ in function.type.inputs]
    if any(_is_double(type_) for type_ in types):
        diagnostics.report("needs-fp64", span_of(kernel), kernel=shown)
    if any(isinstance(op, x.AtomicOp) and op.result.type.width == 64 for op in inside):
        diagnostics.report("needs-int64-atomics", span_of(kernel), kernel=shown)


def _is_double(type_: ir.Type) -> bool:
    if isinstance(type_, t.PtrType):
        return _is_double(t.pointee(type_))
    if isinstance(type_, (t.ArrayType, t.VecType)):
        return _is_double(t.element(type_))
    return t.is_float(type_) and type_.width == 64
