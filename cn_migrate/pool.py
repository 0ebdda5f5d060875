"""Conversion of several units at once, each worker process a place where a crash costs one unit only."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as TaskTimeout

from cn_migrate import fault, interruption
from cn_migrate.project.converted import ConvertedUnit, crashed
from cn_migrate.project.model import Project, Unit

Convert = Callable[[Unit, Project], ConvertedUnit]

_SECONDS_PER_UNIT = 600


def convert_all(
    units: Sequence[Unit], project: Project, convert: Convert, jobs: int = 0
) -> Iterator[ConvertedUnit]:
    """Convert every unit; results come in the order of `units`.

    `jobs` of 0 means as many as there are processors.  One unit, or one job, runs in this process.
    """
    workers = min(jobs or os.cpu_count() or 1, len(units))
    if workers <= 1:
        for unit in units:
            with interruption.deferred():
                converted = _guarded(convert, unit, project)
            yield converted
        return
    yield from _in_workers(units, project, convert, workers)


def _in_workers(
    units: Sequence[Unit], project: Project, convert: Convert, workers: int
) -> Iterator[ConvertedUnit]:
    from pebble import ProcessExpired, ProcessPool

    # Not fork: the parent may run threads (progress), and clang and MLIR keep global state.
    context = multiprocessing.get_context("forkserver")
    with ProcessPool(max_workers=workers, context=context) as pool:
        try:
            tasks = [
                pool.schedule(_guarded, (convert, unit, project), timeout=_SECONDS_PER_UNIT)
                for unit in units
            ]
            for unit, task in zip(units, tasks, strict=True):
                try:
                    yield task.result()
                except ProcessExpired as error:
                    yield crashed(unit.name, f"the process ended with {error.exitcode}")
                except TaskTimeout:
                    yield crashed(unit.name, f"no result after {_SECONDS_PER_UNIT} s")
        except BaseException:  # Ctrl-C among them: do not wait for what is still running
            pool.stop()
            raise


def _guarded(convert: Convert, unit: Unit, project: Project) -> ConvertedUnit:
    """Convert one unit; a fault of ours costs this unit, not the port."""
    try:
        return convert(unit, project)
    except Exception as error:  # whatever it is, the other units go on
        if fault.wanted_raw():
            raise
        fault.record(error, f"'{unit.name}' was not converted")
        return crashed(unit.name, type(error).__name__)
