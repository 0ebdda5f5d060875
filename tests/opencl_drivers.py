"""The OpenCL drivers that tests run ported programs on, and how to choose each.

Every test that needs a driver goes through `drivers()`, so that what is missing is skipped in one
way, with a reason that names the package to install.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

POCL_ICD = Path("/etc/OpenCL/vendors/pocl.icd")


@dataclass(frozen=True)
class Driver:
    """One OpenCL driver.

    `variables` are the environment variables that select it, `launcher` is the command to put
    before a program, `missing` says what to install if it is not there (empty: it is).
    """

    name: str
    variables: Mapping[str, str] = field(default_factory=dict)
    launcher: tuple[str, ...] = ()
    missing: str = ""

    @property
    def env(self) -> dict[str, str]:
        """The whole environment for a program that is to use this driver."""
        return {**os.environ, **self.variables}


def intel() -> Driver:
    """Intel's CPU driver out of the `intel-opencl-rt` wheel, with the wheel's own loader."""
    library = Path(sys.prefix) / "lib" / "libintelocl.so"
    variables = {
        "LD_LIBRARY_PATH": str(library.parent),
        "OCL_ICD_FILENAMES": str(library),
        "CN_DEVICE": "intel",
    }
    missing = "" if library.exists() else "pip install intel-opencl-rt intel-cmplr-lib-rt"
    return Driver("intel", variables, missing=missing)


def pocl() -> Driver:
    """The system's PoCL."""
    there = POCL_ICD.exists() and ctypes.util.find_library("OpenCL") is not None
    missing = "" if there else "apt install ocl-icd-libopencl1 pocl-opencl-icd"
    return Driver("pocl", {"CN_DEVICE": "pocl"}, missing=missing)


def oclgrind() -> Driver:
    """The simulator that finds data races and accesses out of bounds; slow, OpenCL 1.2."""
    command = shutil.which("oclgrind")
    missing = "" if command else "apt install oclgrind"
    variables = {"CN_DEVICE": "oclgrind"}
    return Driver("oclgrind", variables, (command or "oclgrind",), missing)


def native() -> Driver:
    """The machine's own processors, for programs that have their kernels as functions."""
    return Driver("native", {"CN_DEVICE": "native"})


def drivers() -> list[Driver]:
    """The drivers that ported programs must run on, those that are not installed among them."""
    return [intel(), pocl()]
