"""The `cnative` dialect: types, ops, verifiers, and an interpreter that defines what they mean.

`context()` gives an MLIR context that knows it.
"""

from threading import Lock

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


_LOADING = Lock()  # the bindings keep the dialect that they are loading in one place


def context() -> ir.Context:
    """A new MLIR context with `cnative` loaded."""
    result = ir.Context()
    with _LOADING, result, ir.Location.unknown():
        Cnative.load()
    return result
