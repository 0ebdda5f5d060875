"""A lowered module as one OpenCL C source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics, Refusal
from cn_migrate.dialects.cnative import definitions
from cn_migrate.dialects.cnative.kernels import DYNAMIC_SHARED, SYMBOLS
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.emitters.opencl.call_order import callees, callees_first, reachable
from cn_migrate.emitters.opencl.comments import Comments
from cn_migrate.emitters.opencl.context import ModuleContext
from cn_migrate.emitters.opencl.effects import Effects
from cn_migrate.emitters.opencl.functions import PrintedFunction, kernel_params, print_function
from cn_migrate.emitters.opencl.kernel_arguments import words_definition
from cn_migrate.emitters.opencl.kernel_info import DeviceSource, KernelInfo
from cn_migrate.emitters.opencl.macros import function_macro_definitions, macro_definitions
from cn_migrate.emitters.opencl.names import BUILTINS, TAKEN, identifier
from cn_migrate.emitters.opencl.prelude import FP64, GENERIC_POINTERS, HELPERS
from cn_migrate.emitters.opencl.qualifiers import Qualifiers
from cn_migrate.emitters.opencl.records import typedefs
from cn_migrate.emitters.opencl.stored_pointers import loads_stored_pointers, takes_stored_pointers
from cn_migrate.emitters.opencl.types_used import TypesUsed
from cn_migrate.emitters.opencl.variables import variable_definition


@dataclass(frozen=True, slots=True)
class OpenclOptions:
    """`heading`: comment lines for the top of the file.  `contract`: products and sums may be fused."""

    heading: str = ""
    contract: bool = True


def emit(
    module: ir.Module,
    comments: Comments,
    options: OpenclOptions,
    diagnostics: Diagnostics,
) -> DeviceSource:
    """Print `module`, lowered for OpenCL, with the user's `comments` (by file: line and text) in their places.

    A function that cannot be printed is reported and left out, with all that call it.
    """
    with module.context, ir.Location.unknown():
        return _emit(module, comments, options, diagnostics)


def _emit(
    module: ir.Module, comments: Comments, options: OpenclOptions, diagnostics: Diagnostics
) -> DeviceSource:
    functions = {
        op.sym_name.value: op for op in module.body.operations if isinstance(op, func.FuncOp)
    }
    literals = {
        op.name.value: op for op in module.body.operations if isinstance(op, definitions.GlobalOp)
    }
    layout = Layout(module)
    ctx = ModuleContext(
        layout,
        macros_of(module, functions, layout),
        function_names(functions),
        {name: identifier(name) for name, op in literals.items() if "literal" in op.attributes},
        Qualifiers(functions),
        Effects(functions),
        function_macros_of(module, functions, layout),
    )
    calls = {name: callees(function) for name, function in functions.items()}
    printed: dict[str, PrintedFunction] = {}
    for name in callees_first(calls):
        if not all(callee in printed for callee in calls[name]):
            continue
        try:
            printed[name] = print_function(ctx, functions[name], comments)
        except Refusal as refusal:
            diagnostics.refuse(refusal)
    follows = {n for n in printed if loads_stored_pointers(functions[n], layout)}
    everything = TypesUsed([functions[name] for name in printed], layout)
    kernels = []
    for name in (name for name in printed if printed[name].is_kernel):
        reached = reachable(name, calls)
        indirect = not follows.isdisjoint(reached) or takes_stored_pointers(functions[name], layout)
        requirements = () if everything.with_doubles.isdisjoint(reached) else (FP64,)
        kernels.append(
            _kernel_info(
                functions[name], printed[name], source_names(literals), ctx, indirect, requirements
            )
        )
    text = _text(ctx, everything, list(printed.values()), literals, options)
    return DeviceSource(text, tuple(kernels))


def _text(
    ctx: ModuleContext,
    uses: TypesUsed,
    printed: list[PrintedFunction],
    literals: dict[str, definitions.GlobalOp],
    options: OpenclOptions,
) -> str:
    helpers = [HELPERS[name] for name in HELPERS if name in ctx.used_preludes]
    extensions = ctx.used_extensions | {x for helper in helpers for x in helper.extensions}
    extensions |= {FP64} if uses.with_doubles else set()
    is_above_function = any(options.heading in function.text for function in printed)
    parts = [] if is_above_function else [options.heading]
    if uses.has_generic_pointers:
        parts.append(GENERIC_POINTERS)
    if not options.contract:
        parts.append("#pragma OPENCL FP_CONTRACT OFF")
    parts.append(
        "\n".join(f"#pragma OPENCL EXTENSION {name} : enable" for name in sorted(extensions))
    )
    types = typedefs(list(uses.types), ctx.layout, ctx.use_macros)
    macros = macro_definitions(ctx.macros, ctx.used_macros)
    macros += function_macro_definitions(ctx.function_macros, ctx.used_function_macros)
    parts.append("\n".join(macros))
    parts += types
    parts += [words_definition(type_, ctx.layout) for type_ in ctx.used_words]
    parts += [
        variable_definition(op, ctx.variables[n], ctx.layout)
        for n, op in literals.items()
        if n in ctx.used_variables
    ]
    parts += [helper.text for helper in helpers]
    parts += [function.text for function in printed]
    return "\n\n".join(part for part in parts if part) + "\n"


def _kernel_info(
    function: func.FuncOp,
    printed: PrintedFunction,
    variables: dict[str, str],
    ctx: ModuleContext,
    indirect: bool,
    requirements: tuple[str, ...],
) -> KernelInfo:
    attributes = function.attributes
    source = (
        attributes["cnative.source_name"].value
        if "cnative.source_name" in attributes
        else printed.name
    )
    symbols: Iterable[ir.StringAttr] = ()
    if SYMBOLS in attributes:
        symbols = attributes[SYMBOLS]
    return KernelInfo(
        name=printed.name,
        source_name=source,
        params=kernel_params(printed, ctx),
        dynamic_shared=DYNAMIC_SHARED in attributes,
        symbols=tuple(variables[symbol.value] for symbol in symbols),
        indirect=indirect,
        requirements=requirements,
    )


def source_names(variables: dict[str, definitions.GlobalOp]) -> dict[str, str]:
    """The names by which host code knows variables: the user's own, with namespaces."""
    return {
        name: op.attributes["source_name"].value if "source_name" in op.attributes else name
        for name, op in variables.items()
    }


_COMPONENTS = frozenset("x y z w lo hi even odd".split())  # of vectors


def macros_of(module: ir.Module, functions: Iterable[str], layout: Layout) -> dict[str, str]:
    """The constants that keep their names: those that nothing else is called by, as a macro knows no scopes."""
    fields = {field.name for record in layout.records.values() for field in record.fields}
    return _named(module, "cnative.macros", {*functions, *layout.records, *fields})


def function_macros_of(
    module: ir.Module, functions: Iterable[str], layout: Layout
) -> dict[str, str]:
    """The macros with arguments that keep their names."""
    return _named(module, "cnative.function_macros", {*functions, *layout.records})


def _named(module: ir.Module, attribute: str, taken: set[str]) -> dict[str, str]:
    attributes = module.operation.attributes
    if attribute not in attributes:
        return {}
    taken |= TAKEN | BUILTINS | HELPERS.keys() | _COMPONENTS
    found = {entry.name: entry.attr.value for entry in attributes[attribute]}
    return {name: text for name, text in found.items() if name not in taken}


def function_names(functions: dict[str, func.FuncOp]) -> dict[str, str]:
    """The printed names of functions by symbol."""
    names: dict[str, str] = {}
    for symbol in functions:
        name = identifier(symbol)
        names[symbol] = f"{name}_" if name in BUILTINS else name
    return names
