"""What a `switch` looks at.

Where a switch has a case for every value that there can be (0 to 3 for `i & 3`), PoCL 3.1 takes each barrier behind it
for one that only some threads reach, and lets the others go the first one's way.  So there its compiler may not see how
many values there are.
"""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import warp as w
from cn_migrate.emitters.opencl.context import FunctionContext
from cn_migrate.emitters.opencl.expressions import exact_argument
from cn_migrate.emitters.opencl.spellings import type_name

_MEETINGS = frozenset(
    op.OPERATION_NAME for op in (x.BarrierOp, x.AnyOp, w.ShuffleOp, w.BallotOp, w.WarpBarrierOp)
)


def switch_value(ctx: FunctionContext, op: c.SwitchOp) -> str:
    """The text between the brackets of `switch ()`."""
    text = exact_argument(ctx, op.value).text
    type_ = type_name(op.value.type)
    helper = f"cn_any_{type_}"
    if type_ not in ("int", "uint") or not _may_be_complete(op) or not _threads_meet(op):
        return text
    return f"{ctx.prelude(helper)}({text})"


def _may_be_complete(op: c.SwitchOp) -> bool:
    """Are the cases all numbers of some bits?"""
    cases = [case for block in op.body.blocks for case in block.operations]
    values = {value.value for case in cases for value in case.values}
    return len(values) > 1 and len(values).bit_count() == 1 and values == set(range(len(values)))


def _threads_meet(op: ir.OpView) -> bool:
    """Does anything in the module make threads wait for each other?"""
    top = op.operation
    while top.parent is not None:
        top = top.parent
    found = False

    def look(inner: ir.Operation) -> ir.WalkResult:
        nonlocal found
        found = inner.name in _MEETINGS
        return ir.WalkResult.INTERRUPT if found else ir.WalkResult.ADVANCE

    top.walk(look)
    return found
