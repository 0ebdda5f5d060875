"""The result of a batch on the terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cn_migrate.report.batch import BatchReport, Step, proof_of


def batch_summary(report: BatchReport, limit: int) -> RenderableType:
    """States, builds and runs in numbers, and the first `limit` of what needs a hand."""
    states = ", ".join(f"{count} {state}" for state, count in sorted(report.states.items()))
    parts: list[RenderableType] = [Text(f"{len(report.projects)} projects: {states}")]
    for what, steps in (
        ("built", [p.build for p in report.projects]),
        ("run", [p.run for p in report.projects]),
    ):
        if tried := [step for step in steps if step is not None]:
            parts.append(Text(f"{what}: {_passed(tried)} of {len(tried)}"))
    proofs = [proof for proof in map(proof_of, report.projects) if proof]
    if proofs:
        well = sum(not proof.disproved for proof in proofs)
        parts.append(Text(f"verified without a difference: {well} of {len(proofs)}"))
    if report.blockers:
        parts += ["", _blockers(report, limit)]
    return Group(*parts)


def _passed(steps: list[Step]) -> int:
    return sum(step.ok for step in steps)


def _blockers(report: BatchReport, limit: int) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("what needs a hand")
    table.add_column("frees alone", justify="right")
    table.add_column("projects", justify="right")
    for blocker in report.blockers[:limit]:
        table.add_row(Text(blocker.message), str(blocker.alone), str(len(blocker.projects)))
    if len(report.blockers) > limit:
        table.add_row(f"... and {len(report.blockers) - limit} more in the report", "", "")
    return table
