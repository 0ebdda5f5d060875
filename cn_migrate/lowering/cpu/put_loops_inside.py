"""Functions that turn loops for one thread, and touch no memory, go into the kernels that call them.

Threads can go through such a loop side by side (`masked_turns`), which a call would hide.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.lowering.call_graph import callee_of, calls, functions, is_kernel, operations
from cn_migrate.lowering.converge.quiet import operations_of
from cn_migrate.lowering.cpu.masked_turns import turning
from cn_migrate.lowering.cpu.put_inside import put_inside
from cn_migrate.lowering.cpu.simple_calls import Functions

_MOST_OPS = 300
_MOST_CALLS = 4  # of one function in one kernel: each is a copy
_LOOPS = (c.WhileOp, c.DoOp, c.ForOp)


@dataclass(frozen=True)
class PutLoopsInside:
    """See the module."""

    name: str = "put-loops-inside"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """Put them in; their early returns become branches."""
        known = functions(module)
        with module.context:
            suited: dict[str, bool] = {}
            for kernel in [f for f in known.values() if is_kernel(f)]:
                made = calls(kernel)
                counts = Counter(map(callee_of, made))
                for call in made:
                    name = callee_of(call)
                    if counts[name] > _MOST_CALLS:
                        continue
                    if name not in suited:
                        suited[name] = _is_suited(known[name], known) and _returns_at_end(
                            known[name]
                        )
                    if suited[name]:
                        put_inside(call, known[name])


def _is_suited(function: func.FuncOp, known: Functions) -> bool:
    """Has it loops that can be masked, and does it work on what it is given alone?"""
    ops = list(operations(function.body))
    if len(ops) > _MOST_OPS or any(isinstance(v.type, t.PtrType) for v in function.arguments):
        return False
    loops = [op for op in ops if isinstance(op, _LOOPS)]
    return bool(loops) and all(turning(loop, known) is not None for loop in loops)


def _returns_at_end(function: func.FuncOp) -> bool:
    """Rewrite `if (a) return b; c` to `leaves = a; if (leaves) result = b; else c`, if there is nothing else to do.

    What follows a branch that returns goes into one that asks for the contrary.
    """
    block = function.entry_block
    returns = [op for op in operations(function.body) if isinstance(op, c.ReturnOp)]
    guards = [op for op in block.operations if isinstance(op, c.IfOp) and _leaves(op)]
    if len(returns) != len(guards) + 1 or not isinstance(list(block.operations)[-1], c.ReturnOp):
        return False
    if not guards:
        return True
    given = returns[-1].value
    if given is None:
        return False
    type_ = given.type
    first = ir.InsertionPoint.at_block_begin(block)
    with function.location:
        result = m.SlotOp(text("result"), t.ptr(type_, t.Space.PRIVATE), ip=first).result
    here: ir.Block = block
    for guard in guards:
        _store(list(guard.then.blocks[0].operations)[-1], result)
        with guard.location:
            flag = t.ptr(t.boolean(), t.Space.PRIVATE)
            place = ir.InsertionPoint(guard)
            leaves = m.SlotOp(text("leaves"), flag, init=guard.condition, ip=place).result
            again = m.LoadOp(leaves, t.boolean(), ip=place).result
            guard.operation.operands[0] = again
            after = ir.InsertionPoint.after(guard)
            value = m.LoadOp(leaves, t.boolean(), ip=after).result
            stays = e.UnaryOp(text("lnot"), value, t.boolean(), ip=after).result
            rest = c.IfOp(stays, ip=after)
            rest.otherwise.blocks.append()
            inside = rest.then.blocks.append()
        for op in list(here.operations)[list(here.operations).index(rest) + 1 :]:
            inside.append(op)
        here = inside
    _store(list(here.operations)[-1], result)
    end = ir.InsertionPoint(block)
    with function.location:
        c.ReturnOp(m.LoadOp(result, type_, ip=end).result, ip=end)
    return True


def _leaves(branch: c.IfOp) -> bool:
    """Does `branch` end with a return, and hold no other, and no loop?"""
    if any(len(b.operations) for b in branch.otherwise.blocks):
        return False
    ops = list(branch.then.blocks[0].operations) if len(branch.then.blocks) else []
    inner = [op for op in operations_of(branch) if isinstance(op, (c.ReturnOp, *_LOOPS))]
    return bool(ops) and isinstance(ops[-1], c.ReturnOp) and len(inner) == 1


def _store(end: Any, result: ir.Value) -> None:
    m.StoreOp(end.value, result, loc=end.location, ip=ir.InsertionPoint(end))
    end.erase()
