"""Replay of one recorded launch: the original kernel's meaning against what a driver computed.

The interpreter runs the parsed, unlowered kernel on the recorded memory; then each byte range that the launch
could reach is compared by type with the recorded outcome.  This covers the parser, lowering, emitter, run-time
library and driver at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import clock, messages
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.definitions import GlobalOp
from cn_migrate.dialects.cnative.interpreter import Buffer, Interpreter, Pointer, Report
from cn_migrate.dialects.cnative.interpreter.scalars import Value, scalar_of
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.verify.address_map import AddressMap
from cn_migrate.verify.compare import Difference, compare
from cn_migrate.verify.element_types import ElementTypes, Region
from cn_migrate.verify.launch_record import LaunchRecord, Piece, RecordError


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of it: `report` holds the interpreter's own findings, races and the like.

    `undetermined` are differences in numbers that the kernel itself leaves to the order of its threads, such as the
    places of a queue that is filled by an atomic counter: another order gave others in the interpreter as well.
    So are, on generated inputs, those that hang on the last digits of the input.
    """

    record: LaunchRecord
    report: Report
    differences: list[Difference] = field(default_factory=list)
    undetermined: list[Difference] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """The driver and the interpreter agree, and the kernel is free of errors."""
        return not self.differences and self.report.ok

    def __str__(self) -> str:
        lines = [f"{self.record.kernel}: {difference}" for difference in self.differences]
        return "\n".join([*lines, *map(str, self.report)])


def replay(
    module: ir.Module,
    record: LaunchRecord,
    slack: float = 1.0,
    rounded_otherwise: LaunchRecord | None = None,
) -> Replay:
    """Run the recorded launch on `module`, as parsed from the original, and compare.

    `slack` widens the tolerance of floating-point numbers, for kernels that amplify rounding errors.
    `rounded_otherwise` is the launch with other last digits: numbers that hang on these are left open too.

    Raises RecordError where the module has no such kernel, InterpreterError for what the interpreter cannot run.
    """
    forward = Launch(module, record)
    report = forward.run()
    differences = list(forward.differences(forward.recorded, slack))
    if not differences:
        return Replay(record, report)
    backward = Launch(module, record)
    backward.run(backward=True)
    ordered = {difference.column for difference in forward.differences(backward.outcome, slack)}
    rounded: dict[str, int] = {}
    if rounded_otherwise is not None:
        otherwise = Launch(module, rounded_otherwise)
        otherwise.run()
        rounded = {d.column: d.count for d in forward.differences(otherwise.outcome, slack)}

    def is_open(difference: Difference) -> bool:
        by_rounding = difference.count <= _SIMILAR * rounded.get(difference.column, 0)
        return difference.column in ordered or by_rounding

    return Replay(
        record,
        report,
        [difference for difference in differences if not is_open(difference)],
        [difference for difference in differences if is_open(difference)],
    )


_SIMILAR = (
    4  # times as many numbers of an array may differ as other last digits of the input change
)
_OF_THE_PORT = (messages.TRAPPED, clock.TICKS)  # variables that the original kernels have not
_HEAP = "cn_heap"  # of `cn/heap.h`: which thread gets which of its blocks is left to the order of the threads


class Launch:
    """A recorded launch on its way through an interpreter of its own.

    `layout` is that of the module, `inputs` are the types of the kernel's parameters; a `strict` one ends at its
    first error, with InterpreterError.
    """

    def __init__(self, module: ir.Module, record: LaunchRecord, strict: bool = False) -> None:
        self._record = record
        self._symbols = {s: at for s, at in record.symbols.items() if s not in _OF_THE_PORT}
        self._own = {at for s, at in record.symbols.items() if s in (*_OF_THE_PORT, _HEAP)}
        self._kernel = kernel_of(module, record.kernel)
        self.layout = Layout(module)
        self.inputs = list(self._kernel.type.inputs)
        self._interpreter = Interpreter(module, self.layout, strict=strict)
        self._places = AddressMap()
        self._names = _variable_names(module)
        self._buffers = self._place_memory()
        self._types = self._learn_types(_variable_types(module))

    def run(self, backward: bool = False) -> Report:
        """Run the kernel on the recorded memory."""
        record = self._record
        for piece, buffer in self._buffers.items():
            buffer.upload(self._translated(piece.before))
        arguments = [
            self._argument(type_, data)
            for type_, data in zip(self.inputs, record.arguments, strict=True)
        ]
        return self._interpreter.launch(
            self._kernel.sym_name.value,
            record.grid,
            record.block,
            arguments,
            record.shared_bytes,
            backward=backward,
        )

    @property
    def outcome(self) -> list[bytes]:
        """The contents of each piece now, with addresses of this interpreter."""
        return [buffer.download().tobytes() for buffer in self._buffers.values()]

    @property
    def recorded(self) -> list[bytes]:
        """What the driver left in each piece, with addresses of this interpreter; for after `run`."""
        return [
            self._left_alone(piece, self._translated(piece.after), ours)
            for piece, ours in zip(self._buffers, self.outcome, strict=True)
        ]

    def _left_alone(self, piece: Piece, theirs: bytes, ours: bytes) -> bytes:
        """`theirs`, where bytes that neither side has written are taken from `ours`.

        Numbers that look like addresses without being some come out otherwise when they are half written over.
        """
        if not self._record.indirect or theirs == ours or piece.address in self._own:
            return theirs
        before, after, mine, start = (
            np.frombuffer(data, np.uint8)
            for data in (piece.before, piece.after, ours, self._translated(piece.before))
        )
        alone = (before == after) & (mine == start)
        return np.where(alone, mine, np.frombuffer(theirs, np.uint8)).tobytes()

    def differences(self, other: list[bytes], slack: float) -> Iterator[Difference]:
        """Where the contents of the pieces are others than this interpreter has."""
        for piece, theirs, ours in zip(self._buffers, other, self.outcome, strict=True):
            if theirs == ours or piece.address in self._own:
                continue
            for region in self._types.regions(piece):
                yield from compare(region, theirs, ours, slack)

    def regions(self, piece: Piece) -> list[Region]:
        """What a piece of the launch's memory holds; bytes where nothing is known of it."""
        return list(self._types.regions(piece))

    def is_pointer(self, value: int) -> bool:
        """Does a recorded number lead to memory of the launch?"""
        return self._places.find(value) is not None

    def _place_memory(self) -> dict[Piece, Buffer]:
        """Each recorded piece as memory of the interpreter; that of a variable is the variable's own."""
        variables = {
            address: self._interpreter.globals[self._variable(name)]
            for name, address in self._symbols.items()
        }
        buffers: dict[Piece, Buffer] = {}
        for number, piece in enumerate(self._record.pieces):
            buffer = variables.get(piece.address) or self._interpreter.memory.allocate(
                len(piece.before), f"allocation {number}"
            )
            if len(piece.before) > buffer.size:  # of a heap that the program has made larger
                raise RecordError("the heap is larger than the interpreter's")
            buffers[piece] = buffer
            self._places.add(piece, buffer.pointer.address)
        return buffers

    def _learn_types(self, variables: dict[str, ir.Type]) -> ElementTypes:
        types = ElementTypes(self.layout, self._places)
        for name, address in self._symbols.items():
            if name == _HEAP:  # has blocks of any type
                continue
            types.points_to(name, address, variables[self._variable(name)])
        given = self._record.arguments
        if len(self.inputs) != len(given):
            raise RecordError(f"{self._record.kernel} takes {len(self.inputs)} arguments")
        for number, (type_, data) in enumerate(zip(self.inputs, given, strict=True)):
            types.learn(f"argument {number}", type_, data)
        return types

    def _argument(self, type_: ir.Type, data: bytes) -> Value:
        if t.is_ptr(type_):
            return Pointer(self._places.pointer(int.from_bytes(data, "little")))
        data = self._translated(data)  # handles of textures are addresses in integers
        scalar = scalar_of(type_)
        return data if scalar is None else scalar.unpack(data)

    def _variable(self, recorded: str) -> str:
        """The module's name of a variable that the host knows by its own."""
        if recorded not in self._names:
            raise RecordError(f"the module has no variable '{recorded}'")
        return self._names[recorded]

    def _translated(self, data: bytes) -> bytes:
        """Only kernels that follow pointers in memory have any that matter."""
        return self._places.words(data) if self._record.indirect else data


def has_kernel(module: ir.Module, kernel: str) -> bool:
    """Does the parsed module have the kernel of this name in the port?"""
    return _find(module, kernel) is not None


def kernel_of(module: ir.Module, kernel: str) -> ir.OpView:
    """The kernel of this name in the port; RecordError where there is none."""
    if (found := _find(module, kernel)) is None:
        raise RecordError(f"the module has no kernel '{kernel}'")
    return found


def _find(module: ir.Module, kernel: str) -> ir.OpView | None:
    """The kernel by its name in the port, where names that OpenCL reserves have a trailing underscore."""
    functions = {
        op.sym_name.value: op
        for op in module.body.operations
        if op.operation.name == "func.func" and not op.is_external
    }
    return functions.get(kernel) or functions.get(kernel.removesuffix("_"))


def variables_of(module: ir.Module) -> dict[str, ir.Type]:
    """Types of the variables by the names that hosts know them by."""
    types = _variable_types(module)
    return {shown: types[name] for shown, name in _variable_names(module).items()}


def _variable_types(module: ir.Module) -> dict[str, ir.Type]:
    return {
        op.name.value: ir.TypeAttr(op.type).value
        for op in module.body.operations
        if isinstance(op, GlobalOp)
    }


def _variable_names(module: ir.Module) -> dict[str, str]:
    return {
        op.attributes["source_name"].value if "source_name" in op.attributes else op.name.value: (
            op.name.value
        )
        for op in module.body.operations
        if isinstance(op, GlobalOp)
    }
