"""The quick look at sources."""

from cn_migrate.project.scan import scan


def test_includes_are_found_outside_of_comments_and_strings():
    found = scan(b'#include "a.h"\n# include <b.h>\n// #include "c.h"\n/*\n#include "d.h"\n*/\n')
    assert [(i.name, i.quoted) for i in found.includes] == [("a.h", True), ("b.h", False)]


def test_the_place_of_an_include_is_its_name():
    data = b'#include "dir/a.h"\n'
    (include,) = scan(data).includes
    assert data[include.start : include.end] == b"dir/a.h"


def test_main_is_a_definition():
    assert scan(b"int main(int argc, char **argv) { return 0; }").has_main
    assert scan(b"namespace { int x; }\nint\nmain()\n{\n}").has_main
    assert not scan(b"int main(int, char **);\n// int main() {}\n").has_main
    assert not scan(b"void f() { call(main); }").has_main


def test_old_style_main_is_a_definition():
    assert scan(b"main(argc, argv)\nint argc;\nchar *argv[];\n{\n}\n").has_main


def test_functions_of_linkage_blocks_and_namespaces_are_defined():
    found = scan(
        b'extern "C" {\nvoid f(int a) { if (a) { g(a); } }\n}\nnamespace n { int h() { return 1; } }'
    )
    assert found.defines == {b"f", b"h"}
    assert b"g" in found.names


def test_cuda_is_seen_by_launch_qualifier_call_or_header():
    for text in (
        b"k<<<1, 2>>>(p);",
        b"__global__ void k();",
        b"cudaFree(p);",
        b"#include <cuda_runtime.h>\n",
    ):
        assert scan(text).uses_cuda
    assert not scan(b'int a = 1 << 3; // cudaFree\nconst char *s = "__global__";\n').uses_cuda


def test_bytes_that_are_not_utf8_are_read():
    assert scan(b"// caf\xe9\nint main() { return '\xe9'; }").has_main
