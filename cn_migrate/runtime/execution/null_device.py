"""A device that takes everything and computes nothing: for tests, and to see what a launch costs by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from cn_migrate.runtime.bundle import Bundle, Kernel, Kind, Variant
from cn_migrate.runtime.execution.device import Capabilities, Device, Memory


class NullDevice(Device):
    """See the module."""

    @property
    def capabilities(self) -> Capabilities:
        """Nothing."""
        return Capabilities("null", "null", 0, 0)

    def refuses(self, variant: Variant) -> str:
        """Every module has its bytecode."""
        return "" if variant.kind is Kind.BYTECODE else "it is not looked at"

    def preference(self, _variant: Variant) -> int:
        """There is one."""
        return 0

    def load(self, bundle: Bundle, variant: Variant) -> Any:
        """Read it, so that damage is found."""
        return bundle.read(variant.member)

    def memory(self, array: np.ndarray[Any, Any]) -> Memory:
        """The array itself."""
        return Memory(self, array, array.shape, array.dtype)

    def read(self, memory: Memory) -> np.ndarray[Any, Any]:
        """The array itself."""
        handle: np.ndarray[Any, Any] = memory.handle
        return handle

    def run(
        self,
        _code: Any,
        _kernel: Kernel,
        _grid: tuple[int, int, int],
        _block: tuple[int, int, int],
        _values: Sequence[Any],
        _shared_bytes: int,
    ) -> None:
        """Nothing."""
