"""Many launches, from one thread and from 64 at once: none is lost, and none keeps memory."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.corpora.programs import PROGRAMS
from tests.corpora.test_programs import ported
from tests.opencl_drivers import native

PROGRAM = next(program for program in PROGRAMS if program.name == "many_launches")
KEPT = 4096  # KiB, for 22 000 launches more


def peak(binary: Path, launches: int, each: int) -> int:
    """The most memory, in KiB, that the program had; it has to pass."""
    command = [str(binary), str(launches), "64", str(each)]
    child = subprocess.Popen(command, env=native().env, stdout=subprocess.PIPE)
    assert child.stdout is not None
    said = child.stdout.read()
    _, code, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(code)
    assert child.returncode == 0 and said == b"PASS many_launches\n", said
    return usage.ru_maxrss


def test_nothing_is_lost_or_kept(tmp_path: Path, native_library: Path) -> None:
    binary = ported(PROGRAM, tmp_path, native_library)
    before = peak(binary, 1000, 5)
    assert peak(binary, 20_000, 50) - before < KEPT
