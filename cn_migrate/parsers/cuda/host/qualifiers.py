"""Finding CUDA's keywords for functions, variables and types in tokens."""

from __future__ import annotations

from collections.abc import Iterator

from cn_migrate.parsers.cuda.host.tokens import Directive, Kind, Tokens, closing
from cn_migrate.source.host_plan import Qualifier, Range

QUALIFIERS = frozenset(
    "__global__ __device__ __host__ __shared__ __constant__ __managed__ __forceinline__ "
    "__noinline__ __grid_constant__ __inline_hint__".split()
)
# Keywords that take arguments in parentheses.
CALLED_QUALIFIERS = frozenset(
    "__launch_bounds__ __align__ __builtin_align__ __cluster_dims__ __maxnreg__ "
    "__block_size__".split()
)
# Directives that ask about a name or define it, where the name itself must stay.
_NAMING_DIRECTIVES = {"ifdef", "ifndef", "undef", "if", "elif", "elifdef", "elifndef"}


def is_name_of(directive: Directive | None, index: int) -> bool:
    """Is the token at `index` of a directive the name that it defines or asks about?"""
    if directive is None:
        return False
    return directive.name in _NAMING_DIRECTIVES or (directive.name == "define" and index == 2)


def find_qualifiers(tokens: Tokens, directive: Directive | None) -> Iterator[Qualifier]:
    """Every CUDA keyword in a run of tokens, with its arguments."""
    for i, token in enumerate(tokens):
        if token.kind is not Kind.IDENTIFIER or is_name_of(directive, i):
            continue
        if token.text in QUALIFIERS:
            yield Qualifier(Range(token.start, token.end), token.text)
        elif token.text in CALLED_QUALIFIERS and i + 1 < len(tokens) and tokens[i + 1].text == "(":
            end = closing(tokens, i + 1)
            if end is not None:
                yield Qualifier(Range(token.start, tokens[end].end), token.text)
