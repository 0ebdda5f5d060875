"""Which functions and loops may wait for other threads, and so have to be generators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.blocks import BlockGraph

LOOPS = ("cnative.for", "cnative.while", "cnative.do")
MEETINGS = (
    "cnative.barrier",
    "cnative.any",
    "cnative.shuffle",
    "cnative.ballot",
    "cnative.warp_barrier",
)
STORES = {"cnative.store": 1, "cnative.update": 0}  # op: number of its address
BRANCHES = ("cf.br", "cf.cond_br")


class Wait(NamedTuple):
    """What a waiting thread hands to the scheduler.

    `kind`: "spin"; "barrier", "any" or "exchange" of the block; or "warp".  `orders`: does it order a warp's memory?
    """

    kind: str
    site: int
    orders: bool = False


class Waiting:
    """Answers for all functions of a module, by their names in `functions`."""

    def __init__(self, functions: dict[str, Any]) -> None:
        self._functions = functions
        self._graphs: dict[str, BlockGraph] = {}
        self._watches: dict[str, bool] = {}
        self._waits: dict[str, bool] = {}
        self._steps: dict[str, bool] = {}

    def waits(self, function: Any) -> bool:
        """May a thread have to wait within `function`: at a barrier or in a spinning loop?"""
        return self._ask(function.sym_name.value, self._waits, self._op_waits)

    def spins(self, op: ir.Operation) -> bool:
        """May the loop `op`, or a loop that the branch `op` closes, wait for a change of memory?

        That is, does it use atomics or volatile loads?
        """
        return any(self._op_watches(inner) for inner in self._turns(op))

    def steps(self, op: ir.Operation) -> bool:
        """Does anything within `op` count on the threads of a warp to go on in lockstep?"""
        return any(map(self._op_steps, nested(op)))

    def graph(self, function: Any) -> BlockGraph:
        """The control flow graph of `function`."""
        name = function.sym_name.value
        if name not in self._graphs:
            self._graphs[name] = BlockGraph(function.regions[0])
        return self._graphs[name]

    def _turns(self, op: ir.Operation) -> Iterator[ir.Operation]:
        """What the loops that go on at `op` do in each turn."""
        if op.name in LOOPS:
            yield from nested(op)
        if op.name not in BRANCHES:
            return
        graph = self.graph(op.parent.opview)
        for head in op.successors:
            if graph.closes_loop(ir.InsertionPoint(op).block, head):
                for block in graph.loop(head):
                    yield from (inner.operation for inner in block.operations)

    def _op_waits(self, op: ir.Operation) -> bool:
        if op.name in MEETINGS or is_lockstep(op) or self.spins(op):
            return True
        callee = self._callee(op)
        return callee is not None and self.waits(callee)

    def _op_steps(self, op: ir.Operation) -> bool:
        if is_lockstep(op):
            return True
        callee = self._callee(op)
        name = callee.sym_name.value if callee is not None else None
        return name is not None and self._ask(name, self._steps, self._op_steps)

    def _op_watches(self, op: ir.Operation) -> bool:
        if op.name == "cnative.atomic" or (
            op.name == "cnative.load" and "volatile" in op.attributes
        ):
            return True
        callee = self._callee(op)
        name = callee.sym_name.value if callee is not None else None
        return name is not None and self._ask(name, self._watches, self._op_watches)

    def _ask(self, name: str, answers: dict[str, bool], holds: Any) -> bool:
        if name not in answers:
            answers[name] = False  # while it is looked into: recursion adds nothing
            answers[name] = any(holds(op) for op in nested(self._functions[name].operation))
        return answers[name]

    def _callee(self, op: ir.Operation) -> Any:
        if op.name != "func.call":
            return None
        return self._functions.get(ir.FlatSymbolRefAttr(op.attributes["callee"]).value)


def is_lockstep(op: ir.OpView | ir.Operation) -> bool:
    """May `op` be a volatile store to shared memory, which counts on the threads of a warp to do it together?"""
    if op.operation.name not in STORES or "volatile" not in op.attributes:
        return False
    address = op.operation.operands[STORES[op.operation.name]]
    return t.space(address.type) in (t.Space.SHARED, t.Space.GENERIC)


def nested(op: ir.Operation) -> Iterator[ir.Operation]:
    """All ops inside of `op`."""
    for region in op.regions:
        for block in region.blocks:
            for inner in block.operations:
                yield inner.operation
                yield from nested(inner.operation)
