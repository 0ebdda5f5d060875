"""Names of the files of a ported program."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

_DEVICE_SUFFIXES = (".cu", ".cuh")


def output_name(file: str, all_files: Collection[str], included: Collection[str]) -> str:
    """The name of a ported host file: `saxpy.cu` -> `saxpy.cpp`, other suffixes stay.

    A .cu or .cuh file that others #include keeps its name; one beside an equally named .cpp becomes `saxpy.cu.cpp`.
    """
    path = PurePosixPath(file)
    if path.suffix not in _DEVICE_SUFFIXES or file in included:
        return file
    plain = path.with_suffix(".cpp")
    return str(path.with_suffix(".cu.cpp") if str(plain) in all_files else plain)


def registrations_name(file: str) -> str:
    """The name of the generated header that registers a file's kernels: `saxpy.cu` -> `saxpy.kernels.hpp`."""
    return str(PurePosixPath(file).with_suffix(".kernels.hpp"))


def kernels_name(file: str) -> str:
    """The name of a file's device code as C++: `saxpy.cu` -> `saxpy.kernels.cpp`."""
    return str(PurePosixPath(file).with_suffix(".kernels.cpp"))


def device_name(file: str) -> str:
    """The name of the device code of a file: `saxpy.cu` -> `saxpy.cl`."""
    return str(PurePosixPath(file).with_suffix(".cl"))
