"""File names with `*`, `?` and `[...]`, as shells and make take them."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path

_WILDCARDS = frozenset("*?[")


def is_pattern(name: str) -> bool:
    """Has `name` to be matched with files?"""
    return not _WILDCARDS.isdisjoint(name)


def matching(names: Iterable[str], folder: Path) -> Iterator[str]:
    """The files of `folder` that names like `src/*.cu` mean; a name that fits nothing stays."""
    for name in names:
        found = sorted(glob.glob(name, root_dir=folder)) if is_pattern(name) else []  # noqa: PTH207
        yield from found or [name]
