"""All types that a function or a module mentions."""

from __future__ import annotations

from collections.abc import Iterable

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import Layout


class TypesUsed:
    """`types`: everything mentioned, with what pointers point to and records hold, in order of first use."""

    def __init__(self, functions: Iterable[func.FuncOp], layout: Layout) -> None:
        self.types: dict[ir.Type, None] = {}
        self._layout = layout
        for function in functions:
            for type_ in (*function.type.inputs, *function.type.results):
                self._add(type_)
            self._region(function.body)

    @property
    def has_double(self) -> bool:
        """Is double precision among them?"""
        return any(t.is_float(type_) and type_.width == 64 for type_ in self.types)

    def _region(self, region: ir.Region) -> None:
        for block in region.blocks:
            for op in block.operations:
                for result in op.operation.results:
                    self._add(result.type)
                for inner in op.operation.regions:
                    self._region(inner)

    def _add(self, type_: ir.Type) -> None:
        if type_ in self.types:
            return
        self.types[type_] = None
        if isinstance(type_, t.PtrType):
            self._add(t.pointee(type_))
        elif isinstance(type_, (t.ArrayType, t.VecType)):
            self._add(t.element(type_))
        elif isinstance(type_, t.RecordType):
            for field in self._layout.fields(type_):
                self._add(field.type)
