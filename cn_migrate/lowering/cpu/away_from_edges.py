"""What values are for threads whose places are away from the edges of the data that a kernel works on.

There, `x > 0` and `x < width - 1` are true, `x == 0` is false, and `min(max(x, 0), width - 1)` and `(x + w) % w` are
`x`.  What is assumed so is written down: it says which threads these are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import number
from cn_migrate.dialects.cnative.integers import integer_of
from cn_migrate.lowering.call_graph import callee_of
from cn_migrate.lowering.cpu.followed_call import FollowedCall, Known, Returned, yielded
from cn_migrate.lowering.cpu.loop_bounds import is_plain
from cn_migrate.lowering.cpu.simple_calls import Functions
from cn_migrate.lowering.cpu.spread_indices import SpreadIndices

_SWAPPED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
_NEGATED = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}
_SEEN_THROUGH = (
    e.LogicalOp, e.ConditionalOp, e.UnaryOp, e.ConvertOp, e.CompareOp, e.MathOp, e.BinaryOp, func.CallOp,
)  # fmt: skip
_SPELLING = "spelling"  # of a constant
_DEEPEST = 4  # calls in calls


class Assumption(NamedTuple):
    """The thread's `index` is `comparison` than (to) `limit`."""

    comparison: str
    index: ir.Value
    limit: ir.Value


class AwayFromEdges:
    """Answers for one loop over threads; new ops are made at `place`, where what they use is known."""

    def __init__(
        self, indices: SpreadIndices, functions: Functions, place: ir.InsertionPoint
    ) -> None:
        self.assumed: list[Assumption] = []
        self.called: list[func.CallOp] = []  # in the loop itself; they only compute there
        self._indices, self._functions, self.place = indices, functions, place
        self._depth = 0

    def truth(self, value: ir.Value) -> bool | None:
        """Is `value`, a condition, always true there, or always false?"""
        known = self._here(value)
        return known if isinstance(known, bool) else None

    def simpler(self, value: ir.Value) -> ir.Value | None:
        """What `value` is there, if that is simpler."""
        known = self._here(value)
        return known if isinstance(known, ir.Value) and known != value else None

    def _here(self, value: ir.Value) -> Known:
        """The same for a value of the loop."""
        if isinstance(value.owner, ir.Block):
            return value
        op, known = value.owner.opview, None
        if isinstance(op, _SEEN_THROUGH):
            known = self.result_of(op, self._here, self._inside)
        return value if known is None and not t.is_bool(value.type) else known

    def _inside(self, region: ir.Region) -> Known:
        """What `region` yields, computed at the place."""
        if not all(map(is_plain, region.blocks[0].operations)):
            return None
        known = self._here(yielded(region))
        return self._again(known, region) if isinstance(known, ir.Value) else known

    def _again(self, value: ir.Value, region: ir.Region) -> ir.Value:
        op = value.owner
        if isinstance(op, ir.Block) or op.operation.block != region.blocks[0]:
            return value
        operands = [self._again(operand, region) for operand in op.operands]
        copy = op.operation.clone(ip=self.place)
        for position, operand in enumerate(operands):
            copy.operands[position] = operand
        result: ir.Value = copy.results[0]
        return result

    # -- operations ------------------------------------------------------------------------------------

    def result_of(
        self, op: Any, get: Callable[[ir.Value], Known], inside: Callable[[ir.Region], Known]
    ) -> Known:
        """What the result of `op` is; `get` knows of its operands, `inside` of what its regions yield."""
        if isinstance(op, e.LogicalOp):
            return _logical(op.op.value == "and", get(op.lhs), lambda: inside(op.rhs))
        if isinstance(op, e.ConditionalOp):
            condition = get(op.condition)
            if not isinstance(condition, bool):
                return None
            return inside(op.then if condition else op.otherwise)
        if isinstance(op, func.CallOp):
            return self._call(op, [get(value) for value in op.operands])
        values = [get(value) for value in op.operation.operands]
        if isinstance(op, e.UnaryOp) and op.op.value == "lnot":
            return not values[0] if isinstance(values[0], bool) else None
        if isinstance(op, e.ConvertOp) and isinstance(values[0], bool):
            return values[0] if t.is_bool(op.result.type) else None
        if not all(isinstance(value, ir.Value) for value in values):
            return None
        return self._of_values(op, values)

    def _of_values(self, op: Any, values: list[Any]) -> Known:
        if isinstance(op, e.CompareOp):
            return self._compare(op.op.value, *values)
        if isinstance(op, e.ConvertOp) and t.is_bool(op.result.type):
            is_number = t.is_int(values[0].type) and not t.is_bool(values[0].type)
            return self._compare("ne", values[0], self._zero(values[0].type)) if is_number else None
        if isinstance(op, e.MathOp) and op.fn.value in ("min", "max") and t.is_int(op.result.type):
            return self._nearer(op.fn.value, *values) or self.made_with(op, values)
        if isinstance(op, e.BinaryOp) and op.op.value == "rem":
            return self._wrapped(*values) or self.made_with(op, values)
        if isinstance(op, (e.BinaryOp, e.ConvertOp, e.UnaryOp, m.MemberOp)):
            return self.made_with(op, values)
        return None

    def made_with(self, op: Any, values: list[ir.Value]) -> ir.Value:
        """`op` with these operands."""
        if values == list(op.operation.operands):
            result: ir.Value = op.operation.results[0]
            return result
        copy = op.operation.clone(ip=self.place)
        for position, value in enumerate(values):
            copy.operands[position] = value
        return copy.results[0]

    def _zero(self, type_: ir.Type) -> ir.Value:
        op = e.ConstantOp(number(type_, 0), type_, ip=self.place)
        return op.result

    # -- assumptions -----------------------------------------------------------------------------------

    def _compare(self, kind: str, left: ir.Value, right: ir.Value) -> bool | None:
        """Is that so away from the edges?  Small numbers are taken for the near edge, others for the far one."""
        if kind not in _SWAPPED or not t.is_int(left.type) or t.is_bool(left.type):
            return None
        for index, limit, comparison in ((left, right, kind), (right, left, _SWAPPED[kind])):
            if not self._is_place(index) or not self._indices.is_exact(limit):
                continue
            is_near = integer_of(limit) is not None
            if comparison in ("eq", "ne"):
                return self._assume("gt" if is_near else "lt", index, limit) and comparison == "ne"
            holds = (comparison in ("gt", "ge")) is is_near
            return (
                self._assume(comparison if holds else _NEGATED[comparison], index, limit) and holds
            )
        return None

    def _assume(self, comparison: str, index: ir.Value, limit: ir.Value) -> bool:
        self.assumed.append(Assumption(comparison, index, limit))
        return True

    def _is_place(self, value: ir.Value) -> bool:
        """Is it a thread's place in data: its index in the block, and more than a number added to it?"""
        return self._indices.dimension(value) is not None and not _is_bare(value, self._indices)

    def _nearer(self, function: str, left: ir.Value, right: ir.Value) -> ir.Value | None:
        """`min` or `max` of a place and a limit is the place."""
        for index, limit in ((left, right), (right, left)):
            if self._is_place(index) and self._indices.is_exact(limit):
                self._assume("le" if function == "min" else "ge", index, limit)
                return index
        return None

    def _wrapped(self, left: ir.Value, right: ir.Value) -> ir.Value | None:
        """`(place + n) % n` is the place."""
        if not self._indices.is_exact(right) or integer_of(right) is not None:
            return None
        place = self._less(left, right)
        if place is None or not self._is_place(place):
            return None
        self._assume("ge", place, self._zero(place.type))
        self._assume("lt", place, right)
        return place

    def _less(self, value: ir.Value, n: ir.Value) -> ir.Value | None:
        """`value`, a sum that has the term `n`, without it; `value` where a number alone is added."""
        op = None if isinstance(value.owner, ir.Block) else value.owner.opview
        if not isinstance(op, e.BinaryOp) or op.op.value not in ("add", "sub"):
            return None
        if op.op.value == "add":
            for term, other in ((op.rhs, op.lhs), (op.lhs, op.rhs)):
                if _same(term, n):
                    return other
        if (left := self._less(op.lhs, n)) is not None and left != op.lhs:
            return self.made_with(op, [left, op.rhs])
        return value if integer_of(op.rhs) is not None and op.op.value == "add" else None

    # -- calls -----------------------------------------------------------------------------------------

    def _call(self, call: func.CallOp, given: list[Known]) -> Known:
        function = self._functions[callee_of(call)]
        arguments = [value for value in given if isinstance(value, ir.Value)]
        if len(arguments) != len(given) or not len(call.results) or self._depth == _DEEPEST:
            return None
        self._depth += 1
        known = FollowedCall(self, dict(zip(function.arguments, arguments, strict=True))).run(
            function.entry_block
        )
        self._depth -= 1
        result = known.value if isinstance(known, Returned) else None
        if result is not None and not self._depth:
            self.called.append(call)
        return result


def _logical(is_and: bool, left: Known, right: Callable[[], Known]) -> bool | None:
    if isinstance(left, bool) and left is not is_and:
        return left  # decides alone
    other = right()
    if isinstance(other, bool) and (other is not is_and or isinstance(left, bool)):
        return other
    return None


def _same(left: ir.Value, right: ir.Value) -> bool:
    """Are both computed alike, from the same variables?"""
    if left == right:
        return True
    if isinstance(left.owner, ir.Block) or isinstance(right.owner, ir.Block):
        return False
    one, other = left.owner, right.owner
    if one.name != other.name or one.name == m.SlotOp.OPERATION_NAME:
        return False
    alike = all(
        str(one.attributes[name]) == str(other.attributes[name])
        for name in {*one.attributes, *other.attributes} - {_SPELLING}
        if name in one.attributes and name in other.attributes
    )
    return alike and all(map(_same, one.operands, other.operands))


def _is_bare(value: ir.Value, indices: SpreadIndices) -> bool:
    """Is it the thread's index in the block, with no more than numbers added?"""
    if integer_of(value) is not None or isinstance(value.owner, ir.Block):
        return integer_of(value) is not None
    op = value.owner.opview
    if isinstance(op, x.IdOp):
        return bool(op.kind.value == "thread_id")
    if isinstance(op, m.LoadOp):
        first = indices.first_value(op)
        return first is not None and _is_bare(first, indices)
    if not isinstance(op, (e.ConvertOp, e.UnaryOp, e.BinaryOp)):
        return False
    return all(_is_bare(operand, indices) for operand in op.operation.operands)
