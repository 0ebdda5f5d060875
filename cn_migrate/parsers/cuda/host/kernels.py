"""Kernel definitions: where their bodies stand, and how each names itself and its parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clang.cindex import Cursor, CursorKind

from cn_migrate.diagnostics import Refusal
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.host.declarations import body_of
from cn_migrate.parsers.cuda.host.instances import stub_name
from cn_migrate.parsers.cuda.host.kernel_keys import kernel_key, takes_plain_type
from cn_migrate.parsers.cuda.host.tokens import (
    Kind,
    Lexed,
    Token,
    Tokens,
    closing,
    index_at,
    opening,
    split,
)
from cn_migrate.parsers.cuda.host.type_names import with_hub_types
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit
from cn_migrate.source import SourceFile
from cn_migrate.source.host_plan import Kernel, Range

K = CursorKind
_AFTER_NAME = {",", ")", "=", "[", ">"}
_BRACKETS = {"(": 1, "[": 1, "{": 1, "<": 1, ")": -1, "]": -1, "}": -1, ">": -1, ">>": -2}
_TEMPLATE_PARAMETERS = {
    K.TEMPLATE_TYPE_PARAMETER,
    K.TEMPLATE_NON_TYPE_PARAMETER,
    K.TEMPLATE_TEMPLATE_PARAMETER,
}


def kernel_of(
    unit: TranslationUnit, function: Cursor, lexed: dict[SourceFile, Lexed]
) -> tuple[SourceFile, Kernel] | None:
    """The facts of a kernel's definition and the file of its body; None for a declaration.

    Raises Refusal where the definition is put together by macros in a way that no edit can reach.
    """
    body = body_of(function)
    if body is None:
        return None
    place = _body_range(unit, body, lexed)
    if place is None:
        raise Refusal(
            "host-construct",
            unit.span_of(function),
            construct=f"the definition of kernel '{function.spelling}' by a macro",
            note="write the kernel out",
        )
    file, at, in_macro = place
    if in_macro:
        return file, _kernel_in_macro(unit, function, at, lexed[file])
    unnamed: list[tuple[Cursor, str]] = []
    template = _template_arguments(unit, function, unnamed)
    arguments = _arguments(function, unnamed)
    places = tuple((_name_place(lexed[file].code, p), name) for p, name in unnamed)
    expression = function.spelling + template
    if function.spelling in {a.removesuffix("...") for a in arguments}:
        expression = "::" + with_hub_types(stub_name(function)).partition("<")[0] + template
    is_shared = file.path != unit.file  # other units rewrite this header in the same way
    key = kernel_key(unit, function) if is_shared and takes_plain_type(function) else None
    return file, Kernel(at, expression, tuple(arguments), places, key)


def _body_range(
    unit: TranslationUnit, body: Cursor, lexed: dict[SourceFile, Lexed]
) -> tuple[SourceFile, Range, bool] | None:
    """File and place of a body with its braces, and whether that lies in a macro's definition.

    None where the braces come from different places.
    """
    start, end = unit.where(body.extent.start), unit.where(body.extent.end)
    if start and end and start[0] is end[0] and _is_braced(start[0], start[1], end[1]):
        return start[0], Range(start[1], end[1]), False
    # Where a macro supplies the body clang tells where that starts, but not where it ends.
    name, first = clang.spelling_location(body.extent.start)
    file = unit.source_file(name)
    if file is None:
        return None
    tokens = next((d.tokens for d in lexed[file].directives if d.start <= first < d.end), [])
    brace = index_at(tokens, first)
    end_brace = (
        closing(tokens, brace) if brace < len(tokens) and tokens[brace].text == "{" else None
    )
    return None if end_brace is None else (file, Range(first, tokens[end_brace].end), True)


def _is_braced(file: SourceFile, start: int, end: int) -> bool:
    return (
        start + 1 < end
        and file.data[start : start + 1] == b"{"
        and file.data[end - 1 : end] == b"}"
    )


def _template_arguments(
    unit: TranslationUnit, function: Cursor, unnamed: list[tuple[Cursor, str]]
) -> str:
    """The template arguments by which a kernel names itself from inside; names parameters without one."""
    if function.kind != K.FUNCTION_TEMPLATE:
        arguments = with_hub_types(stub_name(function)).partition("<")
        return arguments[1] + arguments[2]
    names = []
    for i, parameter in enumerate(
        c for c in function.get_children() if c.kind in _TEMPLATE_PARAMETERS
    ):
        name = parameter.spelling
        if not name:
            name = f"T{i}_"
            unnamed.append((parameter, name))
        is_pack = any(t.spelling == "..." for t in parameter.get_tokens())
        is_pack = is_pack or _goes_on(unit, parameter, b"...")  # one without a name
        names.append(name + ("..." if is_pack else ""))
    return f"<{', '.join(names)}>"


def _goes_on(unit: TranslationUnit, parameter: Cursor, text: bytes) -> bool:
    """Does `text` follow on what libclang takes for the whole of a parameter?"""
    end = unit.where(parameter.extent.end)
    return end is not None and end[0].data[end[1] : end[1] + 80].lstrip().startswith(text)


def _name_place(tokens: Tokens, parameter: Cursor) -> int:
    """Where a parameter without a name would have it: after its type, qualifiers included, before its default."""
    first = index_at(tokens, parameter.extent.start.offset)
    i = index_at(tokens, parameter.extent.end.offset)
    i = next(iter(_outside_of_brackets(tokens[first:i], first)), i)
    while i < len(tokens) and tokens[i].text not in _AFTER_NAME:
        i += 1
    return tokens[i - 1].end


def _outside_of_brackets(tokens: Tokens, first: int) -> Iterator[int]:
    """The numbers, from `first` on, of the `=` that are in no brackets."""
    depth = 0
    for number, token in enumerate(tokens, first):
        depth += _BRACKETS.get(token.text, 0)
        if token.text == "=" and depth == 0:
            yield number


def _arguments(function: Cursor, unnamed: list[tuple[Cursor, str]]) -> list[str]:
    names = []
    for i, parameter in enumerate(c for c in function.get_children() if c.kind == K.PARM_DECL):
        name = parameter.spelling
        if not name:
            name = f"unnamed{i}"
            unnamed.append((parameter, name))
        names.append(name + ("..." if parameter.type.spelling.endswith("...") else ""))
    return names


def _kernel_in_macro(unit: TranslationUnit, function: Cursor, body: Range, lexed: Lexed) -> Kernel:
    """The kernel that a macro's definition writes; its names are tokens of the macro, ## among them."""
    tokens = next(d.tokens for d in lexed.directives if d.start <= body.start < d.end)
    brace = next(i for i, t in enumerate(tokens) if t.start == body.start)
    last = max(i for i in range(brace) if tokens[i].text == ")")
    first = opening(tokens, last) or 0
    arguments = [_declared_name(part) for part in split(tokens[first + 1 : last]) if part]
    name = first - 1
    while name > 1 and tokens[name - 1].text == "##":
        name -= 2
    expression = "".join(t.text for t in tokens[name:first])
    return Kernel(body, expression + _template_arguments(unit, function, []), tuple(arguments))


def _declared_name(tokens: Sequence[Token]) -> str:
    """The name that a parameter's tokens declare: the last identifier before any `[`."""
    end = next((i for i, t in enumerate(tokens) if t.text in {"[", "="}), len(tokens))
    return next(t.text for t in reversed(tokens[:end]) if t.kind is Kind.IDENTIFIER)
