"""Compiles one function to Python source: the writer, names of values, and local variables.

Each SSA value becomes a Python variable, each region nested Python statements.  A function that may
wait (barrier, spinning loop) becomes a generator.  What each op becomes stands in the tables
`compile_expressions`, `compile_memory`, `compile_control`, `compile_execution` and `compile_blocks`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.interpreter.block_writer import BlockWriter
from cn_migrate.dialects.cnative.interpreter.error import fail
from cn_migrate.dialects.cnative.interpreter.scalars import Scalar, scalar_of

if TYPE_CHECKING:
    from cn_migrate.dialects.cnative.interpreter.program import Program

LOOPS = ("cnative.for", "cnative.while", "cnative.do")
IN_PLACE = {"cnative.load": 0, "cnative.store": 1, "cnative.update": 0}  # op: number of its address


@dataclass(frozen=True, slots=True)
class Variable:
    """A local variable as the Python variable `name`; `maybe_unset`: it has no initial value."""

    name: str
    scalar: Scalar
    label: str
    maybe_unset: bool


class FunctionCompiler:
    """State while the body of one function is written.

    `continues` writes the innermost loop's or switch's `continue`, innermost last.
    """

    def __init__(self, program: Program, function: Any, python_name: str) -> None:
        self.program = program
        self.function = function
        self.waits = program.waiting.waits(function)
        self.names: dict[ir.Value, str] = {}
        self.variables: dict[ir.Value, Variable] = {}
        self.continues: list[Callable[[], None]] = []
        self.lines: list[str] = []
        self.depth = 1
        self.python_name = python_name
        self._count = 0
        self.blocks = BlockWriter(self)

    # -- the function ------------------------------------------------------------------------------

    def source(self) -> str:
        """Python source of the whole function."""
        body = self.function.regions[0]
        block = body.blocks[0]
        arguments = [self.fresh("a") for _ in block.arguments]
        self.names.update(zip(block.arguments, arguments, strict=True))
        slots = list(slots_of(body))
        for op in slots:
            self._declare(op)
        in_memory = [op for op in slots if op.result not in self.variables]
        if in_memory:
            self.emit("depth = len(t.stack)")
            self.emit("try:")
            self.depth += 1
        for op in in_memory:
            size = self.program.size(op, t.pointee(op.result.type))
            self.emit(f"{self.names[op.result]} = t.slot({op.name.value!r}, {size})")
        if len(body.blocks) > 1:
            self.blocks.write()
        else:
            self.block(block)
        self.emit("return")
        if in_memory:
            self.depth -= 1
            self.emit("finally:")
            self.emit("    t.release(depth)")
        if self.waits:
            self.emit("yield")  # never reached: makes it a generator in any case
        head = f"def {self.python_name}({', '.join(['t', *arguments])}):"
        return "\n".join([head, *self.lines, ""])

    def _declare(self, op: Any) -> None:
        label = re.sub(r"\W", "_", op.name.value)
        name = self.fresh(label + "_")
        scalar = scalar_of(t.pointee(op.result.type))
        if scalar is None or not used_in_place(op.result):
            self.names[op.result] = name
            return
        self.variables[op.result] = Variable(name, scalar, op.name.value, op.init is None)
        if op.init is None:
            self.emit(f"{name} = None")

    # -- writing -----------------------------------------------------------------------------------

    def emit(self, line: str) -> None:
        """Write one line."""
        self.lines.append("    " * self.depth + line)

    @contextmanager
    def under(self, head: str) -> Iterator[None]:
        """Write `head` and indent what follows."""
        self.emit(head)
        self.depth += 1
        yield
        self.emit("pass")
        self.depth -= 1

    def fresh(self, prefix: str = "v") -> str:
        """A new Python variable."""
        self._count += 1
        return f"{prefix}{self._count}"

    def define(self, result: ir.Value, text: str) -> None:
        """`result` is the value of the expression `text`."""
        name = self.fresh()
        self.names[result] = name
        self.emit(f"{name} = {text}")

    def name(self, value: ir.Value) -> str:
        """Source text of `value`."""
        try:
            return self.names[value]
        except KeyError:
            raise fail(
                value.owner.opview, "its address is used in a way that has no meaning"
            ) from None

    def literal(self, value: object) -> str:
        """Source text of a constant."""
        if isinstance(value, float) and not math.isfinite(value):
            return "nan" if value != value else ("inf" if value > 0 else "(-inf)")
        if isinstance(value, (bool, int, float)):
            return repr(value) if value >= 0 and not str(value).startswith("-") else f"({value!r})"
        return self.program.constant(value)

    def scalar(self, op: ir.OpView, type_: ir.Type) -> Scalar:
        """The scalar `type_` is; the located error of `op` where it is none."""
        result = scalar_of(type_)
        if result is None:
            raise fail(op, f"needs a scalar, not {type_}")
        return result

    # -- regions -----------------------------------------------------------------------------------

    def block(self, block: ir.Block) -> None:
        """Write the statements of `block`."""
        for op in block.operations:
            self.program.emitter(op)(self, op)

    def statements(self, region: ir.Region) -> None:
        """Write the statements of a region, which may be empty."""
        for block in region.blocks:
            self.block(block)

    def yielded(self, op: ir.OpView, region: ir.Region) -> str:
        """Write an expression region; the text of the value that it yields."""
        for block in region.blocks:
            *statements, last = block.operations
            for statement in statements:
                self.program.emitter(statement)(self, statement)
            if last.operation.name == "cnative.yield" and len(last.operation.operands) == 1:
                return self.name(last.operation.operands[0])
        raise fail(op, "an expression region does not yield one value")


def slots_of(region: ir.Region) -> Iterator[Any]:
    """All `cnative.slot` ops in `region`, nested ones too."""
    for block in region.blocks:
        for op in block.operations:
            if op.operation.name == "cnative.slot":
                yield op
            for inner in op.operation.regions:
                yield from slots_of(inner)


def used_in_place(address: ir.Value) -> bool:
    """Is `address` only loaded from, stored to and updated?"""
    return all(IN_PLACE.get(use.owner.name) == use.operand_number for use in address.uses)


def in_loop(op: ir.OpView) -> bool:
    """May a loop surround `op` within its function?"""
    place = op.operation
    while place.parent is not None and place.parent.name != "func.func":
        place = place.parent
        if place.name in LOOPS:
            return True
    return ir.InsertionPoint(place).block != place.parent.regions[0].blocks[0]
