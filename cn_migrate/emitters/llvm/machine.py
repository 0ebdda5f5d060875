"""What the kinds of machines that LLVM compiles for do each in their own way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t

if TYPE_CHECKING:
    from cn_migrate.emitters.llvm.function import FunctionWriter

Rule = Callable[["FunctionWriter", ir.OpView], None]


@dataclass(frozen=True)
class Machine:
    """One kind of machine.

    `spaces` are the numbers of its address spaces; `rules` print the ops of the execution model; `functions` are
    formats of its own names for functions of the dialect's table, over `{f}`, the suffix of the argument's type;
    `kernel` prints a kernel with all that belongs to it; `scopes` are its names for the scopes of atomics, `lacks` the
    atomics that LLVM does not know there; `attributes` are those of all functions.
    """

    name: str
    spaces: Mapping[t.Space, int]
    rules: Mapping[type[ir.OpView], Rule]
    functions: Mapping[str, str]
    kernel: Callable[[FunctionWriter], str]
    scopes: Mapping[str, str] = field(default_factory=dict)
    lacks: frozenset[str] = frozenset()
    attributes: str = ""
