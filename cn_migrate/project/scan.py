"""A quick look at a source as bytes, without a compiler: what it includes, whether it is a program's
main file, whether it uses CUDA, and which functions it defines and names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TOKEN = re.compile(
    rb"""
      (?P<blank> //[^\n]* | /\*.*?\*/ | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' )
    | ^[ \t]*\#[ \t]*include[ \t]*(?P<include> "[^"\n]+" | <[^>\n]+> )
    | (?P<directive> ^[ \t]*\#(?:[^\n\\]|\\.)* )
    | (?P<launch> <<< )
    | (?P<name> [A-Za-z_]\w* )
    | (?P<mark> [(){};] )
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)

_CUDA_HEADERS = (
    b"cuda",
    b"cublas",
    b"cufft",
    b"curand",
    b"thrust/",
    b"cub/",
    b"cooperative_groups",
    b"nvrtc",
)
_CUDA_WORDS = frozenset({b"__global__", b"__device__", b"__constant__", b"__shared__"})
_CUDA_CALL = re.compile(rb"cuda[A-Z]\w*")
_NOT_FUNCTIONS = frozenset({b"if", b"for", b"while", b"switch", b"catch", b"sizeof", b"return"})
_AFTER_PARAMETERS = frozenset({b"const", b"noexcept", b"throw", b"__attribute__"})
_TRANSPARENT = frozenset({b"namespace", b"extern"})  # braces after these do not nest a definition


@dataclass(frozen=True)
class Include:
    """One `#include`: what it names, whether in quotes, and the bytes of the name."""

    name: str
    quoted: bool
    start: int
    end: int


@dataclass(frozen=True)
class Scan:
    """What `scan` found in one file."""

    includes: tuple[Include, ...]
    has_main: bool
    uses_cuda: bool
    defines: frozenset[bytes]
    names: frozenset[bytes]


def scan(data: bytes) -> Scan:
    """Look at a C, C++ or CUDA source: tokens only, both branches of every `#if`."""
    includes: list[Include] = []
    defines: set[bytes] = set()
    names: set[bytes] = set()
    launches = False
    nesting: list[bool] = []  # one entry per open brace: does it nest a definition?
    parentheses = 0
    candidate = last = opener = b""
    old_style = False  # int f(a) int a; { ... }
    for token in _TOKEN.finditer(data):
        kind = token.lastgroup
        if kind == "include":
            start, end = token.span("include")
            name = data[start + 1 : end - 1].decode("utf-8", "surrogateescape")
            includes.append(Include(name, data[start : start + 1] == b'"', start + 1, end - 1))
        elif kind == "launch":
            launches = True
        elif kind == "name":
            last = token.group()
            names.add(last)
            old_style |= bool(candidate) and not parentheses and last not in _AFTER_PARAMETERS
            opener = last if last in _TRANSPARENT else opener
        elif kind == "mark":
            mark = token.group()
            if mark == b"(":
                parentheses += 1
                if parentheses == 1 and not any(nesting) and last not in _NOT_FUNCTIONS:
                    candidate = candidate or last
            elif mark == b")":
                parentheses = max(0, parentheses - 1)
            elif mark == b"{":
                if candidate and not any(nesting):
                    defines.add(candidate)
                nesting.append(bool(candidate) or not opener)
                candidate, opener, old_style = b"", b"", False
            elif mark == b"}" or not old_style:
                if mark == b"}" and nesting:
                    nesting.pop()
                candidate, opener, old_style, parentheses = b"", b"", False, 0
            last = b""
    return Scan(
        tuple(includes),
        b"main" in defines,
        launches or bool(names & _CUDA_WORDS) or _mentions_cuda(includes, names),
        frozenset(defines),
        frozenset(names),
    )


def _mentions_cuda(includes: list[Include], names: set[bytes]) -> bool:
    if any(
        include.name.encode("utf-8", "replace").startswith(_CUDA_HEADERS) for include in includes
    ):
        return True
    return any(_CUDA_CALL.fullmatch(name) for name in names)


@cache
def scan_file(path: Path) -> Scan:
    """`scan` of a file on disk, remembered."""
    return scan(path.read_bytes())
