"""The user's macros that the printed text mentions."""

from __future__ import annotations

import re

_WORD = re.compile(r"(?<![\w.])[A-Za-z_]\w*")


def words(text: str) -> list[str]:
    """The names in `text`; neither `x` of `0x10` nor `f` of `1.f` is one."""
    return _WORD.findall(text)


def macro_definitions(macros: dict[str, str], used: set[str]) -> list[str]:
    """`#define` lines for `used` and for the macros that their texts mention, in the order of `macros`."""
    wanted = set(used)
    work = list(used)
    while work:
        for word in words(macros[work.pop()]):
            if word in macros and word not in wanted:
                wanted.add(word)
                work.append(word)
    return [f"#define {name} {text}".rstrip() for name, text in macros.items() if name in wanted]


def function_macro_definitions(macros: dict[str, str], used: set[str]) -> list[str]:
    """The definitions of those of the macros with arguments that the text uses."""
    return [f"#define {name}{macros[name]}" for name in sorted(used)]
