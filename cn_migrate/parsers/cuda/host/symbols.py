"""Variables in device memory at namespace scope: `__constant__ float c[9];`, `__device__ int n = 1;`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from clang.cindex import Cursor, StorageClass, TypeKind

from cn_migrate.diagnostics import Refusal
from cn_migrate.parsers.cuda.device.names import qualified
from cn_migrate.parsers.cuda.device_variables import is_managed
from cn_migrate.parsers.cuda.host.declarations import CLASSES
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
    end = find_closed(tokens, index_at(tokens, last.location.offset), ";")
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
    if "(" in spelling:
        raise _refusal(unit, variable, f"device variable '{variable.spelling}' of type {spelling}")
    initialiser = _initialiser(file, tokens, suffix_end)
    type_ = with_hub_types(spelling) + written
    return SymbolName(variable.spelling, type_, qualified(variable), initialiser)


def _initialiser(file: SourceFile, tokens: Tokens, i: int) -> str | None:
    """The initialiser whose first token (`=`, `{` or `(`) is at index `i`, as text; None without one."""
    if tokens[i].text in {"{", "("}:
        end = closing(tokens, i)
        if end is None:
            return None
        inner = i + 1 if tokens[i].text == "(" else i
        return file.text(tokens[inner].start, tokens[end - 1 if inner > i else end].end)
    if tokens[i].text != "=":
        return None
    end = i + 1
    while tokens[end].kind is not Kind.PUNCTUATOR or tokens[end].text not in {",", ";"}:
        end = (closing(tokens, end) or end) + 1 if tokens[end].text in {"(", "[", "{"} else end + 1
    return file.text(tokens[i + 1].start, tokens[end - 1].end)
