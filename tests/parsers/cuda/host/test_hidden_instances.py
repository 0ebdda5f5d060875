"""Explicit instantiations are found, and what they launch with them."""

from __future__ import annotations

from pathlib import Path

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda.function_ids import function_name
from cn_migrate.parsers.cuda.host import find_instances, spell_stub
from cn_migrate.parsers.cuda.host.hidden_instances import named_functions, references
from cn_migrate.parsers.cuda.translation_unit import parse

SOURCE = """
template <class T> __global__ void fill(T *p, T v) { p[0] = v; }
template <class T> __global__ void add(T *p, T v) { p[0] += v; }
namespace lib {
namespace { int helper() { return 1; } }
template <class T> void run(T *p) { fill<<<1, 1>>>(p, T(2)); }
template <class T> struct Runner {
    static void go(T *p) { add<T><<<1, 64>>>(p, helper()); }
    void other(T *p);
};
template <class T> void Runner<T>::other(T *p) { add<<<1, 64>>>(p, T(7)); }
template void run<float>(float *);
extern template void run(double *);
template void run(double *);
#ifdef NOWHERE
template void run<unknown>(unknown *);
#endif
template struct Runner<int>;
#define INSTANCE(T) template void Runner<T>::other(T *);
INSTANCE(short)
}
template __global__ void add<char>(char *, char);
"""


def test_explicit_instances(tmp_path: Path) -> None:
    file = tmp_path / "a.cu"
    file.write_text(SOURCE)
    found = Diagnostics()
    unit = parse(file, [], "device", found, appended=references)
    assert unit is not None, found.items
    assert {spell_stub(c)[0] for c in find_instances(unit)} == {
        "fill<float>", "fill<double>", "add<int>", "add<short>", "add<char>",
    }  # fmt: skip


def test_nothing_to_append() -> None:
    assert references(b"template <class T> void f(T);\nint main() {}\n") == b""


def test_what_is_appended_may_not_compile(tmp_path: Path) -> None:
    """A condition that holds at a line may not hold at the file's end."""
    file = tmp_path / "a.cu"
    text = (
        "#define OLD\n#ifndef OLD\ntemplate void nothing<int>();\n#endif\n#undef OLD\nvoid f() {}\n"
    )
    file.write_text(text)
    found = Diagnostics()
    assert parse(file, [], "device", found, appended=references) is not None
    assert not found.items


def test_behind_an_include_guard(tmp_path: Path) -> None:
    file = tmp_path / "a.cu"
    file.write_text(f"#ifndef GUARD_\n#define GUARD_\n{SOURCE}#endif // GUARD_\n")
    unit = parse(file, [], "device", Diagnostics(), appended=references)
    assert unit is not None
    assert len(find_instances(unit)) == 5


def test_instances_in_lists_of_initial_values(tmp_path: Path) -> None:
    file = tmp_path / "a.cu"
    file.write_text("""
namespace lib {
template <class T, int N> __device__ T mul(T a) { return a * N; }
__device__ float (*table[2])(float) = {mul<float, 2>, &mul<float, 3>};
}
""")
    unit = parse(file, [], "host", Diagnostics(), appended=references)
    assert unit is not None
    found = {text: function_name(f) for text, f in named_functions(unit).items()}
    assert found == {
        "mul<float,2>": "lib::mul<float, 2>(float)",
        "mul<float,3>": "lib::mul<float, 3>(float)",
    }


def test_kernels_in_tables(tmp_path: Path) -> None:
    file = tmp_path / "a.cu"
    file.write_text("""
template <int N> __device__ int scale(int a) { return N * a; }
template <int (*F)(int)> __global__ void each(int *p) { *p = F(*p); }
template <class T, int N> __global__ void fill(T *p) { *p = N; }
struct Entry { int size; void (*kernel)(int *); };
static const Entry entries[] = {{1, fill<int, 1>}, {2, &fill<int, 2>}};
void local(int *p) {
    void (*kernels[])(int *) = {each<scale<3>>, fill<int, 4>};
    for (auto k : kernels) k<<<1, 1>>>(p);
}
""")
    unit = parse(file, [], "device", Diagnostics(), appended=references)
    assert unit is not None
    assert {spell_stub(c)[0] for c in find_instances(unit)} == {
        "fill<int, 1>", "fill<int, 2>", "fill<int, 4>", "each<&scale<3>>",
    }  # fmt: skip
