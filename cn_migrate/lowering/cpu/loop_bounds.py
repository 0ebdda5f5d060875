"""Guards that let only some threads of a block on, as bounds of the loop over them.

`if (i < n)` around all that a thread does, or `if (i >= n) return;` in front of it, where `i` is the thread's index
plus what the block knows: threads that would do nothing are left out, and the others need no mask.  In trees of sums,
as in `if (i % (2 * s) == 0)` and `if (2 * s * i < n)`, few threads are left, which are found without asking all.
"""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import number, text
from cn_migrate.dialects.cnative.integers import integer_of
from cn_migrate.lowering.converge.quiet import operations_of
from cn_migrate.lowering.cpu.block_indices import BlockIndices
from cn_migrate.lowering.cpu.repeated import is_in
from cn_migrate.lowering.cpu.simple_calls import COMPUTES

_PLAIN = (
    e.ConstantOp, e.ZeroOp, e.UndefOp, e.AggregateOp, e.ExtractOp, e.InsertOp, e.ConvertOp, e.BitcastOp,
    e.CompareOp, e.UnaryOp, e.BinaryOp, e.MathOp, e.PtrCastOp, e.LogicalOp, e.ConditionalOp, c.YieldOp,
    x.IdOp, m.SlotOp, m.LoadOp, m.GlobalRefOp, m.SharedOp, m.DynamicSharedOp, m.PtrDiffOp,
    m.OffsetOp, m.ElementOp, m.DecayOp, m.MemberOp, threads.EdgeOp, *threads.CHOICES,
)  # fmt: skip
_NEGATED = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "ne", "ne": "eq"}
_SWAPPED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq"}


def bound(loop: threads.ThreadLoopOp) -> None:
    """Take the guards that can be bounds out of `loop`."""
    block = loop.body.blocks[0]
    while (guard := _guard(block)) is not None:
        leaves = _leaves(guard)
        if not _take_terms(loop, guard, guard.condition, leaves):
            if not leaves:
                _narrow(loop, guard)
            return
        if not leaves:
            _unwrap(guard)
        guard.erase()


def _guard(block: ir.Block) -> c.IfOp | None:
    """The first op that does something, if it decides whether the thread does anything."""
    ops = list(block.operations)
    place = next(
        (i for i, op in enumerate(ops) if not is_plain(op) or _is_used_outside(op, block)),
        len(ops),
    )
    if place == len(ops) or not isinstance(guard := ops[place], c.IfOp):
        return None
    if any(list(b.operations) for b in guard.otherwise.blocks):
        return None
    is_all = all(
        isinstance(op, c.ReturnOp) or (is_plain(op) and not _is_used_outside(op, block))
        for op in ops[place + 1 :]
    )
    return guard if _leaves(guard) or is_all else None


def is_plain(op: ir.OpView) -> bool:
    """Does it not matter whether a thread that goes no further does `op`?"""
    return all(
        COMPUTES in inner.attributes
        or (isinstance(inner, _PLAIN) and "volatile" not in inner.attributes)
        for inner in (op, *operations_of(op))
    )


def _is_used_outside(op: ir.OpView, block: ir.Block) -> bool:
    """Do other loops go on with what `op` makes, for all threads?"""
    loop = block.owner
    return any(
        not is_in(use.owner.operation, loop)
        for result in op.operation.results
        for use in result.uses
    )


def _leaves(guard: c.IfOp) -> bool:
    ops = [op for block in guard.then.blocks for op in block.operations]
    return len(ops) == 1 and isinstance(ops[0], c.ReturnOp)


def _unwrap(guard: c.IfOp) -> None:
    """Put what `guard` holds in its place."""
    for block in guard.then.blocks:
        for op in list(block.operations):
            op.move_before(guard)


# -- conditions ----------------------------------------------------------------------------------------


def _take_terms(
    loop: threads.ThreadLoopOp, guard: c.IfOp, condition: ir.Value, leaves: bool
) -> bool:
    """Make bounds of what has to be true (with `leaves`: false) for a thread to go on; is that all of it?

    A term that has been made a bound is gone from the condition.
    """
    op = _logical(condition, "or" if leaves else "and")
    if op is None:
        return _take(loop, guard, condition, leaves)
    *others, end = list(op.rhs.blocks[0].operations)
    (last,) = end.operation.operands
    first = _take_terms(loop, guard, op.lhs, leaves)
    second = _take_terms(loop, guard, last, leaves)
    if first == second:
        return first
    kept, gone = (last, op.lhs) if first else (op.lhs, None)
    if first:
        for inner in others:
            inner.move_before(op)
    op.result.replace_all_uses_with(kept)
    op.erase()
    if gone is not None and not list(gone.uses):
        gone.owner.erase()
    return False


def _logical(value: ir.Value, kind: str) -> e.LogicalOp | None:
    op = None if isinstance(value.owner, ir.Block) else value.owner.opview
    return op if isinstance(op, e.LogicalOp) and op.op.value == kind else None


def _take(loop: threads.ThreadLoopOp, guard: c.IfOp, term: ir.Value, negated: bool) -> bool:
    """Make `term` a bound of `loop`, if it can be one."""
    indices = BlockIndices(loop)
    found = _bound(term, negated, indices)
    if found is None:
        return False
    comparison, index, limit = found
    dim = indices.dimension(index)
    assert dim is not None
    with guard.location, ir.InsertionPoint(guard) as place:
        base = indices.base(index, place)
        zero = e.ConstantOp(number(index.type, 0), index.type).result
        end = zero if limit is None else indices.copy(limit, place)
        threads.BoundOp(text(comparison), dim, base, end)
    return True


def _bound(
    term: ir.Value, negated: bool, indices: BlockIndices
) -> tuple[str, ir.Value, ir.Value | None] | None:
    """How an index of threads compares with what, if that is what `term` asks; None for zero."""
    op = _maker(term)
    if (zero := _compared_with_zero(term, negated)) is not None:
        return None if indices.dimension(zero) is None else ("eq", zero, None)
    if not isinstance(op, e.CompareOp) or op.op.value not in _NEGATED or not t.is_int(op.lhs.type):
        return None
    kind = _NEGATED[op.op.value] if negated else op.op.value
    if kind not in _SWAPPED:
        return None
    for index, limit, comparison in ((op.lhs, op.rhs, kind), (op.rhs, op.lhs, _SWAPPED[kind])):
        if indices.dimension(index) is not None and indices.is_known(limit):
            return comparison, index, limit
    return None


def bounds(guard: c.IfOp, loop: threads.ThreadLoopOp) -> bool:
    """Would (a part of) the condition of `guard` be a bound of `loop`, stood nothing else in it?"""
    return _has_bound(guard.condition, BlockIndices(loop))


def _has_bound(condition: ir.Value, indices: BlockIndices) -> bool:
    op = _logical(condition, "and")
    if op is None:
        return _bound(condition, False, indices) is not None
    *_, end = op.rhs.blocks[0].operations
    return any(_has_bound(term, indices) for term in (op.lhs, end.operation.operands[0]))


def _maker(value: ir.Value) -> ir.OpView | None:
    return None if isinstance(value.owner, ir.Block) else value.owner.opview


def _compared_with_zero(term: ir.Value, negated: bool) -> ir.Value | None:
    """The integer that is to be zero, in `!i` and (with `negated`) in `i` as a condition."""
    op = _maker(term)
    if not negated and isinstance(op, e.UnaryOp) and op.op.value == "lnot":
        return _compared_with_zero(op.value, True)
    if not negated or not isinstance(op, e.ConvertOp) or not t.is_bool(op.result.type):
        return None
    return op.value if t.is_int(op.value.type) else None


# -- trees ---------------------------------------------------------------------------------------------


def _narrow(loop: threads.ThreadLoopOp, guard: c.IfOp) -> None:
    """Tell which threads can only come through `guard`, where a multiple of the thread's index decides."""
    op, indices = _maker(guard.condition), BlockIndices(loop)
    if not isinstance(op, e.CompareOp) or not t.is_int(op.lhs.type):
        return
    with guard.location, ir.InsertionPoint(guard) as place:
        if op.op.value == "eq" and integer_of(op.rhs) == 0:
            step = _divisor(op.lhs, indices)
            if step is not None:
                threads.MultiplesOp(indices.copy(step, place))
        elif op.op.value == "lt" and indices.is_known(op.rhs) and indices.factors(op.lhs):
            first, *others = [indices.copy(f, place) for f in indices.factors(op.lhs)]
            for other in others:
                first = e.BinaryOp(text("mul"), _long(first), _long(other), t.signed(64)).result
            threads.ScaledOp(first, indices.copy(op.rhs, place))


def _divisor(value: ir.Value, indices: BlockIndices) -> ir.Value | None:
    """`s` in `i % s`, where `i` is the thread's index and the block knows `s`."""
    op = _maker(value)
    if not isinstance(op, e.BinaryOp) or op.op.value != "rem":
        return None
    return op.rhs if indices.is_index(op.lhs) and indices.is_known(op.rhs) else None


def _long(value: ir.Value) -> ir.Value:
    return e.ConvertOp(value, t.signed(64)).result
