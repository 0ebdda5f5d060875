"""`cn-migrate doctor`: what is installed, what is missing, how to get it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

import typer

from cn_migrate.cli import consoles

_PACKAGES = (
    ("torch-mlir", "the MLIR bindings", "pip install 'torch-mlir>=20261001'"),
    ("libclang-ng", "the CUDA front end", "pip install 'libclang-ng>=22,<23'"),
    ("cmake", "builds ported programs", "pip install cmake"),
    ("ninja", "builds ported programs faster", "pip install ninja"),
    ("pyopencl", "lists devices", "pip install 'cn-migrate[opencl]'"),
    ("intel-opencl-rt", "an OpenCL driver for x86-64 CPUs", "pip install 'cn-migrate[opencl]'"),
)
_NEEDED = frozenset({"torch-mlir", "libclang-ng"})
_COMPILERS = ("c++", "g++", "clang++")


@dataclass(frozen=True)
class Finding:
    """One thing looked for: `found` is its version or place, empty where it is missing."""

    what: str
    purpose: str
    found: str
    how: str
    needed: bool = True


def doctor() -> None:
    """Check this machine: what porting, building and running need, what is missing, and how to get it.

    Exit code 1 means that something needed for porting, building or running is missing.

    [bold]Example[/]

      cn-migrate doctor
    """
    console = consoles.output()
    missing = 0
    for finding in _findings():
        bad = not finding.found
        mark = (
            "[green]ok[/]     "
            if not bad
            else "[red]missing[/]"
            if finding.needed
            else "[yellow]absent[/] "
        )
        console.print(
            f"{mark} {finding.what:18} {finding.found or finding.purpose}", soft_wrap=True
        )
        if bad:
            console.print(f"        {'':18} get it with: {_plain(finding.how)}", soft_wrap=True)
            missing += finding.needed
    raise typer.Exit(1 if missing else 0)


def _findings() -> Iterator[Finding]:
    yield Finding("Python", "", sys.version.split()[0], "")
    for name, purpose, how in _PACKAGES:
        yield Finding(name, purpose, _version(name), how, name in _NEEDED)
    yield _cmake()
    yield _compiler()
    yield _drivers()


def _cmake() -> Finding:
    from cn_migrate.build import find_tool

    return Finding("CMake", "builds ported programs", find_tool("cmake") or "", "pip install cmake")


def _compiler() -> Finding:
    how = "apt-get install g++ (Debian, Ubuntu), dnf install gcc-c++ (Fedora)"
    for name in _COMPILERS:
        if path := shutil.which(name):
            done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return Finding("C++ compiler", "", done.stdout.splitlines()[0], how)
    return Finding("C++ compiler", "builds ported programs (C++17)", "", how)


def _drivers() -> Finding:
    from cn_migrate.runtime.drivers import drivers

    names = ", ".join(driver.name for driver in drivers())
    how = "pip install 'cn-migrate[opencl]' (x86-64 CPUs), or your vendor's driver"
    return Finding("OpenCL drivers", "run ported programs", names, how)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _plain(text: str) -> str:
    return text.replace("[", "\\[")
