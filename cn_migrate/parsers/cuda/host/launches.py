"""Finding kernel launches `callee<<<...>>>(...)` in tokens."""

from __future__ import annotations

from collections.abc import Iterator

from cn_migrate.parsers.cuda.host.tokens import (
    Kind,
    Token,
    Tokens,
    closing,
    find_closed,
    opening,
    opening_angle,
)
from cn_migrate.source.host_plan import Launch, Range

# A word before a parenthesis that makes it a statement's and not a call's.
_STATEMENT_WORDS = {"if", "while", "for", "switch", "return", "else", "do", "case", "throw"}
_JOINTS = {"::", ".", "->", "##"}


def find_launches(tokens: Tokens) -> Iterator[tuple[Token, Launch | None]]:
    """Each `<<<` with its launch; None where the callee or the arguments are not written beside it."""
    for i, token in enumerate(tokens):
        if token.text == "<<<" and token.kind is Kind.PUNCTUATOR:
            yield token, _launch(tokens, i)


def _launch(tokens: Tokens, open_: int) -> Launch | None:
    callee = _callee_start(tokens, open_)
    close = find_closed(tokens, open_ + 1, ">>>")
    if callee is None or close is None or close + 1 >= len(tokens):
        return None
    if tokens[close + 1].text != "(":
        return None
    last = closing(tokens, close + 1)
    if last is None:
        return None
    return Launch(
        callee=Range(tokens[callee].start, tokens[open_ - 1].end),
        open=_range(tokens[open_]),
        close=_range(tokens[close]),
        arguments=Range(tokens[close + 1].start, tokens[last].end),
    )


def _range(token: Token) -> Range:
    return Range(token.start, token.end)


def _callee_start(tokens: Tokens, end: int) -> int | None:
    """Index of the first token of the postfix expression that ends before index `end`."""
    i = end - 1
    while True:
        start = _primary_start(tokens, i)
        if start is None:
            return None
        before = tokens[start - 1].text if start else ""
        if before == "template":
            start -= 1
            before = tokens[start - 1].text if start else ""
        if before not in _JOINTS:
            return start
        if before == "::" and (start < 2 or not _continues(tokens[start - 2])):
            return start - 1  # a name in the global namespace
        i = start - 2


def _continues(token: Token) -> bool:
    is_name = token.kind is Kind.IDENTIFIER and token.text not in _STATEMENT_WORDS
    return is_name or token.text == ">"


def _primary_start(tokens: Tokens, i: int) -> int | None:
    """Index where the name, call, subscript or template-id that ends at index `i` starts."""
    while i >= 0:
        token = tokens[i]
        if token.kind is Kind.IDENTIFIER:
            return None if token.text in _STATEMENT_WORDS else i
        before = opening_angle(tokens, i) if token.text in {">", ">>"} else None
        if token.text in {")", "]"}:
            before = opening(tokens, i)
        if before is None:
            return None
        name = before - 1
        if token.text == ")" and not (name >= 0 and _is_called(tokens[name])):
            return before  # a parenthesised expression
        i = name
    return None


def _is_called(token: Token) -> bool:
    is_name = token.kind is Kind.IDENTIFIER and token.text not in _STATEMENT_WORDS
    return is_name or token.text == "]"
