"""The count of `#pragma unroll` before a loop (CUDA C++ Programming Guide, "#pragma unroll").

OpenCL C says it with an attribute (2.0, 6.11.5).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clang.cindex import Cursor, CursorKind

from cn_migrate.parsers.cuda.template_arguments import argument_texts

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.device.body import Body

_PRAGMA = re.compile(r"unroll[ \t]*(.*?)[ \t\r\\]*(?://.*|/\*.*)?$")
_ATTRIBUTE = re.compile(r"opencl_unroll_hint(?:\s*\(([^()]*)\))?")
_PARAMETERS = (
    CursorKind.TEMPLATE_TYPE_PARAMETER,
    CursorKind.TEMPLATE_NON_TYPE_PARAMETER,
    CursorKind.TEMPLATE_TEMPLATE_PARAMETER,
)


def unroll_count(body: Body, cursor: Cursor) -> int | None:
    """The count before the loop in a statement with attributes, 0 for all turns; None where that is unknown."""
    line = body.module.line_text(cursor)
    found = _ATTRIBUTE.search(line) or _PRAGMA.search(line)
    written = (found.group(1) or "") if found else ""
    text = body.module.macros.replaced(written.strip("() \t"))
    text = _template_arguments(body.function).get(text, text)
    if text.isdigit():
        return int(text)
    if not text:
        return 0
    body.module.diagnostics.report(
        "loop-hint", body.module.span(cursor), reason=f"its count '{text}' is no number"
    )
    return None


def _template_arguments(function: Cursor) -> dict[str, str]:
    """The arguments of a function's instance by the names of their parameters."""
    template = function.specialized_template
    if template is None:
        return {}
    names = [c.spelling for c in template.get_children() if c.kind in _PARAMETERS]
    return dict(zip(names, argument_texts(function), strict=False))
