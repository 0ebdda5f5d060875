"""Names of ported files."""

from __future__ import annotations

import pytest

from cn_migrate.emitters.opencl.host import output_name, registrations_name


@pytest.mark.parametrize(
    ("file", "files", "included", "output"),
    [
        ("src/a.cu", [], [], "src/a.cpp"),
        ("src/a.cu", ["src/a.cpp"], [], "src/a.cu.cpp"),
        ("a.cu", [], ["a.cu"], "a.cu"),
        ("a.cuh", [], ["a.cuh"], "a.cuh"),
        ("a.cuh", [], [], "a.cpp"),
        ("a.cpp", [], [], "a.cpp"),
    ],
)
def test_output_name(file: str, files: list[str], included: list[str], output: str) -> None:
    assert output_name(file, files, included) == output


def test_registrations_name() -> None:
    assert registrations_name("src/3d.cu") == "src/3d.kernels.hpp"
