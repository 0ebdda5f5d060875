"""Builds of the runtime that are kept: by what goes into them, and copied into a port's build folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from cn_migrate.runtime.kept_library import KeptLibrary, kept_library


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source = tmp_path / "port" / "cnative" / "src" / "error.cpp"
    source.parent.mkdir(parents=True)
    source.write_text("int error;\n")
    (tmp_path / "port" / "CMakeLists.txt").write_text("add_subdirectory(cnative/src)\n")
    return tmp_path / "port"


def library(port: Path) -> KeptLibrary:
    found = kept_library(port)
    assert found is not None
    return found


def test_what_was_built_is_lent(port: Path) -> None:
    assert library(port).lend(port / "build") is None
    made = port / "build" / "cnative" / "src" / "libcnative.a"
    made.parent.mkdir(parents=True)
    made.write_bytes(b"code")
    library(port).keep(port / "build")
    lent = library(port).lend(port / "other")
    assert lent is not None and lent.parent == port / "other" and lent.read_bytes() == b"code"


@pytest.mark.parametrize("change", ["source", "back ends", "flags", "compiler"])
def test_all_that_goes_into_it_counts(
    port: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = library(port).place
    if change == "source":
        (port / "cnative" / "src" / "error.cpp").write_text("int other;\n")
    elif change == "back ends":
        (port / "CMakeLists.txt").write_text("set(CN_BACK_ENDS cpu)\n")
    elif change == "flags":
        monkeypatch.setenv("CXXFLAGS", "-g")
    else:
        monkeypatch.setenv("CXX", "g++")
    assert library(port).place != before


def test_few_are_kept(port: Path) -> None:
    made = port / "build" / "cnative" / "src" / "libcnative.a"
    made.parent.mkdir(parents=True)
    made.write_bytes(b"code")
    folder = library(port).place.parent
    for i in range(12):
        KeptLibrary(folder / f"{i}.a").keep(port / "build")
    assert len(list(folder.iterdir())) == 8


def test_nothing_is_kept_where_that_cannot_be(port: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = library(port)
    nothing.keep(port / "build")
    assert not nothing.place.exists()
    monkeypatch.setenv("CXX", "no such compiler")
    assert kept_library(port) is None
    assert kept_library(port / "cnative") is None
