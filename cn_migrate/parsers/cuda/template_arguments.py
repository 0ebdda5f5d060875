"""Names of functions with their template arguments, out of clang's own spelling of their declarations."""

from __future__ import annotations

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
