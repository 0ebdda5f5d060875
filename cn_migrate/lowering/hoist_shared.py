"""`__shared__` variables move to where OpenCL C wants them: kernels' outermost blocks and `__local` parameters.

OpenCL C 1.2, 6.5.2: "variables allocated in the __local address space inside a kernel function must occur at
kernel function scope".
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.dialects.cnative.kernels import DYNAMIC_SHARED
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.lowering.call_graph import functions, is_kernel
from cn_migrate.lowering.thread_arguments import (
    Need,
    add_parameter,
    element_pointer,
    in_type,
    replace_address,
    thread_arguments,
)

DYNAMIC = "dynamic"
_KINDS = (m.SharedOp, m.DynamicSharedOp)
_VARIABLE = "variable"  # ops with equal ones are one variable


@dataclass(frozen=True)
class HoistShared:
    """One static variable for each kernel that reaches its function; dynamic shared memory is one parameter."""

    name: str = "hoist-shared"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """See the class."""
        with module.context:
            holders = [f for f in functions(module).values() if of_kinds(f, *_KINDS)]
            static, dynamic = _needs(holders)
            values = thread_arguments(module, static, _declare)
            for function in holders:
                _replace_static(function, values)
            values = thread_arguments(module, dynamic, _dynamic_parameter)
            for function in holders:
                _replace_dynamic(function, values.get((function.sym_name.value, DYNAMIC)))


def _needs(holders: list[func.FuncOp]) -> tuple[dict[str, list[Need]], dict[str, list[Need]]]:
    static: dict[str, list[Need]] = {}
    dynamic: dict[str, list[Need]] = {}
    for function in holders:
        name = function.sym_name.value
        for i, op in enumerate(of_kinds(function, m.SharedOp)):
            if not is_kernel(function):
                key = _key(name, i, op)
                need = Need(key, op.name.value, element_pointer(op.result.type), op.result.type)
                static.setdefault(name, []).append(need)
        for op in of_kinds(function, m.DynamicSharedOp):
            dynamic.setdefault(name, [Need(DYNAMIC, op.name.value, op.result.type)])
    return static, dynamic


def _key(function: str, number: int, op: m.SharedOp) -> str:
    known = op.operation.attributes
    return str(known[_VARIABLE].value) if _VARIABLE in known else f"{function}:{number}"


def _declare(kernel: func.FuncOp, need: Need) -> ir.Value:
    own = next((op for op in of_kinds(kernel, m.SharedOp) if _key("", 0, op) == need.key), None)
    if own is None:
        with kernel.location, ir.InsertionPoint.at_block_begin(kernel.entry_block):
            own = m.SharedOp(text(need.name), need.object_type)
    else:  # the kernel's own, which a lambda in it uses
        own.move_before(kernel.entry_block.operations[0])
    with kernel.location, ir.InsertionPoint.after(own):
        shared = own.result
        return shared if need.type == need.object_type else m.DecayOp(shared, need.type).result


def _dynamic_parameter(kernel: func.FuncOp, need: Need) -> ir.Value:
    kernel.attributes[DYNAMIC_SHARED] = ir.UnitAttr.get()
    return add_parameter(kernel, need)


def _replace_static(function: func.FuncOp, values: dict[tuple[str, str], ir.Value]) -> None:
    name = function.sym_name.value
    if is_kernel(function):
        for op in of_kinds(function, m.SharedOp):
            statement = _outermost(op, function.entry_block)
            if statement != op.operation:
                op.move_before(statement)
        return
    for i, op in enumerate(of_kinds(function, m.SharedOp)):
        replace_address(op.result, values[name, _key(name, i, op)])
        op.erase()


def _outermost(op: ir.OpView, block: ir.Block) -> ir.Operation:
    """The op of `block` that is, or holds, `op`."""
    found = op.operation
    while found.block != block:
        found = found.parent.operation
    return found


def _replace_dynamic(function: func.FuncOp, pointer: ir.Value | None) -> None:
    for op in of_kinds(function, m.DynamicSharedOp):
        assert pointer is not None
        with op.location, ir.InsertionPoint(op):
            value = in_type(pointer, op.result.type)
        op.result.replace_all_uses_with(value)
        op.erase()
