"""What the ops of `warp` become: the thread says what it brings, waits, and looks at what all have brought."""

from __future__ import annotations

from typing import Any

from cn_migrate.dialects.cnative.interpreter.function_compiler import FunctionCompiler
from cn_migrate.dialects.cnative.interpreter.waiting import Wait
from cn_migrate.dialects.cnative.warp import CONVERGED, WARP_SIZE


def shuffle(c: FunctionCompiler, op: Any) -> None:
    """Another lane's value."""
    _meet(c, op, c.name(op.value))
    lane = f"{c.name(op.source)} % {WARP_SIZE}"
    c.define(op.result, f"checks.from_lane(t, {lane}, {c.program.site(op)})")


def ballot(c: FunctionCompiler, op: Any) -> None:
    """All lanes' predicates."""
    _meet(c, op, c.name(op.predicate))
    c.define(op.result, "ballot(t.met)")


def warp_barrier(c: FunctionCompiler, op: Any) -> None:
    """Only the meeting itself."""
    _meet(c, op, "None", orders=True)


def bits(predicates: dict[int, bool]) -> int:
    """A bit for each lane whose predicate is true."""
    return sum(1 << lane for lane, predicate in predicates.items() if predicate)


def _meet(c: FunctionCompiler, op: Any, offer: str, orders: bool = False) -> None:
    kind = "exchange" if CONVERGED in op.attributes else "warp"
    wait = c.program.constant(Wait(kind, c.program.site(op), orders))
    c.emit(f"t.mask, t.offer = {c.name(op.mask)}, {offer}")
    c.emit(f"yield {wait}")


EMITTERS = {
    "cnative.shuffle": shuffle,
    "cnative.ballot": ballot,
    "cnative.warp_barrier": warp_barrier,
}
