"""`__constant__` and `__device__` variables become kernel parameters, because OpenCL C 1.2 hosts cannot write to
program-scope variables (6.5.1: only `__constant` ones exist, and they are initialised at compile time)."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import definitions
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative.attributes import array, text
from cn_migrate.dialects.cnative.kernels import SYMBOLS
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.lowering.call_graph import functions
from cn_migrate.lowering.thread_arguments import (
    Need,
    add_parameter,
    element_pointer,
    replace_address,
    thread_arguments,
)


@dataclass(frozen=True)
class PassGlobals:
    """Each variable that a kernel reaches is one more pointer parameter, named in `cnative.symbols` of the kernel."""

    name: str = "pass-globals"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """See the class."""
        with module.context:
            variables = _variables(module)
            if not variables:
                return
            values = thread_arguments(module, _needs(module, variables), _symbol_parameter)
            for name, function in functions(module).items():
                for op in _references(function, variables):
                    replace_address(op.result, values[name, op.symbol.value])
                    op.erase()


def _variables(module: ir.Module) -> set[str]:
    """The variables that the host can write: all but `literal` ones, whose values are known here."""
    found = [op for op in module.body.operations if isinstance(op, definitions.GlobalOp)]
    return {op.name.value for op in found if "literal" not in op.attributes}


def _references(function: func.FuncOp, variables: set[str]) -> list[m.GlobalRefOp]:
    found = of_kinds(function, m.GlobalRefOp)
    return [op for op in found if op.symbol.value in variables]


def _needs(module: ir.Module, variables: set[str]) -> dict[str, list[Need]]:
    result: dict[str, list[Need]] = {}
    for name, function in functions(module).items():
        found = {op.symbol.value: op for op in _references(function, variables)}
        result[name] = [
            Need(s, s, element_pointer(op.result.type), op.result.type) for s, op in found.items()
        ]
    return result


def _symbol_parameter(kernel: func.FuncOp, need: Need) -> ir.Value:
    known = list(kernel.attributes[SYMBOLS]) if SYMBOLS in kernel.attributes else []
    kernel.attributes[SYMBOLS] = array([*known, text(need.key)])
    return add_parameter(kernel, need)
