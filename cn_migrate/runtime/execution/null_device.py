"""A device that takes everything and computes nothing: for tests, and to see what a launch costs by itself."""

from __future__ import annotations

from typing import Any

from cn_migrate.runtime.bundle import Bundle, Kind, Variant
from cn_migrate.runtime.execution.device import Capabilities, Device, Launch


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

    def run(self, _code: Any, _launch: Launch) -> None:
        """Nothing."""
