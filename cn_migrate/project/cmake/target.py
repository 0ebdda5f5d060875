"""A target of a CMake project."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cn_migrate.diagnostics import Span


@dataclass
class CMakeTarget:
    """One `add_executable` or `add_library`: files and folders absolute, flags in the order given.

    `data` are files and folders that are copied beside the program when it is built, each with the folder there.
    """

    name: str
    executable: bool
    folder: Path
    origin: Span
    sources: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    public_flags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    data: list[tuple[str, str]] = field(default_factory=list)
