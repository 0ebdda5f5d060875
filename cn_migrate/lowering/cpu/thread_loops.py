"""Kernels as loops over the threads of a block, cut where threads meet.

All threads come to each meeting together (`Converge`), so that what lies between two meetings is a loop over the
threads, and the constructs around are walked through once, by the block.  Variables that live in one loop only
stay in it; others have one copy for each thread, or one for the block where all threads have the same in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics, Refusal
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.lowering.call_graph import CallGraph, functions, is_kernel, operations
from cn_migrate.lowering.converge.keys import give_keys, take_keys
from cn_migrate.lowering.converge.meetings import Meetings
from cn_migrate.lowering.converge.quiet import Quiet
from cn_migrate.lowering.converge.uniformity import Uniformity
from cn_migrate.lowering.cpu.block_values import BlockValues, find_uniform
from cn_migrate.lowering.cpu.carried import carry
from cn_migrate.lowering.cpu.constructs import flatten_scopes, meets, unfold_expressions
from cn_migrate.lowering.cpu.edges_apart import set_edges_apart
from cn_migrate.lowering.cpu.guards_apart import set_apart
from cn_migrate.lowering.cpu.independence import mark_independent
from cn_migrate.lowering.cpu.interchange import Strips, interchange
from cn_migrate.lowering.cpu.loop_bounds import bound
from cn_migrate.lowering.cpu.loop_parts import drop_unused, erase_if_idle
from cn_migrate.lowering.cpu.regions import Regions
from cn_migrate.lowering.cpu.repeated import repeat_declarations, strip_of
from cn_migrate.lowering.cpu.simple_calls import mark_calls
from cn_migrate.lowering.cpu.unrolled import unroll_short

# Parts that are there for speed alone (`project.optimisations`).
SWITCHES = frozenset(
    (
        "guards",
        "guards-apart",
        "edges-apart",
        "interchange",
        "strips",
        "flat-turns",
        "repeat",
        "unroll",
    )
)


@dataclass(frozen=True)
class ThreadLoops:
    """See the module."""

    without: frozenset[str] = frozenset()
    name: str = "thread-loops"

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """See the module; a kernel that jumps with `goto` and has meetings is reported and removed."""
        with module.context, ir.Location.unknown():
            for kernel in CallGraph(module).kernels.values():
                if (jump := _jump(kernel)) is not None:
                    construct = "'goto' in a kernel with barriers or warp operations"
                    diagnostics.refuse(
                        Refusal("device-construct", span_of(jump), construct=construct)
                    )
                    kernel.erase()
                    continue
                unfold_expressions(kernel)
                if any(map(meets, kernel.entry_block.operations)):
                    flatten_scopes(kernel.entry_block)
            _cut(module, SWITCHES - self.without)


def _jump(kernel: func.FuncOp) -> ir.OpView | None:
    ops = list(operations(kernel.body))
    jumps = (op for op in ops if isinstance(op, (c.GotoOp, c.LabelOp)))
    return next(jumps, None) if any(map(meets, kernel.entry_block.operations)) else None


def _cut(module: ir.Module, on: frozenset[str]) -> None:
    all_ = functions(module)
    give_keys(all_.values())
    mark_calls(all_)
    quiet = Quiet(all_)
    uniformity = Uniformity(all_, quiet, Meetings(all_, at_end=True).followed)
    for kernel in CallGraph(module).kernels.values():
        values = BlockValues(quiet)
        find_uniform(kernel, uniformity.facts, values)
        loops = Regions(kernel, values, quiet).cut()
        if "repeat" in on:
            repeat_declarations(loops, all_)
        for loop in loops:
            mark_independent(loop, all_)
            if "guards" in on:
                bound(loop)
        if "guards-apart" in on:
            loops = [part for loop in loops for part in set_apart(loop, all_)]
        if "edges-apart" in on:
            for loop in loops:
                set_edges_apart(loop, all_)
        strips = Strips("flat-turns" in on) if "strips" in on else None
        if "interchange" in on:
            loops = [part for loop in loops for part in interchange(loop, all_, strips)]
        if "repeat" in on:
            repeat_declarations(loops, all_)
        for loop in loops:
            drop_unused(loop.body)
        loops = [loop for loop in loops if not erase_if_idle(loop)]
        for loop in loops:
            if "guards" in on and strip_of(loop) is None:
                bound(loop)  # what the parts of a loop begin with
            carry(loop, is_only=len(loops) == 1, functions=all_)
            if "unroll" in on and threads.INDEPENDENT in loop.attributes:
                unroll_short(loop)
    for function in all_.values():
        if "unroll" in on and not is_kernel(function):
            unroll_short(function)
    take_keys(all_.values())
