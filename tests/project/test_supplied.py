"""Headers that a project misses and that are supplied."""

from __future__ import annotations

from pathlib import Path

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project import discover
from cn_migrate.project.includes import SUPPLIED, is_system
from cn_migrate.project.stage import stage

MAIN = "#include <helper_cuda.h>\nint main() { checkCudaErrors(cudaDeviceSynchronize()); }\n"
PLACE = f"external/{SUPPLIED.name}"


def test_a_missing_header_is_ported_like_one_of_the_project(make_tree, tmp_path: Path) -> None:
    found = Diagnostics()
    project = stage(discover(make_tree({"a.cu": MAIN}), found), tmp_path / "staged")
    assert project.headers == (f"{PLACE}/helper_cuda.h", f"{PLACE}/helper_string.h")
    assert project.units[0].args == (f"-I{tmp_path}/staged/{PLACE}",)
    assert project.targets[0].include_dirs == (PLACE,)
    assert [d.rule for d in found.items] == ["supplied-header"] * 2


def test_the_project_s_own_header_comes_first(make_tree, tmp_path: Path) -> None:
    found = Diagnostics()
    files = {"Makefile": "a:\n\tnvcc -Iinc a.cu -o a\n", "a.cu": MAIN, "inc/helper_cuda.h": ""}
    project = discover(make_tree(files), found)
    assert project.headers == ("inc/helper_cuda.h",)
    assert found.items == []


def test_an_installed_package_is_no_system_folder() -> None:
    assert not is_system(SUPPLIED)
