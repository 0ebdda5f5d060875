"""The native interface `cnative.hpp`: its test programs on every driver and kind of memory.

Each program under `programs/` checks one part of the interface and prints "passed". They are
compiled once, without a warning, and run with the device's best memory and with less of it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.opencl_drivers import Driver, drivers, intel, oclgrind, pocl
from tests.runtime_library import FLAGS, INCLUDE, SOURCES, build_runtime

HERE = Path(__file__).parent
PROGRAMS = [
    "launch",
    "memory",
    "box",
    "stream",
    "event",
    "symbol",
    "indirect",
    "threads",
    "device",
    "driver",
    "graph",
    "unfinished",
    "device_choice",
    "launch_attributes",
    "occupancy",
    "per_thread_stream",
]
ALONE = ["two_devices", "no_device", "host_names", "margin", "buffer_offsets"]
MEMORY = ["fine", "coarse", "buffer"]

Build = Callable[[str], Path]


def compile_program(
    sources: list[Path], program: Path, library: Path, compiler: str = "g++"
) -> None:
    """Compiles the way a ported project's build does; fails with the compiler's messages."""
    command = [compiler, *FLAGS, f"-I{INCLUDE}", f"-I{SOURCES}", f"-I{HERE / 'programs'}"]
    command += [*map(str, [*sources, library]), "-o", str(program), "-ldl", "-lpthread"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Gives the executable of a test program; all are compiled at the first call."""
    folder = tmp_path_factory.mktemp("cnative")
    library = build_runtime(folder, back_ends=("opencl", "cpu"))

    def build(name: str) -> None:
        compile_program([HERE / "programs" / f"{name}.cpp"], folder / name, library)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(build, [*PROGRAMS, *ALONE]))
    return lambda name: folder / name


def run(
    program: Path, driver: Driver, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Runs a program on a driver; skips the test where that is not installed."""
    if driver.missing:
        pytest.skip(f"{driver.name} is not installed: {driver.missing}")
    return subprocess.run(
        [*driver.launcher, str(program), *arguments],
        capture_output=True,
        text=True,
        env={**driver.env, **variables},
        timeout=300,
        check=False,
    )


def assert_passed(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0 and "passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("memory", MEMORY)
@pytest.mark.parametrize("driver", drivers(), ids=lambda d: d.name)
@pytest.mark.parametrize("name", PROGRAMS)
def test_program(built: Build, name: str, driver: Driver, memory: str) -> None:
    assert_passed(run(built(name), driver, CN_MEMORY=memory))


@pytest.mark.parametrize("name", PROGRAMS)
def test_program_on_processors(built: Build, name: str) -> None:
    assert_passed(run(built(name), Driver("native"), CN_DEVICE="native"))


def test_processors_come_before_nothing(built: Build, tmp_path: Path) -> None:
    nothing = str(tmp_path / "libOpenCL.so.1")
    done = run(built("launch"), Driver("native"), CN_OPENCL_LIBRARY=nothing, CN_VERBOSE="1")
    assert_passed(done)
    assert "device 0: native" in done.stderr


@pytest.mark.parametrize("name", ["launch", "memory", "symbol"])
def test_program_in_simulator(built: Build, name: str) -> None:
    done = run(built(name), oclgrind(), CN_DEVICE="oclgrind")
    assert_passed(done)
    assert "Invalid" not in done.stderr


@pytest.mark.parametrize("memory", ["fine", "coarse"])
@pytest.mark.parametrize("driver", drivers(), ids=lambda d: d.name)
def test_margin(built: Build, driver: Driver, memory: str) -> None:
    assert_passed(run(built("margin"), driver, CN_MEMORY=memory))


@pytest.mark.parametrize("name", ["host_names", "buffer_offsets"])
def test_without_driver(built: Build, name: str) -> None:
    assert_passed(run(built(name), Driver("none")))


@pytest.mark.parametrize("order", ["intel,pocl", "pocl,intel"])
@pytest.mark.parametrize("memory", MEMORY)
def test_two_devices(built: Build, order: str, memory: str) -> None:
    if pocl().missing:
        pytest.skip(f"pocl is not installed: {pocl().missing}")
    assert_passed(run(built("two_devices"), intel(), CN_DEVICE=order, CN_MEMORY=memory))


def test_no_library(built: Build, tmp_path: Path) -> None:
    nothing = str(tmp_path / "libOpenCL.so.1")
    variables = {"CN_OPENCL_LIBRARY": nothing, "CN_DEVICE": "gpu"}
    done = run(built("no_device"), Driver("none"), "library", **variables)
    assert_passed(done)
    assert done.stderr.count("no OpenCL library") == 1
    assert "pip install intel-opencl-rt" in done.stderr


@pytest.mark.parametrize("driver", drivers(), ids=lambda d: d.name)
def test_no_device_fits(built: Build, driver: Driver) -> None:
    done = run(built("no_device"), driver, "device", CN_DEVICE="no such device")
    assert_passed(done)
    assert done.stderr.count("no device matches CN_DEVICE=no such device") == 1


@pytest.mark.parametrize("driver", drivers(), ids=lambda d: d.name)
def test_choice_is_told(built: Build, driver: Driver) -> None:
    done = run(built("symbol"), driver, CN_VERBOSE="1")
    assert_passed(done)
    assert "device 0: " in done.stderr and "kernels.cl was built for" in done.stderr


@pytest.mark.parametrize("driver", drivers(), ids=lambda d: d.name)
def test_build_log_comes_once(built: Build, driver: Driver) -> None:
    done = run(built("launch"), driver)
    assert done.stderr.count("broken.cl does not compile for") == 1
    assert "this" in done.stderr.split("broken.cl", 1)[1]


def first_installed(*commands: str) -> str | None:
    return next(filter(shutil.which, commands), None)


@pytest.mark.parametrize("family", ["g++", "clang++"])
def test_several_files(tmp_path: Path, family: str) -> None:
    folder = HERE / "programs" / "two_files"
    compiler = first_installed(family, *(f"{family}-{version}" for version in range(24, 9, -1)))
    if compiler is None:
        pytest.skip(f"{family} is not installed")
    program = tmp_path / "two_files"
    sources = [folder / "kernels.cpp", folder / "api_only.cpp"]
    compile_program(sources, program, build_runtime(tmp_path, compiler), compiler)
    for driver in drivers():
        if driver.missing:
            continue
        done = run(program, driver)
        assert_passed(done)
        # The kernel's output comes where the host's is, though this goes through a pipe.
        assert re.search(r"before the kernel\s+in the kernel\s", done.stdout), done.stdout
