"""Variables in device memory at namespace scope: `__constant__ float c[9];`, `__device__ int n = 1;`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from clang.cindex import Cursor, CursorKind, StorageClass, TypeKind

from cn_migrate.diagnostics import Refusal
from cn_migrate.parsers.cuda.device.names import qualified
from cn_migrate.parsers.cuda.device_variables import is_managed
from cn_migrate.parsers.cuda.function_ids import function_name, holds_function, is_function
from cn_migrate.parsers.cuda.host.declarations import CLASSES
from cn_migrate.parsers.cuda.host.hidden_instances import named_functions
from cn_migrate.parsers.cuda.host.tokens import Kind, Tokens, closing, find_closed, index_at
from cn_migrate.parsers.cuda.host.type_names import with_hub_types
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit
from cn_migrate.source import SourceFile
from cn_migrate.source.host_plan import Range, Symbol, SymbolName

_ARRAYS = {TypeKind.CONSTANTARRAY, TypeKind.INCOMPLETEARRAY}


def is_constexpr(tokens: Tokens, variable: Cursor) -> bool:
    """Is a variable `constexpr`, so that host and device both know its value?"""
    start, name = variable.extent.start.offset, variable.location.offset
    head = tokens[index_at(tokens, start) : index_at(tokens, name)]
    return any(t.text == "constexpr" for t in head)


def find_symbols(
    unit: TranslationUnit, file: SourceFile, tokens: Tokens, variables: list[Cursor]
) -> Iterator[Symbol | Refusal]:
    """The declarations of device variables in one file, one for each statement; a Refusal for each unusual one."""
    for start, group in groupby(variables, lambda v: v.extent.start.offset):
        members = list(group)
        try:
            yield _symbol(unit, file, tokens, start, members)
        except Refusal as refusal:
            yield refusal


def _symbol(
    unit: TranslationUnit, file: SourceFile, tokens: Tokens, start: int, variables: list[Cursor]
) -> Symbol:
    last = variables[-1]
    names = [_name(unit, file, tokens, v) for v in variables]
    end = find_closed(tokens, index_at(tokens, start), ";")
    if end is None or last.semantic_parent.kind in CLASSES:
        raise _refusal(unit, last, "a device variable that is a member of a class")
    external = last.canonical.storage_class == StorageClass.EXTERN
    declares_only = external and last.storage_class == StorageClass.EXTERN
    managed = is_managed(last)
    return Symbol(Range(start, tokens[end].end), tuple(names), external, declares_only, managed)


def _refusal(unit: TranslationUnit, variable: Cursor, construct: str) -> Refusal:
    return Refusal("host-construct", unit.span_of(variable), construct=construct, note="")


def _name(unit: TranslationUnit, file: SourceFile, tokens: Tokens, variable: Cursor) -> SymbolName:
    at = variable.location.offset
    index = index_at(tokens, at)
    if index + 1 >= len(tokens) or tokens[index][1:3] != (variable.spelling, at):
        raise _refusal(unit, variable, f"device variable '{variable.spelling}', made by a macro,")
    suffix_end = index + 1
    while tokens[suffix_end].text == "[":
        suffix_end = (closing(tokens, suffix_end) or suffix_end) + 1
    suffix = file.text(tokens[index].end, tokens[suffix_end].start).strip()
    element = variable.type
    extents = ""
    while element.kind in _ARRAYS:
        extents += f"[{element.element_count}]" if element.kind == TypeKind.CONSTANTARRAY else "[]"
        element = element.element_type
    written = suffix if suffix.count("[") == extents.count("[") and "[]" not in suffix else extents
    spelling = element.spelling.removeprefix("const ").removeprefix("volatile ")
    type_ = with_hub_types(spelling) + written
    if "(" in spelling:
        if not is_function(element):
            construct = f"device variable '{variable.spelling}' of type {spelling}"
            raise _refusal(unit, variable, construct)
        type_ = with_hub_types(variable.type.spelling.replace("*const", "*"))
        suffix_end = _behind_declarator(tokens, index + 1)
    at = _initialiser(tokens, suffix_end)
    if at is None:
        return SymbolName(variable.spelling, type_, qualified(variable))
    text = file.text(at.start, at.end)
    functions = tuple(_functions(unit, tokens, variable, at))
    lacks_braces = _lacks_braces(tokens, at, variable)
    return SymbolName(variable.spelling, type_, qualified(variable), text, functions, lacks_braces)


def _lacks_braces(tokens: Tokens, at: Range, variable: Cursor) -> bool:
    """Is the variable an array of arrays or records that starts with no brace of its own?"""
    first = index_at(tokens, at.start)
    written = [t.text for t in tokens[first : first + 2]]
    type_ = variable.type.get_canonical()
    if type_.kind not in _ARRAYS or written[:1] != ["{"] or written[1] in {"{", "}"}:
        return False
    return type_.element_type.kind in {*_ARRAYS, TypeKind.RECORD}


def _behind_declarator(tokens: Tokens, i: int) -> int:
    """Index of what follows the declarator of a pointer to a function: `=`, `{`, `,` or `;`."""
    while tokens[i].text not in {"=", "{", ",", ";"}:
        i = (closing(tokens, i) or i) + 1 if tokens[i].text in {"(", "["} else i + 1
    return i


def _functions(
    unit: TranslationUnit, tokens: Tokens, variable: Cursor, at: Range
) -> Iterator[tuple[Range, str]]:
    """Where functions of the device stand in an initialiser that spans `at`."""
    if not holds_function(variable.type):
        return
    named = named_functions(unit)
    pending = list(variable.get_children())
    while pending:
        cursor = pending.pop()
        function = cursor.referenced
        if cursor.kind == CursorKind.DECL_REF_EXPR:
            function = named.get("".join(t.spelling for t in cursor.get_tokens()), function)
        is_name = cursor.kind == CursorKind.DECL_REF_EXPR and function is not None
        if is_name and function.kind == CursorKind.FUNCTION_DECL:
            start, end = cursor.extent.start.offset, cursor.extent.end.offset
            before = index_at(tokens, start) - 1
            start = tokens[before].start if tokens[before].text == "&" else start
            if at.start <= start and end <= at.end:
                yield Range(start - at.start, end - at.start), function_name(function)
        pending += cursor.get_children()


def _initialiser(tokens: Tokens, i: int) -> Range | None:
    """The place of the initialiser whose first token (`=`, `{` or `(`) is at index `i`; None without one."""
    if tokens[i].text in {"{", "("}:
        end = closing(tokens, i)
        if end is None:
            return None
        inner = i + 1 if tokens[i].text == "(" else i
        return Range(tokens[inner].start, tokens[end - 1 if inner > i else end].end)
    if tokens[i].text != "=":
        return None
    end = i + 1
    while tokens[end].kind is not Kind.PUNCTUATOR or tokens[end].text not in {",", ";"}:
        end = (closing(tokens, end) or end) + 1 if tokens[end].text in {"(", "[", "{"} else end + 1
    return Range(tokens[i + 1].start, tokens[end - 1].end)
