"""What is refused inside of a header that is not the project's is reported where the project calls it."""

from __future__ import annotations

from pathlib import Path

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda.unit import parse_unit

HEADER = """
__device__ inline int deep(int x) { asm volatile("nosuch.s32 %0;" : "=r"(x)); return x; }
__device__ inline int outer(int x) { return deep(x) + 1; }
"""
KERNEL = """#include <library.h>
__device__ int own(int x) {
  return outer(x);
}
__global__ void kernel(int *o) { o[0] = own(o[1]); }
void run(int *o) { kernel<<<1, 1>>>(o); }
"""


def test_the_place_is_the_call_in_the_project(tmp_path: Path) -> None:
    library, root = tmp_path / "library", tmp_path / "project"
    for folder in (library, root):
        folder.mkdir()
    (library / "library.h").write_text(HEADER)
    (root / "kernel.cu").write_text(KERNEL)
    found = Diagnostics()
    args = ("-isystem", str(library))
    unit = parse_unit(root / "kernel.cu", "kernel.cu", args, root, found)
    assert unit is not None and unit.failed == ["kernel"]
    (item,) = found.items
    assert item.span is not None and (item.span.file, item.span.line) == ("kernel.cu", 3)
