"""The runtime of ported programs as a library, built once for all tests that link programs."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import cn_migrate

RUNTIME = Path(cn_migrate.__file__).parent / "runtime"
INCLUDE = RUNTIME / "include"
SOURCES = RUNTIME / "src"
FLAGS = ["-std=c++17", "-O0", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]


def build_runtime(folder: Path, compiler: str = "g++", back_ends: Sequence[str] = ()) -> Path:
    """Compiles all sources as one unit, without a warning; fails with the compiler's messages.

    `back_ends` as CN_BACK_ENDS of a port's build: "opencl", "cpu".
    """
    unit, made, library = (folder / name for name in ("cnative.cpp", "cnative.o", "libcnative.a"))
    sources = sorted(SOURCES.rglob("*.cpp"))
    unit.write_text("".join(f'#include "{source}"\n' for source in sources))
    chosen = [f"-DCN_WITH_{back_end.upper()}" for back_end in back_ends]
    command = [compiler, *FLAGS, *chosen, f"-I{INCLUDE}", "-c", str(unit), "-o", str(made)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    subprocess.run(["ar", "rcs", str(library), str(made)], check=True)
    return library
