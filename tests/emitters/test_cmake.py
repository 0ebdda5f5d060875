"""The build file of a port, by building with it."""

import subprocess
from pathlib import Path

import pytest

from cn_migrate.build import BuildError, build, find_tool
from cn_migrate.emitters.cmake import cmake_lists
from cn_migrate.project import Language, Project, Settings, Target, Unit

MAIN = """
#include <cstdio>
#include "{kernels}.hpp"
extern "C" int twice(int);
int main() {{
    const int size = sizeof {identifier};
    std::printf("%.*s|%d|%s|%d", size, (const char *){identifier}, size, NAME, twice(N));
}}
"""
SOURCE = 'kernel void k() { printf("\\\\n;"); }\n'


@pytest.fixture
def port(tmp_path: Path) -> Path:
    files = {
        "src/a.cpp": MAIN.format(kernels="src/a-1.b.cl", identifier="cn_a_1_b_cl"),
        "src/a-1.b.cl": SOURCE,
        "odd.cu": "#include <string>\n#include <concepts>\nstd::size_t unused() { return 1; }",
        "twice.c": "int twice(int n) { return 2 * n; }",
        "cnative/src/CMakeLists.txt": "add_library(cnative INTERFACE)",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    settings = Settings(
        standard="c++20",
        forced_includes=("cstddef",),
        defines=("N=4", 'NAME="x y"'),
        libraries=("m", "pthread"),
        openmp=True,
    )
    targets = (
        Target("app.out", ("src/a.cu", "odd.cu"), (".",), settings, links=("lib",)),
        Target("lib", ("twice.c",), (), Settings(), executable=False),
    )
    project = Project(tmp_path, "none", (), targets)
    text = cmake_lists(
        project, {"src/a.cu": "src/a.cpp"}, ["src/a-1.b.cl"], ["odd.cu"], name="my port"
    )
    (tmp_path / "CMakeLists.txt").write_text(text)
    return tmp_path


def output(program: Path) -> str:
    return subprocess.run([program], capture_output=True, text=True, check=True).stdout


def test_a_program_carries_its_kernels_and_is_rebuilt_when_they_change(port: Path):
    binaries = build(port)
    assert output(binaries / "app.out") == f"{SOURCE}|{len(SOURCE)}|x y|8"
    (port / "src/a-1.b.cl").write_text("other\n")
    build(port)
    assert output(binaries / "app.out") == "other\n|6|x y|8"


def test_a_build_that_fails_gives_the_compilers_words(port: Path):
    (port / "twice.c").write_text("int twice(int n) { return undefined_name; }")
    with pytest.raises(BuildError, match="undefined_name"):
        build(port)


def test_c_is_a_language_of_the_build_only_where_there_is_c(tmp_path: Path):
    settings = Settings(standard_of_c="gnu99", openmp=True)
    target = Target("app", ("a.c",), (), settings)
    project = Project(tmp_path, "none", (), (target,))
    as_cxx = cmake_lists(project, {"a.c": "a.c"}, [], as_cxx=["a.c"])
    as_c = cmake_lists(project, {"a.c": "a.c"}, [])
    plain = cmake_lists(project, {}, [])
    assert "LANGUAGES CXX)" in as_cxx and "C_STANDARD 11" not in as_cxx
    assert "OpenMP_C\n" not in as_cxx
    for text in (as_c, plain):
        assert "LANGUAGES C CXX)" in text and "PROPERTIES C_STANDARD 99" in text
        assert "LANGUAGE CXX" not in text and "OpenMP_C\n" in text
    assert "add_subdirectory(cnative/src)" in as_c and "cnative" not in plain


def test_kernels_whose_products_are_kept_apart(tmp_path: Path) -> None:
    apart, plain = Settings(keep_apart=True), Settings()
    units = tuple(
        Unit(tmp_path / name, name, Language.CUDA, settings)
        for name, settings in (("a.cu", apart), ("b.cu", plain))
    )
    project = Project(tmp_path, "none", units, (Target("app", ("a.cu", "b.cu"), (), plain),))
    renamed = {"a.cu": "a.cpp", "b.cu": "b.cpp"}
    text = cmake_lists(project, renamed, [], cpu_kernels=["a.kernels.cpp", "b.kernels.cpp"])
    lines = [line for line in text.splitlines() if "-ffp-contract" in line]
    assert lines == [
        "set_property(SOURCE a.kernels.cpp APPEND PROPERTY COMPILE_OPTIONS -ffp-contract=off)"
    ]


def test_only_kernels_are_compiled_with_openmp(tmp_path: Path) -> None:
    files = {
        "a.cpp": "int kernel();\n#ifdef _OPENMP\n#error\n#endif\nint main() { return kernel() < 200000; }",
        "a.kernels.cpp": "int kernel() { return _OPENMP; }",
        "cnative/src/CMakeLists.txt": "add_library(cnative INTERFACE)",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    project = Project(tmp_path, "none", (), (Target("app", ("a.cu",), (), Settings()),))
    text = cmake_lists(project, {"a.cu": "a.cpp"}, [], cpu_kernels=["a.kernels.cpp"])
    (tmp_path / "CMakeLists.txt").write_text(text)
    assert subprocess.run(build(tmp_path) / "app", check=False).returncode == 0


def test_a_folder_keeps_the_generator_it_was_configured_with(port: Path):
    cmake = find_tool("cmake")
    assert cmake is not None
    command = [cmake, "-S", port, "-B", port / "build", "-G", "Unix Makefiles"]
    subprocess.run(command, capture_output=True, check=True)
    build(port, jobs=1)
    assert (port / "build" / "Makefile").is_file()
    build(port, jobs=1)


def test_what_programs_find_beside_them(port: Path) -> None:
    (port / "data").mkdir()
    (port / "data" / "a b.txt").write_text("1")
    data = (("data/a b.txt", ""), ("data/", "more"), ("left/out.txt", ""))
    target = Target("app", ("twice.c", "main.c"), (), Settings(), data=data)
    (port / "main.c").write_text("int main() { return 0; }")
    text = cmake_lists(Project(port, "none", (), (target,), others=("data/a b.txt",)), {}, [])
    (port / "CMakeLists.txt").write_text(text)
    build(port)
    bin_ = port / "build" / "bin"
    assert (bin_ / "a b.txt").read_text() == (bin_ / "more" / "a b.txt").read_text() == "1"
