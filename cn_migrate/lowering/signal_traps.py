"""A thread that ends itself and the launch says so in a variable of the device, which the host looks at when it waits.

OpenCL C has no way to end a thread from inside of a function, nor to make a launch fail: the thread goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import definitions, execution, messages
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import index, number, text
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.dialects.cnative.walk import of_kinds


@dataclass(frozen=True)
class SignalTraps:
    """`trap` becomes a message and a store."""

    name: str = "signal-traps"

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """See the class."""
        with module.context, ir.Location.unknown():
            found = of_kinds(module, messages.TrapOp)
            if not found:
                return
            word = t.unsigned(32)
            with ir.InsertionPoint.at_block_begin(module.body):
                definitions.GlobalOp(
                    text(messages.TRAPPED), text(t.Space.GLOBAL), ir.TypeAttr.get(word)
                )
            for op in found:
                diagnostics.report("trap", span_of(op))
                with op.location, ir.InsertionPoint(op):
                    _signal(op, word)
                op.erase()


def _signal(op: messages.TrapOp, word: ir.Type) -> None:
    if op.reason.value:
        where, reason = (_escaped(x.value) for x in (op.where, op.reason))
        format_ = f"{where}: block: [%u,%u,%u], thread: [%u,%u,%u] {reason}\n"
        messages.PrintOp(text(format_), [*_ids("block_id", word), *_ids("thread_id", word)])
    place = m.GlobalRefOp(text(messages.TRAPPED), t.ptr(word, t.Space.GLOBAL)).result
    m.StoreOp(e.ConstantOp(number(word, 1), word).result, place)


def _ids(kind: str, word: ir.Type) -> list[ir.Value]:
    return [execution.IdOp(text(kind), index(dim), word).result for dim in range(3)]


def _escaped(words: str) -> str:
    return words.replace("%", "%%")
