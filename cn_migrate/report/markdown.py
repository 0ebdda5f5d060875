"""The report for people: `cn-report.md`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cn_migrate.diagnostics import Fidelity, Severity
from cn_migrate.report.model import DiagnosticEntry, Report

_MEANING = {
    Fidelity.EXACT: "same meaning",
    Fidelity.EMULATED: "same meaning, other cost",
    Fidelity.WEAKENED: "a stated difference",
    Fidelity.DROPPED: "left out",
    Fidelity.MANUAL: "needs a hand",
}


def markdown(report: Report) -> str:
    """The report as Markdown."""
    parts = [
        _head(report),
        _classes(report),
        _findings(report),
        _kernels(report),
        _api(report),
        _files(report),
    ]
    return "\n".join(part for part in parts if part)


def _head(report: Report) -> str:
    s = report.summary
    verdict = (
        "Everything was converted."
        if report.status == "converted"
        else "Something needs a hand: see the findings marked *error* or *manual* below."
    )
    build = "cmake -S . -B build && cmake --build build"
    programs = ", ".join(f"`{t.name}`" for t in report.targets if t.executable)
    kept = (
        f"The project's own {report.build_system} is kept as it was; build the port with CMakeLists.txt.\n"
        if report.build_system == "Makefile"
        else ""
    )
    return f"""# Port of {report.project} to {report.target}

{verdict}

- sources: {s.units_converted} of {s.units} converted; {s.files_edited} of {s.files} files edited
- kernels: {s.kernels}, in {sum(s.instances.values())} instances
- uses of the CUDA API: {sum(s.api.values())}
- programs: {programs or "none"}

Build it with `{build}`.
{kept}"""


def _classes(report: Report) -> str:
    s = report.summary
    rows = [(f.value, _MEANING[f], str(s.instances[f]), str(s.api[f])) for f in Fidelity]
    return "## Fidelity\n\n" + table(("class", "meaning", "kernel instances", "API uses"), rows)


def _findings(report: Report) -> str:
    if not report.diagnostics:
        return "## Findings\n\nNone.\n"
    order = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    lines = [
        _finding(d) for severity in order for d in report.diagnostics if d.severity == severity
    ]
    return "## Findings\n\n" + "\n".join(lines) + "\n"


def _finding(found: DiagnosticEntry) -> str:
    place = f"`{found.span.file}:{found.span.line}:{found.span.column}`: " if found.span else ""
    kind = f", {found.fidelity.value}" if found.fidelity else ""
    hint = f"\n  Help: {found.help}." if found.help else ""
    kind += ", accepted" if found.accepted else ""
    return f"- {place}**{found.severity.value}**{kind} ({found.rule}): {found.message}{hint}"


def _kernels(report: Report) -> str:
    if not report.kernels:
        return ""
    rows = [(f"`{k.source_name}`", f"`{k.name}`", k.file, k.fidelity.value) for k in report.kernels]
    return "## Kernels\n\n" + table(("kernel", "in OpenCL", "file", "class"), rows)


def _api(report: Report) -> str:
    if not report.api:
        return ""
    rows = [(f"`{entry.name}`", str(entry.uses), entry.fidelity.value) for entry in report.api]
    return "## API\n\n" + table(("name", "uses", "class"), rows)


def _files(report: Report) -> str:
    rows = [
        (
            f.name,
            f.output if f.output != f.name else "",
            str(f.edits),
            "" if f.converted else "copied unchanged",
        )
        for f in report.files
        if f.edits or f.role == "unit"
    ]
    return "## Files\n\n" + table(("file", "now", "edits", ""), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of plain text as a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(
        "| " + " | ".join(c.replace("|", "\\|") for c in line) + " |\n" for line in lines
    )
