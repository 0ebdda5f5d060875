"""What lies where in a launch's memory, told by the types of the pointers that lead there.

A kernel's parameters say what they point to; where that holds pointers again, these are followed.  Several
pointers into one allocation (arrays cut out of it) each tell of the bytes up to the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod

import numpy as np

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.interpreter.scalars import SCALARS, Scalar, scalar_of
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.verify.address_map import AddressMap
from cn_migrate.verify.launch_record import Piece


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar inside of an element, `offset` bytes from its start; `path` is how C names it (`.x`, `[2].y`).

    `pointee` is what a pointer points to.  With a `shape` it is an array of so many scalars, which may be large.
    """

    path: str
    offset: int
    scalar: Scalar
    pointee: ir.Type | None = None
    shape: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many scalars there are."""
        return prod(self.shape)

    @property
    def place(self) -> slice:
        """Its bytes in an element."""
        return slice(self.offset, self.offset + self.count * self.scalar.size)

    def path_of(self, number: int) -> str:
        """How C names one of the scalars."""
        indices = np.unravel_index(number, self.shape) if self.shape else ()
        return self.path + "".join(f"[{index}]" for index in indices)


@dataclass(frozen=True, slots=True)
class Region:
    """Bytes `start` to `end` of a piece of memory, which hold elements of `size` bytes; `name` says whose.

    Where it is not `typed`, nothing tells what the bytes are.
    """

    name: str
    start: int
    end: int
    size: int
    leaves: tuple[Leaf, ...]
    typed: bool = True


BYTE = (Leaf("", 0, SCALARS["ui8"]),)
_NARROW_FLOATS = {
    "half": "f16",
    "nv_bfloat16": "bf16",
}  # classes of our headers, which hold the bits in `__x`


def leaves_of(layout: Layout, type_: ir.Type, path: str = "", offset: int = 0) -> Iterator[Leaf]:
    """The scalars of a type, padding left out; of a union those of its first member."""
    if (scalar := scalar_of(type_) or _narrow_float(layout, type_)) is not None:
        yield Leaf(path, offset, scalar, t.pointee(type_) if t.is_ptr(type_) else None)
    elif isinstance(type_, t.ArrayType):
        element, count = t.element(type_), t.count(type_)
        step = layout.size(element)
        inner = list(leaves_of(layout, element))
        if [(leaf.path, leaf.place) for leaf in inner] == [("", slice(0, step))]:
            yield replace(inner[0], path=path, offset=offset, shape=(count, *inner[0].shape))
            return
        for index in range(count):
            yield from leaves_of(layout, element, f"{path}[{index}]", offset + index * step)
    elif isinstance(type_, (t.RecordType, t.VecType)):
        union = isinstance(type_, t.RecordType) and _is_union(layout, type_)
        for field in layout.fields(type_)[: 1 if union else None]:
            yield from leaves_of(layout, field.type, f"{path}.{field.name}", offset + field.offset)


class ElementTypes:
    """The types of all memory of one launch, learnt pointer by pointer."""

    def __init__(self, layout: Layout, places: AddressMap) -> None:
        self._layout = layout
        self._places = places
        self._known: dict[Piece, dict[int, tuple[str, ir.Type]]] = {}

    def learn(self, name: str, type_: ir.Type, data: bytes) -> None:
        """`data` is a value of `type_` that the kernel is given: follow its pointers."""
        for leaf in leaves_of(self._layout, type_):
            if leaf.pointee is None:
                continue
            for number in range(leaf.count):
                pointer = leaf.scalar.unpack(data, leaf.offset + number * leaf.scalar.size)
                self.points_to(name + leaf.path_of(number), pointer, leaf.pointee)

    def points_to(self, name: str, pointer: int, type_: ir.Type) -> None:
        """There are elements of `type_` from the recorded address `pointer` on; `void` tells nothing."""
        found = self._places.find(pointer)
        if found is None or isinstance(type_, ir.NoneType):
            return
        piece, offset = found[0], pointer - found[0].address
        known = self._known.setdefault(piece, {})
        if offset in known:
            return
        known[offset] = name, type_
        if all(leaf.pointee is None for leaf in leaves_of(self._layout, type_)):
            return
        size = self._layout.size(type_)
        for index, at in enumerate(range(offset, len(piece.before) - size + 1, size)):
            self.learn(f"{name}[{index}]", type_, piece.before[at : at + size])

    def regions(self, piece: Piece) -> Iterator[Region]:
        """What the piece holds, from its first byte to its last; bytes where nothing is known."""
        total = len(piece.before)
        known = sorted(self._known.get(piece, {}).items())
        starts = [offset for offset, _ in known]
        first = starts[0] if starts else total
        yield Region(f"{total} bytes of memory", 0, first, 1, BYTE, typed=False)
        ends = [*starts[1:], total] if starts else []
        for (start, (name, type_)), end in zip(known, ends, strict=True):
            size = self._layout.size(type_)
            middle = end - (end - start) % size
            yield Region(name, start, middle, size, tuple(leaves_of(self._layout, type_)))
            yield Region(f"{name}, bytes", middle, end, 1, BYTE, typed=False)


def _is_union(layout: Layout, type_: t.RecordType) -> bool:
    return layout.records[t.record_name(type_)].kind == "union"


def _narrow_float(layout: Layout, type_: ir.Type) -> Scalar | None:
    """The number that a class of CUDA's library stands for."""
    name = t.record_name(type_) if isinstance(type_, t.RecordType) else ""
    if name not in _NARROW_FLOATS or [field.name for field in layout.fields(type_)] != ["__x"]:
        return None
    return SCALARS[_NARROW_FLOATS[name]]
