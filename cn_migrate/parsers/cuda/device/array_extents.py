"""The extents of arrays as the user wrote them: `[TILE][TILE + 1]`."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from clang.cindex import Cursor, CursorKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import constants
from cn_migrate.parsers.cuda.device.body import Body

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.device.module import DeviceModule

K = CursorKind


def mark_extents(body: Body, variable: Cursor, op: ir.OpView) -> None:
    """Leave the text of an array's extents at its slot, where it names constants that keep their names."""
    type_ = t.pointee(op.operation.results[0].type)
    texts = extents(body.module, variable, type_, body.slots)
    if texts:
        op.operation.attributes["extents"] = a.array([a.text(text) for text in texts])


def extents(
    module: DeviceModule, variable: Cursor, type_: ir.Type, locals_: Container[int] = ()
) -> list[str]:
    """The text of the extents of a variable or field of `type_`; nothing where it names no constants.

    `locals_` are the declarations of the function, which are no constants in C.
    """
    counts = list(_counts(type_))
    if not counts or not module.in_project(variable):
        return []
    return module.macros.extents(variable, counts, _constants(module, variable, locals_))


def _counts(type_: ir.Type) -> Iterator[int]:
    while isinstance(type_, t.ArrayType):
        yield t.count(type_)
        type_ = t.element(type_)


def _constants(module: DeviceModule, variable: Cursor, locals_: Container[int]) -> dict[str, int]:
    """The enumerators and constant variables that the declaration names."""
    found: dict[str, int] = {}
    for child in variable.walk_preorder():
        if child.kind == K.DECL_REF_EXPR:
            known = constants.named_integer(module, child, locals_)
            if known is not None:
                found[child.spelling] = known
    return found
