"""Conversion of several units in processes of their own."""

import os
from pathlib import Path

import pytest

from cn_migrate.pool import convert_all
from cn_migrate.project import Language, Project, Settings, Unit
from cn_migrate.project.converted import ConvertedUnit

UNITS = [Unit(Path(n), n, Language.CUDA, Settings()) for n in ("a.cu", "crash.cu", "c.cu")]
PROJECT = Project(Path(), "none", tuple(UNITS), ())


def convert(unit: Unit, _project: Project) -> ConvertedUnit:
    if unit.name == "crash.cu":
        os.abort()
    return ConvertedUnit(unit.name)


def test_a_crash_costs_one_unit_and_the_order_stays():
    found = list(convert_all(UNITS, PROJECT, convert, jobs=2))
    assert [(unit.name, unit.ok) for unit in found] == [
        ("a.cu", True),
        ("crash.cu", False),
        ("c.cu", True),
    ]


def test_one_job_stays_in_this_process():
    found = list(
        convert_all(UNITS[:1], PROJECT, lambda unit, _: ConvertedUnit(str(os.getpid())), jobs=1)
    )
    assert found[0].name == str(os.getpid())


def fail(unit: Unit, _project: Project) -> ConvertedUnit:
    if unit.name == "crash.cu":
        raise ZeroDivisionError("inside")
    return ConvertedUnit(unit.name)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_ours_costs_one_unit(jobs: int, capfd: pytest.CaptureFixture[str]):
    found = list(convert_all(UNITS, PROJECT, fail, jobs=jobs))
    assert [unit.ok for unit in found] == [True, False, True]
    assert found[1].diagnostics[0].rule == "crash"
    if jobs == 1:  # workers keep the stderr that the first of them was started with
        assert "'crash.cu' was not converted: ZeroDivisionError: inside" in capfd.readouterr().err
