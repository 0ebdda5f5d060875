"""Variables become SSA values: block arguments where different values of one meet.

Pruned SSA by iterated dominance frontiers: Cytron et al., "Efficiently Computing Static Single
Assignment Form and the Control Dependence Graph" (1991).
"""

from __future__ import annotations

from collections.abc import Sequence

from cn_migrate._mlir import cf, func, ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.blocks import BlockGraph
from cn_migrate.lowering.call_graph import operations
from cn_migrate.lowering.normalise.accesses import is_promotable
from cn_migrate.lowering.normalise.copy_attributes import copy_attributes
from cn_migrate.lowering.normalise.dominance import Dominance

Access = m.SlotOp | m.LoadOp | m.StoreOp
Values = dict[ir.Value, ir.Value]  # of variables, by their addresses


def promote_slots(function: func.FuncOp) -> bool:
    """Replace every variable of `function` whose address goes nowhere; all blocks have to be reachable.

    Was there any?
    """
    slots = [op for op in operations(function.body) if isinstance(op, m.SlotOp)]
    slots = [slot for slot in slots if is_promotable(slot)]
    if slots:
        _Promotion(function, slots).run()
    return bool(slots)


class _Promotion:
    """For each block: its `accesses` in order, its `arguments` and the values at its end (`ends`) by address.

    For each address: the blocks that are `writing` it, and those `reading` it before they write.
    """

    def __init__(self, function: func.FuncOp, slots: Sequence[m.SlotOp]) -> None:
        self.function = function
        self.slots = {slot.result: slot for slot in slots}
        self.graph = BlockGraph(function.body)
        self.dominance = Dominance(self.graph)
        self.accesses: dict[ir.Block, list[tuple[ir.Value, Access]]] = {}
        self.writing: dict[ir.Value, set[ir.Block]] = {address: set() for address in self.slots}
        self.reading: dict[ir.Value, set[ir.Block]] = {address: set() for address in self.slots}
        self.arguments: dict[ir.Block, Values] = {}
        self.ends: dict[ir.Block, Values] = {}
        self.undefined: Values = {}

    def run(self) -> None:
        """Place the arguments, replace the accesses block after block, hand the values on."""
        for block in self.graph.order:
            self.accesses[block] = []
            self._scan(block)
        for address in self.slots:
            for block in self._meetings(address):
                self._add_argument(block, address)
        for block in self.graph.order:
            self._rename(block)
        for block in self.graph.order:
            self._hand_on(block)
        for slot in self.slots.values():
            slot.erase()

    def _scan(self, block: ir.Block) -> None:
        """Note the accesses of `block` to the variables, in order."""
        for op in block.operations:
            if not isinstance(op, (m.SlotOp, m.LoadOp, m.StoreOp)):
                continue
            address = op.result if isinstance(op, m.SlotOp) else op.address
            if address not in self.slots:
                continue
            self.accesses[block].append((address, op))
            if not isinstance(op, m.LoadOp):
                self.writing[address].add(block)
            elif block not in self.writing[address]:
                self.reading[address].add(block)

    def _meetings(self, address: ir.Value) -> set[ir.Block]:
        """The blocks that need an argument for the variable: its values meet there, and one is wanted."""
        wanted = set(self.reading[address])
        work = list(wanted)
        while work:
            new = set(self.graph.predecessors[work.pop()]) - wanted - self.writing[address]
            wanted |= new
            work += new
        return wanted & self.dominance.frontier(self.writing[address])

    def _add_argument(self, block: ir.Block, address: ir.Value) -> None:
        slot = self.slots[address]
        argument = block.add_argument(t.pointee(address.type), slot.location)
        self.arguments.setdefault(block, {})[address] = argument

    def _rename(self, block: ir.Block) -> None:
        """Replace the loads of `block` by what was stored last; its dominators are done."""
        before = self.ends.get(self.dominance.dominator[block], {})
        values = {**before, **self.arguments.get(block, {})}
        for address, op in self.accesses[block]:
            if isinstance(op, m.SlotOp):
                values[address] = self._undefined(address) if op.init is None else op.init
                continue
            if isinstance(op, m.StoreOp):
                values[address] = op.value
            if op.result is not None:
                op.result.replace_all_uses_with(self._value(values, address))
            op.erase()
        self.ends[block] = values

    def _hand_on(self, block: ir.Block) -> None:
        """Give the successors of `block` the values of their arguments."""
        old = list(block.operations)[-1]
        values = self.ends[block]
        wanted = [self.arguments.get(successor, {}) for successor in old.successors]
        extra = [[self._value(values, address) for address in slots] for slots in wanted]
        if not any(extra):
            return
        with old.location, ir.InsertionPoint(old):
            new = _extended(old, extra)
        copy_attributes(old, new)
        old.erase()

    def _value(self, values: Values, address: ir.Value) -> ir.Value:
        return values[address] if address in values else self._undefined(address)

    def _undefined(self, address: ir.Value) -> ir.Value:
        """The value of a variable that has none yet."""
        if address not in self.undefined:
            start = ir.InsertionPoint.at_block_begin(self.function.entry_block)
            location = self.slots[address].location
            op = e.UndefOp(t.pointee(address.type), loc=location, ip=start)
            self.undefined[address] = op.result
        return self.undefined[address]


def _extended(old: ir.OpView, extra: Sequence[Sequence[ir.Value]]) -> ir.OpView:
    """The branch `old` with more values for its targets."""
    if isinstance(old, cf.BranchOp):
        return cf.BranchOp([*old.destOperands, *extra[0]], old.successors[0])
    then, otherwise = [*old.trueDestOperands, *extra[0]], [*old.falseDestOperands, *extra[1]]
    return cf.CondBranchOp(old.condition, then, otherwise, *old.successors)
