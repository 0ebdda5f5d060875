"""What functions of our headers do otherwise than CUDA's, or at another cost: said where the user calls them."""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind

from cn_migrate.parsers.cuda.device.body import Body

_RULES = {  # by the annotations that `cn_weakened` and `cn_emulated` of cn/keywords.h write
    "weakened": "device-function-differs",
    "emulated": "device-function-emulated",
}


def tell(body: Body, call: Cursor, function: Cursor) -> None:
    """Report the difference that `function` declares, if any, at a `call` in the project."""
    span = body.module.span(call)
    if span is None or body.module.in_project(function):
        return
    for child in function.get_children():
        kind, _, note = child.spelling.partition(": ")
        if child.kind == CursorKind.ANNOTATE_ATTR and kind in _RULES:
            body.module.diagnostics.report(_RULES[kind], span, name=function.spelling, note=note)
