"""What is there for speed alone can be left out, all of it or all but one, and no result changes."""

from __future__ import annotations

import pytest

from cn_migrate.lowering.cpu.thread_loops import SWITCHES
from cn_migrate.lowering.pipeline import PIPELINES
from cn_migrate.project.optimisations import OPTIMISATIONS
from tests.emitters.llvm.test_processor import meet
from tests.emitters.openmp import test_meetings as meetings

NONE = "none"


def test_every_switch_switches_something() -> None:
    passes = {step.name for steps in PIPELINES.values() for step in steps}
    assert set(OPTIMISATIONS) - passes == SWITCHES
    assert not SWITCHES & passes


@pytest.mark.parametrize("alone", [NONE, *OPTIMISATIONS])
def test_each_alone_leaves_results_as_they_are(alone: str) -> None:
    without = frozenset(OPTIMISATIONS) - {alone}
    wrong = [name for name in meetings.ALL if not meet(name, without, effort=0)]
    assert not wrong
