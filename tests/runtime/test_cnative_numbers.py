"""The interface's enumerators and flags have the numbers that CUDA's have.

Compared with NVIDIA's real headers (PyPI `nvidia-cuda-runtime`, for this test only), under the rule
by which names are translated: cudaErrorInvalidValue is cn::error_invalid_value.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

INCLUDE = Path(__file__).parents[2] / "cn_migrate" / "runtime" / "include"
WORD = re.compile(
    r"[A-Z]\d+[A-Z](?![a-z])|L\d|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|\d+[A-Z](?![a-z])|[A-Z]+|\d+"
)
NOT_NUMBERS = {"stream_legacy", "stream_per_thread"}  # pointers
NUMBER = r"\(?\s*(-?(?:0x[0-9a-fA-F]+|\d+))\b"
ENUMERATOR = re.compile(rf"\bcuda(\w+)\s*=\s*{NUMBER}")
MACRO = re.compile(rf"^#define\s+cuda(\w+)\s+(?:\(\(\w+\)\s*)?{NUMBER}", re.MULTILINE)


def snake(name: str) -> str:
    """The words of a name in lower case: `DevAttrMaxTexture2DWidth` has `2d` for one of them."""
    return "_".join(WORD.findall(name)).lower()


def nvidia_header() -> str:
    packages = Path(sys.prefix).glob("lib/python*/site-packages/nvidia/*")
    found = sorted(p / "include" / "driver_types.h" for p in packages)
    found = [header for header in found if header.exists()]
    if not found:
        pytest.skip("nvidia-cuda-runtime is not installed: pip install nvidia-cuda-runtime")
    text = found[-1].read_text(encoding="utf-8", errors="replace")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def test_numbers_are_those_of_cuda(tmp_path: Path) -> None:
    theirs = {}
    text = nvidia_header()
    for name, number in [*ENUMERATOR.findall(text), *MACRO.findall(text)]:
        theirs[snake(name)] = int(number, 0)
    ours = set(re.findall(r"\w+", "".join(p.read_text() for p in INCLUDE.rglob("*.hpp"))))
    common = sorted(ours & set(theirs) - NOT_NUMBERS)
    assert len(common) > 200
    checks = [f'static_assert((long)cn::{name} == {theirs[name]}, "{name}");' for name in common]
    program = tmp_path / "numbers.cpp"
    program.write_text('#include "cnative.hpp"\n' + "\n".join(checks) + "\n")
    done = subprocess.run(
        ["g++", "-std=c++17", "-fsyntax-only", f"-I{INCLUDE}", str(program)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
