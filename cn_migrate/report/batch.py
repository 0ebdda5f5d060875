"""The report of a batch: every project's state, what blocks them, and how it was in earlier runs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field

from cn_migrate.report.model import DiagnosticEntry, Report, blocks
from cn_migrate.report.proof import Proof

SCHEMA_VERSION = 1


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Model):
    """A build or a run: its time in seconds, and the end of its output where it failed."""

    ok: bool
    seconds: float
    output: str = ""


class ProjectEntry(_Model):
    """One project: how its port ended, in how many seconds and with how many MiB of memory.

    `message` says why there is no `report`.
    """

    name: str
    out: str
    state: str
    message: str = ""
    seconds: float = 0.0
    peak: int = 0
    report: Report | None = None
    build: Step | None = None
    run: Step | None = None


def proof_of(project: ProjectEntry) -> Proof | None:
    """The proof of a project that was verified."""
    return project.report.proof if project.report else None


class Blocker(_Model):
    """Something that needs a hand: in how many projects, how often, and how many have nothing else."""

    rule: str
    message: str
    help: str = ""
    projects: list[str]
    findings: int
    alone: int


class RunEntry(_Model):
    """The projects of an earlier run, by state."""

    started: str
    states: dict[str, int]


class BatchReport(_Model):
    """What `cn-batch.json` holds."""

    schema_version: int = Field(default=SCHEMA_VERSION)
    version: str
    root: str
    target: str
    states: dict[str, int]
    projects: list[ProjectEntry]
    blockers: list[Blocker]
    history: list[RunEntry]

    def json_bytes(self) -> bytes:
        """The report as it is written."""
        return self.model_dump_json(indent=1).encode() + b"\n"


# Findings of these rules that differ in names only are one piece of work: what is missing is a library or an interface.
_BY_KIND = frozenset({"host-api", "library-call", "missing-declaration"})
_NAME = re.compile(r"'([^']*)'")
_NAMED = 3  # names that are shown


@dataclass
class _Kind:
    """Findings that one piece of work would settle."""

    messages: dict[str, None] = field(default_factory=dict)  # in the order of their first places
    places: list[str] = field(default_factory=list)
    alone: int = 0


def blockers(projects: Iterable[ProjectEntry]) -> list[Blocker]:
    """What needs a hand, that which would free most projects by itself first."""
    kinds: dict[tuple[str, str, str], _Kind] = defaultdict(_Kind)
    for project in projects:
        found = [d for d in project.report.diagnostics if blocks(d)] if project.report else []
        keys = [_kind(finding) for finding in found]
        for key, finding in zip(keys, found, strict=True):
            kinds[key].places.append(project.name)
            kinds[key].messages[finding.message] = None
        if len(set(keys)) == 1:
            kinds[keys[0]].alone += 1
    made = [
        Blocker(
            rule=rule,
            message=_together(list(kind.messages)),
            help=help_,
            projects=sorted(set(kind.places)),
            findings=len(kind.places),
            alone=kind.alone,
        )
        for (rule, _, help_), kind in kinds.items()
    ]
    return sorted(made, key=lambda b: (-b.alone, -len(b.projects), -b.findings, b.rule, b.message))


def _kind(finding: DiagnosticEntry) -> tuple[str, str, str]:
    grouped = finding.rule in _BY_KIND
    message = _NAME.sub("''", finding.message) if grouped else finding.message
    return finding.rule, message, finding.help


def _together(messages: Sequence[str]) -> str:
    """Messages that differ in their first name as one, with the first few of the names."""
    if len(messages) == 1:
        return messages[0]
    names = [found.group() for found in map(_NAME.search, messages) if found]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return _NAME.sub(lambda _: ", ".join(names[:_NAMED]) + more, messages[0], count=1)


def make_batch_report(
    root: str,
    target: str,
    version: str,
    projects: Sequence[ProjectEntry],
    history: Sequence[tuple[str, dict[str, int]]],
) -> BatchReport:
    """Put the report of a batch together."""
    states: dict[str, int] = defaultdict(int)
    for project in projects:
        states[project.state] += 1
    return BatchReport(
        version=version,
        root=root,
        target=target,
        states=dict(states),
        projects=sorted(projects, key=lambda p: p.name),
        blockers=blockers(projects),
        history=[RunEntry(started=started, states=counts) for started, counts in history],
    )
