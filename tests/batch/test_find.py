"""Which folders are projects."""

from __future__ import annotations

from pathlib import Path

import pytest

from cn_migrate.batch.find import find_projects, names_of

KERNEL = "__global__ void k() {}\n"


@pytest.mark.parametrize(
    ("files", "projects"),
    [
        # A folder of programs without build files: the topmost ones that hold sources.
        (["a/main.cu", "a/src/k.cu", "group/b/b.cu"], ["a", "group/b"]),
        # Build files decide, the nearest one wins; a CMakeLists.txt without project() belongs to its parent.
        (["Makefile", "a/Makefile", "a/src/k.cu"], ["a"]),
        (["CMakeLists.txt", "src/CMakeLists.txt:", "src/k.cu"], ["top"]),
        (["CMakeLists.txt", "one/CMakeLists.txt", "one/k.cu", "two/k.cu"], ["one", "top"]),
        # A build file over several projects collects them: what is in none of them is one of its own.
        (
            ["Makefile", "a/Makefile", "a/k.cu", "b/Makefile", "b/k.cu", "c/d/k.cu"],
            ["a", "b", "c/d"],
        ),
        (["Makefile", "k.cu", "a/Makefile", "a/k.cu", "b/Makefile", "b/k.cu"], ["a", "b", "top"]),
        # A plain project is one; sources beside projects are one project each.
        (["main.cu", "src/k.cu"], ["top"]),
        (["main.cu", "other.cu", "a/Makefile", "a/k.cu"], ["a", "main.cu", "other.cu"]),
        # C++ that calls the API is CUDA too; what does not use it is no project.
        (["api/host.cpp", "plain/Makefile", "plain/main.cpp:int main() {}"], ["api"]),
        (["plain/main.c:int main() {}"], []),
    ],
)
def test_find_projects(files: list[str], projects: list[str], tmp_path: Path) -> None:
    root = tmp_path / "top"
    for entry in files:
        name, given, text = entry.partition(":")
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        default = "project(p)\n" if file.name == "CMakeLists.txt" else "cudaFree(0);\n"
        file.write_text(text if given else KERNEL if file.suffix == ".cu" else default)
    found = find_projects(root)
    assert sorted(names_of(found, root).values()) == sorted(projects)
