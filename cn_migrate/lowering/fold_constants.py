"""`(float)0.5` is `0.5f`: a double literal must not make a kernel need double precision."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative.attributes import number, value_of
from cn_migrate.dialects.cnative.walk import of_kinds


@dataclass(frozen=True)
class FoldConstants:
    """Replaces conversions of double constants to float by float constants of the same value."""

    name: str = "fold-constants"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """See the class."""
        with module.context:
            for op in of_kinds(module, e.ConvertOp):
                if op.result.type == ir.F32Type.get():
                    _fold(op)


def _fold(op: e.ConvertOp) -> None:
    source = None if isinstance(op.value.owner, ir.Block) else op.value.owner.opview
    if (
        not isinstance(source, e.ConstantOp)
        or source.result.type != ir.F64Type.get()
        or "rounding" in op.attributes
    ):
        return
    value = value_of(source.value)
    if abs(value) > 3.4028234663852886e38:
        return
    rounded = struct.unpack("f", struct.pack("f", value))[0]
    with op.location, ir.InsertionPoint(op):
        constant = e.ConstantOp(number(op.result.type, rounded), op.result.type)
        if (
            "spelling" in source.attributes
            and source.attributes["spelling"].value[:1] in "0123456789."
        ):
            constant.attributes["spelling"] = ir.StringAttr.get(
                source.attributes["spelling"].value + "f"
            )
    op.result.replace_all_uses_with(constant.result)
    op.erase()
    if not any(True for _ in source.result.uses):
        source.erase()
