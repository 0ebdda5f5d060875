"""The extents of arrays as the user wrote them: `[TILE][TILE + 1]`."""

from __future__ import annotations

from collections.abc import Iterator

from clang.cindex import Cursor, CursorKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import constants
from cn_migrate.parsers.cuda.device.body import Body

K = CursorKind


def mark_extents(body: Body, variable: Cursor, op: ir.OpView) -> None:
    """Leave the text of an array's extents at its slot, where it names constants that keep their names."""
    counts = list(_counts(t.pointee(op.operation.results[0].type)))
    if not counts or not body.module.in_project(variable):
        return
    texts = body.module.macros.extents(variable, counts, _constants(body, variable))
    if texts:
        op.operation.attributes["extents"] = a.array([a.text(text) for text in texts])


def _counts(type_: ir.Type) -> Iterator[int]:
    while isinstance(type_, t.ArrayType):
        yield t.count(type_)
        type_ = t.element(type_)


def _constants(body: Body, variable: Cursor) -> dict[str, int]:
    """The enumerators and constant variables that the declaration names."""
    found: dict[str, int] = {}
    for child in variable.walk_preorder():
        if child.kind == K.DECL_REF_EXPR:
            known = constants.named_integer(body, child)
            if known is not None:
                found[child.spelling] = known
    return found
