"""What a diagnostic is: a rule, at a place, with a fidelity class."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fidelity(StrEnum):
    """How close the port of one construct is to the original, best first."""

    EXACT = "exact"
    EMULATED = "emulated"  # same meaning, other cost
    WEAKENED = "weakened"  # stated difference in meaning
    DROPPED = "dropped"  # left out, stated
    MANUAL = "manual"  # somebody has to do it by hand


class Severity(StrEnum):
    """How much a diagnostic matters."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one source file: lines and columns from 1, the end exclusive.

    `file` is relative to the project's root, with forward slashes, so that reports carry no machine path.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: which `rule`, where, and what to do (`help`)."""

    rule: str
    severity: Severity
    message: str
    span: Span | None = None
    fidelity: Fidelity | None = None
    help: str = ""
    accepted: bool = False  # by the people whose project it is
