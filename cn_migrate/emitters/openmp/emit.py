"""A module lowered to loops over threads as one C++ source."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics, Refusal
from cn_migrate.dialects.cnative import definitions
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.kernels import SYMBOLS
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.emitters.opencl.call_order import callees, callees_first
from cn_migrate.emitters.opencl.comments import Comments
from cn_migrate.emitters.opencl.context import ModuleContext
from cn_migrate.emitters.opencl.effects import Effects
from cn_migrate.emitters.opencl.emit import (
    function_macros_of,
    function_names,
    macros_of,
    source_names,
)
from cn_migrate.emitters.opencl.kernel_info import (
    DeviceSource,
    KernelInfo,
    KernelParam,
    ParamKind,
)
from cn_migrate.emitters.opencl.macros import function_macro_definitions, macro_definitions
from cn_migrate.emitters.opencl.names import identifier
from cn_migrate.emitters.opencl.qualifiers import Qualifiers
from cn_migrate.emitters.opencl.records import typedefs
from cn_migrate.emitters.opencl.spellings import type_name
from cn_migrate.emitters.opencl.types_used import TypesUsed
from cn_migrate.emitters.opencl.variables import variable_definition
from cn_migrate.emitters.openmp.functions import TAKEN, PrintedFunction, entry, print_function
from cn_migrate.emitters.openmp.printers import CXX

HEADER = "cnative/openmp.hpp"


@dataclass(frozen=True, slots=True)
class OpenmpOptions:
    """`heading` are comments for the text's top; `unit` sets a source's kernels apart from others for the linker.

    `symbols` are, by kernel, the device variables that hosts pass to it, where that is settled already.
    """

    heading: str = ""
    unit: str = ""
    symbols: Mapping[str, Sequence[str]] = field(default_factory=dict)


def emit(
    module: ir.Module, comments: Comments, options: OpenmpOptions, diagnostics: Diagnostics
) -> DeviceSource:
    """Print `module`, lowered for OpenMP, with the user's `comments` (by file: line and text) in their places.

    A function that cannot be printed is reported and left out, with all that call it.
    """
    with module.context, ir.Location.unknown():
        return _emit(module, comments, options, diagnostics)


@cache
def header_words() -> frozenset[str]:
    """Every word of the header's: its macros are expanded where those of the program are known."""
    folder = resources.files("cn_migrate") / "runtime" / "openmp" / "cnative"
    texts = (entry.read_text("utf-8") for entry in folder.iterdir())
    without_comments = (re.sub("//.*", "", text) for text in texts)
    return frozenset(word for text in without_comments for word in re.findall(r"\w+", text))


def _emit(
    module: ir.Module, comments: Comments, options: OpenmpOptions, diagnostics: Diagnostics
) -> DeviceSource:
    ops = list(module.body.operations)
    functions = {op.sym_name.value: op for op in ops if isinstance(op, func.FuncOp)}
    variables = {op.name.value: op for op in ops if isinstance(op, definitions.GlobalOp)}
    literals = {name: op for name, op in variables.items() if "literal" in op.attributes}
    layout = Layout(module)
    blocks = {f"{name}_block" for name in functions}  # what kernels call
    ctx = ModuleContext(
        layout,
        macros_of(module, {*functions, *header_words()}, layout),
        _function_names(functions),
        {name: identifier(name) for name in literals},
        Qualifiers(functions),
        Effects(functions),
        function_macros_of(module, {*functions, *blocks, *header_words()}, layout),
        language=CXX,
    )
    printed = _print(ctx, functions, comments, diagnostics)
    uses = TypesUsed([functions[name] for name in printed], layout)
    names = source_names(variables)
    kernels = {
        name: _kernel(functions[name], function, names, layout)
        for name, function in printed.items()
        if function.is_kernel
    }
    parts = [
        options.heading,
        f'#include "{HEADER}"',
        "\n".join(
            [
                *macro_definitions(ctx.macros, ctx.used_macros),
                *function_macro_definitions(ctx.function_macros, ctx.used_function_macros),
            ]
        ),
        "namespace cn::openmp::kernels {\nnamespace {",
        *typedefs(list(uses.types), layout),
        *(
            variable_definition(op, ctx.variables[name], layout).replace("__constant", "const", 1)
            for name, op in literals.items()
            if name in ctx.used_variables
        ),
        *(function.text for function in printed.values()),
        "}",
        *(
            entry(printed[name], options.unit, _places(info, options.symbols.get(info.name)))
            for name, info in kernels.items()
        ),
        "}",
    ]
    text = "\n\n".join(part for part in parts if part) + "\n"
    return DeviceSource(text, tuple(kernels.values()))


def _function_names(functions: dict[str, func.FuncOp]) -> dict[str, str]:
    """As elsewhere, but apart from what the header's loops over threads have names for."""
    names = function_names(functions)
    used = {*names.values(), *TAKEN}
    for function, name in names.items():
        if name in TAKEN and "cnative.kernel" not in functions[function].attributes:
            numbers = itertools.count(1)
            names[function] = next(n for i in numbers if (n := f"{name}_{i}") not in used)
            used.add(names[function])
    return names


def _places(kernel: KernelInfo, passed: Sequence[str] | None) -> list[int]:
    """Where the addresses of a kernel's variables are among the arguments that a host passes."""
    variables = list(kernel.symbols if passed is None else passed)
    own = len(kernel.params) - len(kernel.symbols) - kernel.dynamic_shared
    return [own + variables.index(name) for name in kernel.symbols]


def _print(
    ctx: ModuleContext,
    functions: dict[str, func.FuncOp],
    comments: Comments,
    diagnostics: Diagnostics,
) -> dict[str, PrintedFunction]:
    calls = {name: callees(function) for name, function in functions.items()}
    printed: dict[str, PrintedFunction] = {}
    for name in callees_first(calls):
        if not all(callee in printed for callee in calls[name]):
            continue
        try:
            printed[name] = print_function(ctx, functions[name], comments)
        except Refusal as refusal:
            diagnostics.refuse(refusal)
    return printed


def _kernel(
    function: func.FuncOp, printed: PrintedFunction, names: dict[str, str], layout: Layout
) -> KernelInfo:
    attributes = function.attributes
    source = attributes.get("cnative.source_name")
    return KernelInfo(
        name=printed.name,
        source_name=printed.name if source is None else source.value,
        params=tuple(_param(printed, number, layout) for number in range(len(printed.types))),
        dynamic_shared=printed.dynamic is not None,
        symbols=tuple(names[s.value] for s in attributes.get(SYMBOLS, ())),
    )


def _param(kernel: PrintedFunction, number: int, layout: Layout) -> KernelParam:
    name, type_ = kernel.parameters[number].name, kernel.types[number]
    shown = type_name(type_)
    if number == kernel.dynamic:
        return KernelParam(name, shown, ParamKind.LOCAL, 0)
    kind = ParamKind.POINTER if t.is_ptr(type_) else ParamKind.VALUE
    return KernelParam(name, shown, kind, layout.size(type_))
