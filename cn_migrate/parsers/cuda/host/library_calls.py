"""Finding calls of NVIDIA's libraries, which are not converted, in tokens."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import pairwise

from cn_migrate.parsers.cuda.host.tokens import Kind, Token, Tokens
from cn_migrate.parsers.cuda.libraries import library_rule

# The driver's and the run-time library's files: a program that loads one looks up its functions by name.
_FILE = re.compile(
    r'"(?:[^"]*/)?(?:libcuda|libcudart|nvcuda|cudart64_\w+)\.(?:so[\d.]*|dll|dylib)"'
)


def find_loaded_libraries(tokens: Tokens) -> Iterator[Token]:
    """Texts that name a file of CUDA's own libraries, for dlopen and its like."""
    return (token for token in tokens if token.kind is Kind.STRING and _FILE.fullmatch(token.text))


def find_library_calls(
    tokens: Tokens, declared: Container[str]
) -> Iterator[tuple[Token, str, str]]:
    """Calls of libraries: the name, the rule that applies, and the library.

    `declared` are names that the project declares itself, left alone.
    """
    for token, after in pairwise(tokens):
        if token.kind is not Kind.IDENTIFIER or after.text != "(" or token.text in declared:
            continue
        if (found := library_rule(token.text)) is not None:
            yield token, *found
