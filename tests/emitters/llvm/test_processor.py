"""Kernels as machine code for this machine give what the interpreter makes of the originals."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from cn_migrate.dialects.cnative.interpreter import Interpreter
from tests.emitters.llvm import machine_code
from tests.emitters.openmp import test_meetings as meetings
from tests.lowering import test_converge as converge


@pytest.mark.parametrize("name", meetings.ALL)
def test_meetings(name: str) -> None:
    """Barriers and warp operations in nasty places."""
    assert meet(name)


def meet(name: str, without: frozenset[str] = frozenset(), effort: int = 3) -> bool:
    """Does such a kernel, lowered `without` some optimisations, give what the interpreter makes of the original?"""
    kernel, grid, block = meetings.NAMES[name], (converge.BLOCKS,), (converge.THREADS,)
    ported = machine_code.port(meetings.source(list(meetings.ALL)), without)
    out = np.zeros(converge.THREADS * converge.BLOCKS, np.int32)
    given = (converge.NUMBERS, out, np.int32(160))
    got = machine_code.run(ported, kernel, grid, block, *given, effort=effort)
    return bool(got[1].tolist() == _wanted(kernel))


@cache
def _wanted(kernel: str) -> list[int]:
    out, code = np.zeros(converge.THREADS * converge.BLOCKS, np.int32), meetings.original()
    with code.context:
        Interpreter(code.module).launch(
            kernel, [converge.BLOCKS], [converge.THREADS], [converge.NUMBERS, out, 160]
        )
    return [int(number) for number in out]
