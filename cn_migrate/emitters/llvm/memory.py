"""Variables, addresses, loads and stores as instructions of LLVM IR."""

from __future__ import annotations

import re
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.threads import PER_THREAD, SIDE_BY_SIDE, STACK_BYTES
from cn_migrate.emitters.llvm.function import FunctionWriter, symbol
from cn_migrate.emitters.llvm.types import quoted


def slot(f: FunctionWriter, op: m.SlotOp) -> None:
    """A variable; normal form has no initial values."""
    type_ = t.pointee(op.result.type)
    if PER_THREAD in op.attributes:
        f.of_threads += f.types.layout.size(type_)
        if f.of_threads > STACK_BYTES:
            raise f.refusal(
                op,
                f"more than {STACK_BYTES >> 20} MiB of variables that all threads of a block have",
            )
    place = f.variable(f.types.memory(type_), f.types.layout.align(type_))
    if f.types.value(op.result.type) != f.types.pointer(t.Space.PRIVATE):
        raise f.refusal(op, "a variable behind a generic pointer")
    f.name(op.result, place)


def load(f: FunctionWriter, op: m.LoadOp) -> None:
    """A load."""
    type_ = op.result.type
    how = "load volatile" if "volatile" in op.attributes else "load"
    text = (
        f"{how} {f.types.memory(type_)}, {f.typed(op.address)}, align {f.types.layout.align(type_)}"
    )
    f.define_from_memory(op.result, text + group(f, op))


def store(f: FunctionWriter, op: m.StoreOp) -> None:
    """A store; of a value that nobody may look at, nothing."""
    if f.operand(op.value) == "undef":
        return
    how = "store volatile" if "volatile" in op.attributes else "store"
    align = f.types.layout.align(op.value.type)
    f.add(f"{how} {f.in_memory(op.value)}, {f.typed(op.address)}, align {align}{group(f, op)}")
    if op.result is not None:
        f.name(op.result, f.operand(op.value))


def group(f: FunctionWriter, op: ir.OpView) -> str:
    """The group of accesses that threads may do side by side, where the op is of one."""
    if SIDE_BY_SIDE not in op.attributes:
        return ""
    return f", !llvm.access.group {f.access_group(op.attributes[SIDE_BY_SIDE].value)}"


def offset(f: FunctionWriter, op: m.OffsetOp) -> None:
    """Pointer arithmetic, in elements."""
    _step(f, op, t.pointee(op.base.type), inbounds=False)


def element(f: FunctionWriter, op: m.ElementOp) -> None:
    """An element of an array."""
    _step(f, op, t.pointee(op.result.type), inbounds=True)


def _step(f: FunctionWriter, op: Any, type_: ir.Type, inbounds: bool) -> None:
    index = f.operand(op.index)
    width = op.index.type.width
    if width < 64 and not index.lstrip("-").isdigit():
        how = "zext" if t.is_unsigned(op.index.type) else "sext"
        index = f.temporary(f"{how} i{width} {index} to i64")
    elif width < 64 and t.is_unsigned(op.index.type):
        index = str(int(index) & ((1 << width) - 1))
    size = f.types.layout.size(type_)
    kind = f.types.memory(type_) if size > 1 else "i8"
    f.define(
        op.result,
        f"getelementptr {'inbounds ' if inbounds else ''}{kind}, {f.typed(op.base)}, i64 {index}",
    )


def decay(f: FunctionWriter, op: m.DecayOp) -> None:
    """The same address."""
    f.define(op.result, f"getelementptr i8, {f.typed(op.base)}, i64 0")


def member(f: FunctionWriter, op: m.MemberOp) -> None:
    """The address of a field."""
    fields = {x.name: x for x in f.types.layout.fields(t.pointee(op.base.type))}
    bytes_ = fields[op.field.value].offset
    f.define(op.result, f"getelementptr inbounds i8, {f.typed(op.base)}, i64 {bytes_}")


def ptr_diff(f: FunctionWriter, op: m.PtrDiffOp) -> None:
    """The distance of two addresses, in elements."""
    left, right = (f.temporary(f"ptrtoint {f.typed(v)} to i64") for v in (op.lhs, op.rhs))
    size = f.types.layout.size(t.pointee(op.lhs.type))
    f.define(op.result, f"sdiv exact i64 {f.temporary(f'sub i64 {left}, {right}')}, {size}")


def global_ref(f: FunctionWriter, op: m.GlobalRefOp) -> None:
    """The address of a constant of the module: others are parameters here."""
    f.define(
        op.result,
        f"getelementptr i8, {f.types.value(op.result.type)} {symbol(op.symbol.value)}, i64 0",
    )


def call(f: FunctionWriter, op: func.CallOp) -> None:
    """A call of a function of the module."""
    name = symbol(op.callee.value)
    arguments = ", ".join(f.typed(v) for v in op.operands)
    if not len(op.results):
        f.add(f"call void {name}({arguments}){group(f, op)}")
        return
    f.define(
        op.results[0], f"call {f.types.value(op.results[0].type)} {name}({arguments}){group(f, op)}"
    )


def shared(f: FunctionWriter, op: m.SharedOp) -> None:
    """A variable of the block, which lies in a memory of its own."""
    type_ = t.pointee(op.result.type)
    name = op.attributes["variable"].value if "variable" in op.attributes else op.name.value
    key = re.sub(r"\W", "_", f"{f.function.sym_name.value}_{name}")  # PTX knows no other characters
    space = f.types.spaces[t.Space.SHARED]
    align = max(16, f.types.layout.align(type_))
    f.module.definitions[key] = (
        f"@{quoted(key)} = internal addrspace({space}) global {f.types.memory(type_)} undef, align {align}"
    )
    f.name(op.result, symbol(key))


RULES: dict[type[ir.OpView], Any] = {
    m.SlotOp: slot,
    m.LoadOp: load,
    m.StoreOp: store,
    m.OffsetOp: offset,
    m.ElementOp: element,
    m.DecayOp: decay,
    m.MemberOp: member,
    m.PtrDiffOp: ptr_diff,
    m.GlobalRefOp: global_ref,
    m.SharedOp: shared,
    func.CallOp: call,
}
