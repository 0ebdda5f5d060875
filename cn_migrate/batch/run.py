"""The whole way of a batch: find the projects, port what is new, keep every result, report."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from cn_migrate import __version__
from cn_migrate.batch.find import find_projects, names_of
from cn_migrate.batch.pools import on_cluster, on_this_machine
from cn_migrate.batch.store import Store
from cn_migrate.batch.task import UNSETTLED, Options, Outcome, State, Task
from cn_migrate.project import ProjectError
from cn_migrate.project.output import tidy
from cn_migrate.report.batch import BatchReport, ProjectEntry, make_batch_report, proof_of

REPORT_NAME = "cn-batch.json"


@dataclass(frozen=True)
class Batch:
    """What a user asks for; `seconds` is the limit for each project, `jobs` of 0 one for each processor.

    `only` and `without` are patterns for names of projects.  With a `cluster` tasks go to that Dask scheduler.
    """

    root: Path
    out: Path
    options: Options
    seconds: float = 600.0
    jobs: int = 0
    only: Sequence[str] = ()
    without: Sequence[str] = ()
    cluster: str = ""


@dataclass
class Progress:
    """Told of what is going on; the command line draws it."""

    begun: Callable[[int, int], None] = field(default=lambda _all, _left: None)
    ended: Callable[[Outcome], None] = field(default=lambda _outcome: None)


def run_batch(batch: Batch, progress: Progress) -> BatchReport:
    """Port every project below the root; what an earlier run has done and nothing has changed since is kept.

    Raises ProjectError where the root or the output cannot be used, ImportError and OSError for the cluster.
    """
    projects = chosen(batch)
    with Store(batch.out) as store:
        # The store keeps other batches out.
        tidy(Path(os.path.abspath(batch.out)), set(map(_folder, projects)))
        run, resumed = store.begin(batch.root, batch.options)
        known = store.known()
        tasks = [_task(batch, name, path, known) for name, path in projects.items()]
        if resumed:
            tasks = [t for t in tasks if t.name not in known or known[t.name][0] != run]
        progress.begun(len(projects), len(tasks))
        for outcome in _carry_out(batch, tasks):
            if outcome.unchanged:
                store.keep(run, outcome.name)
            else:
                store.put(run, outcome)
            progress.ended(outcome)
        outcomes = {name: outcome for name, (_, outcome) in store.known().items()}
        states = Counter(outcomes[name].state.value for name in projects)
        store.finish(run, states)
        history = store.history()
    entries = [_entry(outcomes[name], _folder(name)) for name in projects]
    name, target = batch.root.name, batch.options.target
    return make_batch_report(name, target, __version__, entries, history)


def chosen(batch: Batch) -> dict[str, Path]:
    """The projects of a batch by name.

    Raises ProjectError where there is none, or the output would lie in the input.
    """
    root, out = batch.root, Path(os.path.abspath(batch.out))
    if not root.is_dir():
        raise ProjectError(f"'{root.name}' is not a folder")
    if out.is_relative_to(root):
        raise ProjectError(
            f"the output '{out.name}' lies inside '{root.name}'; choose another with -o"
        )
    named = {name: path for path, name in names_of(find_projects(root), root).items()}
    if not named:
        raise ProjectError(f"no project that uses CUDA was found below '{root.name}'")
    return {name: path for name, path in named.items() if _wanted(name, batch)}


def _wanted(name: str, batch: Batch) -> bool:
    if any(fnmatch(name, pattern) for pattern in batch.without):
        return False
    return not batch.only or any(fnmatch(name, pattern) for pattern in batch.only)


def _task(batch: Batch, name: str, path: Path, known: dict[str, tuple[int, Outcome]]) -> Task:
    _, last = known.get(name, (0, None))
    settled = last is not None and last.state not in UNSETTLED
    out = Path(os.path.abspath(batch.out)) / _folder(name)
    mark = last.fingerprint if last and settled else ""
    return Task(name=name, project=path, out=out, options=batch.options, known=mark)


def _folder(name: str) -> str:
    """Where a project's port lies in the output: side by side, because projects may lie in projects."""
    return name.replace("/", "--")


def _carry_out(batch: Batch, tasks: Sequence[Task]) -> Iterator[Outcome]:
    if batch.cluster:
        return on_cluster(tasks, batch.seconds, batch.cluster)
    return on_this_machine(tasks, batch.seconds, batch.jobs)


def _entry(outcome: Outcome, out: str) -> ProjectEntry:
    return ProjectEntry(
        name=outcome.name,
        out=out,
        state=outcome.state.value,
        message=outcome.message,
        seconds=outcome.seconds,
        peak=outcome.peak,
        report=outcome.report,
        build=outcome.build,
        run=outcome.run,
    )


def succeeded(report: BatchReport) -> bool:
    """Is every project converted, and did whatever was built, run and verified go well?"""
    steps = [step for p in report.projects for step in (p.build, p.run) if step is not None]
    disproved = any(proof.disproved for proof in map(proof_of, report.projects) if proof)
    well = all(step.ok for step in steps) and not disproved
    return well and set(report.states) <= {State.CONVERTED.value}
