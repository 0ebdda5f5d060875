"""Makefiles, read without make."""

from collections.abc import Mapping

import pytest

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project.makefile.expand import Variables
from cn_migrate.project.makefile.programs import programs_of_makefile

MAIN = "int main() { return 0; }\n"


def programs(make_tree, files: Mapping[str, str]):
    root = make_tree(files)
    found = programs_of_makefile(root / "Makefile", root, Diagnostics())
    return {
        p.name: [c.file.relative_to(root).as_posix() for c in p.compilations] for p in found
    }, found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$(A)", "x.c y.c"),
        ("${A:.c=.o}", "x.o y.o"),
        ("$(A:%.c=obj/%.o)", "obj/x.o obj/y.o"),
        ("$(patsubst %.c,%.cu,$(A))", "x.cu y.cu"),
        ("$(subst x,z,$(A))", "z.c y.c"),
        ("$(filter-out y.c,$(A)) $$HOME", "x.c $HOME"),
        ("$(addprefix src/,$(A))", "src/x.c src/y.c"),
        ("$(if $(NONE),yes,no)", "no"),
        ("$(foreach f,$(A),-l$(f))", "-lx.c -ly.c"),
        ("$(call pair,1,2)", "1-2"),
        ("$(shell uname -m)", "x86_64"),
        ("$(shell rm -rf x)", ""),
        ("$(LOOP)", ""),
    ],
)
def test_expansion(tmp_path, text: str, expected: str):
    values = {"A": "x.c y.c", "pair": "$(1)-$(2)", "LOOP": "$(LOOP)"}
    assert Variables(tmp_path, values).expand(text) == expected


def test_one_command_makes_a_program(make_tree):
    makefile = (
        "NVCC = /usr/local/cuda/bin/nvcc\nall:\n\t@$(NVCC) -O3 -DN=4 -I inc a.cu b.cu -o app -lm\n"
    )
    names, found = programs(make_tree, {"Makefile": makefile, "a.cu": MAIN, "b.cu": ""})
    assert names == {"app": ["a.cu", "b.cu"]}
    assert found[0].settings.libraries == ("m",)
    assert found[0].compilations[0].settings.defines == ("N=4",)


def test_objects_pattern_rules_and_conditionals(make_tree):
    makefile = """
include common.mk
OBJ = main.o kernel.o sub/c.o
ifeq ($(DEBUG),1)
FLAGS += -DDEBUG
else ifdef FAST
FLAGS += -DFAST
else
FLAGS += -DPLAIN
endif
app: $(OBJ)
\t$(LINK) $^ -o $@
%.o: %.cu
\tnvcc $(FLAGS) -c $< -o $@
sub/c.o: sub/c.c
\tcd sub && gcc -c c.c -o c.o
clean:
\trm -f *.o
"""
    files = {"Makefile": makefile, "common.mk": "LINK := g++ # the linker\n"}
    files |= {"main.cu": MAIN, "kernel.cu": "", "sub/c.c": ""}
    names, found = programs(make_tree, files)
    assert names == {"app": ["main.cu", "kernel.cu", "sub/c.c"]}
    assert found[0].compilations[0].settings.defines == ("PLAIN",)


def test_make_in_a_sub_folder_with_a_library(make_tree):
    top = "all:\n\t$(MAKE) -C lib SIZE=8\n\tcd app; make\n"
    lib = "libx.a: x.o\n\tar rcs $@ $^\nx.o: x.cu\n\tnvcc -DSIZE=$(SIZE) -c x.cu\n"
    app = "prog: main.cpp\n\tg++ main.cpp -L../lib -lx -o prog\n"
    files = {
        "Makefile": top,
        "lib/Makefile": lib,
        "lib/x.cu": "",
        "app/Makefile": app,
        "app/main.cpp": MAIN,
    }
    names, found = programs(make_tree, files)
    assert names == {"x": ["lib/x.cu"], "prog": ["app/main.cpp"]}
    assert found[0].compilations[0].settings.defines == ("SIZE=8",)
    assert [(p.executable, p.links) for p in found] == [(False, ()), (True, ("x",))]


def test_built_in_rules_and_several_programs(make_tree):
    makefile = "all: one two\none: one.o\ntwo: two.cu\n\tnvcc -o two two.cu\n"
    names, _ = programs(make_tree, {"Makefile": makefile, "one.c": MAIN, "two.cu": MAIN})
    assert names == {"one": ["one.c"], "two": ["two.cu"]}


def test_a_source_that_is_missing_is_reported(make_tree):
    root = make_tree({"Makefile": "a:\n\tnvcc gone.cu -o a\n"})
    found = Diagnostics()
    assert not programs_of_makefile(root / "Makefile", root, found)
    assert [(i.rule, str(i.span)) for i in found.items] == [("missing-source", "Makefile:2:1")]


def test_reading_runs_nothing(make_tree):
    root = make_tree(
        {"Makefile": "X := $(shell touch made)\nall:\n\t+touch made\n\tnvcc a.cu\n", "a.cu": MAIN}
    )
    programs_of_makefile(root / "Makefile", root, Diagnostics())
    assert sorted(path.name for path in root.iterdir()) == ["Makefile", "a.cu"]


def test_objects_may_be_called_anything(make_tree):
    makefile = """
app: main.cpp_o kernel.cu_o
	g++ -o app main.cpp_o kernel.cu_o
%.cpp_o: %.cpp
	g++ -c -o $@ $<
%.cu_o: %.cu
	nvcc -c -o $@ $<
"""
    files = {"Makefile": makefile, "main.cpp": MAIN, "kernel.cu": ""}
    assert programs(make_tree, files)[0] == {"app": ["main.cpp", "kernel.cu"]}


def test_an_empty_argument_does_not_end_a_command(make_tree):
    makefile = 'app: a.cu\n\tnvcc a.cu -Xcompiler "$(HOST_FLAGS)" -DN=4 -o app\n'
    _, found = programs(make_tree, {"Makefile": makefile, "a.cu": MAIN})
    assert found[0].compilations[0].settings.defines == ("N=4",)


def test_wildcards_in_commands_and_prerequisites(make_tree):
    sources = {"src/a.cu": MAIN, "src/b.cu": "", "lib/c.cpp": "", "lib/d.cpp": ""}
    whole, _ = programs(
        make_tree, sources | {"Makefile": "app: src/*.cu\n\tnvcc $^ lib/*.cpp -o $@\n"}
    )
    assert whole == {"app": ["src/a.cu", "src/b.cu", "lib/c.cpp", "lib/d.cpp"]}
    text = "app:\n\tnvcc -c src/*.cu\n\tg++ -c lib/*.cpp\n\tnvcc *.o -o $@\n"
    apart, _ = programs(make_tree, sources | {"Makefile": text})
    assert apart == whole


def test_a_library_of_the_project(make_tree):
    makefile = """
app: main.o libapp.a
	g++ -o app main.o -L. -lapp -lm
libapp.a: kernel.o
	ar qv libapp.a kernel.o
%.o: %.cpp
	g++ -c -o $@ $<
kernel.o: kernel.cu
	nvcc -c -o $@ $<
"""
    files = {"Makefile": makefile, "main.cpp": MAIN, "kernel.cu": ""}
    names, found = programs(make_tree, files)
    assert names == {"app_library": ["kernel.cu"], "app": ["main.cpp"]}
    assert found[1].settings.libraries == ("m",)
    assert found[1].links == ("app_library",)


def test_libraries_of_the_same_name_by_nvcc(make_tree):
    makefile = """
app: main.cpp
	nvcc -lib -o a/libk.a a/k.cu
	nvcc -lib -o b/libk.a b/k.cu b/l.cu
	ar cr all.a main.o
	g++ -o app main.cpp a/libk.a b/libk.a
"""
    files = {"Makefile": makefile, "main.cpp": MAIN, "a/k.cu": "", "b/k.cu": "", "b/l.cu": ""}
    names, found = programs(make_tree, files)
    assert names == {"k": ["a/k.cu"], "k_library": ["b/k.cu", "b/l.cu"], "app": ["main.cpp"]}
    assert found[2].links == ("k", "k_library")


def test_a_program_of_a_library_alone(make_tree):
    makefile = "app:\n\tnvcc -c a.cu\n\tar cr liball.a a.o\n\tg++ -o app liball.a\n"
    names, found = programs(make_tree, {"Makefile": makefile, "a.cu": MAIN})
    assert names == {"app": ["a.cu"]} and found[0].links == ()


def test_libraries_without_a_program(make_tree):
    makefile = "liball.a: a.o\n\tar cr liball.a a.o\na.o: a.cu\n\tnvcc -c a.cu\n"
    names, found = programs(make_tree, {"Makefile": makefile, "a.cu": ""})
    assert names == {"all": ["a.cu"]} and not found[0].executable
