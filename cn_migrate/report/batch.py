"""The report of a batch: every project's state, what blocks them, and how it was in earlier runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict, Field

from cn_migrate.report.model import Report, blocks
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


def blockers(projects: Iterable[ProjectEntry]) -> list[Blocker]:
    """What needs a hand, that which would free most projects by itself first."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    helps: dict[tuple[str, str], str] = {}
    alone: dict[tuple[str, str], int] = defaultdict(int)
    for project in projects:
        found = [d for d in project.report.diagnostics if blocks(d)] if project.report else []
        keys = [(d.rule, d.message) for d in found]
        for key, finding in zip(keys, found, strict=True):
            places[key].append(project.name)
            helps[key] = finding.help
        if len(set(keys)) == 1:
            alone[keys[0]] += 1
    ranked = sorted(
        places, key=lambda key: (-alone[key], -len(set(places[key])), -len(places[key]), key)
    )
    return [
        Blocker(
            rule=rule,
            message=message,
            help=helps[rule, message],
            projects=sorted(set(places[rule, message])),
            findings=len(places[rule, message]),
            alone=alone[rule, message],
        )
        for rule, message in ranked
    ]


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
