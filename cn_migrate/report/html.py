"""Reports as one HTML page each: nothing is loaded from anywhere, and it works from a file.

Pictures are inline SVG, styles follow the reader's preference for light or dark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from cn_migrate.diagnostics import Fidelity, Severity
from cn_migrate.report.batch import BatchReport, proof_of
from cn_migrate.report.batch_markdown import proved
from cn_migrate.report.effort import EFFORT, Effort, effort
from cn_migrate.report.hunks import Hunk, hunks
from cn_migrate.report.model import DiagnosticEntry, FileEntry, Report, blocks

_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
_MOST_TEXT = 8 << 20  # characters of sources on one page
_STATES = ("converted", "needs-a-hand", "unusable", "timed-out", "crashed")


@dataclass(frozen=True)
class Texts:
    """What the page shows of a port's files: originals of edited sources, and what was generated, by name."""

    originals: Mapping[str, bytes] = field(default_factory=dict)
    generated: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Bar:
    """One stretch of a stacked bar: what it stands for, how many, and where it begins and ends in percent."""

    kind: str
    count: int
    start: float
    width: float


def port_page(report: Report, texts: Texts) -> str:
    """The report of one port as a page."""
    template = _environment().get_template("port_page.html.j2")
    return template.render(
        title=f"Port of {report.project} to {report.target}", port=_port(report, texts)
    )


def batch_page(report: BatchReport, texts: Mapping[str, Texts]) -> str:
    """The report of a batch as a page; `texts` are by project."""
    template = _environment().get_template("batch_page.html.j2")
    ports = dict(_ports(report, texts))
    efforts: Counter[Effort] = sum((Counter(p.effort) for p in ports.values()), Counter())
    return template.render(
        title=f"Batch port of {report.root} to {report.target}",
        report=report,
        ports=ports,
        states=bars(report.states, _STATES),
        runs=[(run.started, bars(run.states, _STATES)) for run in report.history],
        most=max((len(b.projects) for b in report.blockers), default=1),
        proved={p.name: proved(p) for p in report.projects},
        proofs=[proof for proof in map(proof_of, report.projects) if proof],
        efforts=[(e, efforts[e]) for e in Effort if efforts[e]],
    )


@dataclass(frozen=True)
class _Port:
    """One port, as the templates want it."""

    report: Report
    instances: Sequence[Bar]
    api: Sequence[Bar]
    findings: Sequence[DiagnosticEntry]
    effort: Mapping[Effort, int]
    files: Sequence[tuple[FileEntry, Sequence[Hunk]]]
    device: Sequence[tuple[str, str]]
    complete: bool = True

    @property
    def size(self) -> int:
        """Characters of source text, old and new."""
        edits = sum(
            len(piece.text)
            for _, changed in self.files
            for hunk in changed
            for piece in [*hunk.old, *hunk.new]
        )
        return edits + sum(len(text) for _, text in self.device)


def _ports(report: BatchReport, texts: Mapping[str, Texts]) -> Iterator[tuple[str, _Port]]:
    """The ports of a batch by name, with their sources as far as one page can hold them."""
    left = _MOST_TEXT
    for project in report.projects:
        if project.report is None:
            continue
        port = _port(project.report, texts.get(project.name, Texts()))
        left -= port.size
        whole = left >= 0
        yield project.name, port if whole else replace(port, files=(), device=(), complete=False)


def _port(report: Report, texts: Texts) -> _Port:
    classes = [fidelity.value for fidelity in Fidelity]
    summary = report.summary
    return _Port(
        report,
        bars({k.value: n for k, n in summary.instances.items()}, classes),
        bars({k.value: n for k, n in summary.api.items()}, classes),
        sorted(report.diagnostics, key=lambda d: (not blocks(d), _SEVERITIES.index(d.severity))),
        effort(report.diagnostics),
        [
            (file, hunks(texts.originals[file.name], file.changes))
            for file in report.files
            if file.changes and file.name in texts.originals
        ],
        [
            (name, data.decode("utf-8", "replace"))
            for name, data in sorted(texts.generated.items())
            if name.endswith(".cl")
        ],
    )


def bars(counts: Mapping[str, int], order: Sequence[str]) -> list[Bar]:
    """Counts as the stretches of one bar, in order; what does not occur has none."""
    total = sum(counts.values())
    result: list[Bar] = []
    start = 0.0
    for kind in order:
        if count := counts.get(kind, 0):
            width = 100 * count / total
            result.append(Bar(kind, count, start, width))
            start += width
    return result


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("cn_migrate.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"blocks": blocks, "EFFORT": EFFORT}
    return environment
