"""CMake's commands that compute with variables."""

from pathlib import Path

import pytest

from cn_migrate.project.cmake import values


@pytest.mark.parametrize(
    ("words", "name", "expected"),
    [
        (["APPEND", "l", "c", "d"], "l", "b.cu;a.cpp;b.cu;c;d"),
        (["PREPEND", "l", "z"], "l", "z;b.cu;a.cpp;b.cu"),
        (["REMOVE_ITEM", "l", "b.cu"], "l", "a.cpp"),
        (["REMOVE_DUPLICATES", "l"], "l", "b.cu;a.cpp"),
        (["FILTER", "l", "INCLUDE", "REGEX", "\\\\.cu$"], "l", "b.cu;b.cu"),
        (["FILTER", "l", "EXCLUDE", "REGEX", "\\\\.cu$"], "l", "a.cpp"),
        (["TRANSFORM", "l", "PREPEND", "src/"], "l", "src/b.cu;src/a.cpp;src/b.cu"),
        (["SORT", "l"], "l", "a.cpp;b.cu;b.cu"),
        (["LENGTH", "l", "n"], "n", "3"),
        (["GET", "l", "0", "-1", "n"], "n", "b.cu;b.cu"),
        (["JOIN", "l", " ", "n"], "n", "b.cu a.cpp b.cu"),
    ],
)
def test_list(words, name, expected):
    variables = {"l": "b.cu;a.cpp;b.cu"}
    values.change_list(words, variables)
    assert variables[name] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["REGEX", "REPLACE", "\\\\.cu$", ".cpp", "out", "a.cu"], "a.cpp"),
        (["REGEX", "REPLACE", "(.*)/(.*)", "\\\\2", "out", "x/y"], "y"),
        (["REGEX", "REPLACE", "(", "", "out", "x"], "before"),
        (["REPLACE", "a", "b", "out", "banana"], "bbnbnb"),
        (["APPEND", "out", "+", "after"], "before+after"),
        (["CONCAT", "out", "1", "2"], "12"),
        (["TOUPPER", "cuda", "out"], "CUDA"),
        (["SHA256", "out", "x"], "before"),
    ],
)
def test_string(words, expected):
    variables = {"out": "before"}
    values.change_string(words, variables)
    assert variables["out"] == expected


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("NAME", "a.b.cu"),
        ("NAME_WE", "a"),
        ("NAME_WLE", "a.b"),
        ("DIRECTORY", "src"),
        ("EXT", ".b.cu"),
        ("ABSOLUTE", "/root/src/a.b.cu"),
    ],
)
def test_parts_of_a_file_name(mode, expected):
    variables: dict[str, str] = {}
    values.take_filename_apart(["out", "src/a.b.cu", mode], variables, Path("/root"))
    assert variables["out"] == expected
