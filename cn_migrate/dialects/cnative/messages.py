"""What device code says to people: formatted text, and that it cannot go on."""

import re
from collections.abc import Sequence
from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.dialect import Cnative
from cn_migrate.dialects.cnative.fields import Operand
from cn_migrate.dialects.cnative.mixed import takes_mixed, unmixed
from cn_migrate.dialects.cnative.verify import reject, require

# Flags, width, precision, `l`, conversion: what C and OpenCL C (6.12.13.1) mean the same by.
CONVERSION = re.compile(r"%([-+ #0]*)(\d*)(\.\d*)?(l?)([diouxXfFeEgGaAcp%])")
UNSIGNED, FLOATING = "ouxX", "fFeEgGaA"
TRAPPED = "cn_trapped"  # the variable by which ported kernels tell the host of a trap


def conversions(format_: str) -> list[tuple[str, str]]:
    """Length (`l` or nothing) and letter of each conversion of `format_` that takes a value."""
    return [(m[4], m[5]) for m in CONVERSION.finditer(format_) if m[5] != "%"]


@takes_mixed
class PrintOp(Cnative.Operation, name="print"):
    """Formatted text of one thread to the program's output.

    `format` is a C format whose conversions are those of CONVERSION; the values are of the types that it names:
    si32 or si64 (`l`), ui32 or ui64, f32 or f64, a pointer.
    """

    format: ir.StringAttr
    mixed_values: Sequence[Operand[Any]]

    @property
    def values(self) -> list[ir.Value]:
        """What is printed."""
        return unmixed(self.mixed_values)

    @staticmethod
    def verify_invariants(op: "PrintOp") -> bool:
        wanted = conversions(op.format.value)
        if len(wanted) != len(op.values):
            return reject(op, f"{len(wanted)} conversions for {len(op.values)} values")
        fit = all(_fits(*pair, v.type) for pair, v in zip(wanted, op.values, strict=True))
        return require(op, fit, "a value is not of the type that its conversion names")


def _fits(length: str, letter: str, type_: ir.Type) -> bool:
    if letter in FLOATING:
        return t.is_float(type_)
    if letter == "p":
        return t.is_ptr(type_)
    whole = t.is_int(type_) and type_.width == (64 if length else 32)
    return whole and t.is_unsigned(type_) == (letter in UNSIGNED)


def integer_type(length: str, letter: str) -> ir.Type:
    """The type of the value that an integer conversion (or `c`) takes."""
    width = 64 if length else 32
    return t.unsigned(width) if letter in UNSIGNED else t.signed(width)


class TrapOp(Cnative.Operation, name="trap"):
    """The thread ends here, and the launch fails; `where` and `reason` (may be empty) tell people why.

    CUDA C++ Programming Guide, "Assertion", "Trap Function".
    """

    where: ir.StringAttr
    reason: ir.StringAttr
