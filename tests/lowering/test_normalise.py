"""The normal form means what the structured form means."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative.interpreter import Report
from cn_migrate.lowering.call_graph import functions
from cn_migrate.lowering.pipeline import normalise
from cn_migrate.parsers.cuda.unit import parse_unit
from cn_migrate.project import discover
from tests.lowering.normal_form import is_normal, normal, ops_of, run_forms, simplify
from tests.parsers.cuda.device.run_source import translate_source
from tests.parsers.cuda.device.test_language import CASES

CORPUS = Path(__file__).resolve().parents[2] / "corpora" / "cuda"
SAMPLE = ("functor_templates", "token_machine", "vector_types")


@pytest.mark.parametrize("name", CASES)
def test_language(name: str, tmp_path: Path) -> None:
    declarations, body, expected = CASES[name]
    source = f"{declarations}\n__global__ void kernel(int *o) {{ {body} }}"
    for (out,), report in run_forms(tmp_path, source, lambda: [np.zeros(8, np.int32)]):
        assert out[: len(expected)].tolist() == expected
        assert report.ok, str(report)


KERNELS = {  # name: a kernel of (int *o, const int *a, int n), run by 2 blocks of 8 threads with n = 5
    "barriers in a loop with a run-time count": """
        __shared__ int s[8]; int t = threadIdx.x, sum = 0; s[t] = a[t];
        for (int i = 0; i < n + blockIdx.x; i++) {
            __syncthreads(); sum += s[(t + i) % 8]; __syncthreads(); s[t] += i;
        }
        o[blockIdx.x * 8 + t] = sum;""",
    "barriers in nested loops": """
        __shared__ int s[8]; int t = threadIdx.x; s[t] = 0;
        for (int i = 0; i < n; i++)
            for (int step = 4; step > i; step >>= 1) {
                __syncthreads(); int v = s[t ^ step]; __syncthreads(); s[t] = v + t * i;
            }
        o[blockIdx.x * 8 + t] = s[t];""",
    "an early return before a barrier": """
        __shared__ int s[8]; int t = threadIdx.x; s[t] = t;
        if (t >= n) return;
        __syncthreads(); o[blockIdx.x * 8 + t] = s[n - 1 - t];""",
    "break, continue and fall-through": """
        int t = threadIdx.x, r = 0;
        for (int i = 0; ; i++) {
            if (i == a[t]) continue;
            if (i > t) break;
            switch (i % 4) { case 0: r += 1; case 1: r += 10; break; case 2: continue; default: r *= 2; }
            do { r++; if (r > 40 && t) break; } while (r & 3);
        }
        o[blockIdx.x * 8 + t] = r;""",
    "a barrier in a called function": """
        o[blockIdx.x * 8 + threadIdx.x] = turned(a[threadIdx.x]) * 2 + turned(n);""",
    "short circuits around memory": """
        int t = threadIdx.x;
        bool b = t < n && (a[t] > 2 || (o[blockIdx.x * 8 + t] = 9)) && a[t] != 4;
        o[blockIdx.x * 8 + t] += b ? a[t] : t > 2 ? -1 : a[t] || n;""",
    "a race": """
        __shared__ int s[8]; int t = threadIdx.x;
        for (int i = 0; i < n; i++) { s[t] = i + t; if (i & 1) __syncthreads(); o[t] = s[t ^ 1]; }""",
    "out of bounds": """
        for (int i = 0; i < 2; i++) o[threadIdx.x + 8 * i + 4 * blockIdx.x] = i;""",
    "different barriers": """
        if (threadIdx.x & 1) __syncthreads(); else { o[0] = n; __syncthreads(); }""",
    "division by zero": "o[blockIdx.x * 8 + threadIdx.x] = n / (a[threadIdx.x] - 2);",
    "an array in a loop that is read too early": """
        for (int i = 0; i < n; i++) { int s[2]; if (i == 3) o[threadIdx.x] = s[i & 1]; s[0] = s[1] = i; }""",
    "waiting for other blocks": """
        atomicAdd(o, 1); while (atomicAdd(o, 0) < 16) {} o[1 + blockIdx.x * 8 + threadIdx.x] = n;""",
}
TURNED = """
__device__ int turned(int x)
{
    __shared__ int s[8];
    __syncthreads(); s[threadIdx.x] = x; __syncthreads();
    return s[blockDim.x - 1 - threadIdx.x];
}
"""


@pytest.mark.parametrize("name", KERNELS)
def test_kernels_give_the_same_results_and_findings(name: str, tmp_path: Path) -> None:
    source = f"{TURNED}__global__ void k(int *o, const int *a, int n)\n{{ {KERNELS[name]} }}"
    given = np.array([3, 1, 4, 1, 5, 9, 2, 6], np.int32)
    parsed, *others = run_forms(
        tmp_path, source, lambda: [np.zeros(17, np.int32), given.copy(), 5], block=8, grid=2
    )
    for args, report in others:
        assert args[0].tolist() == parsed[0][0].tolist()
        assert _places(report) == _places(parsed[1])


def _places(report: Report) -> list[tuple[str, str, str, int]]:
    return sorted((f.kind, f.location, str(f.other_location), f.count) for f in report)


def test_every_op_stands_where_the_source_has_it(tmp_path: Path) -> None:
    head = "__global__ void k{}(int *o, const int *a, int n)\n{{ {} }}\n"
    kernels = [head.format(number, body) for number, body in enumerate(KERNELS.values())]
    code, diagnostics = translate_source(tmp_path, TURNED + "".join(kernels))
    known = {str(op.location) for op in ops_of(code.module)}
    normalise(code.module, diagnostics)
    found = {str(op.location) for op in ops_of(code.module)}
    assert len(functions(code.module)) == len(KERNELS) + 1
    assert found <= known and "loc(unknown)" not in found


def test_text_and_bytecode_round_trip(tmp_path: Path) -> None:
    body = KERNELS["break, continue and fall-through"]
    module = normal(tmp_path, f"__global__ void k(int *o, int *a, int n) {{ {body} }}")
    with module.context:
        data = io.BytesIO()
        module.operation.write_bytecode(data)
        for form in (str(module), data.getvalue()):
            again = ir.Module.parse(form)
            again.operation.verify()
            assert str(again) == str(module)


def test_recursion_has_no_normal_form(tmp_path: Path) -> None:
    code, diagnostics = translate_source(
        tmp_path,
        "__device__ int f(int n) { return n ? f(n - 1) : 0; } __global__ void k(int *o) { *o = f(3); }",
    )
    normalise(code.module, diagnostics)
    assert [item.rule for item in diagnostics.items] == ["recursion"]
    assert not ops_of(code.module)


@pytest.mark.parametrize("name", SAMPLE)
def test_programs(name: str) -> None:
    project = discover(CORPUS / name, Diagnostics())
    for unit in project.units:
        found = Diagnostics()
        parsed = parse_unit(unit.file, unit.name, unit.args, project.root, found)
        assert parsed is not None and parsed.module is not None
        normalise(parsed.module, found)
        assert is_normal(parsed.module) and not found.failed, found.items
        simplify(parsed.module)
        assert is_normal(parsed.module)
