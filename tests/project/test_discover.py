"""Discovery: what a project consists of."""

import json

import pytest

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project import Language, ProjectError, discover

MAIN = "#include <cuda_runtime.h>\nint main() { return 0; }\n"
KERNEL = "__global__ void k() {}\nvoid launch() { k<<<1, 1>>>(); }\n"


def names(project) -> list[str]:
    return [unit.name for unit in project.units]


def test_a_single_file(make_tree):
    root = make_tree({"a.cu": '#include "h.cuh"\n' + MAIN, "h.cuh": "", "b.cu": KERNEL})
    project = discover(root / "a.cu", Diagnostics())
    assert names(project) == ["a.cu"]
    assert project.headers == ("h.cuh",)
    assert [(t.name, t.sources) for t in project.targets] == [("a", ("a.cu",))]


def test_a_folder_with_one_main_is_one_program(make_tree):
    root = make_tree(
        {"src/a.cu": MAIN, "src/b.cu": KERNEL, "c.c": "int f(void) { return 1; }", "data.txt": "1"}
    )
    project = discover(root, Diagnostics())
    assert names(project) == ["src/a.cu", "src/b.cu"]
    assert project.plain == ("c.c",)
    assert project.others == ("data.txt",)
    assert [t.name for t in project.targets] == ["a"]


def test_a_folder_with_several_mains_is_several_programs(make_tree):
    one = "void launch();\n" + MAIN.replace("return 0", "launch()")
    project = discover(make_tree({"one.cu": one, "two.cu": MAIN, "k.cu": KERNEL}), Diagnostics())
    assert {t.name: t.sources for t in project.targets} == {
        "one": ("one.cu", "k.cu"),
        "two": ("two.cu",),
    }


def test_included_sources_are_no_units(make_tree):
    root = make_tree({"a.cu": '#include "k.cu"\n' + MAIN, "k.cu": KERNEL})
    project = discover(root, Diagnostics())
    assert names(project) == ["a.cu"]
    assert project.headers == ("k.cu",)
    assert project.included == {"k.cu"}


def test_a_database_comes_first(make_tree):
    entry = {
        "directory": ".",
        "file": "a.cu",
        "arguments": ["nvcc", "-DX=1", "-Iinc", "-c", "a.cu"],
    }
    files = {"compile_commands.json": json.dumps([entry]), "Makefile": "x:\n\tnvcc b.cu\n"}
    root = make_tree({**files, "a.cu": MAIN, "b.cu": MAIN, "inc/x.h": ""})
    project = discover(root, Diagnostics())
    assert project.build_system == "compile_commands.json"
    assert project.units[0].args == (f"-I{root}/inc", "-DX=1")


def test_a_broken_database_is_one_message(make_tree):
    root = make_tree({"compile_commands.json": "{]", "a.cu": MAIN})
    with pytest.raises(ProjectError, match=r"compile_commands\.json is not a compilation database"):
        discover(root, Diagnostics())


def test_sub_folders_describe_themselves(make_tree):
    files = {"one/Makefile": "fast:\n\tnvcc a.cu -o fast\n", "one/a.cu": MAIN, "two/b.cu": MAIN}
    project = discover(make_tree(files), Diagnostics())
    assert {t.name: t.sources for t in project.targets} == {
        "fast": ("one/a.cu",),
        "b": ("two/b.cu",),
    }


def test_programs_of_one_name_are_told_apart(make_tree):
    makefile = "app:\n\tnvcc a.cu -o app\n"
    files = {"v1/Makefile": makefile, "v1/a.cu": MAIN, "v2/Makefile": makefile, "v2/a.cu": MAIN}
    assert [t.name for t in discover(make_tree(files), Diagnostics()).targets] == [
        "v1-app",
        "v2-app",
    ]


def test_names_that_build_tools_keep_are_avoided(make_tree):
    project = discover(make_tree({"test.cu": MAIN}), Diagnostics())
    assert [t.name for t in project.targets] == ["test_program"]


def test_a_build_file_beside_the_sources_describes_them(make_tree):
    tree = make_tree(
        {
            "bin/Makefile": "main: ../src/main.cu\n\tnvcc -I../more ../src/main.cu -o main\n",
            "src/main.cu": "#include <one.hpp>\n__global__ void k() {}\nint main() { k<<<1, 1>>>(); }\n",
            "more/one.hpp": "",
        }
    )
    project = discover(tree, Diagnostics())
    assert [target.name for target in project.targets] == ["main"]
    assert project.targets[0].include_dirs == ("more",)


def test_an_unreadable_build_file_is_noted_and_the_folder_searched(make_tree):
    found = Diagnostics()
    project = discover(make_tree({"Makefile": "all:\n\techo hi\n", "a.cu": MAIN}), found)
    assert names(project) == ["a.cu"]
    assert [i.rule for i in found.items] == ["build-file"]


def test_headers_outside_of_the_root_get_a_place(make_tree, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "s.h").write_text("")
    root = make_tree(
        {"Makefile": "a:\n\tnvcc -I../shared a.cu -o a\n", "a.cu": '#include "s.h"\n' + MAIN}
    )
    project = discover(root, Diagnostics())
    assert project.headers == ("external/shared/s.h",)
    assert project.path("external/shared/s.h") == shared / "s.h"
    assert project.name_of(shared / "s.h") == "external/shared/s.h"
    assert project.targets[0].include_dirs == ("external/shared",)


def test_include_folders_of_the_system_stay_and_toolkits_go(make_tree, tmp_path):
    toolkit = tmp_path / "toolkit"
    toolkit.mkdir()
    (toolkit / "cuda_runtime_api.h").write_text("")
    flags = ["-I/usr/share", f"-I{toolkit}", "-I/usr/none"]
    project = discover(make_tree({"a.cu": MAIN}), Diagnostics(), flags)
    assert project.targets[0].include_dirs == ("/usr/share",)
    assert project.units[0].args == ("-I/usr/share",)


def test_c_sources_that_call_the_api_are_units(make_tree):
    files = {"Makefile": "a: m.o\n\tgcc m.o -o a\nm.o: m.c\n\tgcc -c m.c\n"}
    files["m.c"] = "int main(void) { return cudaSetDevice(0); }"
    project = discover(make_tree(files), Diagnostics())
    assert [(u.name, u.language) for u in project.units] == [("m.c", Language.C)]
    assert project.units[0].args == ("-std=gnu11",)


def test_device_sources_that_nothing_reaches_are_noted(make_tree):
    found = Diagnostics()
    files = {"Makefile": "a:\n\tnvcc a.cu -o a\n", "a.cu": MAIN, "old.cu": KERNEL}
    discover(make_tree(files), found)
    assert [(i.rule, "old.cu" in i.message) for i in found.items] == [("not-converted", True)]


def test_version_control_build_outputs_and_outward_links_stay_out(make_tree, tmp_path):
    root = make_tree(
        {"a.cu": MAIN, ".git/config": "", "b/CMakeCache.txt": "", "b/x.cu": MAIN, "a.o": ""}
    )
    (tmp_path / "secret").mkdir()
    (root / "out").symlink_to(tmp_path / "secret")
    (root / "same.txt").symlink_to("a.cu")
    project = discover(root, Diagnostics())
    assert project.files == {"a.cu", "same.txt"}


def test_extra_arguments_reach_every_unit(make_tree):
    project = discover(make_tree({"a.cu": MAIN}), Diagnostics(), ["-DBIG", "--what"])
    assert "-DBIG" in project.units[0].args


@pytest.mark.parametrize(
    ("files", "path", "message"),
    [
        ({}, "nowhere", "does not exist"),
        ({"readme.txt": "x"}, "", "holds no CUDA, C or C\\+\\+ source"),
        ({"readme.txt": "x"}, "readme.txt", "is not a CUDA, C or C\\+\\+ source"),
        ({"a.cpp": "int main() {}"}, "a.cpp", "does not use CUDA"),
        ({"a.cu": b"\x7fELF\0\0\0"}, "a.cu", "is a binary file"),
    ],
)
def test_input_that_cannot_be_ported(make_tree, files, path, message):
    with pytest.raises(ProjectError, match=message):
        discover(make_tree(files) / path, Diagnostics())


def test_the_build_file_that_builds_cuda_counts(make_tree):
    root = make_tree(
        {
            "CMakeLists.txt": "add_library(maths STATIC m.c)\n",
            "Makefile": "app: app.c m.c\n\tnvcc -x cu $^ -o $@\n",
            "app.c": KERNEL + "int main() { launch(); }\n",
            "m.c": "int m(int x) { return x; }\n",
        }
    )
    project = discover(root, Diagnostics())
    assert project.build_system == "Makefile"
    assert names(project) == ["app.c", "m.c"]
