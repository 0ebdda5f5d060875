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


def references(data: bytes) -> bytes:
    """The text to append to a source so that its hidden instances have nodes; empty where it has none."""
    lexed = lex(data)
    macros = _instantiating_macros(lexed)
    found = list(_statements(lexed.code, macros))
    if not found:
        return b""
    conditions = [d for d in _inside_guard(lexed.directives) if d.name.startswith(_CONDITIONS)]
    parts: list[tuple[int, str]] = [(d.start, _text(data, d)) for d in conditions]
    for number, (scopes, statement) in enumerate(found):
        is_table = statement[0].text in _ON_DEVICE
        make = _pointers if is_table else _friend
        parts.append((statement[0].start, _in_scopes(make(statement, number), scopes)))
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


def _statements(tokens: Tokens, macros: set[str]) -> Iterator[tuple[tuple[str, ...], list[Token]]]:
    """The namespaces around each explicit instantiation, and its tokens without the semicolon."""
    scopes: list[str] = []
    i = 0
    while i < len(tokens):
        if tokens[i].text == "namespace" and (brace := _namespace_brace(tokens, i)) is not None:
            scopes.append("".join(f"{t.text} " for t in tokens[i:brace]))
            i = brace + 1
            continue
        if tokens[i].text == "{":
            i = (closing(tokens, i) or len(tokens)) + 1
            continue
        if tokens[i].text == "}" and scopes:
            scopes.pop()
        end = _end(tokens, i, macros)
        if end is not None:
            yield tuple(scopes), list(tokens[i:end])
            i = end
            continue
        i += 1


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
    end = find_closed(tokens, i, ";")
    if end is None:
        return None
    if tokens[i].text in _ON_DEVICE:
        return end if any(True for _ in _instances_in_list(tokens[i:end])) else None
    return end if _starts(tokens, i) and tokens[i + 1].text not in _CLASSES else None


def _in_scopes(text: str, scopes: tuple[str, ...]) -> str:
    opened = "".join(f"{scope}{{ " for scope in scopes)
    return f"{opened}{text}{' }' * len(scopes)}"


def _instances_in_list(statement: Tokens) -> Iterator[str]:
    """Names with template arguments that stand alone between the braces of a variable's initial values."""
    first = next((i for i, t in enumerate(statement) if t.text == "{"), len(statement))
    if statement[first - 1].text != "=":
        return  # a function's body
    for i in range(first, len(statement)):
        if statement[i].text != ">" or statement[i + 1 : i + 2] == []:
            continue
        start = opening_angle(statement, i)
        while start and statement[start - 1].text not in {"{", ",", "&"}:
            start -= 1
        if start and statement[i + 1].text in {",", "}"}:
            yield " ".join(t.text for t in statement[start : i + 1])


def _pointers(statement: list[Token], number: int) -> str:
    """A pointer to each function that a list of initial values names with template arguments."""
    return " ".join(
        f"static __device__ auto *{_POINTER}{number}_{i} = {name};"
        for i, name in enumerate(_instances_in_list(statement))
    )


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


def _friend(statement: list[Token], number: int) -> str:
    """A class that has what `statement` instantiates for a friend."""
    words = [t.text for t in statement]
    if words[0] == "template" and ">" not in words[: _parameters(statement)]:
        words.insert(_parameters(statement), "<>")  # its arguments follow from its parameters
    return f"struct cn_instances_{number} {{ {' '.join(words)}; }};"


def _parameters(statement: list[Token]) -> int:
    """Index of the parenthesis that opens the parameters: the first behind a name, or the statement's end."""
    for i in range(1, len(statement)):
        is_name = statement[i - 1].kind is Kind.IDENTIFIER or statement[i - 1].text == ">"
        if statement[i].text == "(" and is_name and not statement[i - 1].text.startswith("__"):
            return i
    return len(statement)
