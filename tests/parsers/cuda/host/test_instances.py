"""Kernel instances: which are found, and how the host spells them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda.host import find_instances, spell_stub
from cn_migrate.parsers.cuda.translation_unit import Pass, parse


def instances(folder: Path, text: str, pass_: Pass = "host") -> set[tuple[str, str]]:
    file = folder / "a.cu"
    file.write_text(text)
    found = Diagnostics()
    unit = parse(file, [], pass_, found)
    assert unit is not None, found.items
    return {spell_stub(c) for c in find_instances(unit)}


@pytest.mark.parametrize("pass_", ["host", "device"])
def test_through_templates(tmp_path: Path, pass_: Pass) -> None:
    text = """
    namespace { struct Op {}; }
    namespace ns {
    template <class T> struct Box { T t; };
    template <class T, int N, bool B, class O> __global__ void kern(T *a, Box<O> b) {}
    }
    template <class T> struct Runner {
        void go(T *t) { ns::kern<T, 3, true, Op><<<1, 2>>>(t, ns::Box<Op>{}); }
    };
    template <class T> void host(T *t) { Runner<T> r; r.go(t); }
    int main() { host((float *)nullptr); host((long long *)nullptr); }
    """
    assert instances(tmp_path, text, pass_) == {
        ("ns::kern<float, 3, true, Op>", "void (*)(float *, ns::Box<Op>)"),
        ("ns::kern<long long, 3, true, Op>", "void (*)(long long *, ns::Box<Op>)"),
    }


def test_packs_pointers_and_template_arguments(tmp_path: Path) -> None:
    text = """
    template <int... N> __global__ void sizes(int *p) {}
    template <class... T> __global__ void values(T... t) {}
    template <void (*K)(int *)> void run(int *p) { K<<<1, 1>>>(p); }
    int main() {
        void (*f)(int *) = sizes<5, 6>;
        f<<<1, 1>>>(nullptr);
        run<sizes<>>(nullptr);
        values<<<1, 1>>>(1, 2.0f);
    }
    """
    assert instances(tmp_path, text) == {
        ("sizes<5, 6>", "void (*)(int *)"),
        ("sizes<>", "void (*)(int *)"),
        ("values<int, float>", "void (*)(int, float)"),
    }


def test_plain_kernels_count_without_a_launch_and_declarations_do_not(tmp_path: Path) -> None:
    text = """
    __global__ void elsewhere(int *);
    static __global__ void plain(const float *__restrict__ x, int n) {}
    template <class T> __global__ void unused(T *) {}
    int main() { elsewhere<<<1, 1>>>(nullptr); }
    """
    ((name, type_),) = instances(tmp_path, text)
    assert name == "plain"
    assert type_.startswith("void (*)(const float *")


def test_types_without_a_name_are_refused(tmp_path: Path) -> None:
    text = """
    template <class F> __global__ void each(F f) {}
    int main() { auto f = [] __device__ (int) {}; each<<<1, 1>>>(f); }
    """
    with pytest.raises(ValueError, match="each"):
        instances(tmp_path, text)
