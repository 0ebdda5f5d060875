"""The report for people: `cn-report.md`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cn_migrate.diagnostics import Fidelity
from cn_migrate.report.findings import Section, section_text, sections
from cn_migrate.report.model import Report, blocks

_MEANING = {
    Fidelity.EXACT: "same meaning",
    Fidelity.EMULATED: "same meaning, other cost",
    Fidelity.WEAKENED: "a stated difference",
    Fidelity.DROPPED: "left out",
    Fidelity.MANUAL: "needs a hand",
}


def markdown(report: Report) -> str:
    """The report as Markdown."""
    found = sections(report.diagnostics)
    parts = [
        _head(report),
        _next_steps(report, found),
        *map(section_text, found),
        _classes(report),
        _kernels(report),
        _proof(report),
        _api(report),
        _files(report),
    ]
    return "\n".join(part for part in parts if part)


def _head(report: Report) -> str:
    s = report.summary
    blocking = sum(map(blocks, report.diagnostics))
    need = counted(blocking, "place needs", "places need")
    verdict = (
        "Everything was converted."
        if report.status == "converted"
        else f"**{need} a hand.** The rest was converted."
    )
    programs = ", ".join(f"`{t.name}`" for t in report.targets if t.executable)
    return f"""# Port of {report.project} to {report.target}

{verdict}

- sources: {s.units_converted} of {s.units} converted; {s.files_edited} of {s.files} files edited
- kernels: {s.kernels}, in {counted(sum(s.instances.values()), "instance")}
- uses of the CUDA API: {sum(s.api.values())}
- programs: {programs or "none"}
"""


def _next_steps(report: Report, found: Sequence[Section]) -> str:
    steps = []
    titles = {section.title: section for section in found}
    whole = report.summary.units_converted == report.summary.units
    meanwhile = "What does not use it works meanwhile." if whole else "The port builds only then."
    if (hand := titles.get("Needs a hand")) is not None:
        steps.append(
            f"Mend what stands under [Needs a hand](#needs-a-hand) ({counted(len(hand.groups), 'item')}),"
            f" in the original or here. {meanwhile}"
        )
    kept = (
        " The project's own Makefile is kept as it was; the port is built by CMakeLists.txt."
        if report.build_system == "Makefile"
        else ""
    )
    steps.append(f"Build: `cmake -S . -B build && cmake --build build`.{kept}")
    programs = [t.name for t in report.targets if t.executable]
    if programs:
        steps.append(
            f"Run, with the arguments of old: `build/bin/{programs[0]}`."
            " `CN_VERBOSE=1` tells which device it runs on."
        )
    if (differs := titles.get("Differences")) is not None:
        steps.append(
            f"Compare the results. What may differ stands under [Differences](#differences)"
            f" ({counted(len(differs.groups), 'item')})."
        )
    return "## Next steps\n\n" + "".join(f"{i}. {step}\n" for i, step in enumerate(steps, 1))


def counted(number: int, one: str, many: str = "") -> str:
    """`1 item`, `2 items`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _classes(report: Report) -> str:
    s = report.summary
    rows = [(f.value, _MEANING[f], str(s.instances[f]), str(s.api[f])) for f in Fidelity]
    return "## Fidelity\n\n" + table(("class", "meaning", "kernel instances", "API uses"), rows)


def _kernels(report: Report) -> str:
    if not report.kernels:
        return ""
    rows = [(f"`{k.source_name}`", f"`{k.name}`", k.file, k.fidelity.value) for k in report.kernels]
    return "## Kernels\n\n" + table(("kernel", "in OpenCL", "file", "class"), rows)


def _proof(report: Report) -> str:
    proof = report.proof
    if proof is None:
        return ""
    runs = "".join(f"- {run.device}: ended with exit code {run.code}\n" for run in proof.runs)
    rows = [
        (
            f"`{k.source_name}`",
            k.level.value,
            "yes" if k.same_ir else "",
            str(k.compared),
            str(k.generated),
            k.first,
        )
        for k in proof.kernels
    ]
    head = ("kernel", "level", "same IR", "launches", "on generated inputs", "")
    return f"## Proof\n\n{runs}\n" + table(head, rows)


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
