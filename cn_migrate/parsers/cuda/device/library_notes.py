"""What functions of our headers do otherwise than CUDA's: said where the user calls them."""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind

from cn_migrate.parsers.cuda.device.body import Body

_WEAKENED = "weakened: "  # as `cn_weakened` of cn/keywords.h writes it


def tell(body: Body, call: Cursor, function: Cursor) -> None:
    """Report the difference that `function` declares, if any, at a `call` in the project."""
    span = body.module.span(call)
    if span is None or body.module.in_project(function):
        return
    for child in function.get_children():
        if child.kind == CursorKind.ANNOTATE_ATTR and child.spelling.startswith(_WEAKENED):
            note = child.spelling.removeprefix(_WEAKENED)
            body.module.diagnostics.report(
                "device-function-differs", span, name=function.spelling, note=note
            )
