"""The report of a port: a stable schema, the same bytes for the same input, no machine paths, no times.

A change that readers could notice raises SCHEMA_VERSION.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from cn_migrate.diagnostics import RULES, Diagnostic, Fidelity, Severity, Span
from cn_migrate.project.converted import Merged
from cn_migrate.project.model import Project
from cn_migrate.report.proof import Level, Proof
from cn_migrate.source.file import SourceFile

SCHEMA_VERSION = 3

Status = Literal["converted", "needs-a-hand"]
_Kind = TypeVar("_Kind", bound=StrEnum)
SourceOf = Callable[[str], bytes | None]
Role = Literal["unit", "header", "plain", "other"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ChangeEntry(_Model):
    """One edit: which stretch of the original gives way to `text`, why, and how close that is.

    Lines and columns count from 1, columns in bytes, the end is exclusive.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    why: str
    fidelity: Fidelity


class FileEntry(_Model):
    """One file of the input: what it is, what it is called in the port, and its edits in order."""

    name: str
    role: Role
    output: str
    edits: int = 0
    converted: bool = True
    changes: list[ChangeEntry] = []


class KernelEntry(_Model):
    """One instance of a kernel."""

    name: str
    source_name: str
    kernel: str
    file: str
    fidelity: Fidelity


class ApiEntry(_Model):
    """One name of the API, how often it is used, and how close its port is."""

    name: str
    uses: int
    fidelity: Fidelity


class SpanEntry(_Model):
    """A stretch of a source: lines and columns from 1, the end exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class DiagnosticEntry(_Model):
    """One finding."""

    rule: str
    severity: Severity
    fidelity: Fidelity | None = None
    message: str
    help: str = ""
    span: SpanEntry | None = None
    accepted: bool = False


class TargetEntry(_Model):
    """One program or library that the port builds."""

    name: str
    executable: bool
    sources: list[str]


class Summary(_Model):
    """The port in numbers; `instances` and `api` are by fidelity class."""

    files: int
    units: int
    units_converted: int
    files_edited: int
    kernels: int
    instances: dict[Fidelity, int]
    api: dict[Fidelity, int]
    diagnostics: dict[Severity, int]


class Report(_Model):
    """What `cn-report.json` holds; there is a `proof` where the port was verified."""

    tool: Literal["cn-migrate"] = "cn-migrate"
    schema_version: int = Field(default=SCHEMA_VERSION)
    version: str
    project: str
    target: str
    build_system: str
    status: Status
    summary: Summary
    targets: list[TargetEntry]
    files: list[FileEntry]
    kernels: list[KernelEntry]
    api: list[ApiEntry]
    diagnostics: list[DiagnosticEntry]
    proof: Proof | None = None

    def json_bytes(self) -> bytes:
        """The report as it is written."""
        return self.model_dump_json(indent=2).encode() + b"\n"


_FAULTS = frozenset({"crash", "tool-fault"})


def faults(report: Report) -> list[DiagnosticEntry]:
    """The findings that are faults of the tool, and not of the project."""
    return [finding for finding in report.diagnostics if finding.rule in _FAULTS]


def blocks(finding: DiagnosticEntry) -> bool:
    """Does a finding keep a project from being converted?  One that its people accept does not."""
    if finding.accepted:
        return False
    return finding.severity is Severity.ERROR or finding.fidelity is Fidelity.MANUAL


def failing(report: Report, limit: Fidelity) -> list[DiagnosticEntry]:
    """What is of the class `limit` or of a worse one, errors always; names of the API have no place."""
    classes = list(Fidelity)
    worse = frozenset(classes[classes.index(limit) :])
    found = [d for d in report.diagnostics if blocks(d) or (d.fidelity in worse and not d.accepted)]
    named = [
        DiagnosticEntry(
            rule="api",
            severity=RULES["api"].severity,
            fidelity=use.fidelity,
            message=RULES["api"].message.format(
                name=use.name, fidelity=use.fidelity.value, uses=use.uses
            ),
            help=RULES["api"].help.format(name=use.name),
        )
        for use in report.api
        if use.fidelity in worse
    ]
    return found + named


def unproved(report: Report) -> list[DiagnosticEntry]:
    """The kernels that were not shown to give the same results, and the runs that did not end well."""
    if report.proof is None:
        return []
    places = {(kernel.file, kernel.name): kernel for kernel in report.proof.kernels}
    found = [
        _unverified(f"{name}: {kernel.level.value}: {kernel.first}", file)
        for (file, name), kernel in places.items()
        if kernel.level is not Level.SAME_RESULTS
    ]
    ends = [
        _unverified(f"the program ended with exit code {run.code} on {run.device}")
        for run in report.proof.runs
        if run.code
    ]
    return found + ends


def _unverified(what: str, file: str = "") -> DiagnosticEntry:
    rule = RULES["unverified"]
    span = SpanEntry(file=file, line=1, column=1, end_line=1, end_column=1) if file else None
    message = rule.message.format(what=what)
    return DiagnosticEntry(
        rule="unverified", severity=rule.severity, message=message, help=rule.help, span=span
    )


def make_report(
    project: Project,
    name: str,
    target: str,
    version: str,
    merged: Merged,
    diagnostics: Iterable[Diagnostic],
    originals: Mapping[str, bytes],
) -> Report:
    """Put the report of a port together; `originals` are the texts that the edits belong to."""
    items = sorted(diagnostics, key=_order)
    entries = [entry(item) for item in items]
    files = _files(project, merged, originals)
    api = [ApiEntry(name=n, uses=uses, fidelity=f) for (n, f), uses in sorted(merged.api.items())]
    kernels = [
        KernelEntry(
            name=k.name,
            source_name=k.source_name,
            kernel=k.kernel,
            file=k.file,
            fidelity=k.fidelity,
        )
        for k in sorted(merged.kernels, key=lambda k: (k.file, k.name))
    ]
    return Report(
        version=version,
        project=name,
        target=target,
        build_system=project.build_system,
        status="needs-a-hand" if any(map(blocks, entries)) else "converted",
        summary=_summary(project, merged, files, items),
        targets=[
            TargetEntry(
                name=t.name,
                executable=t.executable,
                sources=[merged.renamed.get(s, s) for s in t.sources],
            )
            for t in project.targets
        ],
        files=files,
        kernels=kernels,
        api=api,
        diagnostics=entries,
    )


def _files(project: Project, merged: Merged, originals: Mapping[str, bytes]) -> list[FileEntry]:
    roles: dict[str, Role] = dict.fromkeys(project.others, "other")
    roles |= dict.fromkeys(project.headers, "header")
    roles |= dict.fromkeys(project.plain, "plain")
    roles |= dict.fromkeys((unit.name for unit in project.units), "unit")
    return [
        FileEntry(
            name=name,
            role=role,
            output=merged.renamed.get(name, name),
            edits=len(merged.edits.get(name, [])),
            converted=role != "unit" or name in merged.renamed,
            changes=_changes(name, merged, originals.get(name, b"")),
        )
        for name, role in sorted(roles.items())
    ]


def _changes(name: str, merged: Merged, original: bytes) -> list[ChangeEntry]:
    classes = dict(merged.api.keys())
    source = SourceFile(Path(name), name, original)
    found: list[ChangeEntry] = []
    for edit in sorted(merged.edits.get(name, []), key=lambda e: (e.start, e.end)):
        span = source.span(edit.start, edit.end)
        found.append(
            ChangeEntry(
                line=span.line,
                column=span.column,
                end_line=span.end_line,
                end_column=span.end_column,
                text=edit.text.decode("utf-8", "replace"),
                why=edit.reason,
                fidelity=classes.get(edit.reason, Fidelity.EXACT),
            )
        )
    return found


def _summary(
    project: Project, merged: Merged, files: list[FileEntry], items: list[Diagnostic]
) -> Summary:
    api: Counter[Fidelity] = Counter()
    for (_, fidelity), uses in merged.api.items():
        api[fidelity] += uses
    return Summary(
        files=len(files),
        units=len(project.units),
        units_converted=len(merged.renamed),
        files_edited=sum(file.edits > 0 for file in files),
        kernels=len({(k.file, k.kernel) for k in merged.kernels}),
        instances=_every(Fidelity, Counter(k.fidelity for k in merged.kernels)),
        api=_every(Fidelity, api),
        diagnostics=_every(Severity, Counter(i.severity for i in items)),
    )


def _every(kinds: type[_Kind], counts: Mapping[_Kind, int]) -> dict[_Kind, int]:
    return {kind: counts.get(kind, 0) for kind in kinds}


def _order(item: Diagnostic) -> tuple[str, int, int, str, str]:
    span = item.span
    place = (span.file, span.line, span.column) if span else ("", 0, 0)
    return (*place, item.rule, item.message)


def entry(item: Diagnostic) -> DiagnosticEntry:
    """One diagnostic as the report holds it."""
    span = item.span
    return DiagnosticEntry(
        rule=item.rule,
        severity=item.severity,
        fidelity=item.fidelity,
        message=item.message,
        help=item.help,
        span=_span(span) if span else None,
        accepted=item.accepted,
    )


def _span(span: Span) -> SpanEntry:
    return SpanEntry(
        file=span.file,
        line=span.line,
        column=span.column,
        end_line=span.end_line,
        end_column=span.end_column,
    )
