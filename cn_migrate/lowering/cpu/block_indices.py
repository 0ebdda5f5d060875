"""Values in a loop over threads that are the thread's index along one axis, plus what the block knows."""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import number, value_of
from cn_migrate.dialects.cnative.integers import integer_of
from cn_migrate.lowering.cpu.constructs import UNIFORM
from cn_migrate.lowering.cpu.repeated import is_constant, is_in

UNKNOWN = 1 << 64  # greater than all numbers


class BlockIndices:
    """Answers for one loop, and writes the block's part of such values down anew.

    `of_rows`: what is asked for are rows of threads along x, which know their own places along y and z, too.
    `turned`: a variable that the block is about to count in.
    """

    def __init__(
        self,
        loop: threads.ThreadLoopOp,
        of_rows: bool = False,
        turned: m.SlotOp | None = None,
    ) -> None:
        self._loop = loop
        self._of_rows = of_rows
        self._turned = turned

    def is_known(self, value: ir.Value) -> bool:
        """Does the block know `value` when the loop begins?"""
        if isinstance(value.owner, ir.Block):
            return False
        op = value.owner.opview
        if isinstance(op, e.ConstantOp):
            return True
        if isinstance(op, x.IdOp):
            return bool(op.kind.value != "thread_id" or (self._of_rows and op.dim.value != 0))
        if isinstance(op, m.LoadOp):
            if self._turned is not None and op.address.owner == self._turned.operation:
                return True
            first = self.first_value(op)
            return self._is_uniform(op) or (first is not None and self.is_known(first))
        known = isinstance(op, (e.ConvertOp, e.UnaryOp, e.BinaryOp)) and t.is_int(value.type)
        known = known or isinstance(op, e.CompareOp)
        return known and all(map(self.is_known, op.operation.operands))

    def dimension(self, value: ir.Value) -> ir.IntegerAttr | None:
        """The axis of the thread's index in `value`; None where it is anything else than index plus known.

        Unsigned sums have to be known not to wrap.
        """
        if isinstance(value.owner, ir.Block):
            return None
        op = value.owner.opview
        if isinstance(op, x.IdOp):
            return op.dim if op.kind.value == "thread_id" else None
        if isinstance(op, m.LoadOp):
            first = self.first_value(op)
            return None if first is None else self.dimension(first)
        if isinstance(op, e.ConvertOp) and t.is_int(value.type) and t.is_int(op.value.type):
            return self.dimension(op.value) if self._keeps(op) else None
        if not isinstance(op, e.BinaryOp):
            return None
        if op.op.value == "sub" and not t.is_unsigned(value.type):
            return self.dimension(op.lhs) if self.is_known(op.rhs) else None
        if op.op.value != "add":
            return None
        if t.is_unsigned(value.type) and self.greatest(value) >= _end(value.type):
            return None
        for index, other in ((op.lhs, op.rhs), (op.rhs, op.lhs)):
            if self.is_known(other):
                return self.dimension(index)
        return None

    def is_index(self, value: ir.Value) -> bool:
        """Is `value` nothing but the thread's index along x?"""
        if isinstance(value.owner, ir.Block):
            return False
        op = value.owner.opview
        if isinstance(op, x.IdOp):
            return bool(op.kind.value == "thread_id" and op.dim.value == 0)
        if isinstance(op, m.LoadOp):
            first = self.first_value(op)
            return first is not None and self.is_index(first)
        return isinstance(op, e.ConvertOp) and self._keeps(op) and self.is_index(op.value)

    def factors(self, value: ir.Value) -> list[ir.Value]:
        """What the block knows and the thread's index along x is multiplied by; none where `value` is anything else."""
        if isinstance(value.owner, ir.Block):
            return []
        op = value.owner.opview
        if isinstance(op, m.LoadOp):
            first = self.first_value(op)
            return [] if first is None else self.factors(first)
        if isinstance(op, e.ConvertOp):
            return self.factors(op.value) if t.is_int(value.type) and value.type.width >= 32 else []
        if not isinstance(op, e.BinaryOp) or op.op.value != "mul":
            return []
        for index, other in ((op.lhs, op.rhs), (op.rhs, op.lhs)):
            if self.is_known(other):
                inner = [] if self.is_index(index) else self.factors(index)
                return [other, *inner] if inner or self.is_index(index) else []
        return []

    def greatest(self, value: ir.Value) -> int:
        """What the unsigned `value` is at most, within the limits of a launch; beyond all of them where unknown."""
        if isinstance(value.owner, ir.Block):
            return UNKNOWN
        op = value.owner.opview
        if isinstance(op, x.IdOp):
            return threads.ID_BOUNDS[op.kind.value][1]
        if isinstance(op, e.ConstantOp) and t.is_int(value.type):
            number = int(value_of(op.value))
            return number if number >= 0 else UNKNOWN
        if isinstance(op, e.ConvertOp) and t.is_int(op.value.type):
            return self.greatest(op.value)
        if isinstance(op, m.LoadOp):
            first = self.first_value(op)
            return UNKNOWN if first is None else self.greatest(first)
        if not isinstance(op, e.BinaryOp) or op.op.value not in ("add", "mul"):
            return UNKNOWN
        if op.op.value == "mul" and (known := threads.product_bounds(op)) is not None:
            return known[1]
        left, right = self.greatest(op.lhs), self.greatest(op.rhs)
        result = left + right if op.op.value == "add" else left * right
        return result if result < _end(value.type) else UNKNOWN  # it may have wrapped

    def _keeps(self, op: e.ConvertOp) -> bool:
        """Is `op` known to keep the value?"""
        to, of = op.result.type, op.value.type
        negative = t.is_unsigned(to) and not t.is_unsigned(of)
        if to.width > of.width and not negative:
            return True
        return to.width >= 32 and self.greatest(op.value) < _end(to)

    # -- writing down ----------------------------------------------------------------------------------

    def copy(self, value: ir.Value, place: ir.InsertionPoint) -> ir.Value:
        """The known `value`, computed at `place`."""
        op = value.owner.opview
        if isinstance(op, m.LoadOp) and not self._is_uniform(op):
            first = self.first_value(op)
            assert first is not None
            return self.copy(first, place)
        if isinstance(op, m.LoadOp):
            address = _copied_place(op.address, place)
            made = op.operation.clone(ip=place)
            made.operands[0] = address
            return made.results[0]
        operands = [self.copy(operand, place) for operand in op.operation.operands]
        made = op.operation.clone(ip=place)
        for position, operand in enumerate(operands):
            made.operands[position] = operand
        return made.results[0]

    def base(self, value: ir.Value, place: ir.InsertionPoint) -> ir.Value:
        """What is to be added to the thread's index for `value`, computed at `place`."""
        op = value.owner.opview
        if isinstance(op, x.IdOp):
            return e.ConstantOp(number(value.type, 0), value.type, ip=place).result
        if isinstance(op, m.LoadOp):
            first = self.first_value(op)
            assert first is not None
            return self.base(first, place)
        if isinstance(op, e.ConvertOp):
            inner = self.base(op.value, place)
            if (known := integer_of(inner)) is not None:
                return e.ConstantOp(number(value.type, known), value.type, ip=place).result
            return e.ConvertOp(inner, value.type, ip=place).result
        index, other = (op.lhs, op.rhs) if self.is_known(op.rhs) else (op.rhs, op.lhs)
        if op.op.value == "add" and _is_id(index):
            return self.copy(other, place)
        first = self.base(index, place)
        return e.BinaryOp(op.op, first, self.copy(other, place), value.type, ip=place).result

    # -- variables -------------------------------------------------------------------------------------

    def _is_uniform(self, op: m.LoadOp) -> bool:
        """Does `op` read (a member of) a variable that the block has one copy of, and that no thread changes?"""
        owner = _whole(op.address).owner
        if isinstance(owner, ir.Block) or "volatile" in op.attributes:
            return False
        uniform = isinstance(owner.opview, m.SlotOp) and UNIFORM in owner.attributes
        return uniform and not is_in(owner, self._loop)

    def first_value(self, op: m.LoadOp) -> ir.Value | None:
        """The value that the variable of the loop that `op` reads begins with, and keeps."""
        owner = op.address.owner
        if isinstance(owner, ir.Block) or not isinstance(slot := owner.opview, m.SlotOp):
            return None
        kept = slot.init is not None and is_constant(slot) and is_in(owner, self._loop)
        return slot.init if kept else None


def _whole(address: ir.Value) -> ir.Value:
    """The address of what `address` is that of a member of."""
    while not isinstance(address.owner, ir.Block) and isinstance(address.owner.opview, m.MemberOp):
        address = address.owner.operands[0]
    return address


def _copied_place(address: ir.Value, place: ir.InsertionPoint) -> ir.Value:
    """`address`, with the steps to a member done at `place`."""
    if address == _whole(address):
        return address
    whole = _copied_place(address.owner.operands[0], place)
    made = address.owner.clone(ip=place)
    made.operands[0] = whole
    return made.results[0]


def _is_id(value: ir.Value) -> bool:
    op = None if isinstance(value.owner, ir.Block) else value.owner.opview
    return isinstance(op, x.IdOp) or (isinstance(op, e.ConvertOp) and _is_id(op.value))


def _end(type_: ir.IntegerType) -> int:
    """Below it, numbers are the same in `type_` with and without a sign."""
    return 1 << (int(type_.width) - 1)
