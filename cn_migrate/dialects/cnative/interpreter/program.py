"""A module made runnable: its functions compiled on first use, its variables in memory."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import c_float
from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.definitions import GlobalOp
from cn_migrate.dialects.cnative.flatten import flatten, has_labels
from cn_migrate.dialects.cnative.interpreter import (
    compile_blocks,
    compile_control,
    compile_execution,
    compile_expressions,
    compile_memory,
    compile_messages,
    compile_warp,
)
from cn_migrate.dialects.cnative.interpreter.access import Accesses, Cell
from cn_migrate.dialects.cnative.interpreter.arithmetic import (
    divide,
    quotient,
    remainder,
    to_float,
    to_integer,
)
from cn_migrate.dialects.cnative.interpreter.checks import Checks
from cn_migrate.dialects.cnative.interpreter.error import InterpreterError, fail, locate
from cn_migrate.dialects.cnative.interpreter.function_compiler import FunctionCompiler
from cn_migrate.dialects.cnative.interpreter.memory import Allocation
from cn_migrate.dialects.cnative.interpreter.scalars import round_bf16, round_f16, scalar_of
from cn_migrate.dialects.cnative.interpreter.waiting import Waiting
from cn_migrate.dialects.cnative.layout import Field, Layout

Emitter = Callable[[FunctionCompiler, Any], None]
EMITTERS: dict[str, Emitter] = {
    **compile_expressions.EMITTERS,
    **compile_memory.EMITTERS,
    **compile_control.EMITTERS,
    **compile_execution.EMITTERS,
    **compile_blocks.EMITTERS,
    **compile_warp.EMITTERS,
    **compile_messages.EMITTERS,
}
DEFINITIONS = (
    "cnative.record_def",
    "cnative.global",
    "func.func",
)  # of the module, not of functions


class Program:
    """Compiled functions of one module share one Python namespace."""

    def __init__(self, module: ir.Module, layout: Layout, checks: Checks, check: bool) -> None:
        self.checks = checks
        self.check = check
        self.layout = layout
        self.functions: dict[str, Any] = {}
        self._copies = ir.Module.create(ir.Location.unknown(module.context))
        self.globals: dict[str, Allocation] = {}
        self._accesses = Accesses(checks, check)
        self._accessors: dict[tuple[object, ...], str] = {}
        self._constants: dict[object, str] = {}
        self._sites: dict[str, int] = {}
        self._compiled: dict[str, str] = {}
        self.namespace: dict[str, Any] = {
            "ballot": compile_warp.bits,
            "c_float": c_float,
            "checks": checks,
            "divide": divide,
            "endless": self._endless,
            "inf": float("inf"),
            "nan": float("nan"),
            "quotient": quotient,
            "remainder": remainder,
            "round_bf16": round_bf16,
            "round_f16": round_f16,
            "to_float": to_float,
            "to_integer": to_integer,
        }
        for op in module.body.operations:
            self._define(op)
        self.waiting = Waiting(self.functions)

    def _define(self, op: Any) -> None:
        if op.operation.name not in DEFINITIONS:
            raise fail(op, "stands outside of a function")
        if op.operation.name == "func.func":
            if not op.is_external:
                self.functions[op.sym_name.value] = self._without_gotos(op)
        elif isinstance(op, GlobalOp):
            type_ = ir.TypeAttr(op.type).value
            data = bytearray(self.size(op, type_))
            self._initialise(op, type_, data)
            self.globals[op.name.value] = self.checks.memory.adopt(
                op.name.value, t.Space(op.space.value), data
            )

    def _without_gotos(self, function: Any) -> Any:
        """`function`, or where it has labels a copy in plain control flow."""
        if not has_labels(function):
            return function
        with ir.InsertionPoint(self._copies.body):
            copy = function.operation.clone().opview
        flatten(copy)
        return copy

    def _initialise(self, op: GlobalOp, type_: ir.Type, data: bytearray) -> None:
        if "init" not in op.attributes:
            return
        for (leaf, offset), value in zip(
            self._leaves(op, type_, 0), op.attributes["init"], strict=False
        ):
            scalar = scalar_of(leaf)
            if scalar is None:
                raise fail(op, f"'{op.name.value}' holds {leaf}, which has no value")
            data[offset : offset + scalar.size] = scalar.pack(scalar.canonical(value.value))

    def _leaves(self, op: Any, type_: ir.Type, offset: int) -> list[tuple[ir.Type, int]]:
        if not isinstance(type_, (t.ArrayType, t.VecType, t.RecordType)):
            return [(type_, offset)]
        places = self.parts(op, type_)
        return [leaf for part, step in places for leaf in self._leaves(op, part, offset + step)]

    # -- layout, with located errors ---------------------------------------------------------------

    def size(self, op: Any, type_: ir.Type) -> int:
        """Bytes of `type_`."""
        self._known(op, type_)
        return self.layout.size(type_)

    def align(self, op: Any, type_: ir.Type) -> int:
        """Alignment of `type_`."""
        self._known(op, type_)
        return self.layout.align(type_)

    def _known(self, op: Any, type_: ir.Type) -> None:
        while isinstance(type_, (t.ArrayType, t.VecType)):
            type_ = t.element(type_)
        if isinstance(type_, t.RecordType):
            if t.record_name(type_) not in self.layout.records:
                raise fail(op, f"no record is called '{t.record_name(type_)}'")
        elif scalar_of(type_) is None and not isinstance(type_, ir.NoneType):
            raise fail(op, f"type {type_} is not known")

    def parts(self, op: Any, type_: ir.Type) -> list[tuple[ir.Type, int]]:
        """Type and offset of each part of a record, vector or array; a union has its first only."""
        self._known(op, type_)
        if isinstance(type_, (t.ArrayType, t.VecType)):
            element = t.element(type_)
            step = self.layout.size(element)
            return [(element, i * step) for i in range(t.count(type_))]
        if not isinstance(type_, t.RecordType):
            raise fail(op, f"{type_} has no parts")
        places = [(field.type, field.offset) for field in self.layout.fields(type_)]
        union = self.layout.records[t.record_name(type_)].kind == "union"
        return places[:1] if union else places

    def field(self, op: Any, type_: ir.Type, name: str) -> Field:
        """The field `name` of a record or vector."""
        self._known(op, type_)
        fields = self.layout.fields(type_) if isinstance(type_, (t.RecordType, t.VecType)) else ()
        for field in fields:
            if field.name == name:
                return field
        raise fail(op, f"{type_} has no field '{name}'")

    # -- what compiled code refers to --------------------------------------------------------------

    def emitter(self, op: ir.OpView) -> Emitter:
        """How `op` is compiled."""
        result = EMITTERS.get(op.operation.name)
        if result is None:
            raise fail(op, "the interpreter does not know this op")
        return result

    def site(self, op: ir.OpView) -> int:
        """Number of the place of `op` in `checks.locations`."""
        location = locate(op.location)
        if location not in self._sites:
            self._sites[location] = len(self.checks.locations)
            self.checks.locations.append(location)
        return self._sites[location]

    def constant(self, value: Any) -> str:
        """Name of a Python object."""
        try:
            known = self._constants.get(value)
        except TypeError:  # not hashable: no need to share it
            known = None
        name = known or f"k{len(self.namespace)}"
        if known is None:
            self.namespace[name] = value
            if value.__hash__ is not None:
                self._constants[value] = name
        return name

    def accessor(self, cell: Cell, kind: str, *details: str) -> str:
        """Name of the function that loads, stores or atomically changes `cell`."""
        key = (cell, kind, *details)
        if key not in self._accessors:
            scalar = cell.scalar.name if cell.scalar else f"bytes{cell.size}"
            name = "_".join([kind, *details, scalar, str(cell.space), str(len(self._accessors))])
            self.namespace[name] = getattr(self._accesses, kind)(cell, *details)
            self._accessors[key] = name
        return self._accessors[key]

    def function(self, op: ir.OpView | None, name: str) -> tuple[str, bool]:
        """Python name of the compiled function `name`, and is it a generator?  `op` calls it."""
        function = self.functions.get(name)
        if function is None:
            message = f"no function with a body is called '{name}'"
            raise fail(op, message) if op is not None else InterpreterError(name, message)
        if name not in self._compiled:
            python_name = self._compiled[name] = (
                f"f{len(self._compiled)}_{''.join(filter(str.isalnum, name))}"
            )
            source = FunctionCompiler(self, function, python_name).source()
            exec(compile(source, f"<{name}>", "exec"), self.namespace)
        return self._compiled[name], self.waiting.waits(function)

    def _endless(self, site: int) -> None:
        raise InterpreterError(self.checks.locations[site], "the loop does not end")
