"""The report of a batch for people: `cn-batch.md`."""

from __future__ import annotations

from cn_migrate.report.batch import BatchReport, ProjectEntry, Step, proof_of
from cn_migrate.report.markdown import table
from cn_migrate.report.proof import Level


def batch_markdown(report: BatchReport) -> str:
    """The report as Markdown."""
    parts = [_head(report), _blockers(report), _projects(report), _history(report)]
    return "\n".join(part for part in parts if part)


def _head(report: BatchReport) -> str:
    states = ", ".join(f"{count} {state}" for state, count in sorted(report.states.items()))
    return f"# Batch port of {report.root} to {report.target}\n\n{len(report.projects)} projects: {states}.\n"


def _blockers(report: BatchReport) -> str:
    if not report.blockers:
        return ""
    rows = [
        (b.rule, b.message, str(b.alone), str(len(b.projects)), str(b.findings))
        for b in report.blockers
    ]
    head = ("rule", "what", "would free alone", "projects", "findings")
    return "## What needs a hand\n\n" + table(head, rows)


def _projects(report: BatchReport) -> str:
    rows = [
        (
            project.name,
            project.state,
            _kernels(project),
            step(project.build),
            step(project.run),
            proved(project),
            f"{project.seconds:.1f}",
            project.message,
        )
        for project in report.projects
    ]
    head = ("project", "port", "kernels", "build", "run", "instances proved", "seconds", "")
    return "## Projects\n\n" + table(head, rows)


def _kernels(project: ProjectEntry) -> str:
    return str(project.report.summary.kernels) if project.report else ""


def step(entry: Step | None) -> str:
    """A build or a run in one word."""
    if entry is None:
        return ""
    return "passed" if entry.ok else "failed"


def proved(project: ProjectEntry) -> str:
    """How many kernel instances were shown to give the same results, out of how many, and to be the same IR; what
    speaks against the port."""
    proof = proof_of(project)
    if proof is None:
        return ""
    levels = [kernel.level for kernel in proof.kernels]
    against = [
        text
        for text, holds in (
            ("differs", Level.DIFFERS in levels),
            ("program failed", any(run.code for run in proof.runs)),
        )
        if holds
    ]
    same_ir = sum(kernel.same_ir for kernel in proof.kernels)
    shown = f"{levels.count(Level.SAME_RESULTS)} of {len(levels)}"
    return ", ".join([shown, f"same IR {same_ir}", *against])


def _history(report: BatchReport) -> str:
    if len(report.history) < 2:
        return ""
    states = sorted({state for run in report.history for state in run.states})
    rows = [
        (run.started, *(str(run.states.get(state, 0)) for state in states))
        for run in report.history
    ]
    return "## Runs\n\n" + table(("started", *states), rows)
