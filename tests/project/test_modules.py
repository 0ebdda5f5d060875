"""Programs that load modules get the sources that those are made of."""

from __future__ import annotations

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project import discover

LOADER = """
#include <cuda.h>
int main() {{ CUmodule m; CUfunction f; cuModuleLoad(&m, "{0}"); return cuModuleGetFunction(&f, m, "k"); }}
"""
KERNEL = 'extern "C" __global__ void k() {}\n'
PLAIN = "#include <cuda_runtime.h>\nint main() { return cudaDeviceSynchronize(); }\n"


def sources(project) -> dict[str, tuple[str, ...]]:
    return {target.name: target.sources for target in project.targets}


def test_a_source_of_the_folder_that_only_the_loaded_file_is_made_of(make_tree):
    root = make_tree(
        {
            "main.cpp": LOADER.format("kernels_sm80.cubin"),
            "kernels.cu": KERNEL,
            "Makefile": "prog: main.cpp\n\tg++ -o prog main.cpp\nk.cubin:\n\tnvcc -cubin kernels.cu\n",
        }
    )
    project = discover(root, Diagnostics())
    assert sources(project) == {"prog": ("main.cpp", "kernels.cu")}
    assert project.loads_modules
    assert project.images == (("kernels_sm80.cubin", "kernels.cu"),)


def test_an_object_library_of_kernels_becomes_part_of_the_program(make_tree):
    lists = (
        "project(p LANGUAGES CXX CUDA)\nadd_executable(a a.cpp)\nadd_library(k OBJECT dev/k.cu)\n"
        "set_target_properties(k PROPERTIES CUDA_PTX_COMPILATION ON)\n"
    )
    files = {"a.cpp": LOADER.format("k.ptx"), "dev/k.cu": KERNEL, "CMakeLists.txt": lists}
    assert sources(discover(make_tree(files), Diagnostics())) == {"a": ("a.cpp", "dev/k.cu")}


def test_each_program_gets_the_modules_that_it_names(make_tree):
    files = {
        "one/a.cpp": LOADER.format("x.ptx"),
        "two/b.cpp": LOADER.format("data/y.ptx"),
        "three/c.cu": PLAIN,
        "kernels/x.cu": KERNEL,
        "kernels/y.cu": KERNEL,
    }
    project = discover(make_tree(files), Diagnostics())
    assert sources(project) == {
        "a": ("one/a.cpp", "kernels/x.cu"),
        "b": ("two/b.cpp", "kernels/y.cu"),
        "c": ("three/c.cu",),
    }


NAMES_A_SOURCE = 'const char *file = "k.cuh";\n' + LOADER.format("none.ptx")


def test_sources_that_a_program_compiles_when_it_runs(make_tree):
    compiles = "void f(P *p, const char *s) { nvrtcCreateProgram(p, s); }\n"
    files = {"a.cpp": NAMES_A_SOURCE + compiles, "k.cuh": KERNEL, "other.cuh": KERNEL}
    project = discover(make_tree(files), Diagnostics())
    assert sources(project) == {"a": ("a.cpp", "k.cuh")}
    assert project.images == (("k.cuh", "k.cuh"),)


def test_headers_that_a_program_looks_for(make_tree):
    compiles = """#include "mma.h"
    void f(P *p, const char *s) { find("cooperative_groups.h"); nvrtcCreateProgram(p, s); }\n"""
    files = {"a.cpp": NAMES_A_SOURCE + compiles, "k.cuh": KERNEL}
    assert discover(make_tree(files), Diagnostics()).compiler_headers == ("cooperative_groups.h",)


def test_names_of_sources_mean_nothing_to_a_program_that_compiles_nothing(make_tree):
    files = {"a.cpp": NAMES_A_SOURCE + "// nvrtcCreateProgram\n", "k.cuh": KERNEL}
    project = discover(make_tree(files), Diagnostics())
    assert sources(project) == {"a": ("a.cpp",)}
    assert project.images == ()


def test_a_program_that_loads_nothing_gets_nothing(make_tree):
    lists = "project(p LANGUAGES CUDA)\nadd_executable(c c.cu)\n"
    project = discover(
        make_tree({"c.cu": PLAIN, "k.cu": KERNEL, "CMakeLists.txt": lists}), Diagnostics()
    )
    assert sources(project) == {"c": ("c.cu",)}
    assert not project.loads_modules and project.images == ()
