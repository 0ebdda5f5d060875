"""The table of what a port to OpenMP has no counterpart for."""

from __future__ import annotations

from cn_migrate.diagnostics import Fidelity
from cn_migrate.emitters.openmp.absent import ABSENT
from cn_migrate.parsers.cuda.api import API


def test_all_are_names_that_are_converted_for_opencl() -> None:
    assert ABSENT and all(API[name].fidelity is not Fidelity.MANUAL for name in ABSENT)
