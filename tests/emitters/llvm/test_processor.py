"""Kernels as machine code for this machine give what the interpreter makes of the originals."""

from __future__ import annotations

import numpy as np
import pytest

from cn_migrate.dialects.cnative.interpreter import Interpreter
from tests.emitters.llvm import machine_code
from tests.emitters.openmp import test_meetings as meetings
from tests.lowering import test_converge as converge


@pytest.mark.parametrize("name", meetings.ALL)
def test_meetings(name: str) -> None:
    """Barriers and warp operations in nasty places."""
    kernel, grid, block = meetings.NAMES[name], (converge.BLOCKS,), (converge.THREADS,)
    wanted = np.zeros(converge.THREADS * converge.BLOCKS, np.int32)
    code, ported = meetings.original(), machine_code.port(meetings.source(list(meetings.ALL)))
    out = wanted.copy()
    with code.context:
        Interpreter(code.module).launch(kernel, grid, block, [converge.NUMBERS, wanted, 160])
    got = machine_code.run(ported, kernel, grid, block, converge.NUMBERS, out, np.int32(160))
    assert got[1].tolist() == wanted.tolist()
