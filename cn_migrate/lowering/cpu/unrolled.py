"""Short loops with a constant count of turns in what threads do: marked to be unrolled.

Compilers go through several threads side by side where a thread's work has no loops left in it.  GCC unrolls by itself
too, but only after it has looked for loops to make vectors of.
"""

from __future__ import annotations

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative.attributes import index
from cn_migrate.dialects.cnative.integers import integer_of
from cn_migrate.lowering.cpu.counted_loops import compare_of, counts, only_read, step_of
from cn_migrate.lowering.loop_hints import HINT

_MOST_TURNS = 16
_MOST_OPS = 3000  # of all turns together


def unroll_short(op: ir.OpView) -> int:
    """Mark such loops in `op`; the count of ops in it that compilers then see."""
    if isinstance(op, c.ScopeOp) and (turns := _turns(op)) is not None:
        loop = list(op.body.blocks[0].operations)[-1]
        size = turns * _size_of_inner(loop)
        if 1 < turns <= _MOST_TURNS and size <= _MOST_OPS and HINT not in loop.attributes:
            loop.attributes[HINT] = index(turns)
        return size
    return 1 + _size_of_inner(op)


def _size_of_inner(op: ir.OpView | func.FuncOp) -> int:
    return sum(
        unroll_short(inner)
        for region in op.operation.regions
        for block in region.blocks
        for inner in block.operations
    )


def _turns(scope: c.ScopeOp) -> int | None:
    """How often the `for` that is all of `scope` turns; None where that is not seen."""
    ops = list(scope.body.blocks[0].operations)
    slots = [op for op in ops[:-1] if isinstance(op, m.SlotOp)]
    if not ops or not isinstance(loop := ops[-1], c.ForOp) or len(slots) != 1:
        return None
    (counter,), compare, step = slots, compare_of(loop), step_of(loop)
    if counter.init is None or compare is None or step is None:
        return None
    if not only_read(counter, step) or not counts(compare.lhs, counter, True):
        return None
    begin, end, by = map(integer_of, (counter.init, compare.rhs, step.value))
    if begin is None or end is None or by is None or by < 1:
        return None
    behind = end + (compare.op.value == "le")
    return int(max(0, -((begin - behind) // by)))
