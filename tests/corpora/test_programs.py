"""Every CUDA program of the corpus, from its source to agreeing numbers.

Each is ported and built once, as a native port; then on the machine's own processors and on each driver it compiles
its kernels without a warning, passes its own check at default and at odd sizes, and its launches at odd sizes,
recorded, agree with what the interpreter makes of the original kernels, in which it finds no error.  Then it runs in
a simulator that looks for races and accesses out of bounds in the ported kernels.  A program is one test, so that xdist spreads the builds.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from cn_migrate.build import find_tool
from cn_migrate.driver import Progress, Request, port
from cn_migrate.verify.replay_project import replay_project
from tests.corpora.programs import CORPUS, PROGRAMS, Program
from tests.opencl_drivers import Driver, drivers, native, oclgrind

# Not --uninitialized: it takes memory that was filled (clEnqueueFillBuffer) and vectors that are written part by part
# for uninitialised, and stops at some instructions.  The replay finds such reads of shared and private memory.
SIMULATION = ("--data-races",)
COMPLAINT = re.compile(r"warning|invalid (read|write)|data race|divergence", re.IGNORECASE)


def ported(program: Program, folder: Path, runtime: Path) -> Path:
    """The built program, with a build of the runtime; not optimised, which takes half the time."""
    out = folder / program.name
    done = port(Request(program.source, "native", out, jobs=1), Progress())
    assert done.report.status == "converted", (out / "cn-report.md").read_text()
    cmake, ninja = find_tool("cmake"), find_tool("ninja")
    options = ["-G", "Ninja", f"-DCMAKE_MAKE_PROGRAM={ninja}", "-DCMAKE_BUILD_TYPE=Debug"]
    options += ["-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror", "-DCMAKE_CXX_FLAGS_DEBUG=-O0"]
    options.append(f"-DCN_LIBRARY={runtime}")
    for command in (
        [cmake, "-S", out, "-B", out / "build", *options],
        [ninja, "-C", out / "build"],
    ):
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stdout + made.stderr
    return out / "build" / "bin" / program.name


def run(binary: Path, driver: Driver, arguments: str, **variables: str) -> None:
    """Runs the program, which has to pass; its kernels have to compile without a warning."""
    done = subprocess.run(
        [*driver.launcher, binary, *arguments.split()],
        env={**driver.env, "CN_VERBOSE": "1", **variables},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0 and f"PASS {binary.name}" in done.stdout, done.stdout + done.stderr
    assert not COMPLAINT.search(done.stderr), done.stderr


def assert_replays(program: Program, recordings: Path) -> None:
    """All recorded launches agree with the interpreter, but for what the program leaves open."""
    replays = list(replay_project(program.source, recordings, program.slack))
    assert replays, "nothing was recorded"
    for replay in replays:
        assert replay.ok, f"{replay}\nof {replay.record.kernel}"
        assert {difference.column for difference in replay.undetermined} <= program.any_order


def test_table_is_complete() -> None:
    assert [program.name for program in PROGRAMS] == sorted(p.name for p in CORPUS.iterdir())


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_program(
    program: Program, tmp_path: Path, native_library: Path, subtests: pytest.Subtests
) -> None:
    binary = ported(program, tmp_path, native_library)
    for driver in (native(), *drivers()):
        with subtests.test(driver.name):
            if driver.missing:
                pytest.skip(f"{driver.name} is not installed: {driver.missing}")
            recordings = tmp_path / driver.name
            recordings.mkdir()
            run(binary, driver, "")
            run(binary, driver, program.odd, CN_RECORD=str(recordings))
            assert_replays(program, recordings)
    with subtests.test("simulator"):
        simulator = oclgrind()
        if simulator.missing:
            pytest.skip(f"oclgrind is not installed: {simulator.missing}")
        if program.simulated is None:
            pytest.skip(program.reason)
        launcher = (*simulator.launcher, *SIMULATION)
        run(binary, replace(simulator, launcher=launcher), program.simulated)
