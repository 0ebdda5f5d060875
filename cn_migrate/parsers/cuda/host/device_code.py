"""Text that only the device compiles and that the host must not see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clang.cindex import Cursor, CursorKind

from cn_migrate.parsers.cuda.host.declarations import CLASSES, body_of
from cn_migrate.parsers.cuda.host.tokens import (
    Directive,
    Kind,
    Lexed,
    Tokens,
    closing,
    find_closed,
    index_at,
)
from cn_migrate.source.host_plan import DeviceOnly, Range, Removal

K = CursorKind
_OPENING_DIRECTIVES = {"if", "ifdef", "ifndef"}


def removal_of_function(tokens: Tokens, function: Cursor, keep: bool) -> Removal | None:
    """What of a device-only function has to go: all of it, or with `keep` its body alone.

    None where nothing has to: of a declaration that is kept, or a defaulted or deleted function.
    """
    start, end = function.extent.start.offset, function.extent.end.offset
    if not keep:
        return Removal(
            Range(_linkage_start(function, start), _statement_end(tokens, end, body_of(function))),
            DeviceOnly.FUNCTION,
            function.spelling,
        )
    if body_of(function) is None:
        return None
    body = _definition_start(tokens, function)
    if body is None:
        return None
    declared = tokens[index_at(tokens, body) - 1].end
    return Removal(Range(body, end), DeviceOnly.BODY, function.spelling, declared)


def _linkage_start(function: Cursor, start: int) -> int:
    """Where the declaration starts, an `extern "C"` of its own in front of it included."""
    parent = function.lexical_parent
    if parent is None or parent.kind != K.LINKAGE_SPEC or not parent.get_tokens():
        return start
    tokens = [t.spelling for _, t in zip(range(3), parent.get_tokens(), strict=False)]
    return start if "{" in tokens else min(start, int(parent.extent.start.offset))


def _statement_end(tokens: Tokens, end: int, body: Cursor | None) -> int:
    """The end of a declaration: of its body, or of the semicolon that follows byte `end`."""
    if body is not None:
        return end
    after = index_at(tokens, end)
    return tokens[after].end if after < len(tokens) and tokens[after].text == ";" else end


def _definition_start(tokens: Tokens, function: Cursor) -> int | None:
    """Where a function's body starts; for a constructor, its list of initialisers."""
    at = index_at(tokens, function.location.offset)
    while at < len(tokens):
        text = tokens[at].text
        if text == "{" or (text == ":" and function.kind == K.CONSTRUCTOR):
            return tokens[at].start
        if text in {"(", "["}:
            at = closing(tokens, at) or len(tokens)
        at += 1
    return None


def removals_of_statements(
    tokens: Tokens, cursors: Iterable[Cursor], what: DeviceOnly
) -> Iterator[Removal]:
    """Whole declarations, from their first token to the semicolon; several names of one count once."""
    for start in dict.fromkeys(c.extent.start.offset for c in cursors):
        first = index_at(tokens, start)
        end = find_closed(tokens, first, ";")
        if end is not None:
            yield Removal(Range(tokens[first].start, tokens[end].end), what, tokens[end - 1].text)


def is_method(function: Cursor) -> bool:
    """Is a function declared in the body of a class, whose shape would change without it?"""
    parent = function.lexical_parent
    return parent is not None and parent.kind in CLASSES


def is_member_defined_outside(function: Cursor) -> bool:
    """Is it the definition of a member outside of its class, where C++ knows no mere declaration?"""
    return not is_method(function) and function.semantic_parent.kind in CLASSES


def mentioned(names: set[str], lexed: Lexed, removed: Iterable[Range]) -> set[str]:
    """Those of `names` that stand in a file's text outside of the ranges `removed`."""
    gone = sorted(removed)
    found: set[str] = set()
    for tokens in lexed.sequences():
        found.update(
            t.text
            for t in tokens
            if t.kind is Kind.IDENTIFIER
            and t.text in names
            and not any(r.start <= t.start < r.end for r in gone)
        )
    return found


def is_balanced(at: Range, directives: Iterable[Directive]) -> bool:
    """Does every #if inside a range end inside of it?"""
    depth = 0
    for directive in directives:
        if not at.start <= directive.start < at.end:
            continue
        depth += (directive.name in _OPENING_DIRECTIVES) - (directive.name == "endif")
        if depth < 0 or (depth == 0 and directive.name.startswith("el")):
            return False
    return depth == 0
