"""Explicit instantiations (`template void run<float>(float *);`), which libclang keeps to itself.

Its tree has no node for them, and so no way to the instances.  But a friend declaration of the same text refers to
the same instance, and has a node.  So the device pass reads the source with a class behind its end that makes each
explicitly instantiated function its friend.  ISO C++17, [temp.explicit] and [temp.friend].
"""

from __future__ import annotations

from collections.abc import Iterator

from cn_migrate.parsers.cuda.host.tokens import Directive, Kind, Lexed, Token, Tokens, closing, lex

_CONDITIONS = ("if", "el", "endif")
_CLASSES = {"struct", "class", "union"}


def references(data: bytes) -> bytes:
    """The text to append to a source so that its explicit instantiations have nodes; empty where it has none."""
    lexed = lex(data)
    macros = _instantiating_macros(lexed)
    found = list(_statements(lexed.code, macros))
    if not found:
        return b""
    conditions = [d for d in _inside_guard(lexed.directives) if d.name.startswith(_CONDITIONS)]
    parts: list[tuple[int, str]] = [(d.start, _text(data, d)) for d in conditions]
    parts += [
        (statement[0].start, _friend(statement, scopes, number))
        for number, (scopes, statement) in enumerate(found)
    ]
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
    if not _starts(tokens, i) or tokens[i + 1].text in _CLASSES:
        return None
    return next((at for at in range(i, len(tokens)) if tokens[at].text == ";"), None)


def _friend(statement: list[Token], scopes: tuple[str, ...], number: int) -> str:
    """The class that has what `statement` instantiates for a friend, in the same namespaces."""
    words = [t.text for t in statement]
    if words[0] == "template" and ">" not in words[: _parameters(statement)]:
        words.insert(_parameters(statement), "<>")  # its arguments follow from its parameters
    opened = "".join(f"{scope}{{ " for scope in scopes)
    return f"{opened}struct cn_instances_{number} {{ {' '.join(words)}; }};{' }' * len(scopes)}"


def _parameters(statement: list[Token]) -> int:
    """Index of the parenthesis that opens the parameters: the first behind a name, or the statement's end."""
    for i in range(1, len(statement)):
        is_name = statement[i - 1].kind is Kind.IDENTIFIER or statement[i - 1].text == ">"
        if statement[i].text == "(" and is_name and not statement[i - 1].text.startswith("__"):
            return i
    return len(statement)
