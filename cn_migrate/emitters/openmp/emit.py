"""A module lowered to loops over threads as one C++ source."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics, Refusal
from cn_migrate.dialects.cnative import definitions
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.emitters.opencl.call_order import callees, callees_first
from cn_migrate.emitters.opencl.comments import Comments
from cn_migrate.emitters.opencl.context import ModuleContext
from cn_migrate.emitters.opencl.effects import Effects
from cn_migrate.emitters.opencl.emit import function_names, macros_of, source_names
from cn_migrate.emitters.opencl.macros import macro_definitions
from cn_migrate.emitters.opencl.names import identifier
from cn_migrate.emitters.opencl.qualifiers import Qualifiers
from cn_migrate.emitters.opencl.records import typedefs
from cn_migrate.emitters.opencl.types_used import TypesUsed
from cn_migrate.emitters.opencl.variables import variable_definition
from cn_migrate.emitters.openmp.functions import PrintedFunction, entry, print_function
from cn_migrate.emitters.openmp.printers import CXX

HEADER = "cnative/openmp.hpp"


@dataclass(frozen=True, slots=True)
class OpenmpKernel:
    """One kernel: `name` in the source, and the variables (`symbols`) that it takes behind its own arguments."""

    name: str
    symbols: tuple[str, ...]
    dynamic_shared: bool


@dataclass(frozen=True, slots=True)
class OpenmpSource:
    """An emitted module: the text of the .cpp file and its kernels, in the text's order."""

    text: str
    kernels: tuple[OpenmpKernel, ...]


def emit(
    module: ir.Module, comments: Comments, diagnostics: Diagnostics, heading: str = ""
) -> OpenmpSource:
    """Print `module`, lowered for OpenMP, with the user's `comments` (by file: line and text) in their places.

    A function that cannot be printed is reported and left out, with all that call it.
    """
    with module.context, ir.Location.unknown():
        return _emit(module, comments, diagnostics, heading)


def _emit(
    module: ir.Module, comments: Comments, diagnostics: Diagnostics, heading: str
) -> OpenmpSource:
    ops = list(module.body.operations)
    functions = {op.sym_name.value: op for op in ops if isinstance(op, func.FuncOp)}
    variables = {op.name.value: op for op in ops if isinstance(op, definitions.GlobalOp)}
    literals = {name: op for name, op in variables.items() if "literal" in op.attributes}
    layout = Layout(module)
    ctx = ModuleContext(
        layout,
        macros_of(module, functions, layout),
        function_names(functions),
        {name: identifier(name) for name in literals},
        Qualifiers(functions),
        Effects(functions),
        language=CXX,
    )
    printed = _print(ctx, functions, comments, diagnostics)
    uses = TypesUsed([functions[name] for name in printed], layout)
    parts = [
        heading,
        f'#include "{HEADER}"',
        "\n".join(macro_definitions(ctx.macros, ctx.used_macros)),
        "namespace cn::openmp {\nnamespace {",
        *typedefs(list(uses.types), layout),
        *(
            variable_definition(op, ctx.variables[name], layout).replace("__constant", "const", 1)
            for name, op in literals.items()
            if name in ctx.used_variables
        ),
        *(function.text for function in printed.values()),
        *(entry(function) for function in printed.values() if function.is_kernel),
        "}\n}",
    ]
    names = source_names(variables)
    kernels = tuple(
        _kernel(functions[name], function, names)
        for name, function in printed.items()
        if function.is_kernel
    )
    return OpenmpSource("\n\n".join(part for part in parts if part) + "\n", kernels)


def _print(
    ctx: ModuleContext,
    functions: dict[str, func.FuncOp],
    comments: Comments,
    diagnostics: Diagnostics,
) -> dict[str, PrintedFunction]:
    calls = {name: callees(function.body) for name, function in functions.items()}
    printed: dict[str, PrintedFunction] = {}
    for name in callees_first(calls):
        if not all(callee in printed for callee in calls[name]):
            continue
        try:
            printed[name] = print_function(ctx, functions[name], comments)
        except Refusal as refusal:
            diagnostics.refuse(refusal)
    return printed


def _kernel(function: func.FuncOp, printed: PrintedFunction, names: dict[str, str]) -> OpenmpKernel:
    symbols = function.attributes.get("cnative.symbols", ())
    return OpenmpKernel(
        printed.name, tuple(names[s.value] for s in symbols), printed.dynamic is not None
    )
