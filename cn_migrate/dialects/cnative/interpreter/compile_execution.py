"""What the ops of `execution` become.

On the host, launches run at once and to their end: that is one of the orders which streams and
events allow, so the ops that only order work do nothing.
"""

from __future__ import annotations

from typing import Any

from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.execution import IDS
from cn_migrate.dialects.cnative.interpreter.compile_memory import cell
from cn_migrate.dialects.cnative.interpreter.error import fail
from cn_migrate.dialects.cnative.interpreter.function_compiler import FunctionCompiler
from cn_migrate.dialects.cnative.interpreter.waiting import Wait


def id_(c: FunctionCompiler, op: Any) -> None:
    """One of the thread's twelve numbers."""
    dimension = op.dim.value
    if dimension not in (0, 1, 2):
        raise fail(op, f"there is no dimension {dimension}")
    c.define(op.result, f"t.ids[{3 * IDS.index(op.kind.value) + dimension}]")


def barrier(c: FunctionCompiler, op: Any) -> None:
    """The thread waits for its block."""
    c.emit(f"yield {c.program.constant(Wait('barrier', c.program.site(op)))}")


def any_(c: FunctionCompiler, op: Any) -> None:
    """The thread waits for its block and gets what all have brought."""
    c.emit(f"t.offer = {c.name(op.predicate)}")
    c.emit(f"yield {c.program.constant(Wait('any', c.program.site(op)))}")
    c.define(op.result, "t.met")


def fence(c: FunctionCompiler, op: Any) -> None:
    """Matters to the order of accesses only: memory is always up to date here."""
    if c.program.check and op.scope.value != "block":
        c.emit("checks.races.fence(t)")


def atomic(c: FunctionCompiler, op: Any) -> None:
    """Reads, computes and writes at once."""
    c.scalar(op, t.pointee(op.address.type))
    kind, unread = op.op.value, not list(op.result.uses)
    overwrites = "overwrites" if kind == "exchange" and unread else ""
    details = (kind, op.order.value, overwrites)
    accessor = c.program.accessor(cell(c, op, op.address), "atomic", *details)
    arguments = ["t", c.name(op.address), str(c.program.site(op)), *map(c.name, op.values)]
    c.define(op.result, f"{accessor}({', '.join(arguments)})")


def clock(c: FunctionCompiler, op: Any) -> None:
    """Counts its readings in the whole launch."""
    c.define(op.result, "checks.reading()")


def launch(c: FunctionCompiler, op: Any) -> None:
    """Runs the kernel to its end."""
    values = [", ".join(map(c.name, part)) for part in (op.sizes, op.args)]
    values = [f"[{text}]" for text in values]
    site = c.program.site(op)
    c.emit(f"launch({op.kernel.value!r}, {values[0]}, {c.name(op.shared)}, {values[1]}, {site})")


def nothing(c: FunctionCompiler, op: Any) -> None:
    """Orders work that is done already."""


EMITTERS = {
    "cnative.id": id_,
    "cnative.barrier": barrier,
    "cnative.any": any_,
    "cnative.fence": fence,
    "cnative.atomic": atomic,
    "cnative.clock": clock,
    "cnative.launch": launch,
    "cnative.stream_synchronize": nothing,
    "cnative.event_record": nothing,
    "cnative.stream_wait_event": nothing,
}
