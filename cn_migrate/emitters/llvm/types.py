"""Types and constants as LLVM IR writes them.

LLVM Language Reference, "Type System" and "Constants".  A value of type `bool` is an `i1`, in memory it is an `i8`.
Records and short vectors are packed structs with their padding in them: LLVM's vectors of three are as large as those
of four, CUDA's are not.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import Layout

_FLOATS = {"f16": "half", "bf16": "bfloat", "f32": "float", "f64": "double"}


@dataclass
class Types:
    """The spellings of one module's types; `spaces` are the numbers of a target's address spaces."""

    layout: Layout
    spaces: Mapping[t.Space, int]
    records: dict[str, str] = field(
        default_factory=dict
    )  # definitions of those that were used, by name

    def value(self, type_: ir.Type) -> str:
        """The type of an SSA value."""
        return "i1" if t.is_bool(type_) else self.memory(type_)

    def memory(self, type_: ir.Type) -> str:
        """The type of what lies in memory."""
        if isinstance(type_, t.PtrType):
            return self.pointer(t.space(type_))
        if isinstance(type_, t.ArrayType):
            return f"[{t.count(type_)} x {self.memory(t.element(type_))}]"
        if isinstance(type_, (t.RecordType, t.VecType)):
            return self._record(type_)
        if isinstance(type_, ir.IntegerType):
            return f"i{max(8, type_.width)}"
        if isinstance(type_, ir.NoneType):
            return "i8"
        return _FLOATS[str(type_)]

    def pointer(self, space: t.Space) -> str:
        """A pointer into an address space."""
        number = self.spaces[space]
        return f"ptr addrspace({number})" if number else "ptr"

    def place(self, type_: ir.Type, name: str) -> int:
        """The number of a field among the elements of its record's struct, its padding counted."""
        return self.elements(type_)[1][name]

    def is_union(self, type_: ir.Type) -> bool:
        """Is it a union, whose fields have no elements of their own?"""
        if not isinstance(type_, t.RecordType):
            return False
        return self.layout.records[t.record_name(type_)].kind == "union"

    def _record(self, type_: t.RecordType | t.VecType) -> str:
        if isinstance(type_, t.VecType):
            element = self.memory(t.element(type_))
            return f"<{{ {', '.join([element] * t.count(type_))} }}>"
        name = f"%{quoted(t.record_name(type_))}"
        if name not in self.records:
            self.records[name] = ""  # it may hold pointers to itself, which do not name it
            self.records[name] = self._definition(type_)
        return name

    def _definition(self, type_: t.RecordType) -> str:
        if self.is_union(type_):
            return f"<{{ [{self.layout.size(type_)} x i8] }}>"
        elements = self.elements(type_)[0]
        return f"<{{ {', '.join(elements)} }}>" if elements else "<{}>"

    def elements(self, type_: ir.Type) -> tuple[list[str], dict[str, int]]:
        """The elements of a record's struct, and the places of its fields among them."""
        elements: list[str] = []
        places: dict[str, int] = {}
        end = 0
        for part in self.layout.fields(type_):
            if part.offset > end:
                elements.append(f"[{part.offset - end} x i8]")
            places[part.name] = len(elements)
            elements.append(self.memory(part.type))
            end = part.offset + self.layout.size(part.type)
        if (rest := self.layout.size(type_) - end) > 0:
            elements.append(f"[{rest} x i8]")
        return elements, places


def constant(value: ir.Attribute, type_: ir.Type) -> str:
    """The spelling of a scalar constant."""
    if isinstance(value, ir.FloatAttr):
        return floating(value.value, type_)
    if isinstance(value, ir.BoolAttr):
        return "true" if value.value else "false"
    number = ir.IntegerAttr(value).value
    if t.is_bool(type_):
        return "true" if number else "false"
    return str(number)


def floating(value: float, type_: ir.Type) -> str:
    """A floating-point constant, by its bits; LLVM writes those of a float as those of the equal double."""
    kind = str(type_)
    if kind == "f16":
        return f"0xH{struct.unpack('>H', struct.pack('>e', value))[0]:04X}"
    if kind == "bf16":
        return f"0xR{struct.unpack('>I', struct.pack('>f', value))[0] >> 16:04X}"
    return f"0x{struct.unpack('>Q', struct.pack('>d', value))[0]:016X}"


def quoted(name: str) -> str:
    """A name as LLVM takes it."""
    plain = (
        name.replace("_", "").replace(".", "").isalnum()
        and name.isascii()
        and not name[0].isdigit()
    )
    return name if plain else '"' + name.replace("\\", "\\5C").replace('"', "\\22") + '"'
