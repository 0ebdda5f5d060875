"""The `cnative` dialect: types, ops, verifiers, and an interpreter that defines what they mean.

`context()` gives an MLIR context that knows it.
"""

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import (
    clock,
    control,
    definitions,
    execution,
    expressions,
    memory,
    messages,
    threads,
    types,
    warp,
)
from cn_migrate.dialects.cnative.dialect import Cnative

__all__ = [
    "Cnative",
    "clock",
    "context",
    "control",
    "definitions",
    "execution",
    "expressions",
    "memory",
    "messages",
    "threads",
    "types",
    "warp",
]


def context() -> ir.Context:
    """A new MLIR context with `cnative` loaded."""
    result = ir.Context()
    with result, ir.Location.unknown():
        Cnative.load()
    return result
