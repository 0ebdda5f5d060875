"""The place in the source that ops and refusals get; a class, because every expression enters it."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from clang.cindex import Cursor

from cn_migrate.diagnostics import Refusal

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.device.module import DeviceModule


class Place:
    """Inside of it ops carry the cursor's location, and a Refusal without a place gets it."""

    __slots__ = ("_cursor", "_location", "_module")

    def __init__(self, module: DeviceModule, cursor: Cursor) -> None:
        self._module = module
        self._cursor = cursor
        self._location = module.location(cursor)

    def __enter__(self) -> None:
        self._location.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._location.__exit__(kind, error, trace)
        if isinstance(error, Refusal):
            error.span = error.span or self._module.span(self._cursor)
