"""Which functions and loops may wait for other threads, and so have to be generators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from cn_migrate._mlir import ir

LOOPS = ("cnative.for", "cnative.while", "cnative.do")


class Wait(NamedTuple):
    """What a waiting thread hands to the scheduler: "barrier" or "spin", and where."""

    kind: str
    site: int


class Waiting:
    """Answers for all functions of a module, by their names in `functions`."""

    def __init__(self, functions: dict[str, Any]) -> None:
        self._functions = functions
        self._watches: dict[str, bool] = {}
        self._waits: dict[str, bool] = {}

    def waits(self, function: Any) -> bool:
        """May a thread have to wait within `function`: at a barrier or in a spinning loop?"""
        return self._ask(function.sym_name.value, self._waits, self._op_waits)

    def spins(self, loop: ir.Operation) -> bool:
        """May `loop` wait for a change of memory: does it use atomics or volatile loads?"""
        return loop.name in LOOPS and any(self._op_watches(op) for op in nested(loop))

    def _op_waits(self, op: ir.Operation) -> bool:
        if op.name == "cnative.barrier" or self.spins(op):
            return True
        callee = self._callee(op)
        return callee is not None and self.waits(callee)

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


def nested(op: ir.Operation) -> Iterator[ir.Operation]:
    """All ops inside of `op`."""
    for region in op.regions:
        for block in region.blocks:
            for inner in block.operations:
                yield inner.operation
                yield from nested(inner.operation)
