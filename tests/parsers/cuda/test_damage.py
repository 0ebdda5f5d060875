"""Programs whose headers are missing: what depends on them is refused, everything else is converted."""

from __future__ import annotations

from pathlib import Path

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda.device.module import translate
from cn_migrate.parsers.cuda.host import find_instances
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit, parse

SOURCE = """\
#include <other_library.h>
#include <thrust/device_vector.h>
struct Pair { Missing first; int second; };
struct Wrapper { Pair *pair; };
typedef Missing real;
__device__ Missing give(int v) { return v; }
__device__ int twice(int v) { return 2 * v; }
template <class T> __global__ void good(T *x) { x[0] = twice(3); }
__global__ void in_the_body(int *x) { x[0] = thrust::max(1, 2); }
__global__ void in_a_parameter(Missing *x) { x[0] = 1; }
__global__ void in_a_member(Pair p, int *x) { x[0] = p.second; }
__global__ void behind_a_member(Wrapper w) { w.pair->second = 1; }
__global__ void in_a_typedef(float *x) { real r = 2.5f; x[0] = r; }
__global__ void in_a_called_function(int *x) { x[0] = give(1); }
int main() { good<<<1, 1>>>((int *)nullptr); library_start(); }
"""


def parsed(folder: Path, source: str) -> tuple[TranslationUnit | None, Diagnostics]:
    file = folder / "a.cu"
    file.write_text(source)
    found = Diagnostics()
    return parse(file, [], "device", found), found


def test_only_what_names_something_missing_is_refused(tmp_path: Path) -> None:
    unit, found = parsed(tmp_path, SOURCE)
    assert unit is not None
    code = translate(unit, find_instances(unit), found)
    assert set(code.symbols.values()) - code.failed == {"good_int"}
    assert {d.span.line for d in found.items if d.rule == "damaged-function" and d.span} == set(
        range(9, 15)
    )


def test_each_use_is_one_finding(tmp_path: Path) -> None:
    _, found = parsed(tmp_path, SOURCE)
    assert [(d.rule, d.span.line) for d in found.items if d.span] == [
        ("missing-header", 1),
        ("library-header", 2),
        ("missing-declaration", 3),
        ("missing-declaration", 5),
        ("missing-declaration", 6),
        ("library-call", 9),
        ("missing-declaration", 10),
        ("missing-declaration", 15),
    ]
    call = next(d for d in found.items if d.rule == "library-call")
    assert call.message == "'thrust::max': calls of Thrust are not converted yet"


def test_other_errors_lose_the_file(tmp_path: Path) -> None:
    unit, found = parsed(tmp_path, "int main() { return undeclared; }\n")
    assert unit is None
    assert [d.rule for d in found.items] == ["source-syntax"]


def test_messages_carry_no_path_of_the_machine(tmp_path: Path) -> None:
    source = "template <class T> int f(T);\nint main() { return f([] {}); }\n"
    _, found = parsed(tmp_path, source)
    assert found.items
    assert str(tmp_path) not in found.items[0].message


def test_a_function_that_a_supplied_header_does_not_know_is_one_finding(tmp_path: Path) -> None:
    source = "#include <cusparse.h>\nint main() { return cusparseFoldMatrix(1); }\n"
    unit, found = parsed(tmp_path, source)
    assert unit is not None
    assert [(d.rule, d.message) for d in found.items] == [
        ("library-call", "'cusparseFoldMatrix': calls of cuSPARSE are not converted yet")
    ]
