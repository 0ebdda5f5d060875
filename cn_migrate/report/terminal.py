"""Diagnostics and summaries on the terminal, with the source lines they are about."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from cn_migrate.diagnostics import Fidelity, Severity
from cn_migrate.report.markdown import counted
from cn_migrate.report.model import DiagnosticEntry, Report, SourceOf, SpanEntry

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold blue"}
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def diagnostic(found: DiagnosticEntry, source_of: SourceOf) -> RenderableType:
    """One finding: what and where, an excerpt of the source, and help."""
    parts: list[RenderableType] = [
        Text.assemble(
            (found.severity.value, _STYLE[found.severity]),
            (f"[{found.rule}]", _STYLE[found.severity]),
            (f": {found.message}", "bold"),
        )
    ]
    if found.span:
        parts += _excerpt(found.span, source_of(found.span.file), _STYLE[found.severity])
    if found.help:
        parts.append(Text.assemble(("  = help: ", "cyan"), found.help))
    return Group(*parts, "")


def _excerpt(span: SpanEntry, source: bytes | None, style: str) -> list[Text]:
    gutter = " " * len(str(span.line))
    place = Text(f"{gutter}--> {span.file}:{span.line}:{span.column}", style="cyan")
    lines = source.split(b"\n") if source is not None else []
    if not 0 < span.line <= len(lines):
        return [place]
    raw = lines[span.line - 1].rstrip(b"\r")
    end = span.end_column - 1 if span.end_line == span.line else len(raw)
    before = _shown(raw[: span.column - 1])
    marked = _shown(raw[span.column - 1 : max(end, span.column)])
    after = _shown(raw[max(end, span.column) :])
    bar = Text(f"{gutter} |", style="cyan")
    if span.column == 1 and span.end_column == 1:  # a whole line, as build files give it
        return [place, bar, Text.assemble((f"{span.line} | ", "cyan"), _shown(raw)), bar]
    code = Text.assemble((f"{span.line} | ", "cyan"), before, (marked, style), after)
    carets = Text.assemble(
        (f"{gutter} | ", "cyan"), " " * len(before), ("^" * max(1, len(marked)), style)
    )
    return [place, bar, code, carets]


def _shown(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").expandtabs(4)


def findings(
    console: Console, report: Report, source_of: SourceOf, limit: int, notes: bool = False
) -> None:
    """Print findings, the worst first and at most `limit`; notes only where asked for."""
    wanted = [
        found
        for severity in _ORDER
        for found in report.diagnostics
        if found.severity == severity and (notes or severity != Severity.NOTE)
        if not found.accepted
    ]
    for found in wanted[:limit]:
        console.print(diagnostic(found, source_of), soft_wrap=True)
    if len(wanted) > limit:
        console.print(f"... and {len(wanted) - limit} more in the report\n")


def summary(report: Report) -> RenderableType:
    """The port in a few lines."""
    s = report.summary
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("")
    for fidelity in Fidelity:
        table.add_column(fidelity.value, justify="right")
    instances = sum(s.instances.values())
    table.add_row(f"kernels: {s.kernels}, instances: {instances}", *_numbers(s.instances))
    table.add_row(f"API uses: {sum(s.api.values())}", *_numbers(s.api))
    counts = ", ".join(counted(s.diagnostics[k], k.value) for k in _ORDER if s.diagnostics[k])
    head = f"{s.units_converted} of {s.units} sources converted, {s.files_edited} of {s.files} files edited"
    return Group(head, table, f"findings: {counts or 'none'}")


def _numbers(counts: dict[Fidelity, int]) -> Iterable[str]:
    return (str(counts[f]) if counts[f] else "-" for f in Fidelity)
