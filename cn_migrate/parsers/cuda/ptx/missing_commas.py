"""Operands of inline assembly without a comma between them: `: "r"(a) "l"(p)`.

nvcc takes them; for clang the blank between them becomes the comma.
"""

from __future__ import annotations

import re

from cn_migrate.parsers.cuda.ptx.bare_registers import STATEMENT

COMPLAINT = "expected ')'"
_BETWEEN = re.compile(rb"""\)[ \t](?=\s*(?:\[\w+\]\s*)?"[=+&]*[a-z]+"\s*\()""")


def insert_commas(data: bytes) -> bytes:
    """`data` with those commas, every byte offset kept."""
    return STATEMENT.sub(lambda m: _BETWEEN.sub(b"),", m[0]), data)
