"""The reference interpreter: runs kernels of a `cnative` module thread by thread."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative.interpreter.arguments import Arguments, SharedBytes
from cn_migrate.dialects.cnative.interpreter.checks import Checks
from cn_migrate.dialects.cnative.interpreter.error import InterpreterError, locate
from cn_migrate.dialects.cnative.interpreter.meetings import Run
from cn_migrate.dialects.cnative.interpreter.memory import Buffer, Memory
from cn_migrate.dialects.cnative.interpreter.program import Program
from cn_migrate.dialects.cnative.interpreter.report import Position, Report
from cn_migrate.dialects.cnative.interpreter.scalars import Value
from cn_migrate.dialects.cnative.interpreter.schedule import run_grid
from cn_migrate.dialects.cnative.interpreter.threads import HOST, Block, Thread, ThreadEnded
from cn_migrate.dialects.cnative.layout import Layout

MAX_BLOCK = 1024  # threads; CUDA C++ Programming Guide, "Compute Capabilities"


class Interpreter:
    """Runs the functions of `module`.

    `memory` allocates and copies device memory, `globals` are the module's variables by name; both
    live as long as the interpreter.  `check=False` leaves out races and uninitialised reads; `strict`
    ends a launch at its first error, with InterpreterError.
    Raises InterpreterError where the module is malformed or holds an op or type that is not known.
    """

    def __init__(
        self,
        module: ir.Module,
        layout: Layout | None = None,
        *,
        check: bool = True,
        strict: bool = False,
    ) -> None:
        _verify(module)
        self._module = module  # its ops live as long as it does
        self.memory = Memory()
        self._layout = layout or Layout(module)
        self._checks = Checks(self.memory, strict)
        self._program = Program(module, self._layout, self._checks, check)
        self._program.namespace["launch"] = self._launch_from_host
        self.globals = {name: Buffer(place) for name, place in self._program.globals.items()}
        self.launches: list[Report] = []

    def launch(
        self,
        kernel: str,
        grid: Sequence[int],
        block: Sequence[int],
        args: Sequence[Any],
        shared_bytes: int = 0,
        *,
        backward: bool = False,
    ) -> Report:
        """Run `kernel` on `grid` blocks of `block` threads (x, y, z; missing ones are 1).

        An argument is a scalar; for a pointer a numpy array (changed in place), Buffer, Pointer or
        None; for a record or vector its bytes or a structured numpy value; for a pointer to shared
        memory the bytes that each block gets there.  `backward` runs the last thread first: a result
        that changes depends on the order of the threads.  Returns what was found.
        """
        arguments = Arguments(self.memory, self._layout, kernel)
        try:
            values = arguments.bind(self._parameters(kernel), list(args))
            return self._run(
                kernel,
                _position(kernel, grid),
                _position(kernel, block),
                values,
                shared_bytes,
                backward,
            )
        finally:
            arguments.close()

    def run_host(self, function: str, args: Sequence[Any] = ()) -> Value:
        """Run a host function; its launches run at once, and `launches` gets their reports."""
        arguments = Arguments(self.memory, self._layout, function)
        host = Thread(Block(self.memory, 0, HOST, 0), 0, HOST, (0,) * 6 + (1,) * 6, 0)
        self._checks.begin(function)
        try:
            values = arguments.bind(self._parameters(function), list(args))
            name, waits = self._program.function(None, function)
            if waits:
                raise InterpreterError(
                    function, "a host function cannot wait for threads of a block"
                )
            return self._program.namespace[name](host, *values)
        except RecursionError:
            raise InterpreterError(function, "calls are nested too deeply") from None
        finally:
            host.block.close()
            arguments.close()

    def _run(
        self,
        kernel: str,
        grid: Position,
        block: Position,
        values: Sequence[Value],
        shared_bytes: int,
        backward: bool = False,
    ) -> Report:
        threads = block[0] * block[1] * block[2]
        if threads > MAX_BLOCK:
            raise InterpreterError(
                kernel, f"a block of {threads} threads; at most {MAX_BLOCK} are possible"
            )
        name, waits = self._program.function(None, kernel)
        function = self._program.namespace[name]

        def start(thread: Thread) -> Run:
            arguments = [
                thread.block.shared(value.name, value.name, value.size)
                if isinstance(value, SharedBytes)
                else value
                for value in values
            ]
            with suppress(ThreadEnded):
                if waits:
                    yield from function(thread, *arguments)
                else:
                    function(thread, *arguments)

        report = self._checks.begin(kernel)
        try:
            run_grid(self._checks, grid, block, shared_bytes, start, backward)
        except RecursionError:
            raise InterpreterError(kernel, "calls are nested too deeply") from None
        return report

    def _launch_from_host(
        self, kernel: str, sizes: list[int], shared_bytes: int, values: list[Value], site: int
    ) -> None:
        if kernel not in self._program.functions:
            raise InterpreterError(self._checks.locations[site], f"no kernel is called '{kernel}'")
        outer = self._checks.report, self._checks.races
        grid, block = _position(kernel, sizes[:3]), _position(kernel, sizes[3:])
        self.launches.append(self._run(kernel, grid, block, values, shared_bytes))
        self._checks.report, self._checks.races = outer

    def _parameters(self, name: str) -> list[ir.Type]:
        function = self._program.functions.get(name)
        if function is None:
            raise InterpreterError(name, "no function with a body has this name")
        return list(function.type.inputs)


def _position(kernel: str, sizes: Sequence[int]) -> Position:
    x, y, z = (*sizes, 1, 1, 1)[:3]
    if min(x, y, z) < 1 or len(sizes) > 3:
        raise InterpreterError(kernel, f"{tuple(sizes)} is no size of a grid or block")
    return int(x), int(y), int(z)


def _verify(module: ir.Module) -> None:
    try:
        module.operation.verify()
    except ir.MLIRError as error:
        first = error.error_diagnostics[0]
        raise InterpreterError(
            locate(ir.Location.from_attr(first.location.attr)), first.message
        ) from None
