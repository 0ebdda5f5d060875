"""Building and running a ported project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from cn_migrate.project.model import ProjectError
from cn_migrate.runtime.kept_library import kept_library


def find_tool(name: str) -> str | None:
    """A program of this environment (cmake and ninja come from PyPI), or one on the search path."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.is_file() else shutil.which(name)


class BuildError(Exception):
    """The ported project did not build; the message is the tool's output."""


def build(folder: Path, jobs: int = 0) -> Path:
    """Build the port in `folder` with CMake; returns the folder of the programs.

    The runtime that it carries is compiled only if no earlier port had the same.
    Raises BuildError with the output where it fails, ProjectError where CMake is missing.
    """
    cmake = find_tool("cmake")
    if cmake is None:
        raise ProjectError("cmake was not found; install it with: pip install cmake ninja")
    binaries = folder / "build"
    configure = [cmake, "-S", str(folder), "-B", str(binaries), *_generator(binaries)]
    kept = kept_library(folder)
    lent = kept.lend(binaries.resolve()) if kept else None
    configure.append(f"-DCN_LIBRARY={lent or ''}")
    parallel = str(jobs or os.cpu_count() or 1)
    for command in (configure, [cmake, "--build", str(binaries), "--parallel", parallel]):
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", check=False
        )
        if done.returncode:
            raise BuildError((done.stdout + done.stderr).strip())
    if kept and not lent:
        kept.keep(binaries)
    return binaries / "bin"


def _generator(binaries: Path) -> list[str]:
    """Ninja where it is installed; a folder that was configured before keeps its generator, which CMake insists on."""
    ninja = find_tool("ninja")
    if ninja is None or (binaries / "CMakeCache.txt").is_file():
        return []
    return ["-G", "Ninja", f"-DCMAKE_MAKE_PROGRAM={ninja}"]


def run(program: Path, arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a built program in the current folder, with `environment` added; returns its exit code."""
    done = subprocess.run([program, *arguments], env={**os.environ, **environment}, check=False)
    return done.returncode
