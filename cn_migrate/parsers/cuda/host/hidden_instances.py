"""Instances of function templates that libclang keeps to itself, made visible by text behind the source's end.

Its tree has no node for an explicit instantiation (`template void run<float>(float *);`), and so no way to the
instance.  But a friend declaration of the same text refers to the same instance, and has a node.  ISO C++17,
[temp.explicit] and [temp.friend].

Of a list of initial values it shows only what was written, where `add<float>` is a name without meaning.  But the
initial value of a pointer refers to the function.
"""

from __future__ import annotations

from collections.abc import Iterator

from clang.cindex import Cursor, CursorKind

from cn_migrate.parsers.cuda.host.tokens import (
    Directive,
    Kind,
    Lexed,
    Token,
    Tokens,
    closing,
    find_closed,
    lex,
    opening_angle,
)
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit

_CONDITIONS = ("if", "el", "endif")
_CLASSES = {"struct", "class", "union"}
_ON_DEVICE = {"__device__", "__constant__"}
_POINTER = "cn_pointer_"
# What a brace follows that opens statements and not a list of values.
_BEFORE_BODIES = {")", "const", "noexcept", "override", "final", "else", "do", "try", ";", "}", ":"}


def references(data: bytes) -> bytes:
    """The text to append to a source so that its hidden instances have nodes; empty where it has none."""
    lexed = lex(data)
    macros = _instantiating_macros(lexed)
    found = list(_declarations(lexed.code, macros))
    if not found:
        return b""
    conditions = [d for d in _inside_guard(lexed.directives) if d.name.startswith(_CONDITIONS)]
    parts = [(d.start, _text(data, d)) for d in conditions]
    parts += [(at, text.format(number=number)) for number, (at, text) in enumerate(found)]
    lines = "\n".join(text for _, text in sorted(parts))
    # Macros write `template` themselves.
    return f"\n#define template friend\n{lines}\n#undef template\n".encode("latin-1")


def _inside_guard(directives: list[Directive]) -> list[Directive]:
    """The directives without those of an include guard, whose condition no longer holds at the source's end."""
    if [d.name for d in directives[:2]] != ["ifndef", "define"] or directives[-1].name != "endif":
        return directives
    asked, defined = ([t.text for t in d.tokens[2:3]] for d in directives[:2])
    return directives[2:-1] if asked == defined else directives


def _text(data: bytes, directive: Directive) -> str:
    return data[directive.start : directive.end].decode("latin-1")


def _instantiating_macros(lexed: Lexed) -> set[str]:
    defined = [d.tokens for d in lexed.directives if d.name == "define" and len(d.tokens) > 2]
    return {
        tokens[2].text
        for tokens in defined
        if any(_starts(tokens, i) for i in range(3, len(tokens)))
    }


def _starts(tokens: Tokens, i: int) -> bool:
    """Does an explicit instantiation definition start at index `i`?"""
    if tokens[i].text != "template" or i + 1 >= len(tokens) or tokens[i + 1].text == "<":
        return False
    return i == 0 or tokens[i - 1].text not in {"extern", ".", "->", "::"}


def _declarations(tokens: Tokens, macros: set[str]) -> Iterator[tuple[int, str]]:
    """Where hidden instances are named, and a declaration that refers to each; `{number}` tells them apart."""
    scopes: list[str] = []
    i = start = 0  # of a statement
    while i < len(tokens):
        text = tokens[i].text
        if text == "namespace" and (brace := _namespace_brace(tokens, i)) is not None:
            scopes.append("".join(f"{t.text} " for t in tokens[i:brace]))
            i = start = brace + 1
        elif text == "{":
            end = closing(tokens, i) or len(tokens)
            mark = "__device__ " if any(t.text in _ON_DEVICE for t in tokens[start:i]) else ""
            for at, name in _instances_in_lists(tokens[i - 1 : end + 1]):
                pointer = f"static {mark}auto *{_POINTER}{{number}} = {_quoted(name)};"
                yield at, _in_scopes(pointer, scopes)
            i = end + 1
        elif (after := _end(tokens, i, macros)) is not None:
            yield tokens[i].start, _in_scopes(_friend(list(tokens[i:after])), scopes)
            i = start = after
        else:
            if text == "}" and scopes:
                scopes.pop()
            i += 1
            start = i if text in {";", "}"} else start


def _namespace_brace(tokens: Tokens, i: int) -> int | None:
    """Index of the brace of the namespace that starts at index `i`; None of an alias or a using directive."""
    if i and tokens[i - 1].text == "using":
        return None
    for at in range(i + 1, len(tokens)):
        if tokens[at].text == "{":
            return at
        if tokens[at].text in {"=", ";"}:
            return None
    return None


def _end(tokens: Tokens, i: int, macros: set[str]) -> int | None:
    """Index behind the explicit instantiation that starts at `i`, or behind a macro's use that makes some."""
    if tokens[i].text in macros and i + 1 < len(tokens) and tokens[i + 1].text == "(":
        last = closing(tokens, i + 1)
        return None if last is None else last + 1
    if not _starts(tokens, i) or tokens[i + 1].text in _CLASSES:
        return None
    return find_closed(tokens, i, ";")


def _in_scopes(text: str, scopes: list[str]) -> str:
    opened = "".join(f"{scope}{{{{ " for scope in scopes)
    return f"{opened}{text}{' }}' * len(scopes)}"


def _quoted(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _instances_in_lists(tokens: Tokens) -> Iterator[tuple[int, str]]:
    """Names with template arguments that stand alone in lists of initial values, and their places."""
    in_list: list[bool] = []
    for i in range(1, len(tokens)):
        text = tokens[i].text
        if text in {"(", "[", "{"}:
            in_list.append(text == "{" and tokens[i - 1].text not in _BEFORE_BODIES)
        elif text in {")", "]", "}"} and in_list:
            in_list.pop()
        elif text in {">", ">>"} and in_list and in_list[-1] and tokens[i + 1].text in {",", "}"}:
            start = opening_angle(tokens, i)
            while start and tokens[start - 1].text not in {"{", ",", "&"}:
                is_name = (
                    tokens[start - 1].kind is Kind.IDENTIFIER or tokens[start - 1].text == "::"
                )
                start = start - 1 if is_name else None
            if start:
                yield tokens[start].start, " ".join(t.text for t in tokens[start : i + 1])


def named_functions(unit: TranslationUnit) -> dict[str, Cursor]:
    """The functions that lists of initial values name with template arguments, by that text without blanks."""
    found: dict[str, Cursor] = {}
    pending = [c for c in unit.declarations if not c.kind.is_preprocessing()]
    while pending:
        cursor = pending.pop()
        if cursor.kind == CursorKind.NAMESPACE:
            pending += cursor.get_children()
        elif cursor.kind == CursorKind.VAR_DECL and cursor.spelling.startswith(_POINTER):
            text = "".join(t.spelling for t in cursor.get_tokens()).partition("=")[2]
            inner = [c for c in cursor.walk_preorder() if c.kind == CursorKind.DECL_REF_EXPR]
            if inner and inner[0].referenced is not None:
                found.setdefault(text.removesuffix(";"), inner[0].referenced)
    return found


def _friend(statement: list[Token]) -> str:
    """A class that has what `statement` instantiates for a friend."""
    words = [t.text for t in statement]
    if words[0] == "template" and ">" not in words[: _parameters(statement)]:
        words.insert(_parameters(statement), "<>")  # its arguments follow from its parameters
    return f"struct cn_instances_{{number}} {{{{ {_quoted(' '.join(words))}; }}}};"


def _parameters(statement: list[Token]) -> int:
    """Index of the parenthesis that opens the parameters: the first behind a name, or the statement's end."""
    for i in range(1, len(statement)):
        is_name = statement[i - 1].kind is Kind.IDENTIFIER or statement[i - 1].text == ">"
        if statement[i].text == "(" and is_name and not statement[i - 1].text.startswith("__"):
            return i
    return len(statement)
