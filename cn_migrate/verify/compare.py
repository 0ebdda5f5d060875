"""Comparison of memory by type: integers exactly, floating-point numbers within a tolerance.

The tolerance allows for what two right implementations may do differently: fused multiply-add, the last digits
of mathematical functions, the order of a sum.  Where sums cancel, errors are as large as the terms were, not as the
result: hence a floor that follows the largest number of the array.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from cn_migrate.dialects.cnative.interpreter.scalars import Scalar
from cn_migrate.verify.element_types import Region

Array = np.ndarray[Any, Any]

# Relative to the larger of two numbers; the floor is relative to the largest of the array.
RELATIVE = {"f64": 1e-12, "f32": 1e-5, "f16": 2e-3, "bf16": 2e-2}
FLOOR = {"f64": 1e-14, "f32": 1e-6, "f16": 1e-3, "bf16": 1e-2}


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that came out otherwise: of the memory `name`, in element `index`, the scalar `path` in that.

    `part` is the path of the whole array that the scalar may be one of.
    """

    name: str
    index: int
    path: str
    part: str
    driver: float | int
    interpreter: float | int
    count: int

    @property
    def column(self) -> str:
        """The scalar, in whichever element and wherever in its array."""
        return f"{self.name}[]{self.part}"

    def __str__(self) -> str:
        more = f" (and {self.count - 1} more)" if self.count > 1 else ""
        return (
            f"{self.name}[{self.index}]{self.path}: the driver gave {self.driver}, "
            f"the interpreter {self.interpreter}{more}"
        )


def compare(
    region: Region, driver: bytes, interpreter: bytes, slack: float = 1.0
) -> Iterator[Difference]:
    """The first difference in each scalar of a region's elements; the two are whole pieces of memory.

    `slack` widens the tolerance that many times.
    """
    if region.start == region.end:
        return
    theirs, ours = rows(driver, region), rows(interpreter, region)
    for leaf in region.leaves:
        got, want = (numbers(x[:, leaf.place], leaf.scalar) for x in (theirs, ours))
        wrong = np.flatnonzero(~_agree(got, want, leaf.scalar, slack))
        if wrong.size:
            at = int(wrong[0])
            values = got[at].item(), want[at].item()
            element, inside = divmod(at, leaf.count)
            path = leaf.path_of(inside)
            yield Difference(region.name, element, path, leaf.path, *values, int(wrong.size))


def rows(data: bytes, region: Region) -> Array:
    """The elements of a region, a row of bytes each."""
    return np.frombuffer(data[region.start : region.end], np.uint8).reshape(-1, region.size)


def numbers(column: Array, scalar: Scalar) -> Array:
    """Scalars out of rows of bytes; those of `bf16` as `float`, truth values as bytes."""
    column = np.ascontiguousarray(column)
    if scalar.name == "bf16":
        return (column.view("<u2").astype(np.uint32) << 16).view(np.float32).reshape(-1)
    return column.view("<u1" if scalar.kind == "bool" else scalar.code).reshape(-1)


def column(values: Array, scalar: Scalar) -> Array:
    """The rows of bytes that `numbers` makes `values` of."""
    if scalar.name == "bf16":
        values = (values.astype("<f4").view(np.uint32) >> 16).astype("<u2")
    code = "<u1" if scalar.kind == "bool" else scalar.code or "<u2"
    return values.astype(code).view(np.uint8).reshape(-1, scalar.size)


def _agree(got: Array, want: Array, scalar: Scalar, slack: float) -> Array:
    if scalar.kind != "float":
        return np.asarray(got == want)
    wide_got, wide_want = got.astype(np.float64), want.astype(np.float64)
    finite = np.isfinite(wide_got) & np.isfinite(wide_want)
    same = (wide_got == wide_want) | (np.isnan(wide_got) & np.isnan(wide_want))
    largest = np.abs(wide_want[finite]).max(initial=0.0)
    with np.errstate(invalid="ignore", over="ignore"):
        size = np.maximum(np.abs(wide_got), np.abs(wide_want))
        allowed = RELATIVE[scalar.name] * size + FLOOR[scalar.name] * largest
        near = np.abs(wide_got - wide_want) <= slack * allowed
    return np.asarray(same | (finite & near))
