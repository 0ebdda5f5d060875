"""Names of functions with their template arguments, out of clang's own spelling of their declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clang.cindex import Cursor

from cn_migrate.parsers.cuda import clang


def qualified_name(function: Cursor) -> str:
    """`ns::kern<float, 128>`, with full and canonical names."""
    head = clang.qualified_signature(function)
    start = _find(head, "void ", 0) + len("void ")
    return _spell_arguments(head[start : _find(head, "(", start)].strip())


def argument_texts(function: Cursor) -> list[str]:
    """The template arguments of a function's instance, each as text."""
    head = clang.qualified_signature(function)
    name = f"{function.spelling}<"
    start = head.find(name)
    if start < 0:
        return []
    start += len(name)
    return list(_arguments(head[start : _find(head, ">", start)]))


def _find(text: str, wanted: str, start: int) -> int:
    """Where `wanted` stands outside of template arguments, from `start` on."""
    depth = 0
    for i in range(start, len(text)):
        if depth == 0 and text.startswith(wanted, i):
            return i
        depth += (text[i] == "<") - (text[i] == ">" and text[i - 1] != "-")
    return len(text)


def _spell_arguments(name: str) -> str:
    """`name` with its packs written out: clang prints `kern<int, <1, 2>>` for `kern<int, 1, 2>`."""
    open_ = name.find("<")
    if open_ < 0:
        return name
    return f"{name[:open_]}<{', '.join(_arguments(name[open_ + 1 : -1]))}>"


def _arguments(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = _find(text, ",", start)
        argument = text[start:end].strip()
        if argument.startswith("<"):
            yield from _arguments(argument[1:-1])
        elif argument:
            yield argument
        start = end + 1


# How clang's USRs (lib/Index/USRGeneration.cpp) write types and constants.
_USR_TYPES = {
    "b": "bool", "c": "unsigned char", "s": "unsigned short", "i": "unsigned int", "l": "unsigned long",
    "k": "unsigned long long", "C": "char", "r": "signed char", "S": "short", "I": "int", "L": "long",
    "K": "long long", "f": "float", "d": "double",
}  # fmt: skip
_USR_ARGUMENT = re.compile(r"#(?:V[A-Za-z](-?\d+)|([A-Za-z]))")
_FUNCTION = re.compile(r"&((?:\w+::)*(\w+))(?=[,>])")


def with_function_arguments(name: str, usr: str) -> str:
    """`run<&scale<25>>` for `run<&scale>`: clang leaves out the arguments of functions that are arguments.

    `usr` is the instance's, which has them.  Raises ValueError where they are other than numbers and plain types.
    """

    def complete(match: re.Match[str]) -> str:
        found = re.search(rf"@{match.group(2)}<((?:#[^#>]+)*)>", usr)
        if found is None:
            return match.group()
        arguments = [_argument_of_usr(a) for a in re.findall(r"#[^#]+", found.group(1))]
        return f"&{match.group(1)}<{', '.join(arguments)}>"

    return _FUNCTION.sub(complete, name)


def _argument_of_usr(text: str) -> str:
    match = _USR_ARGUMENT.fullmatch(text)
    known = match is not None and (match.group(1) or _USR_TYPES.get(match.group(2)))
    if not known:
        raise ValueError(text)
    return known
