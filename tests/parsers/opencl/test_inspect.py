"""Stages of a file in OpenCL C."""

from pathlib import Path

import pytest

from cn_migrate.convert import inspect
from cn_migrate.project import ProjectError

SOURCE = "kernel void k(global TYPE *out) { TYPE x = 2; out[get_global_id(0)] = x * 3; }"


def test_the_forms_that_no_target_asks_for(tmp_path: Path) -> None:
    file = tmp_path / "k.cl"
    file.write_text(SOURCE)
    parsed, normal = (inspect(file, stage, ["-DTYPE=int"]) for stage in ("parsed", "normal"))
    assert not parsed.diagnostics.failed and not normal.diagnostics.failed
    assert "cnative.slot" in parsed.text and "cnative.slot" not in normal.text
    assert "func.func @k(" in normal.text


def test_a_stage_of_targets(tmp_path: Path) -> None:
    file = tmp_path / "k.cl"
    file.write_text(SOURCE)
    with pytest.raises(ProjectError, match="'parsed' and 'normal'"):
        inspect(file, "opencl")


def test_what_does_not_compile(tmp_path: Path) -> None:
    file = tmp_path / "k.cl"
    file.write_text(SOURCE)
    found = inspect(file, "parsed")
    assert found.text == "" and found.diagnostics.failed
