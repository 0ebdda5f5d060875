"""OpenCL drivers of this machine: where they lie, and the environment in which a program finds them."""

from __future__ import annotations

import os
import site
import sys
from dataclasses import dataclass, field
from pathlib import Path

_VENDORS = Path("/etc/OpenCL/vendors")


@dataclass(frozen=True)
class Driver:
    """An installed OpenCL driver; `library` is what its .icd file names."""

    name: str
    library: str
    environment: dict[str, str] = field(default_factory=dict)


def pypi_driver() -> Driver | None:
    """Intel's CPU driver, where the `opencl` extra (PyPI's intel-opencl-rt) is installed.

    Its wheel registers no driver: the loader that comes with it finds it through the environment.
    """
    for prefix in (sys.prefix, site.getuserbase()):
        folder = Path(prefix) / "lib"
        library = folder / "libintelocl.so"
        if not library.is_file():
            continue
        paths = [str(folder), *filter(None, [os.environ.get("LD_LIBRARY_PATH")])]
        environment = {"LD_LIBRARY_PATH": ":".join(paths), "OCL_ICD_FILENAMES": str(library)}
        return Driver("Intel CPU (PyPI)", str(library), environment)
    return None


def system_drivers(folder: Path = _VENDORS) -> list[Driver]:
    """The drivers that are registered with the system, by their .icd files."""
    if not folder.is_dir():
        return []
    return [Driver(path.stem, path.read_text().strip()) for path in sorted(folder.glob("*.icd"))]


def drivers() -> list[Driver]:
    """All drivers found, the one from PyPI first."""
    own = pypi_driver()
    return [*([own] if own else []), *system_drivers()]


def environment() -> dict[str, str]:
    """What a ported program needs in its environment to find every driver of this machine."""
    own = pypi_driver()
    return own.environment if own else {}
