"""All types that a function or a module mentions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.emitters.opencl.spellings import type_name

_NAMED = (t.RecordType, t.VecType)


class TypesUsed:
    """`types`: everything mentioned, with what pointers point to and records hold, in order of first use."""

    def __init__(self, functions: Iterable[func.FuncOp], layout: Layout) -> None:
        self.types: dict[ir.Type, None] = {}
        self.with_doubles: set[str] = set()  # the functions that have double precision in them
        self._layout = layout
        for function in functions:
            seen = dict.fromkeys((*function.type.inputs, *function.type.results))
            function.operation.walk(partial(_see, seen), ir.WalkOrder.PRE_ORDER)
            used: dict[ir.Type, None] = {}
            for type_ in seen:
                self._add(type_, used)
            self.types |= used
            if any(t.is_float(type_) and type_.width == 64 for type_ in used):
                self.with_doubles.add(function.sym_name.value)

    @property
    def has_generic_pointers(self) -> bool:
        """Are there pointers into any memory among them?"""
        pointers = (type_ for type_ in self.types if t.is_ptr(type_))
        return any(t.space(type_) == t.Space.GENERIC for type_ in pointers)

    @property
    def names(self) -> set[str]:
        """How those are spelled that have names: a variable that is called like one would hide it."""
        return {type_name(type_) for type_ in self.types if isinstance(type_, _NAMED)}

    def _add(self, type_: ir.Type, used: dict[ir.Type, None]) -> None:
        if type_ not in used:
            used[type_] = None
            for part in self._parts(type_):
                self._add(part, used)

    def _parts(self, type_: ir.Type) -> list[ir.Type]:
        if isinstance(type_, t.PtrType):
            return [t.pointee(type_)]
        if isinstance(type_, (t.ArrayType, t.VecType)):
            return [t.element(type_)]
        if isinstance(type_, t.RecordType):
            return [field.type for field in self._layout.fields(type_)]
        return []


def _see(seen: dict[ir.Type, None], op: ir.Operation) -> ir.WalkResult:
    for result in op.results:
        seen[result.type] = None
    return ir.WalkResult.ADVANCE
