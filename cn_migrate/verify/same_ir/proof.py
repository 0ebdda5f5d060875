"""The proof for all kernels of one source: its device code as the emitter got it, against the text that it wrote."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from cn_migrate import fault
from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.emitters.opencl.emit import function_names
from cn_migrate.lowering.call_graph import functions, is_kernel
from cn_migrate.lowering.pipeline import lower, normalise
from cn_migrate.lowering.target import OPENCL
from cn_migrate.parsers.opencl import parse_source
from cn_migrate.verify.same_ir.compare import Difference, same_function
from cn_migrate.verify.same_ir.side import Program
from cn_migrate.verify.same_ir.spelled import misspelled

_DEEPEST = 20_000  # calls: expressions and choices are followed as deep as they are


@dataclass(frozen=True, slots=True)
class Sameness:
    """What was found for a kernel: its port is the same, or there is a `difference` in `function`."""

    difference: Difference | None = None
    function: str = ""

    @property
    def holds(self) -> bool:
        """Is the port the same?"""
        return self.difference is None

    def __str__(self) -> str:
        if self.difference is None:
            return "same IR"
        original, port = self.difference.original, self.difference.port
        return f"in '{self.function}'\n  original  {original}\n  port      {port}"


def compare_with_text(original: ir.Module, text: Path) -> dict[str, Sameness]:
    """Compare the kernels of `original`, as parsed, with the OpenCL C that was emitted of it, by their printed names.

    `original` stays as it is.  Empty where the text does not compile.
    """
    with original.context, ir.Location.unknown():
        lowered = _copy(original)
    lower(lowered, Diagnostics(), OPENCL)
    return compare_lowered(lowered, text)


def compare_lowered(lowered: ir.Module, text: Path) -> dict[str, Sameness]:
    """Compare what the emitter printed with the text that it wrote; `lowered` is in normal form afterwards."""
    found = Diagnostics()
    code = parse_source(text, (), found)
    if code is None:
        return {}
    normalise(code.module, found)
    with lowered.context, ir.Location.unknown():
        names = function_names({f.sym_name.value: f for f in _functions(lowered)})
        normalise(lowered, Diagnostics())
        read = _copy(code.module)
        program = Program(lowered, names, False)
        port = Program(read, {}, True, program.pure, program.timeless)
        return _Comparison(program, port, text.read_text()).kernels()


def _copy(module: ir.Module) -> ir.Module:
    """A copy in the current context, with the places of its ops."""
    return ir.Module.parse(module.operation.get_asm(enable_debug_info=True))


def _functions(module: ir.Module) -> list[func.FuncOp]:
    return list(functions(module).values())


class _Comparison:
    """Functions are compared once, whichever kernels call them."""

    def __init__(self, original: Program, port: Program, text: str) -> None:
        self._original = original
        self._port = port
        self._text = text
        self._known: dict[str, tuple[Difference | None, set[str]]] = {}

    def kernels(self) -> dict[str, Sameness]:
        """What was found for each kernel."""
        wanted = [name for name, f in self._original.functions.items() if is_kernel(f)]
        return {name: self._kernel(name) for name in wanted}

    def _kernel(self, name: str) -> Sameness:
        pending, seen = [name], set()
        while pending:
            function = pending.pop()
            if function in seen:
                continue
            seen.add(function)
            difference, called = self._function(function)
            if difference is not None:
                return Sameness(difference, function)
            pending += called
        return Sameness()

    def _function(self, name: str) -> tuple[Difference | None, set[str]]:
        if name not in self._known:
            difference, called, spelled = self._compared(name)
            wrong = misspelled(spelled, self._text)
            if difference is None and wrong:
                difference = Difference(f"{wrong[0]} as it is shipped", "another text")
            self._known[name] = difference, called
        return self._known[name]

    def _compared(self, name: str) -> tuple[Difference | None, set[str], set[str]]:
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _DEEPEST))
        try:
            return same_function(self._original, self._port, name)
        except Exception as error:  # a fault of ours proves nothing, and costs this function only
            if fault.wanted_raw():
                raise
            fault.record(error, f"'{name}' was not compared")
            return Difference(f"a fault of cn-migrate ({type(error).__name__})", ""), set(), set()
