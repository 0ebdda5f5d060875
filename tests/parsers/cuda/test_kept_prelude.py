"""The kept prelude: made once, used again, and given up where it does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit, parse

KERNEL = "__global__ void k(float *p) { p[threadIdx.x] = fminf(p[0], 1.0f); }\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "cn-migrate" / "prelude"


def _parsed(folder: Path, text: str, *args: str, whole: bool = False) -> TranslationUnit:
    file = folder / "a.cu"
    file.write_text(text)
    diagnostics = Diagnostics()
    unit = parse(file, args, "device", diagnostics, whole=whole)
    assert unit is not None and not diagnostics.items
    return unit


def _names(unit: TranslationUnit) -> list[str]:
    return [cursor.spelling for cursor in unit.declarations]


def _kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.pch"))


def test_it_is_made_once_and_read_again(tmp_path: Path, cache: Path) -> None:
    first = _parsed(tmp_path, KERNEL)
    (kept,) = _kept(cache)
    made = kept.stat().st_mtime_ns
    again = _parsed(tmp_path, KERNEL)
    assert [kept] == _kept(cache) and kept.stat().st_mtime_ns == made
    assert _names(first) == _names(again) == ["__global__", "k"]


def test_a_tree_over_it_lists_nothing_of_it(tmp_path: Path, cache: Path) -> None:
    short, whole = _parsed(tmp_path, KERNEL), _parsed(tmp_path, KERNEL, whole=True)
    names = [{c.spelling for c in unit.cursor.get_children()} for unit in (short, whole)]
    assert "fminf" not in names[0] and "fminf" in names[1]


def test_instances_of_templates_are_no_declarations(tmp_path: Path, cache: Path) -> None:
    text = "template <class T> __device__ T f(T x) { return x; }\n__global__ void k(int *p) { *p = f(*p); }\n"
    short, whole = _parsed(tmp_path, text), _parsed(tmp_path, text, whole=True)
    assert sorted(_names(short)) == sorted(_names(whole))
    assert sorted(_names(short)) == ["__device__", "__global__", "f", "k"]


def test_instances_of_templates_that_are_defined_later_are_no_declarations(
    tmp_path: Path, cache: Path
) -> None:
    text = (
        "template <class T> __global__ void k(T *p);\n"
        "template <class T> struct S { __device__ T f(T x); };\n"
        "void run(int *p, float *q) { k<<<1, 1>>>(p); k<<<1, 1>>>(q); }\n"
        "template <class T> __global__ void k(T *p) { *p = S<T>().f(*p); }\n"
        "template <class T> __device__ T S<T>::f(T x) { return x; }\n"
        "template <> __device__ int S<int>::f(int x) { return -x; }\n"
    )
    short, whole = _parsed(tmp_path, text), _parsed(tmp_path, text, whole=True)
    assert sorted(_names(short)) == sorted(_names(whole))
    assert sorted(_names(short)).count("k") == 2 and sorted(_names(short)).count("f") == 2


def test_an_explicit_specialisation_is_a_declaration(tmp_path: Path, cache: Path) -> None:
    text = (
        "template <class T> T f(T x) { return x; }\ntemplate <> int f<int>(int x) { return -x; }\n"
    )
    assert _names(_parsed(tmp_path, text)) == ["f", "f"]


def test_users_macros_are_seen(tmp_path: Path, cache: Path) -> None:
    text = "#if N != 3\n#error wrong\n#endif\n" + KERNEL
    _parsed(tmp_path, text, "-DN=3")
    assert len(_kept(cache)) == 1


def test_uses_of_its_macros_are_seen(tmp_path: Path, cache: Path) -> None:
    text = "__global__ void k(int *p) { *p = INT_MAX; }\n"
    assert "INT_MAX" in _names(_parsed(tmp_path, text)) and _kept(cache)


def test_macros_that_reach_into_it_keep_it_away(tmp_path: Path, cache: Path) -> None:
    _parsed(tmp_path, KERNEL, "-D__CUDA_NO_HALF_OPERATORS__")
    assert not _kept(cache)


def test_another_standard_has_its_own(tmp_path: Path, cache: Path) -> None:
    _parsed(tmp_path, KERNEL)
    _parsed(tmp_path, KERNEL, "-std=c++20")
    assert len(_kept(cache)) == 2


def test_a_damaged_one_is_given_up(tmp_path: Path, cache: Path) -> None:
    _parsed(tmp_path, KERNEL)
    (kept,) = _kept(cache)
    kept.write_bytes(b"CPCH" + bytes(1000))
    assert _names(_parsed(tmp_path, KERNEL)) == ["__global__", "k"]
    assert not _kept(cache)
    _parsed(tmp_path, KERNEL)
    assert _kept(cache) == [kept]


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert _names(_parsed(tmp_path, KERNEL)) == ["__global__", "k"]


def test_inline_assembly_finds_its_functions(tmp_path: Path, cache: Path) -> None:
    text = '__global__ void k(int *p) { asm("add.s32 %0, %0, 1;" : "+r"(*p)); }\n'
    assert "add_s32" in _parsed(tmp_path, text).ptx_functions
