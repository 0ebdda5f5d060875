"""The table of compiler flags."""

from pathlib import Path

import pytest

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project.nvcc_flags import Command, read_command


def read(text: str) -> tuple[Command, Diagnostics]:
    diagnostics = Diagnostics()
    return read_command(text.split(), Path("/p"), diagnostics), diagnostics


def test_flags_of_the_preprocessor_are_kept():
    command, found = read(
        "-Iinc -I ../up -DN=3 -D M -UX -isystem sys -include pre.h -std=c++14 a.cu -o a"
    )
    settings = command.settings
    assert settings.include_dirs == (Path("/p/inc"), Path("/up"))
    assert settings.system_include_dirs == (Path("/p/sys"),)
    assert settings.defines == ("N=3", "M")
    assert settings.undefines == ("X",)
    assert settings.forced_includes == ("pre.h",)
    assert settings.standard == "c++14"
    assert command.sources == ("a.cu",)
    assert command.output == "a"
    assert not found.items


@pytest.mark.parametrize(
    "flag",
    [
        "-arch=sm_80",
        "-arch sm_80",
        "-gencode arch=compute_80,code=sm_80",
        "--gpu-code=sm_70",
        "-maxrregcount=32",
    ],
)
def test_flags_for_the_device_are_dropped_with_a_note(flag: str):
    command, found = read(f"{flag} a.cu")
    assert command.sources == ("a.cu",)
    assert [item.rule for item in found.items] == ["flag-dropped"]


@pytest.mark.parametrize(
    "flag",
    """-O3 -g -G -lineinfo -rdc=true -Xptxas -v|--expt-relaxed-constexpr|--extended-lambda|-ccbin g++-9|-w
    |-Wall -Wextra|-m64|-L/usr/lib|-Xlinker -rpath|-t 4|-O 3""".replace("\n", "").split("|"),
)
def test_flags_without_meaning_for_a_port_are_dropped_quietly(flag: str):
    command, found = read(f"{flag} a.cu")
    assert command.sources == ("a.cu",)
    assert not found.items


def test_flags_for_the_host_compiler_are_looked_into():
    command, found = read("-Xcompiler -fopenmp,-DHOST=1 -Xcompiler=-Wall a.cu")
    assert command.settings.openmp
    assert command.settings.defines == ("HOST=1",)
    assert not found.items


def test_libraries():
    command, found = read("a.o -lm -lcudart -lcublas")
    assert command.objects == ("a.o",)
    assert command.settings.libraries == ("m",)
    assert [(item.rule, "cublas" in item.message) for item in found.items] == [("library", True)]


def test_an_unknown_flag_is_reported():
    command, found = read("--frobnicate a.cu")
    assert command.sources == ("a.cu",)
    assert [(item.rule, "--frobnicate" in item.message) for item in found.items] == [
        ("unknown-flag", True)
    ]


@pytest.mark.parametrize(
    ("flag", "standard"),
    [
        ("c++11", 17),
        ("gnu++98", 17),
        ("c99", 17),
        ("c++17", 17),
        ("c++20", 20),
        ("gnu++2a", 20),
        ("c++23", 23),
    ],
)
def test_standards(flag: str, standard: int):
    settings = read(f"-std={flag} a.cu")[0].settings
    assert settings.cxx_standard == standard
    assert settings.clang_arguments() == ((f"-std=c++{standard}",) if standard > 17 else ())


def test_fast_math():
    assert read("-use_fast_math a.cu")[0].settings.fast_math


@pytest.mark.parametrize("flags", ["-ftz=true -fmad=false", "--ftz true --fmad false"])
def test_denormals_and_contraction(flags: str):
    settings = read(f"{flags} a.cu")[0].settings
    assert settings.flush_denormals and settings.keep_apart
    settings = read("-ftz=false -fmad=true a.cu")[0].settings
    assert not settings.flush_denormals and not settings.keep_apart


def test_standards_of_c_and_of_cxx_stay_apart(tmp_path):
    both = read_command(["-std=c99"], tmp_path, Diagnostics()).settings
    both |= read_command(["-std=c++20"], tmp_path, Diagnostics()).settings
    assert (both.c_standard, both.cxx_standard) == (99, 20)


@pytest.mark.parametrize(
    ("flag", "defines"),
    [
        ("--default-stream=per-thread", ("CUDA_API_PER_THREAD_DEFAULT_STREAM",)),
        ("--default-stream=legacy", ()),
    ],
)
def test_default_stream(flag: str, defines: tuple[str, ...]) -> None:
    found = Diagnostics()
    assert read_command([flag], Path(), found).settings.defines == defines
    assert found.items == []
