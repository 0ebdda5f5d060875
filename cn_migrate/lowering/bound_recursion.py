"""OpenCL C has no recursion (1.2, 6.9 i): functions that reach themselves are copied, one copy for each level.

A call from the last level ends the kernel with an error.  CUDA itself bounds recursion by the stack, which has 1 KB
for a thread by default.  Functions that call themselves in two places are left alone: drivers put every call's
function in its place, and the code would double with each level.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import messages
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.lowering.call_graph import CallGraph, callee_of, calls, operations

_TOO_DEEP = "The recursion is deeper than the port allows."


@dataclass(frozen=True)
class BoundRecursion:
    """See the module.

    At most `most` calls of one function may be under way at once; fewer, but `least`, where the copies and what they
    call would have more than `operations`: drivers put all of that into the kernel.
    """

    name: str = "bound-recursion"
    most: int = 32
    least: int = 8
    operations: int = 2000

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """Make the call graph free of cycles."""
        graph = CallGraph(module)
        names = set(graph.functions)
        for cycle in _cycles(graph):
            if any(len(_calls_among([function], list(cycle))) > 1 for function in cycle.values()):
                continue
            levels = self._levels(graph, cycle)
            for function in cycle.values():
                diagnostics.report(
                    "bounded-recursion",
                    span_of(function),
                    name=_shown(function),
                    levels=levels,
                )
            with module.context:
                _unfold(list(cycle.values()), levels, names)

    def _levels(self, graph: CallGraph, cycle: dict[str, func.FuncOp]) -> int:
        inside = {name for start in cycle for name in graph.reachable(start)}
        size = sum(1 for name in inside for _ in operations(graph.functions[name].body))
        return min(max(self.operations // max(size, 1), self.least), self.most)


def _unfold(cycle: list[func.FuncOp], count: int, taken: set[str]) -> None:
    levels = [cycle]
    for number in range(2, count + 1):
        levels.append([_copy(function, number, taken) for function in cycle])
    originals = [function.sym_name.value for function in cycle]
    for level, below in pairwise(levels):
        names = {o: f.sym_name.value for o, f in zip(originals, below, strict=True)}
        for call in _calls_among(level, originals):
            call.attributes["callee"] = ir.FlatSymbolRefAttr.get(names[callee_of(call)])
    for call in _calls_among(levels[-1], originals):
        _end(call, originals[0])


def _cycles(graph: CallGraph) -> Iterator[dict[str, func.FuncOp]]:
    """The functions that reach each other, by symbol."""
    below = {name: set(graph.called_by(name)) for name in graph.functions}
    seen: set[str] = set()
    for name in graph.functions:
        if name not in below[name] or name in seen:
            continue
        cycle = [
            other for other in graph.functions if other in below[name] and name in below[other]
        ]
        seen.update(cycle)
        yield {other: graph.functions[other] for other in cycle}


def _calls_among(functions: list[func.FuncOp], names: list[str]) -> list[func.CallOp]:
    return [c for function in functions for c in calls(function) if callee_of(c) in names]


def _copy(function: func.FuncOp, level: int, taken: set[str]) -> func.FuncOp:
    wish = name = f"{function.sym_name.value}_level_{level}"
    number = 2
    while name in taken:
        name, number = f"{wish}_{number}", number + 1
    taken.add(name)
    with ir.InsertionPoint(function):
        copy: func.FuncOp = function.operation.clone().opview
    copy.attributes["sym_name"] = a.text(name)
    return copy


def _end(call: func.CallOp, name: str) -> None:
    with ir.InsertionPoint(call), call.location:
        messages.TrapOp(a.text(name), a.text(_TOO_DEEP))
        for result in call.results:
            result.replace_all_uses_with(e.UndefOp(result.type).result)
    call.operation.erase()


def _shown(function: func.FuncOp) -> str:
    attributes = function.attributes
    known = "cnative.source_name" in attributes
    return str(attributes["cnative.source_name"].value if known else function.sym_name.value)
