"""Finding names of CUDA's API in tokens."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cache
from itertools import pairwise

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api import API, Row, family, hub_name
from cn_migrate.parsers.cuda.host.includes import library_words
from cn_migrate.parsers.cuda.host.tokens import Kind, Token, Tokens
from cn_migrate.parsers.cuda.translation_unit import HEADERS
from cn_migrate.source.host_plan import ApiKind, ApiUse, Range

# Words that may stand before a type or an expression; any other word there makes a name a declarator.
_PREFIX_WORDS = frozenset(
    "case const constexpr else enum extern friend inline mutable new operator register return "
    "sizeof static struct throw typedef typename using volatile co_return do goto not and or "
    "template public private protected virtual explicit class union __host__ __device__ "
    "__forceinline__ __inline__ __inline __restrict__ __global__".split()
)
_TEMPLATES = {"texture", "surface"}
_AFTER_DECLARATOR = {"=", ";", ",", ")", "[", "{"}


@cache
def header_words() -> frozenset[str]:
    """Every word in CUDA's headers: tells names of the API that have no row from the user's own."""
    texts = (p.read_text("utf-8") for p in HEADERS.rglob("*") if p.is_file())
    return frozenset(word for text in texts for word in re.findall(r"\w+", text))


def find_api_uses(tokens: Tokens, declared: Container[str]) -> Iterator[ApiUse]:
    """Every mention of the API in a run of tokens.

    `declared` are names that the project declares itself, left alone.
    """
    for i, token in enumerate(tokens):
        if token.kind is not Kind.IDENTIFIER or _is_member(tokens, i):
            continue
        if not _is_template(tokens, i) if token.text in _TEMPLATES else token.text in declared:
            continue
        row = API.get(token.text) or _family_row(token.text)
        if row is not None:
            at, scoped = Range(token.start, token.end), _is_scoped(tokens, i)
            yield ApiUse(at, token.text, row.op, row.kind, row.fidelity, scoped)


def find_declarators(tokens: Tokens) -> set[str]:
    """Names of the API that functions use for variables of their own: `cudaError_t cudaError = ...`."""
    return {
        token.text
        for i, token in enumerate(tokens)
        if token.kind is Kind.IDENTIFIER and token.text in API and _is_declarator(tokens, i)
    }


def _family_row(name: str) -> Row | None:
    note = family(name)
    if note is None or name in library_words() or name not in header_words():
        return None
    return Row(hub_name(name), ApiKind.FUNCTION, Fidelity.MANUAL, note)


def note_of(name: str) -> str:
    """What the tables say about the port of a name."""
    return API[name].note if name in API else family(name) or ""


def find_pasted(tokens: Tokens) -> Iterator[Token]:
    """Names of the API that are built with `##`, which no edit can reach."""
    for token, after in pairwise(tokens):
        if after.text == "##" and token.kind is Kind.IDENTIFIER and token.text.startswith("cuda"):
            yield token


def _is_member(tokens: Tokens, i: int) -> bool:
    if i == 0 or tokens[i - 1].text not in {".", "->"}:
        return False
    row = API.get(tokens[i].text)
    returns = tokens[i - 1].text == "->" and row is not None and row.kind is ApiKind.TYPE
    return not returns  # `auto f() -> cudaError_t`


def _is_scoped(tokens: Tokens, i: int) -> bool:
    """Does a type or a namespace stand before the name, and not the global `::` alone?"""
    if i < 2 or tokens[i - 1].text != "::":
        return False
    scope = tokens[i - 2]
    is_name = scope.kind is Kind.IDENTIFIER and scope.text not in _PREFIX_WORDS
    return is_name or scope.text == ">"


def _is_template(tokens: Tokens, i: int) -> bool:
    """Do template arguments follow?  They alone make a name of the API of a word of everyday use."""
    return i + 1 < len(tokens) and tokens[i + 1].text == "<"


def _is_declarator(tokens: Tokens, i: int) -> bool:
    """Does the name stand where a declaration puts its own: `cudaError_t cudaError = ...`?"""
    is_macro_body = i == 3 and tokens[0].text == "#"
    if (
        i == 0
        or is_macro_body
        or i + 1 >= len(tokens)
        or tokens[i + 1].text not in _AFTER_DECLARATOR
    ):
        return False
    before = tokens[i - 1]
    return before.kind is Kind.IDENTIFIER and before.text not in _PREFIX_WORDS
