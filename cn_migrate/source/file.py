"""A source file in memory, as bytes, with positions."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cn_migrate.diagnostics.model import Span


@dataclass(frozen=True)
class SourceFile:
    """`path` on disk, `name` relative to the project's root (forward slashes), `data` its bytes."""

    path: Path
    name: str
    data: bytes

    @cached_property
    def line_starts(self) -> list[int]:
        """Byte offset of each line's first byte."""
        starts = [0]
        while (end := self.data.find(b"\n", starts[-1])) >= 0:
            starts.append(end + 1)
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column (from 1, in bytes) of a byte offset."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The Span of bytes `start` to `end`."""
        return Span(self.name, *self.position(start), *self.position(end))

    def text(self, start: int, end: int) -> str:
        """Bytes `start` to `end` as text; bytes that are not UTF-8 survive a round trip."""
        return self.data[start:end].decode("utf-8", "surrogateescape")
