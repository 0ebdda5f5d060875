"""Functions and kernels: heads and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.emitters.opencl.call_order import callees
from cn_migrate.emitters.opencl.comments import CommentCursor, Comments
from cn_migrate.emitters.opencl.context import FunctionContext, ModuleContext
from cn_migrate.emitters.opencl.declarations import byte_for_bool
from cn_migrate.emitters.opencl.kernel_arguments import comes_as_words, from_words_name, words_name
from cn_migrate.emitters.opencl.kernel_info import KernelParam, ParamKind
from cn_migrate.emitters.opencl.names import Names
from cn_migrate.emitters.opencl.prelude_warp import WARPS
from cn_migrate.emitters.opencl.spellings import declaration, pointer_declaration, type_name
from cn_migrate.emitters.opencl.statements import StatementPrinter
from cn_migrate.emitters.opencl.types_used import TypesUsed
from cn_migrate.emitters.opencl.writer import INDENT

_NAME = "@"  # stands for a function in the declaration of its result
WIDTH = 110  # columns that a head may take on one line


@dataclass(frozen=True, slots=True)
class Parameter:
    """One printed parameter; `type` is what the text declares, but for a record that comes as words."""

    name: str
    type: ir.Type
    text: str
    conversion: str = ""  # the statement that makes the kernel's own variable of it
    comment: str = ""

    @property
    def is_device_pointer(self) -> bool:
        """Does it point to memory that the host allocates?"""
        return t.is_ptr(self.type) and t.space(self.type) in (t.Space.GLOBAL, t.Space.CONSTANT)


@dataclass(frozen=True, slots=True)
class PrintedFunction:
    """A function's text in parts."""

    name: str
    result: str
    parameters: tuple[Parameter, ...]
    heading: tuple[str, ...]
    body: tuple[str, ...]
    is_kernel: bool
    result_end: str = ""  # what stands behind the parameters: of a pointer to an array

    @property
    def text(self) -> str:
        """Comments, head and body."""
        head = function_head(
            self.result,
            self.name,
            [p.text for p in self.parameters],
            [p.comment for p in self.parameters],
            self.result_end,
        )
        return "\n".join([*self.heading, head, "{", *self._conversions, *self.body, "}"])

    @property
    def _conversions(self) -> list[str]:
        return [INDENT + p.conversion for p in self.parameters if p.conversion]


def names_around(module: ModuleContext, function: func.FuncOp) -> set[str]:
    """What is declared outside of `function`, and its variables may not hide."""
    called = {module.functions[name] for name in callees(function)}
    types = TypesUsed([function], module.layout).names
    return {*called, *types, *module.variables.values(), *module.macros}


def print_function(
    module: ModuleContext, function: func.FuncOp, comments: Comments
) -> PrintedFunction:
    """Print one function.  Raises Refusal where an op has no spelling."""
    ctx = FunctionContext(module, Names(names_around(module, function)))
    location = function.location
    is_file = isinstance(location, ir.FileLineColLoc)
    cursor = CommentCursor(
        comments if is_file else {},
        *((location.filename, location.start_line) if is_file else ("", 0)),
    )
    is_kernel = "cnative.kernel" in function.attributes
    parameters = parameters_of(ctx, function, is_kernel, cursor)
    end = location.end_line if is_file else None
    body = StatementPrinter(ctx, cursor).body(function.entry_block, end)
    result, result_end = result_of(module, function)
    name = module.functions[function.sym_name.value]
    kind = "__kernel " if is_kernel else ""
    if is_kernel and "cnative.warps" in function.attributes:
        kind += f"{ctx.prelude(WARPS)} "
    return PrintedFunction(
        name,
        kind + result,
        parameters,
        (*(comment.text for comment in cursor.heading), *_instance_comment(function, name)),
        tuple(body),
        is_kernel,
        result_end,
    )


def result_of(module: ModuleContext, function: func.FuncOp) -> tuple[str, str]:
    """What stands before and behind the name and parameters of `function` to declare its result."""
    results = list(function.type.results)
    result = declaration(results[0], "").strip() if results else "void"
    if results and isinstance(results[0], t.PtrType):
        qualifiers = module.qualifiers.of(function.sym_name.value)
        result = pointer_declaration(results[0], _NAME, of_pointee=qualifiers)
    before, _, behind = result.partition(_NAME)
    return before, behind


def _instance_comment(function: func.FuncOp, name: str) -> Iterator[str]:
    """What the user calls an instance of a template, or an operator."""
    attributes = function.attributes
    source = (
        attributes["cnative.source_name"].value if "cnative.source_name" in attributes else name
    )
    is_named = re.search(r"<|\boperator\W", source) and not re.search(r"\blambda at\b", source)
    if is_named and source.count("<") == source.count(">") and not name.startswith("cn_"):
        yield f"// {source}"


def kernel_params(printed: PrintedFunction, module: ModuleContext) -> tuple[KernelParam, ...]:
    """The kernel's parameters as the host sees them."""
    return tuple(_kernel_param(p, module) for p in printed.parameters)


def _kernel_param(parameter: Parameter, module: ModuleContext) -> KernelParam:
    type_ = parameter.type
    shown = "uchar" if t.is_bool(type_) else type_name(type_)
    if parameter.is_device_pointer:
        return KernelParam(parameter.name, shown, ParamKind.POINTER, 8)
    if t.is_ptr(type_):
        return KernelParam(parameter.name, shown, ParamKind.LOCAL, 0)
    return KernelParam(parameter.name, shown, ParamKind.VALUE, module.layout.size(type_))


def parameters_of(
    ctx: FunctionContext, function: func.FuncOp, is_kernel: bool, comments: CommentCursor
) -> tuple[Parameter, ...]:
    """The printed parameters of `function`, whose names `ctx` learns."""
    slots = {
        op.init: op
        for op in function.entry_block.operations
        if isinstance(op, m.SlotOp) and op.init is not None and isinstance(op.init.owner, ir.Block)
    }
    attributes = function.attributes
    names = (
        [x.value for x in attributes["cnative.param_names"]]
        if "cnative.param_names" in attributes
        else []
    )
    result = []
    for i, argument in enumerate(function.arguments):
        slot = slots.get(argument)
        wish = (
            slot.name.value
            if slot is not None
            else (names[i] if i < len(names) and names[i] else f"arg{i}")
        )
        if is_kernel and comes_as_words(argument.type, ctx.module.layout):
            result.append(_words_parameter(ctx, argument, slot, wish))
            continue
        name = ctx.scopes.new(wish)
        ctx.names[argument] = name
        byte = t.is_bool(argument.type) and is_kernel
        if slot is not None:
            ctx.names[slot.result] = name
            ctx.parameters.add(slot.result)
            byte = byte or (t.is_bool(argument.type) and byte_for_bool(slot.result))
            ctx.bytes_for_bool.update([slot.result] if byte else [])
        ctx.bytes_for_bool.update([argument] if byte else [])
        qualifiers = ctx.module.qualifiers.of(argument)
        if t.is_ptr(argument.type):
            keyword = (
                is_kernel
                and slot is not None
                and "restrict" in slot.attributes
                and t.space(argument.type) == t.Space.GLOBAL
            )
            text = pointer_declaration(argument.type, name, of_pointee=qualifiers, restrict=keyword)
        else:
            const = ctx.module.qualifiers.of_object(slot)
            text = declaration(argument.type, name, const, memory=byte)
        comment = _comment(slot, comments)
        result.append(Parameter(name, argument.type, text, comment=comment))
    return tuple(result)


def _words_parameter(
    ctx: FunctionContext, argument: ir.Value, slot: m.SlotOp | None, wish: str
) -> Parameter:
    type_ = argument.type
    inner = ctx.scopes.new(wish)
    name = ctx.scopes.new(f"{inner}_words")
    ctx.names[argument] = inner
    if slot is not None:
        ctx.names[slot.result] = inner
        ctx.parameters.add(slot.result)
    if isinstance(type_, t.PtrType):
        words = t.ptr(t.unsigned(64), t.space(type_))
        made = f"{declaration(type_, inner)} = ({type_name(type_)}){name};"
        return Parameter(name, words, declaration(words, name), conversion=made)
    ctx.module.used_words[type_] = None
    made = f"{declaration(type_, inner)} = {from_words_name(type_)}({name});"
    return Parameter(name, type_, f"{words_name(type_)} {name}", conversion=made)


def _comment(slot: m.SlotOp | None, comments: CommentCursor) -> str:
    """The comment behind a parameter, where it takes one line."""
    if slot is None or not isinstance(slot.location, ir.FileLineColLoc):
        return ""
    texts = comments.on(slot.location.start_line)
    return "" if any("\n" in text for text in texts) else "  ".join(texts)


def function_head(
    result: str,
    name: str,
    parameters: list[str],
    comments: Sequence[str] = (),
    result_end: str = "",
) -> str:
    """The head of a function's definition."""
    glue = "" if result.endswith("*") else " "
    line = f"{result}{glue}{name}({', '.join(parameters) or 'void'}){result_end}"
    if len(line) <= WIDTH and not any(comments):
        return line
    ends = [","] * (len(parameters) - 1) + [f"){result_end}"]
    notes = [f"  {note}" if note else "" for note in comments] or [""] * len(parameters)
    rows = [f"{INDENT}{p}{end}{note}" for p, end, note in zip(parameters, ends, notes, strict=True)]
    return "\n".join([f"{result}{glue}{name}(", *rows])
