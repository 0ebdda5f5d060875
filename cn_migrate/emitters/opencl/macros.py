"""The user's macros that the printed text mentions."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z_]\w*")


def macro_definitions(macros: dict[str, str], used: set[str]) -> list[str]:
    """`#define` lines for `used` and for the macros that their texts mention, in the order of `macros`."""
    wanted = set(used)
    work = list(used)
    while work:
        for word in _WORD.findall(macros[work.pop()]):
            if word in macros and word not in wanted:
                wanted.add(word)
                work.append(word)
    return [f"#define {name} {text}".rstrip() for name, text in macros.items() if name in wanted]
