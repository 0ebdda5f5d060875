"""OpenCL C's types as `cnative` types.

A vector of three takes the place of one of four (OpenCL C, 6.1.5), and is one whose last component nobody reads.
"""

from __future__ import annotations

import re

from clang.cindex import Cursor, Type, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.device.types import Types

VECTORS = (TypeKind.EXTVECTOR, TypeKind.VECTOR)
SPACES = {  # clang's LangAS
    1: t.Space.GLOBAL,
    2: t.Space.SHARED,
    3: t.Space.CONSTANT,
}
# Vectors that OpenCL C lays out otherwise than CUDA, as generated code declares them.
_DECLARED_VECTOR = re.compile(r"cn_(?:u?(?:char|short|int|long)|float|double)([1-4])$")


def is_vector(type_: Type) -> bool:
    """Is it a vector of OpenCL C?"""
    return type_.get_canonical().kind in VECTORS


def count(type_: Type) -> int:
    """How many components a vector of OpenCL C has."""
    return int(type_.get_canonical().element_count)


def space(type_: Type) -> t.Space | None:
    """The address space of an object of `type_`, where it is not the work-item's own."""
    return SPACES.get(type_.get_address_space())


class OpenclTypes(Types):
    """Translates types of OpenCL C."""

    def _translate(self, type_: Type) -> ir.Type:
        if type_.kind in VECTORS:
            own = 4 if type_.element_count == 3 else type_.element_count
            return t.vec(self.translate(type_.element_type), own)
        if type_.kind == TypeKind.HALF:
            return ir.F16Type.get()
        if type_.kind == TypeKind.ATOMIC:
            return self.translate(clang.value_type(type_))
        if type_.kind == TypeKind.OCLEVENT:
            return t.unsigned(64)
        return super()._translate(type_)

    def kernel_parameter(self, type_: Type) -> ir.Type:
        """The type of a kernel's parameter, whose address space is written."""
        made = self.parameter(type_)
        if not t.is_ptr(made):
            return made
        pointee = type_.get_canonical().get_pointee()
        return t.in_space(made, space(pointee) or t.Space.GLOBAL)

    def _vector(self, declaration: Cursor) -> ir.Type | None:
        match = _DECLARED_VECTOR.match(declaration.spelling)
        first = next(declaration.type.get_fields(), None)
        if match is None or first is None or first.spelling != "x":
            return None
        return t.vec(self.translate(first.type), int(match[1]))
