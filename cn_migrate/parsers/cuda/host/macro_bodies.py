"""Device functions that a macro writes: they go where the macro is defined, because its uses make more than them."""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind

from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.host.declarations import body_of
from cn_migrate.parsers.cuda.host.tokens import Lexed, Tokens, closing, index_at, opening
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit
from cn_migrate.source import SourceFile
from cn_migrate.source.host_plan import DeviceOnly, Range, Removal

K = CursorKind


def removal_in_macro(
    unit: TranslationUnit, function: Cursor, lexed: dict[SourceFile, Lexed], keep: bool
) -> tuple[SourceFile, Removal] | None:
    """What of a device function has to go from the definition of the macro that writes it: all of it, or with `keep`
    its body alone.  None where no macro writes it."""
    body = body_of(function)
    if body is None:
        return None
    name, first = clang.spelling_location(body.extent.start)
    file = unit.source_file(name)
    if file is None or unit.where(body.extent.start) == (file, first):
        return None
    tokens = next((d.tokens for d in lexed[file].directives if d.start <= first < d.end), [])
    brace = index_at(tokens, first)
    end = closing(tokens, brace) if brace < len(tokens) and tokens[brace].text == "{" else None
    if end is None:
        return None
    if not keep:
        start = tokens[_declaration_start(tokens, brace)].start
        return file, Removal(Range(start, tokens[end].end), DeviceOnly.FUNCTION, function.spelling)
    start = _before_initialisers(tokens, brace) if function.kind == K.CONSTRUCTOR else brace
    at = Range(tokens[start].start, tokens[end].end)
    return file, Removal(at, DeviceOnly.BODY, function.spelling, tokens[start - 1].end)


def _declaration_start(tokens: Tokens, brace: int) -> int:
    """The first token of the declaration whose body starts at `brace`: what ends the one before, or the macro's head,
    stands in front of it."""
    name = tokens[2]
    has_parameters = tokens[3].text == "(" and tokens[3].start == name.end
    first = (closing(tokens, 3) or 3) + 1 if has_parameters else 3
    at = brace
    while at > first and tokens[at - 1].text not in {";", "{", "}"}:
        at -= 1
        if tokens[at].text in {")", "]"}:
            at = opening(tokens, at) or at
    return at


def _before_initialisers(tokens: Tokens, brace: int) -> int:
    """The colon of a constructor's `: a(1), b{2} {`, or the brace itself; both end a pair of brackets."""
    at = brace - 1
    while at > 0:
        if tokens[at].text == ":" and tokens[at - 1].text in {")", "noexcept"}:
            return at
        if tokens[at].text in {"{", ";"}:
            break
        at = (opening(tokens, at) or 0) - 1 if tokens[at].text in {")", "}"} else at - 1
    return brace
