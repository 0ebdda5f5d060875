"""What a lowering pass is."""

from __future__ import annotations

from typing import Protocol

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics


class Pass(Protocol):
    """A frozen dataclass whose fields are its options."""

    @property
    def name(self) -> str:
        """How `--stage` and reports call it."""
        ...

    def apply(self, module: ir.Module, diagnostics: Diagnostics, /) -> None:
        """Change `module` in place; what cannot be converted is reported, and its kernels are removed."""
        ...
