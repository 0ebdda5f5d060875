"""Which scalars there are in memory, and how they are named and compared."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.verify.compare import compare
from cn_migrate.verify.element_types import Leaf, Region, leaves_of
from tests.parsers.cuda.device.run_source import translate_source

SOURCE = """
struct Pair { float x, y; };
struct All { int n; float rows[2][3]; Pair pairs[2]; float *to[4]; float many[1000][1000]; };
__global__ void k(All *all) { all->n = 1; }
int main() { k<<<1, 1>>>(nullptr); }
"""


def leaves(folder: Path) -> tuple[int, dict[str, Leaf]]:
    """The size of `All`, and its scalars by their paths."""
    code, _ = translate_source(folder, SOURCE)
    with code.context:
        layout = Layout(code.module)
        type_ = t.record("All")
        return layout.size(type_), {leaf.path: leaf for leaf in leaves_of(layout, type_)}


def test_arrays_of_scalars_are_one(tmp_path: Path) -> None:
    size, found = leaves(tmp_path)
    pairs = [f".pairs[{i}].{name}" for i in range(2) for name in "xy"]
    assert list(found) == [".n", ".rows", *pairs, ".to", ".many"]
    assert found[".n"].shape == () and found[".n"].path_of(0) == ".n"
    assert found[".rows"].shape == (2, 3) and found[".rows"].path_of(4) == ".rows[1][1]"
    assert found[".to"].count == 4 and found[".to"].pointee is not None
    assert found[".many"].place == slice(size - 4_000_000, size)


def test_a_difference_names_its_place(tmp_path: Path) -> None:
    size, found = leaves(tmp_path)
    right = np.zeros(2 * size, np.uint8)
    wrong = right.copy()
    wrong[size + found[".rows"].offset + 5 * 4 + 3] = 64
    region = Region("all", 0, 2 * size, size, tuple(found.values()))
    (difference,) = compare(region, wrong.tobytes(), right.tobytes())
    assert str(difference).startswith("all[1].rows[1][2]: the driver gave 2.0, the interpreter 0.0")
    assert difference.column == "all[].rows"
