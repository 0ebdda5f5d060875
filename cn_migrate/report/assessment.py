"""An estimate of a port before it is made: what goes by itself, and what is left to people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cn_migrate.diagnostics import Fidelity
from cn_migrate.report.effort import EFFORT, Effort
from cn_migrate.report.model import DiagnosticEntry, Report, blocks


@dataclass(frozen=True)
class Piece:
    """One piece of hand work: the same thing at `places`, of which `first` is the first (empty: nowhere in
    particular)."""

    effort: Effort
    rule: str
    message: str
    help: str
    places: int
    first: str


def pieces(findings: Iterable[DiagnosticEntry]) -> list[Piece]:
    """The hand work that findings ask for, the largest first."""
    groups: dict[tuple[str, str], list[DiagnosticEntry]] = {}
    for finding in findings:
        if blocks(finding):
            groups.setdefault((finding.rule, finding.message), []).append(finding)
    order = list(Effort)
    found = [_piece(group) for group in groups.values()]
    return sorted(found, key=lambda p: (-order.index(p.effort), -p.places, p.rule, p.message))


def _piece(group: list[DiagnosticEntry]) -> Piece:
    one = group[0]
    place = f"{one.span.file}:{one.span.line}" if one.span else ""
    return Piece(EFFORT[one.rule], one.rule, one.message, one.help, len(group), place)


def share(counts: dict[Fidelity, int]) -> str:
    """How much of something goes by itself, as `7 of 8 (87 %)`; nothing is lost by rounding up."""
    total = sum(counts.values())
    done = total - counts[Fidelity.MANUAL]
    return f"{done} of {total} ({100 * done // total} %)" if total else "none"


def assessment(report: Report, libraries: Iterable[str]) -> RenderableType:
    """The estimate for the terminal; `libraries` are what the project links beside the system's."""
    s = report.summary
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_row("sources", f"{s.units_converted} of {s.units} converted")
    table.add_row("kernel instances", share(s.instances))
    table.add_row("uses of the API", share(s.api))
    table.add_row("to build", _build(report, libraries))
    table.add_row("to run", "an OpenCL driver (cn-migrate doctor tells what is there)")
    work = pieces(report.diagnostics)
    if not work:
        return Group(
            table, "", "hand work: none is known of; what the program computes was not compared"
        )
    return Group(table, "", Text(f"hand work ({_total(work)}):"), _work(work))


def _build(report: Report, libraries: Iterable[str]) -> str:
    needs = ["CMake", "a C++17 compiler", *(f"lib{name}" for name in libraries)]
    return ", ".join(needs) + f" (the project itself: {report.build_system})"


def _total(work: list[Piece]) -> str:
    counts = {size: sum(p.effort is size for p in work) for size in Effort}
    return ", ".join(f"{n} x {size.value}" for size, n in counts.items() if n)


def _work(work: list[Piece]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("effort", "what", "places", "first"):
        table.add_column(name, justify="right" if name == "places" else "left")
    for piece in work:
        table.add_row(piece.effort.value, Text(piece.message), str(piece.places), Text(piece.first))
    return table
