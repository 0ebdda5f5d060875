"""Each program that `scripts/speed` measures has both versions, and a row in the list of all."""

from __future__ import annotations

import re

from tests.corpora.programs import CORPUS

FOLDER = CORPUS.parent / "openmp"


def test_both_versions_are_there() -> None:
    names = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
    assert len(names) > 15
    for name in names:
        made = {path.name for path in (FOLDER / name).iterdir()}
        assert made == {f"{name}.cu", f"{name}.cpp"}


def test_table_is_complete() -> None:
    text = (CORPUS.parent / "README.md").read_text().split("## openmp/")[1]
    rows = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    assert rows == sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def test_kernels_are_those_of_the_corpus() -> None:
    for source in FOLDER.glob("*/*.cu"):
        included = re.findall(r'#include "(\.\./\.\./cuda/[^"]+)"', source.read_text())
        assert included or source.stem == "patterns"
        assert all((source.parent / path).is_file() for path in included)
