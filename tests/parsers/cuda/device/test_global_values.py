"""What variables at namespace scope hold before anybody writes to them."""

import numpy as np
import pytest

from tests.parsers.cuda.device.run_source import run_source

CASES = {
    "designated": (
        "struct P { unsigned char r, g, b; }; struct Q { int n; float w[3]; P p; };"
        "__constant__ Q v = {.n = 4, .w = {1, 2}, .p = {.r = 5, .b = 7}};",
        "v.n * 1000 + int(v.w[1]) * 100 + v.p.g * 10 + v.p.b",
        4207,
    ),
    "first_left_out": (
        "struct Q { int n; int w[2]; int k; }; __constant__ Q v = {.w = {1, 2}, .k = 3};",
        "v.n * 1000 + v.w[1] * 10 + v.k",
        23,
    ),
    "no_inner_braces": (
        "__device__ int v[2][3] = {1, 2, 3, 4, 5};",
        "v[0][2] * 100 + v[1][1] * 10 + v[1][2]",
        350,
    ),
    "records_without_braces": (
        "struct P { char a; int b[2]; }; __constant__ P v[2] = {1, 2, 3, 4, 5, 6};",
        "v[1].a * 10 + v[1].b[1]",
        46,
    ),
    "text": ('__constant__ char v[] = "hello";', "v[4] * 10 + v[5]", 1110),
    "texts": ('__constant__ char v[2][4] = {"ab", "cde"};', "v[1][2] * 10 + v[0][2]", 1010),
    "written_in_class": (
        "struct P { int a = 7; int b; }; __device__ P v = {.b = 3};",
        "v.a * 10 + v.b",
        73,
    ),
    "bit_fields": (
        "struct P { unsigned a : 3, b : 5; int c; }; __constant__ P v = {5, 17, 9};",
        "v.a * 1000 + v.b * 10 + v.c",
        5179,
    ),
    "union": (
        "union P { int a; float b; }; __constant__ P v[2] = {{3}, {4}};",
        "v[0].a * 10 + v[1].a",
        34,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_initial_value(tmp_path, name):
    declarations, expression, expected = CASES[name]
    out = np.zeros(1, np.int32)
    kernel = f"__global__ void k(int *o) {{ o[0] = {expression}; }}"
    run_source(tmp_path, f"{declarations}\n{kernel}\nvoid h(int *o) {{ k<<<1, 1>>>(o); }}", [out])
    assert out[0] == expected
