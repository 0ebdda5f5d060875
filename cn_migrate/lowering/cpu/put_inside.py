"""Functions in which threads meet go into their callers: a meeting ends a loop over threads, and no call can.

All other functions stay: one thread goes through them from start to end.
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.lowering.call_graph import callee_of, callees_first, calls, functions, operations
from cn_migrate.lowering.converge.quiet import MEETINGS


@dataclass(frozen=True)
class PutInside:
    """Each call of such a function becomes a scope with its body.  They return at their ends only (see `Converge`)."""

    name: str = "put-inside"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """See the class."""
        with module.context:
            known = functions(module)
            meeting: set[str] = set()
            for function in callees_first(module):
                for call in calls(function):
                    if callee_of(call) in meeting:
                        put_inside(call, known[callee_of(call)])
                if any(isinstance(op, MEETINGS) for op in operations(function.body)):
                    meeting.add(function.sym_name.value)


def put_inside(call: func.CallOp, callee: func.FuncOp) -> None:
    """Put the body of `callee`, which returns at its end only, in the place of `call`."""
    with call.location, ir.InsertionPoint(call):
        result = _result(call, callee)
        scope = c.ScopeOp()
    copy = callee.operation.clone(ip=ir.InsertionPoint(callee)).opview
    for argument, value in zip(copy.arguments, call.operands, strict=True):
        argument.replace_all_uses_with(value)
    body = scope.body.blocks.append()
    for op in list(copy.entry_block.operations):
        if isinstance(op, c.ReturnOp):
            if result is not None and op.value is not None:
                m.StoreOp(op.value, result, loc=op.location, ip=ir.InsertionPoint(body))
            break
        body.append(op)
    copy.erase()
    if result is not None:
        with call.location, ir.InsertionPoint(call):
            value = m.LoadOp(result, t.pointee(result.type)).result
        call.results[0].replace_all_uses_with(value)
    call.erase()


def _result(call: func.CallOp, callee: func.FuncOp) -> ir.Value | None:
    """The variable for what the call gives, called as the function is; None where nobody wants it."""
    if not len(call.results) or not list(call.results[0].uses):
        return None
    type_ = t.ptr(call.results[0].type, t.Space.PRIVATE)
    return m.SlotOp(text(callee.sym_name.value), type_).result
