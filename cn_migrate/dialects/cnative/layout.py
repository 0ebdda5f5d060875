"""Size and alignment of types in bytes, as CUDA lays them out on an LP64 host.

CUDA C++ Programming Guide, "Built-in Vector Types": a vector of 2 or 4 elements is aligned to its
size, at most 16; of 1 or 3 elements to its element.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.definitions import RecordDefOp

POINTER_BYTES = 8


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: `offset` in bytes; `extents` as of a slot."""

    name: str
    type: ir.Type
    offset: int
    extents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A struct's or union's layout, `size` and `align` in bytes."""

    name: str
    kind: str
    fields: tuple[Field, ...]
    size: int
    align: int

    def field(self, name: str) -> Field:
        """The field called `name`; KeyError where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


class Layout:
    """Sizes of all types of one module."""

    def __init__(self, module: ir.Module) -> None:
        self.records: dict[str, Record] = {}
        for op in module.body.operations:
            if isinstance(op, RecordDefOp):
                self.records[op.name.value] = _record(op)

    def size(self, type_: ir.Type) -> int:
        """Bytes of a value of `type_`, padding included."""
        if isinstance(type_, t.PtrType):
            return POINTER_BYTES
        if isinstance(type_, (t.ArrayType, t.VecType)):
            return t.count(type_) * self.size(t.element(type_))
        if isinstance(type_, t.RecordType):
            return self.records[t.record_name(type_)].size
        if isinstance(type_, ir.NoneType):
            return 1  # void *, as GNU C counts it
        return max(1, type_.width // 8)

    def align(self, type_: ir.Type) -> int:
        """Alignment of `type_` in bytes."""
        if isinstance(type_, t.ArrayType):
            return self.align(t.element(type_))
        if isinstance(type_, t.VecType):
            odd = t.count(type_) in (1, 3)
            return self.size(t.element(type_)) if odd else min(16, self.size(type_))
        if isinstance(type_, t.RecordType):
            return self.records[t.record_name(type_)].align
        return self.size(type_)

    def fields(self, type_: ir.Type) -> tuple[Field, ...]:
        """The fields of a record or short vector type."""
        if isinstance(type_, t.RecordType):
            return self.records[t.record_name(type_)].fields
        element = t.element(type_)
        step = self.size(element)
        return tuple(Field(component(i), element, i * step) for i in range(t.count(type_)))


def component(number: int) -> str:
    """The name of a vector's component: those behind the fourth have OpenCL C's names (6.1.7)."""
    return "xyzw"[number] if number < 4 else f"s{number:x}"


def _extents(field: ir.ArrayAttr) -> Sequence[ir.StringAttr]:
    return list(field[3]) if len(field) > 3 else []


def _record(op: RecordDefOp) -> Record:
    fields = tuple(
        Field(f[0].value, f[1].value, f[2].value, tuple(x.value for x in _extents(f)))
        for f in op.fields
    )
    return Record(op.name.value, op.kind.value, fields, op.size.value, op.align.value)
