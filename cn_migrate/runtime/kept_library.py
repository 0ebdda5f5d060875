"""Builds of the runtime library that ports carry, kept for the next port: the same sources are compiled once.

The name of each is a hash of all that goes into it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cn_migrate import cache

_NAME = "libcnative.a"
_MADE = Path("cnative", "src", _NAME)  # below the build folder
_KEPT = 8
_ENVIRONMENT = ("CXX", "CXXFLAGS", "CPPFLAGS")
_BACK_ENDS = re.compile(r"^.*\bCN_BACK_ENDS\b.*$", re.MULTILINE)


@dataclass(frozen=True)
class KeptLibrary:
    """The place of the library of one port's runtime in the cache; it may not be there yet."""

    place: Path

    def lend(self, binaries: Path) -> Path | None:
        """A copy of the library in a port's build folder, so that this needs nothing outside; None without one."""
        lent = binaries / _NAME
        try:
            binaries.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.place, lent)
        except OSError:
            return None
        return lent

    def keep(self, binaries: Path) -> None:
        """Keeps what a build has made, if it has, and drops the oldest of many."""
        cache.keep(self.place, lambda new: shutil.copyfile(binaries / _MADE, new), _KEPT)


def kept_library(port: Path) -> KeptLibrary | None:
    """Where the runtime of a port is kept; None where the port has none, or no compiler or cache folder is found."""
    sources = sorted(p for p in (port / "cnative").rglob("*") if p.is_file())
    compiler = _compiler()
    if not sources or compiler is None:
        return None
    digest = hashlib.sha256(compiler)
    for name in _ENVIRONMENT:
        digest.update(f"{name}={os.environ.get(name, '')}\n".encode())
    build_file = (port / "CMakeLists.txt").read_text("utf-8", "surrogateescape")
    digest.update("\n".join(_BACK_ENDS.findall(build_file)).encode())
    for source in sources:
        digest.update(source.relative_to(port).as_posix().encode() + b"\0" + source.read_bytes())
    folder = cache.folder("runtime")
    return None if folder is None else KeptLibrary(folder / f"{digest.hexdigest()[:32]}.a")


def _compiler() -> bytes | None:
    """What the compiler says of itself: its name, version and target."""
    command = [os.environ.get("CXX") or "c++", "-v"]
    try:
        return subprocess.run(command, capture_output=True, check=True).stderr
    except (OSError, subprocess.CalledProcessError):
        return None
