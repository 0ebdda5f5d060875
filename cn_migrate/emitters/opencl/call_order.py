"""Who calls whom, and the order in which C wants the definitions."""

from __future__ import annotations

from cn_migrate._mlir import func
from cn_migrate.dialects.cnative.walk import of_kinds


def callees(function: func.FuncOp) -> list[str]:
    """Symbols of the functions that `function` calls, in order of first call."""
    calls = of_kinds(function, func.CallOp)
    return list(dict.fromkeys(str(call.attributes["callee"].value) for call in calls))


def callees_first(calls: dict[str, list[str]]) -> list[str]:
    """All functions in the module's order, each after those that it calls."""
    order: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in order or name not in calls:
            return
        for callee in calls[name]:
            visit(callee)
        order[name] = None

    for name in calls:
        visit(name)
    return list(order)


def reachable(name: str, calls: dict[str, list[str]]) -> list[str]:
    """`name` and all that it calls, directly or not."""
    found = {name: None}
    work = [name]
    while work:
        for callee in calls[work.pop()]:
            if callee not in found:
                found[callee] = None
                work.append(callee)
    return list(found)
