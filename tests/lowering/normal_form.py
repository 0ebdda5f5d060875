"""Runs CUDA device code in three forms: as parsed, normalised, and normalised and simplified by MLIR's own passes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cn_migrate._mlir import ir, passmanager
from cn_migrate.dialects.cnative.interpreter import Interpreter, Report
from cn_migrate.lowering.call_graph import functions, operations
from cn_migrate.lowering.pipeline import normalise
from tests.parsers.cuda.device.run_source import translate_source

TERMINATORS = ("cf.br", "cf.cond_br", "cnative.return")


def simplify(module: ir.Module) -> None:
    """MLIR's canonicalisation and common subexpression elimination."""
    with module.context:
        passes = passmanager.PassManager.parse("builtin.module(canonicalize,cse)")
        passes.run(module.operation)


def ops_of(module: ir.Module) -> list[ir.OpView]:
    """All ops of all functions."""
    return [op for function in functions(module).values() for op in operations(function.body)]


def names_of(module: ir.Module) -> list[str]:
    """The names of all ops of all functions."""
    return [op.operation.name for op in ops_of(module)]


def is_normal(module: ir.Module) -> bool:
    """Is it a graph of blocks, each ended by one of the three terminators?"""
    blocks = [block for f in functions(module).values() for block in f.body.blocks]
    ends = [list(block.operations)[-1].operation.name for block in blocks]
    flat = all(not op.operation.regions for op in ops_of(module))
    return flat and all(end in TERMINATORS for end in ends)


def normal(folder: Path, source: str) -> ir.Module:
    """The normal form of a source text."""
    code, diagnostics = translate_source(folder, source)
    normalise(code.module, diagnostics)
    assert not diagnostics.failed, diagnostics.items
    return code.module


def run_forms(
    folder: Path, source: str, arguments: Callable[[], list[Any]], block: int = 1, grid: int = 1
) -> list[tuple[list[Any], Report]]:
    """What the one kernel of `source` makes of fresh `arguments` in each form: the arguments then, and the report."""
    code, diagnostics = translate_source(folder, source)
    assert not diagnostics.failed, diagnostics.items
    module, kernel = code.module, next(iter(code.symbols.values()))
    forms: list[Callable[[], None]] = [
        lambda: None,
        lambda: normalise(module, diagnostics),
        lambda: simplify(module),
    ]
    results = []
    for form in forms:
        form()
        args = arguments()
        with code.context:
            results.append((args, Interpreter(module).launch(kernel, [grid], [block], args)))
    assert is_normal(module) and not diagnostics.failed, diagnostics.items
    return results
