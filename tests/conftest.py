"""What tests of several layers share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.runtime_library import build_runtime

MakeTree = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def make_tree(tmp_path: Path) -> MakeTree:
    """Writes files below a new folder called `project`, and returns that folder."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "project"
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        root.mkdir(exist_ok=True)
        return root

    return make


@pytest.fixture(scope="session")
def runtime_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runtime of ported programs, to link with them; a port's build takes it as -DCN_LIBRARY=..."""
    return build_runtime(tmp_path_factory.mktemp("runtime"))


@pytest.fixture(scope="session")
def native_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for native ports, which run on the machine's own processors too."""
    return build_runtime(tmp_path_factory.mktemp("runtime"), back_ends=("opencl", "cpu"))


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What builds keep for later ones lies beside the tests' folders, and is shared by all workers."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp().parent / "cache"))
    yield
    patch.undo()
