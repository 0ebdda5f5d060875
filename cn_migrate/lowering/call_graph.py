"""Who calls whom in a module."""

from __future__ import annotations

from collections.abc import Iterator

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative.walk import of_kinds

KERNEL = "cnative.kernel"


def operations(region: ir.Region) -> Iterator[ir.OpView]:
    """All ops in `region`, nested ones after the op that holds them; ops may be replaced while one goes."""
    for block in region.blocks:
        for op in list(block.operations):
            yield op
            for inner in op.operation.regions:
                yield from operations(inner)


def functions(module: ir.Module) -> dict[str, func.FuncOp]:
    """The module's functions by symbol, in order."""
    return {op.sym_name.value: op for op in module.body.operations if isinstance(op, func.FuncOp)}


def is_kernel(function: func.FuncOp) -> bool:
    """Is it a kernel?"""
    return KERNEL in function.attributes


def callee_of(call: func.CallOp) -> str:
    """The symbol that `call` names."""
    return str(call.attributes["callee"].value)


def calls(function: func.FuncOp) -> list[func.CallOp]:
    """The calls that `function` makes."""
    return of_kinds(function, func.CallOp)


def callees_first(module: ir.Module) -> list[func.FuncOp]:
    """All functions, each after those that it calls (in a cycle, one of them comes first)."""
    all_ = functions(module)
    order: dict[str, func.FuncOp] = {}
    seen: set[str] = set()

    def visit(name: str) -> None:
        if name in seen or name not in all_:
            return
        seen.add(name)
        for call in calls(all_[name]):
            visit(callee_of(call))
        order[name] = all_[name]

    for name in all_:
        visit(name)
    return list(order.values())


class CallGraph:
    """A module's functions by symbol, and who calls whom, as it was when this was made."""

    def __init__(self, module: ir.Module) -> None:
        self.functions = functions(module)
        self._callees = {
            name: [c for c in map(callee_of, calls(f)) if c in self.functions]
            for name, f in self.functions.items()
        }

    @property
    def kernels(self) -> dict[str, func.FuncOp]:
        """The kernels by symbol."""
        return {name: f for name, f in self.functions.items() if is_kernel(f)}

    def reachable(self, start: str) -> list[str]:
        """`start` and everything that it calls, directly or not."""
        return [start, *(name for name in self.called_by(start) if name != start)]

    def called_by(self, start: str) -> list[str]:
        """Everything that `start` calls, directly or not; itself only if it is recursive."""
        found: dict[str, None] = {}
        work = [start]
        while work:
            new = [name for name in self._callees[work.pop()] if name not in found]
            found |= dict.fromkeys(new)
            work += new
        return list(found)
