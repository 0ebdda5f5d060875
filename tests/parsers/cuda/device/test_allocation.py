"""The heap of device code: malloc and free, new and delete."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.parsers.cuda.device.run_source import run_source
from tests.parsers.cuda.device.snippets import check_snippet

_LIVE = (
    "#include <new>\n__device__ int live; struct S { int v; __device__ S(int x = 7) : v(x) { live++; } "
    "__device__ ~S() { live--; } }; "
)
CASES: dict[str, tuple[str, str, list[int]]] = {  # name: (declarations, kernel body, o[0:])
    "given_and_freed": (
        "",
        "int *p = (int *)malloc(3 * sizeof(int)); p[2] = 5; o[0] = p[2]; free(p); int *q = (int "
        "*)malloc(12); o[1] = p == q; int *r = (int *)malloc(12); o[2] = r == q; free(nullptr); o[3] = "
        "malloc(0) == nullptr; o[4] = malloc(1 << 30) == nullptr;",
        [5, 1, 0, 1, 1],
    ),
    "memory_comes_back": (
        "",
        "for (int i = 0; i < 40; i++) { void *p = malloc(1 << 20), *q = malloc(1 << 19); if (!p || !q) "
        "o[0]++; free(p); free(q); } int n = 0; while (malloc(1 << 20)) n++; o[1] = n;",
        [0, 7],
    ),
    "scalars": (
        "",
        "int *a = new int(5); int *b = new int{6}; float *c = new float; *c = 2; o[0] = *a + *b + (int)*c; "
        "delete a; delete b; delete c; int *none = nullptr; delete none;",
        [13],
    ),
    "arrays": (
        "struct P { int u, v; }; template <class T> __device__ T *zeros(int n) { return new T[n](); }",
        "int n = 4; int *a = new int[n]; for (int i = 0; i < n; i++) a[i] = i * i; o[0] = a[3]; P *p = new "
        "P[n](); o[1] = p[3].v; int (*m)[3] = new int[n][3]; m[3][2] = 8; o[2] = m[3][2]; long long *z = "
        "zeros<long long>(n); o[3] = z[3]; int *l = new int[3]{1, 2}; o[4] = l[0] + l[1] + l[2]; delete[] "
        "a; delete[] p; delete[] m; delete[] z; delete[] l;",
        [9, 0, 8, 0, 3],
    ),
    "objects": (
        _LIVE,
        "S *s = new S(4); S *t = new S; o[0] = s->v + t->v; o[1] = live; delete s; S *a = new S[3]; o[2] = "
        "live; o[3] = a[2].v; delete[] a; delete t; o[4] = live;",
        [11, 2, 4, 7, 0],
    ),
    "placement": (
        _LIVE,
        "alignas(8) char raw[3 * sizeof(S)]; S *s = new (raw) S[3]; o[0] = s[2].v + live; s[0].~S(); o[1] = "
        "live; S *t = ::new (raw) S{9}; o[2] = t->v;",
        [10, 2, 9],
    ),
    "members": (
        "template <class T> struct Buffer { T *data; __device__ Buffer(int n) : data(new T[n]) { data[n - 1] "
        "= n; } __device__ ~Buffer() { delete[] data; } };",
        "Buffer<float> *b = new Buffer<float>(6); o[0] = b->data[5]; delete b; Buffer<int> c(3); o[1] = "
        "c.data[2];",
        [6, 3],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_allocation(name: str) -> None:
    check_snippet(CASES, name)


def test_threads_get_memory_of_their_own(tmp_path: Path) -> None:
    source = """
    struct Node { int value; Node *next; };
    __global__ void lists(int *sums, int n)
    {
        Node *head = nullptr;
        for (int i = 0; i < n; i++) {
            head = new Node{(int)threadIdx.x * i, head};
        }
        int sum = 0;
        while (head) {
            Node *next = head->next;
            sum += head->value;
            delete head;
            head = next;
        }
        sums[threadIdx.x] = sum;
    }"""
    sums = np.zeros(9, np.int32)
    run_source(tmp_path, source, [sums, 5], block=9)
    assert sums.tolist() == [10 * i for i in range(9)]
