"""Passing something that kernels have to all functions that need it, as extra parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import array, text
from cn_migrate.lowering.call_graph import callee_of, callees_first, calls, is_kernel

PARAM_NAMES = "cnative.param_names"


@dataclass(frozen=True)
class Need:
    """A pointer that a function needs: `key` tells needs apart, `name` and `type` are the parameter's.

    `object_type` is the type of the address that it replaces (a pointer to an array, often).
    """

    key: str
    name: str
    type: ir.Type
    object_type: ir.Type | None = None


Provide = Callable[[func.FuncOp, Need], ir.Value]
Values = dict[tuple[str, str], ir.Value]


def thread_arguments(module: ir.Module, direct: dict[str, list[Need]], provide: Provide) -> Values:
    """Give every function its `direct` needs and those of its callees.

    Kernels get theirs from `provide`; other functions get a parameter, which each call passes on.
    Returns the pointer by function symbol and key.
    """
    if not any(direct.values()):
        return {}
    needs: dict[str, dict[str, Need]] = {}
    values: Values = {}
    for function in callees_first(module):
        name = function.sym_name.value
        called = calls(function)
        wanted = {need.key: need for need in direct.get(name, ())}
        for call in called:
            for key, need in needs.get(callee_of(call), {}).items():
                wanted.setdefault(key, need)
        needs[name] = wanted
        for key, need in wanted.items():
            make = provide if is_kernel(function) else add_parameter
            values[name, key] = make(function, need)
        for call in called:
            extra = [
                (need, values[name, key]) for key, need in needs.get(callee_of(call), {}).items()
            ]
            if extra:
                _extend(call, extra)
    return values


def add_parameter(function: func.FuncOp, need: Need) -> ir.Value:
    """A new last parameter of `function`."""
    attributes = function.attributes
    names = [x.value for x in attributes[PARAM_NAMES]] if PARAM_NAMES in attributes else []
    names += [""] * (len(function.arguments) - len(names))
    old = function.type
    attributes["function_type"] = ir.TypeAttr.get(
        ir.FunctionType.get([*old.inputs, need.type], old.results)
    )
    attributes[PARAM_NAMES] = array([text(name) for name in [*names, need.name]])
    return function.entry_block.add_argument(need.type, function.location)


def _extend(call: func.CallOp, extra: list[tuple[Need, ir.Value]]) -> None:
    with call.location, ir.InsertionPoint(call):
        operands = [*call.operands, *(in_type(value, need.type) for need, value in extra)]
        results = [result.type for result in call.results]
        new = func.CallOp(results, callee_of(call), operands)
    for old, result in zip(call.results, new.results, strict=True):
        old.replace_all_uses_with(result)
    call.erase()


def in_type(value: ir.Value, type_: ir.Type) -> ir.Value:
    """`value` as pointer type `type_`, cast where it differs; the insertion point is the caller's."""
    return value if value.type == type_ else e.PtrCastOp(value, type_).result


def element_pointer(type_: ir.Type) -> ir.Type:
    """Type of a pointer to the first element of the array that `type_` points to; `type_` where it is no array."""
    pointee = t.pointee(type_)
    return t.ptr(t.element(pointee), t.space(type_)) if isinstance(pointee, t.ArrayType) else type_


def replace_address(address: ir.Value, pointer: ir.Value) -> None:
    """Let all users of `address` (of an array, or of anything) use `pointer` (to its first element) instead."""
    for use in list(address.uses):
        op = use.owner
        with op.location, ir.InsertionPoint(op):
            if pointer.type == address.type:
                op.operation.operands[use.operand_number] = pointer
            elif isinstance(op, m.DecayOp):
                op.result.replace_all_uses_with(pointer)
            elif isinstance(op, m.ElementOp):
                op.result.replace_all_uses_with(m.OffsetOp(pointer, op.index, pointer.type).result)
            else:
                op.operation.operands[use.operand_number] = in_type(pointer, address.type)
                continue
        if pointer.type != address.type:
            op.erase()
