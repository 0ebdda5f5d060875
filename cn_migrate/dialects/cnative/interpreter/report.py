"""What a launch found: each defect once, with its place, its threads and how often it came up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cn_migrate.dialects.cnative.interpreter.error import InterpreterError

KINDS = {  # kind: severity
    "data-race": "error",
    "lockstep": "warning",  # volatile accesses that only make sense if a warp runs in lockstep
    "out-of-bounds": "error",
    "null-pointer": "error",
    "invalid-pointer": "error",  # no such memory, or a variable that is gone
    "misaligned": "error",
    "wrong-space": "error",  # the pointer's type names another address space
    "write-to-constant": "error",
    "uninitialised": "error",
    "division-by-zero": "error",
    "divergent-barrier": "error",
    "exited-before-barrier": "note",
    "divergent-warp": "error",  # the mask of a warp operation names threads that do not come
    "absent-lane": "warning",  # a shuffle from a lane that takes no part: its value is anything
    "undefined-conversion": "warning",  # of a floating-point number to an integer type that does not hold it
    "trap": "error",  # a failed assertion, or code that says that it cannot go on
    "no-progress": "error",  # threads that wait for each other for ever
}

Position = tuple[int, int, int]


@dataclass(slots=True)
class Finding:
    """One defect; `kind` is a key of KINDS, `location` is `file:line:column`.

    `other_*` is the second party of a race or divergent barrier.  `same_value`: the racing write
    did not change the memory, so the result does not depend on the order.
    """

    kind: str
    message: str
    location: str
    kernel: str
    block: Position
    thread: Position
    other_location: str | None = None
    other_block: Position | None = None
    other_thread: Position | None = None
    same_value: bool = False
    count: int = 1

    @property
    def severity(self) -> str:
        """ "error", "warning" or "note"; a race of same values is a warning."""
        return "warning" if self.same_value else KINDS[self.kind]

    def __str__(self) -> str:
        text = f"{self.location}: {self.severity}: {self.message} [{self.kind}]"
        text += f" in {self.kernel}, block {self.block}, thread {self.thread}"
        if self.other_location is not None:
            text += f"; {self.other_location}, block {self.other_block}, thread {self.other_thread}"
        return text if self.count == 1 else f"{text} ({self.count} times)"


@dataclass(slots=True)
class Report:
    """The findings of one launch, in the order in which they first came up, and the `output` of its threads.

    A `strict` one takes no error: it raises InterpreterError.
    """

    kernel: str
    strict: bool = False
    findings: list[Finding] = field(default_factory=list)
    output: list[str] = field(default_factory=list)
    _seen: dict[tuple[object, ...], Finding] = field(default_factory=dict, repr=False)

    @property
    def ok(self) -> bool:
        """No finding is an error."""
        return all(finding.severity != "error" for finding in self.findings)

    def of(self, kind: str) -> list[Finding]:
        """The findings of one kind."""
        return [finding for finding in self.findings if finding.kind == kind]

    def again(self, kind: str, place: str, other: str | None = None, same: bool = False) -> bool:
        """Is such a finding known at these places?  Then it is counted."""
        known = self._seen.get((kind, place, other, same))
        if known is None:
            return False
        known.count += 1
        return True

    def add(self, finding: Finding) -> None:
        """Record `finding`, which is not known yet."""
        if self.strict and finding.severity == "error":
            raise InterpreterError(finding.location, finding.message)
        place, other, same = finding.location, finding.other_location, finding.same_value
        self._seen[finding.kind, place, other, same] = finding
        self._seen[finding.kind, other, place, same] = finding
        self.findings.append(finding)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __str__(self) -> str:
        return "\n".join(map(str, self.findings))
