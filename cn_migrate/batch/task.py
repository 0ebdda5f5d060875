"""One project's work in a batch, and what came of it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from cn_migrate.report.batch import Step
from cn_migrate.report.model import Report


class State(StrEnum):
    """How the port of one project ended, best first."""

    CONVERTED = "converted"
    NEEDS_A_HAND = "needs-a-hand"
    UNUSABLE = "unusable"  # the project cannot be read as it is
    TIMED_OUT = "timed-out"
    CRASHED = "crashed"


# States that say nothing about the project itself: another attempt may end better.
UNSETTLED = frozenset({State.TIMED_OUT, State.CRASHED})


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Options(_Model):
    """What is done with every project; `memory` is in MiB for one process, 0 for no limit.

    `flags` are compiler flags for every source; `run` runs the program where a project has exactly one, `verify`
    compares what it computes with what the original means.
    """

    target: str = "opencl"
    build: bool = False
    run: bool = False
    verify: bool = False
    flags: tuple[str, ...] = ()
    memory: int = 0


class Task(_Model):
    """One project to port to the folder `out`; `known` is the fingerprint of an earlier port that lies there."""

    name: str
    project: Path
    out: Path
    options: Options
    known: str = ""


class Outcome(_Model):
    """What came of a task.

    `fingerprint` stands for all that went in; `message` says why there is no report; `peak` is the memory that the
    port took, in MiB.  `unchanged`: the earlier port was kept, and only the fingerprint is told.
    """

    name: str
    fingerprint: str = ""
    state: State = State.CONVERTED
    message: str = ""
    seconds: float = 0.0
    peak: int = 0
    report: Report | None = None
    build: Step | None = None
    run: Step | None = None
    unchanged: bool = False
