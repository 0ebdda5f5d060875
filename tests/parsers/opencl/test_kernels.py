"""Kernels in OpenCL C, run in the interpreter."""

from pathlib import Path

import numpy as np
import pytest

from cn_migrate.dialects.cnative.interpreter import Interpreter
from tests.parsers.opencl.run_source import run_source, translate_source


def values(*numbers: float) -> np.ndarray:
    return np.array(numbers, np.float32)


def expression(folder: Path, text: str, type_: str = "float", setup: str = "") -> list[float]:
    """The components of a vector of four (or of what converts to it) that `text` amounts to."""
    kind = {"float": np.float32, "int": np.int32, "uint": np.uint32}[type_]
    source = f"""
        __kernel void k(__global {type_} *out)
        {{
            float4 v = (float4)(1.0f, 2.0f, 3.0f, 4.0f);
            int4 n = (int4)(-3, 0, 7, 100);
            {setup}
            vstore4({text}, 0, out);
        }}"""
    (out,) = run_source(folder, source, lambda: [np.zeros(4, kind)])
    return out.tolist()


def test_ids_and_local_memory(tmp_path: Path) -> None:
    source = """
        #define SIZE 8
        __kernel void reverse(__global const int *from, __global int *to, int n)
        {
            __local int tile[SIZE];
            const int gid = get_global_id(0), lid = get_local_id(0);
            if (gid < n) tile[lid] = from[gid];
            barrier(CLK_LOCAL_MEM_FENCE);
            if (gid < n && get_num_groups(0) == 3 && get_global_size(0) == 24)
                to[gid] = tile[get_local_size(0) - 1 - lid] * 10 + (int)get_group_id(0);
        }"""
    start = np.arange(24, dtype=np.int32)
    _, to, _ = run_source(
        tmp_path, source, lambda: [start.copy(), np.zeros(24, np.int32), 24], block=8, grid=3
    )
    groups = start.reshape(3, 8)[:, ::-1] * 10 + np.arange(3)[:, None]
    assert to.tolist() == groups.ravel().tolist()


def test_local_memory_of_the_host_size_and_a_helper(tmp_path: Path) -> None:
    source = """
        static float total(__local float *part, uint n)
        {
            float sum = 0;
            for (uint i = 0; i < n; i++) sum += part[i];
            return sum;
        }
        kernel void sums(global float *data, local float *part)
        {
            size_t i = get_local_id(0);
            part[i] = data[get_global_id(0)];
            barrier(CLK_LOCAL_MEM_FENCE);
            if (i == 0) data[get_group_id(0)] = total(part, get_local_size(0));
        }"""
    data, _ = run_source(tmp_path, source, lambda: [np.arange(4, dtype=np.float32), 16], block=4)
    assert data.tolist() == [6, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("v.wzyx", [4, 3, 2, 1]),
        ("v.s3210", [4, 3, 2, 1]),
        ("(float4)(v.lo, v.hi)", [1, 2, 3, 4]),
        ("(float4)(v.even, v.odd)", [1, 3, 2, 4]),
        ("(float4)(v.xyz.zy, v.x, 9)", [3, 2, 1, 9]),
        ("(float4)(5)", [5, 5, 5, 5]),
        ("v * 2 + v.yyyy", [4, 6, 8, 10]),
        ("-v / 2.0f", [-0.5, -1, -1.5, -2]),
        ("v > 2.0f ? v : -v", [-1, -2, 3, 4]),
        ("convert_float4(n)", [-3, 0, 7, 100]),
        ("fmax(v, 2.5f)", [2.5, 2.5, 3, 4]),
        ("clamp(v, 1.5f, 3.5f)", [1.5, 2, 3, 3.5]),
        ("mix(v, v.wzyx, 0.5f)", [2.5, 2.5, 2.5, 2.5]),
        ("step(2.5f, v)", [0, 0, 1, 1]),
        ("select(v, -v, n)", [-1, 2, 3, 4]),
        ("mad(v, v, v)", [2, 6, 12, 20]),
        ("(float4)(dot(v, v), length(v.xy * 0), 0, 0)", [30, 0, 0, 0]),
        ("(float4)(cross(v.xyz, v.zyx), 1)", [-4, 8, -4, 1]),
        ("sign(convert_float4(n))", [-1, 0, 1, 1]),
        ("as_float4(as_int4(v))", [1, 2, 3, 4]),
        ("sqrt(v * v)", [1, 2, 3, 4]),
        ("native_divide(v, 2.0f)", [0.5, 1, 1.5, 2]),
    ],
)  # fmt: skip
def test_expressions_of_floats(tmp_path: Path, text: str, wanted: list[float]) -> None:
    assert expression(tmp_path, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("n > 0", [0, 0, -1, -1]),
        ("n && 1", [-1, 0, -1, -1]),
        ("!n", [0, -1, 0, 0]),
        ("n << 1 | 1", [-5, 1, 15, 201]),
        ("n >> 33", [-2, 0, 3, 50]),
        ("n % 4", [-3, 0, 3, 0]),
        ("convert_int4(convert_uchar4_sat(n * 3))", [0, 0, 21, 255]),
        ("convert_int4_rte((float4)(1.5f, 2.5f, -0.5f, -1.6f))", [2, 2, 0, -2]),
        ("convert_int4_rtp((float4)(1.5f, 2.5f, -0.5f, -1.6f))", [2, 3, 0, -1]),
        ("convert_int4((float4)(1.5f, 2.5f, -0.5f, -1.6f))", [1, 2, 0, -1]),
        ("rotate(n, 4)", [-33, 0, 112, 1600]),
        ("add_sat(n, (int4)(INT_MAX))", [2147483644, 2147483647, 2147483647, 2147483647]),
        ("bitselect(n, ~n, 1)", [-4, 1, 6, 101]),
        ("(int4)(any(n), all(n), any(n.yzw), all((int4)(-1)))", [1, 0, 0, 1]),
        ("(int4)(popcount(7), clz(1), mul_hi(1 << 30, 8), abs(-5))", [3, 31, 2, 5]),
        ("(int4)(isnan(NAN), isinf(INFINITY), isgreater(1.0f, 2.0f), 3 > 2)", [1, 1, 0, 1]),
        ("isless(v, 2.5f)", [-1, -1, 0, 0]),
        ("max(n, 5)", [5, 5, 7, 100]),
        ("upsample((short4)(1, 2, 3, 4), (ushort4)(5))", [65541, 131077, 196613, 262149]),
        ("mad24(n, n, 1)", [10, 1, 50, 10001]),
        ("shuffle(n, (uint4)(3, 2, 5, 0))", [100, 7, 0, -3]),
        ("shuffle2(n, -n, (uint4)(7, 0, 4, 11))", [-100, -3, 3, 100]),
        ("convert_int4(mad_sat(convert_char4(n), (char4)(100), (char4)(3)))", [-128, 3, 127, 127]),
        ("convert_int4(mad_sat(convert_long4(n) << 40, (long4)(1 << 24), (long4)(-5)) >> 62)", [-2, -1, 1, 1]),
        ("convert_int4(mad_sat((ulong4)(1, 2, 0, -1), (ulong4)(9), (ulong4)(3, -1, 4, 5)) & 255)",
         [12, 255, 4, 255]),
        ("(int4)(get_global_id(n.y), get_num_groups(n.z), get_work_dim(), vec_step(float3))", [0, 1, 3, 4]),
    ],
)  # fmt: skip
def test_expressions_of_integers(tmp_path: Path, text: str, wanted: list[int]) -> None:
    assert expression(tmp_path, text, "int") == wanted


@pytest.mark.parametrize(
    ("setup", "wanted"),
    [
        ("v.xw = v.wx;", [4, 2, 3, 1]),
        ("v.s1 += 10; v.z++;", [1, 12, 4, 4]),
        ("v.hi *= v.lo;", [1, 2, 3, 8]),
        ("v += n.x;", [-2, -1, 0, 1]),
        ("int4 m = n++; v = convert_float4(m + n);", [-5, 1, 15, 201]),
        ("float3 t = v.xyz; t.y = 0; v.xyz = t;", [1, 0, 3, 4]),
        ("float8 e = (float8)(v, v * 2); e.even = v; v = e.hi;", [3, 4, 4, 8]),
        ("float4 *p = &v; p->x = (*p).y;", [2, 2, 3, 4]),
        ("float4 whole, part = fract(v * 0.75f, &whole); v = part + whole;", [0.75, 1.5, 2.25, 3]),
        ("float4 c; v = sincos(v * 0, &c) + c;", [1, 1, 1, 1]),
        ("int4 m; v = frexp(v, &m) * 100 + convert_float4(m);", [51, 52, 77, 53]),
        ("int4 q; v = remquo(v * 7, -2.0f, &q) * 100 + convert_float4(q);", [-104, -7, 90, -14]),
        ("int s; lgamma_r(-0.5f, &s); v.x = s; lgamma_r(0.5f, &s); v.y = s;", [-1, 1, 3, 4]),
        ("__attribute__((opencl_unroll_hint(2))) for (int i = 0; i < 2; i++) v.x++;", [3, 2, 3, 4]),
    ],
)
def test_statements(tmp_path: Path, setup: str, wanted: list[float]) -> None:
    assert expression(tmp_path, "v", setup=setup) == wanted


def test_components_that_a_macro_names(tmp_path: Path) -> None:
    setup = "\n#define FLIPPED(a) (a).yxwz\n#define FIRST(a) ((a).x)\n v = FLIPPED(v) + FIRST(v);"
    assert expression(tmp_path, "v", setup=setup) == [3, 2, 5, 4]


def test_constant_arrays(tmp_path: Path) -> None:
    source = """
        constant float weights[2][2] = {{1, 2}, {3, 4}};
        kernel void k(global float *out, constant float *scale)
        {
            __constant int shift[] = {10, 20};
            for (int i = 0; i < 4; ++i) out[i] = weights[i / 2][i % 2] * scale[0] + shift[i & 1];
        }"""
    out, _ = run_source(tmp_path, source, lambda: [np.zeros(4, np.float32), values(2)])
    assert out.tolist() == [12, 24, 16, 28]


def test_constant_vectors(tmp_path: Path) -> None:
    source = """
        constant float4 rows[2] = {(float4)(1, 2, 3, 4), (float4)(10)};
        constant float4 one = (float4)(0, 100, 200, 300);
        kernel void k(global float *out) { vstore4(rows[0] + rows[1] + one, 0, out); }"""
    (out,) = run_source(tmp_path, source, lambda: [np.zeros(4, np.float32)])
    assert out.tolist() == [11, 112, 213, 314]


def test_printed_vectors(tmp_path: Path) -> None:
    source = r"""
        kernel void k(global float4 *v) { printf("<%5.1v4f|%v2hlx>\n", v[0], (int2)(255, 16)); }"""
    code, _ = translate_source(tmp_path, source)
    assert code is not None
    with code.context:
        report = Interpreter(code.module).launch("k", [1], [1], [values(1, 2, 3, 4)])
    assert "".join(report.output) == "<  1.0,  2.0,  3.0,  4.0|ff,10>\n"


def test_atomics(tmp_path: Path) -> None:
    source = """
        kernel void k(global int *out, global volatile uint *words)
        {
            atomic_add(&out[0], 2);
            atomic_inc(out + 1);
            atomic_dec(out + 2);
            atomic_max(out + 3, (int)get_local_id(0));
            atom_or(words, 1u << get_local_id(0));
            if (get_local_id(0) == 0) { atomic_xchg(words + 1, 9); atomic_cmpxchg(words + 2, 0, 7); }
        }"""
    out, words = run_source(
        tmp_path, source, lambda: [np.zeros(4, np.int32), np.zeros(3, np.uint32)], block=4
    )
    assert out.tolist() == [8, 4, -4, 3] and words.tolist() == [15, 9, 7]


def test_vectors_in_memory(tmp_path: Path) -> None:
    source = """
        kernel void k(global float4 *v, global float *row, global ushort *bits)
        {
            v[1].y = v[0].w + 1;
            vstore3(vload2(1, row).xyx, 1, row);
            vstore_half(vload_half(0, (global half *)bits) * 2, 1, (global half *)bits);
        }"""
    v, row, bits = run_source(
        tmp_path,
        source,
        lambda: [
            values(1, 2, 3, 4, 0, 0, 0, 0),
            values(0, 1, 2, 3, 4, 5),
            np.array([0x3C00, 0], np.uint16),
        ],
    )
    assert v.tolist() == [1, 2, 3, 4, 0, 5, 0, 0]
    assert row.tolist() == [0, 1, 2, 2, 3, 2] and bits.tolist() == [0x3C00, 0x4000]


def test_asynchronous_copies(tmp_path: Path) -> None:
    source = """
        kernel void k(global int *data, local int *tile)
        {
            event_t done = async_work_group_copy(tile, data, 7, 0);
            wait_group_events(1, &done);
            tile[get_local_id(0)] += 100;
            barrier(CLK_LOCAL_MEM_FENCE);
            done = async_work_group_strided_copy(data, tile, 3, 2, 0);
            wait_group_events(1, &done);
        }"""
    data, _ = run_source(tmp_path, source, lambda: [np.arange(8, dtype=np.int32), 32], block=3)
    assert data.tolist() == [100, 1, 101, 3, 102, 5, 6, 7]


def test_build_options(tmp_path: Path) -> None:
    source = "kernel void k(global T *out) { out[0] = SCALE * 2; }"
    (out,) = run_source(
        tmp_path,
        source,
        lambda: [values(0)],
        options=("-DT=float", "-DSCALE=1.5f", "-cl-std=CL1.2"),
    )
    assert out.tolist() == [3]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("kernel void k(read_only image2d_t i, global float *o) { o[0] = 1; }", "image2d_t"),
        ("kernel void k(global float *o) { o[0] = sub_group_reduce_add(o[1]); }", "sub_group_reduce_add"),
        ("global int g; kernel void k(global int *o) { o[0] = g; }", "'g'"),
        ("kernel void k(write_only image2d_t i) { write_imagef(i, (int2)(1), (float4)(0)); }", "image2d_t"),
    ],
)  # fmt: skip
def test_what_is_refused_has_a_place(tmp_path: Path, source: str, what: str) -> None:
    code, found = translate_source(
        tmp_path, f"{source}\nkernel void fine(global int *o) {{ *o = 1; }}"
    )
    assert code is not None and code.kernels == ["fine"] and code.failed == ["k"]
    (item,) = found.items
    assert what in item.message and item.span is not None and item.span.line == 1


def test_a_file_that_does_not_compile(tmp_path: Path) -> None:
    code, found = translate_source(tmp_path, "kernel void k(global int *o) { o[0] = nobody; }")
    assert code is None and found.items[0].rule == "source-syntax"
