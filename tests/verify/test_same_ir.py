"""The text that the emitter writes is the program that it got, and no other text is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cn_migrate._mlir import ir
from cn_migrate.emitters.opencl import OpenclOptions, emit
from cn_migrate.lowering.pipeline import lower
from cn_migrate.verify.same_ir import Sameness, compare_with_text
from tests.parsers.cuda.device.run_source import translate_source

SOURCE = r"""
#include <cstdio>
#define RADIUS 2
struct Particle { float3 place; int kind; bool alive; };
__constant__ float weights[5];
__device__ int counter;

__device__ float clampTo(float x, float low, float high) { return x < low ? low : (x > high ? high : x); }

template <typename T>
__device__ T total(const T *values, int n)
{
    T sum = 0;
    for (int i = 0; i < n; ++i) sum += values[i];
    return sum;
}

__global__ void stencil(const float *in, float *out, int n, float scale)
{
    __shared__ float tile[64 + 2 * RADIUS];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (threadIdx.x < 2 * RADIUS) tile[threadIdx.x] = in[i % n];
    tile[threadIdx.x + RADIUS] = i < n ? in[i] : 0.0f;
    __syncthreads();
    float sum = 0.0f;
    for (int k = -RADIUS; k <= RADIUS; k++) {
        if (k == 1 && sum > 100.0f) continue;
        sum += tile[threadIdx.x + RADIUS + k] * weights[k + RADIUS];
    }
    if (i < n) out[i] = clampTo(sum * scale, -1.0f, sqrtf(fabsf(scale)));
}

__global__ void move(Particle *p, float4 *speed, unsigned *hist, unsigned n)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    Particle own = p[i];
    float4 v = speed[i];
    v.x += 2 * v.w;
    speed[i] = make_float4(v.y, v.x, v.z, 1.0f / v.w);
    own.place.y -= v.z;
    own.alive = own.alive && own.kind != 3;
    switch (own.kind) {
    case 0: own.kind = 7; break;
    case 1: own.kind += 2;
    default: own.kind <<= 1;
    }
    p[i] = own;
    atomicAdd(&hist[own.kind & 15], 1u);
    int local[4] = {1, 2, 3, (int)i};
    while (local[0] < 9) { local[0] += total(local, 4) / 3; local[3]--; }
    if (atomicMax(&counter, local[0]) > 5) printf("%d %f\n", local[0], v.x);
}

__global__ void warps(const int *in, int *out)
{
    int value = in[threadIdx.x];
    for (int d = 16; d; d >>= 1) value += __shfl_xor_sync(0xffffffff, value, d);
    unsigned votes = __ballot_sync(0xffffffff, value > 3);
    out[threadIdx.x] = value + __popc(votes) - __clz(value) + __brev(votes);
}

int main() { stencil<<<1, 64>>>(0, 0, 0, 0); move<<<1, 1>>>(0, 0, 0, 0); warps<<<1, 32>>>(0, 0); }
"""
KERNELS = {"stencil", "move", "warps"}

# What stands in the text, what a mistake would write, and the kernel that it breaks.
MUTATIONS = [
    ("barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);\n", "\n", "stencil"),
    ("i < n ? in[i]", "i <= n ? in[i]", "stencil"),
    ("in[i % n]", "in[i / n]", "stencil"),
    ("k <= RADIUS", "k < RADIUS", "stencil"),
    ("k++", "k += 2", "stencil"),
    ("k == 1 &&", "k == 1 ||", "stencil"),
    ("100.0f", "10.0f", "stencil"),
    ("continue;", "break;", "stencil"),
    ("weights[k + RADIUS]", "weights[k - RADIUS]", "stencil"),
    ("float sum = 0.0f;", "float sum = 1.0f;", "stencil"),
    ("sum * scale", "sum + scale", "stencil"),
    ("fabs(scale)", "scale", "stencil"),
    ("sqrt(", "cbrt(", "stencil"),
    ("out[i] = ", "out[n] = ", "stencil"),
    ("x < low ? low", "x < low ? high", "stencil"),
    ("#define RADIUS 2", "#define RADIUS 3", "stencil"),
    ("int i = get_global_id(0)", "int i = get_local_id(0)", "stencil"),
    ("-1.0f", "1.0f", "stencil"),
    ("return;", ";", "move"),
    ("i >= n", "i > n", "move"),
    ("2 * v.w", "2 * v.z", "move"),
    ("1.0f / v.w", "1.0f * v.w", "move"),
    ("(float4)(v.y, v.x", "(float4)(v.x, v.y", "move"),
    ("place.y -= v.z", "place.x -= v.z", "move"),
    ("own.kind != 3", "own.kind == 3", "move"),
    ("own.alive && ", "own.alive || ", "move"),
    ("case 1:", "case 2:", "move"),
    ("break;", ";", "move"),
    ("own.kind <<= 1", "own.kind >>= 1", "move"),
    ("p[i] = own;", ";", "move"),
    ("atomic_add(", "atomic_sub(", "move"),
    ("& 15]", "& 7]", "move"),
    ("1, 2, 3,", "1, 2, 4,", "move"),
    ("local_[0] < 9", "local_[1] < 9", "move"),
    ("/ 3;", "/ 4;", "move"),
    ("[3]--", "[3]++", "move"),
    ("sum += values[i]", "sum = values[i]", "move"),
    ("int sum = 0;", "int sum;", "move"),
    ("int i = 0; i < n; ++i", "int i = 1; i < n; ++i", "move"),
    ("atomic_max(", "atomic_min(", "move"),
    ('"%d %f\\n"', '"%d  %f\\n"', "move"),
    ("float x, y, z;", "float y, x, z;", "move"),
    ("in[get_local_id(0)]", "in[get_local_id(1)]", "warps"),
    ("int d = 16; d; d >>= 1", "int d = 8; d; d >>= 1", "warps"),
    ("value > 3", "value >= 3", "warps"),
    ("popcount(votes)", "clz(votes)", "warps"),
    ("& ~31u", "& ~15u", "warps"),
    ("result << 1 | (x & 1)", "result << 1 | (x & 2)", "warps"),
    ("(lane & 31)", "(lane & 15)", "warps"),
]


@pytest.fixture(scope="module")
def ported(tmp_path_factory: pytest.TempPathFactory) -> tuple[ir.Module, str]:
    folder = tmp_path_factory.mktemp("original")
    return port(folder, SOURCE)


def port(folder: Path, source: str) -> tuple[ir.Module, str]:
    """The parsed module of a CUDA source, and the OpenCL C that is emitted of it."""
    code, found = translate_source(folder, source)
    with code.context, ir.Location.unknown():
        lowered = ir.Module.parse(str(code.module))
    lower(lowered, found)
    text = emit(lowered, {}, OpenclOptions(), found).text
    assert not found.failed, [d.message for d in found.items]
    return code.module, text


def compared(folder: Path, module: ir.Module, text: str) -> dict[str, Sameness]:
    file = folder / "test.cl"
    file.write_text(text)
    return compare_with_text(module, file)


def test_what_is_emitted_is_the_same(tmp_path: Path, ported: tuple[ir.Module, str]) -> None:
    found = compared(tmp_path, *ported)
    assert found.keys() == KERNELS
    assert all(known.holds for known in found.values()), list(map(str, found.values()))


def test_every_mutation_is_of_what_is_written(ported: tuple[ir.Module, str]) -> None:
    missing = [mutation for mutation in MUTATIONS if mutation[0] not in ported[1]]
    assert not missing, missing


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m[0]} -> {m[1]}".strip())
def test_a_mistake_is_a_difference(
    tmp_path: Path, ported: tuple[ir.Module, str], mutation: tuple[str, str, str]
) -> None:
    module, text = ported
    before, after, kernel = mutation
    found = compared(tmp_path, module, text.replace(before, after, 1))
    assert not found[kernel].holds
    others = KERNELS - {kernel}
    assert all(found[other].holds for other in others), {k: str(found[k]) for k in others}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("float sum = 0.0f;", "float sum = 0;"),
        ("const float4", "float4"),
        ("sum * scale", "(scale * sum)"),
        ("i >= n", "!(i < n)"),
        ("2 * v.w", "v.w + v.w * 1"),
    ],
)
def test_other_words_for_the_same(
    tmp_path: Path, ported: tuple[ir.Module, str], before: str, after: str
) -> None:
    module, text = ported
    found = compared(tmp_path, module, text.replace(before, after))
    doubled = after.startswith("v.w +")  # floating-point arithmetic is not rearranged
    assert found["move"].holds is not doubled and found["stencil"].holds


# How kernels are written (of a struct `P` with bit-fields), and a mistake in the text of each.
WAYS = {
    "functions whose names are taken": (
        "o[0] = x > 0 ? dot(x, 2.0f) : dot(2.0f, x);", "dot_(x, 2.0f) :", "dot_(x, 3.0f) :",
    ),
    "fields of words": ("P p = {1, n, 5}; if (n > 2) p.b++; p.a = 3; o[0] = p.a + p.b;", "+ 1) & 31", "+ 2) & 31"),
    "truths that are chosen": (
        "bool far = x > 0 ? n < 0 : x < 0 && n > 0; o[0] = far ? sqrtf(x) : x;", "n < 0", "n <= 0",
    ),
    "temporaries before addresses": (
        "P p = {n, n, n}; at(p) += twice(x); o[0] = p.c;", "at(&p)", "at(&p + 1)",
    ),
    "ways that do nothing": ("for (int i = 0; i < n; i++) if (o[i]) { o[i] = x; } else { }", "o[i] = x", "o[i] = n"),
    "values that nobody gives": ("o[0] = some(n);", "return n", "return 2 * n"),
}  # fmt: skip
HELPERS = """
struct P { unsigned a : 3, b : 5; float c; };
__device__ float dot(float a, float b) { return a * b + 1; }
__device__ float &at(P &p) { return p.c; }
__device__ float twice(float x) { return 2 * x; }
__device__ int some(int n) { if (n > 0) return n; }
"""


@pytest.mark.parametrize("name", WAYS)
def test_ways_of_writing(tmp_path: Path, name: str) -> None:
    body, before, after = WAYS[name]
    kernel = f"__global__ void k(float *o, float x, int n) {{ {body} }}"
    module, text = port(tmp_path, f"{HELPERS}{kernel}\nint main() {{ k<<<1, 1>>>(0, 0, 0); }}")
    right = compared(tmp_path, module, text)["k"]
    assert right.holds, f"{right}\n{text}"
    assert before in text, text
    wrong = compared(tmp_path, module, text.replace(before, after))["k"]
    assert not wrong.holds
    assert re.search(
        r"\n  original  test.cu:\d+:\d+: .+\n  port      test.cl:\d+:\d+: ", str(wrong)
    ), str(wrong)


def test_a_text_that_does_not_compile(tmp_path: Path, ported: tuple[ir.Module, str]) -> None:
    assert compared(tmp_path, ported[0], "__kernel void stencil(") == {}


def test_a_kernel_that_is_missing(tmp_path: Path, ported: tuple[ir.Module, str]) -> None:
    module, text = ported
    found = compared(tmp_path, module, text.replace(" warps(", " other("))
    assert not found["warps"].holds and found["move"].holds
