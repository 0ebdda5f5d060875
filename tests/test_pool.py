"""Conversion of several units in processes of their own."""

import os
from pathlib import Path

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
