"""What stays in loops over threads, what each thread carries between them, and what the block does once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative.threads import BLOCKS_WAIT
from cn_migrate.lowering.call_graph import functions, is_kernel, operations
from cn_migrate.lowering.pipeline import lower
from cn_migrate.lowering.target import OPENMP
from cn_migrate.parsers.cuda.unit import parse_unit


def lowered(body: str, before: str = "") -> tuple[ir.Module, Diagnostics]:
    text = f"{before}\n__global__ void k(float *out, const float *in, int n) {{ {body} }}\n"
    diagnostics = Diagnostics()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "k.cu"
        file.write_text(text + "void host() { k<<<1, 32>>>(nullptr, nullptr, 0); }")
        unit = parse_unit(file, file.name, [], Path(folder), diagnostics)
    assert unit is not None and unit.module is not None
    lower(unit.module, diagnostics, OPENMP)
    return unit.module, diagnostics


def ops(module: ir.Module) -> Iterator[ir.OpView]:
    return operations(functions(module)["k"].body)


def loops(module: ir.Module) -> list[threads.ThreadLoopOp]:
    return [op for op in ops(module) if isinstance(op, threads.ThreadLoopOp)]


def carried(module: ir.Module) -> list[str]:
    """Names of the variables with one copy for each thread."""
    slots = [op for op in ops(module) if isinstance(op, m.SlotOp)]
    return [op.name.value for op in slots if threads.PER_THREAD in op.attributes]


TILED = """
    __shared__ float tile[32];
    int t = threadIdx.x;
    float sum = 0;
    for (int k = 0; k < n; k += 32) {
        float next = in[k + t];
        tile[t] = next;
        __syncthreads();
        for (int j = 0; j < 32; j++) sum += tile[j ^ t];
        __syncthreads();
    }
    out[t] = sum;"""


def test_kernel_without_meetings_is_one_loop() -> None:
    module, _ = lowered("int i = threadIdx.x; if (i < n) out[i] = in[i];")
    (loop,) = loops(module)
    assert threads.INDEPENDENT in loop.attributes
    assert carried(module) == []


def test_only_what_lives_across_a_barrier_is_carried() -> None:
    module, _ = lowered(TILED)
    assert len(loops(module)) == 4
    assert carried(module) == ["sum"]  # t is computed again


def test_block_steps_uniform_loops() -> None:
    module, _ = lowered(TILED)
    around = [op for op in ops(module) if isinstance(op, c.ForOp) and loops_in(op)]
    assert len(around) == 1
    (step,) = [op for op in around[0].step.blocks[0].operations if isinstance(op, m.UpdateOp)]
    assert step.address.owner.attributes["name"].value == "k"


def loops_in(op: ir.OpView) -> list[ir.OpView]:
    inside = [i for region in op.operation.regions for i in operations(region)]
    return [i for i in inside if isinstance(i, threads.ThreadLoopOp)]


def test_atomics_keep_threads_in_turn() -> None:
    module, _ = lowered("atomicAdd(out, in[threadIdx.x]);")
    assert threads.INDEPENDENT not in loops(module)[0].attributes


def test_function_with_a_barrier_is_put_inside() -> None:
    helper = """__device__ float other(float *s, float v) {
        s[threadIdx.x] = v; __syncthreads(); return s[31 - threadIdx.x]; }"""
    body = "__shared__ float s[32]; out[threadIdx.x] = other(s, in[threadIdx.x]);"
    module, _ = lowered(body, helper)
    assert list(functions(module)) == ["k"]
    assert len(loops(module)) == 2


@pytest.mark.parametrize("barrier", ["__syncthreads();", "__syncwarp();"])
def test_jumps_around_barriers_are_refused(barrier: str) -> None:
    module, diagnostics = lowered(f"again: out[n] = 1; {barrier} if (n-- > 0) goto again;")
    assert not functions(module)
    (finding,) = [item for item in diagnostics.items if item.severity.value == "error"]
    assert "goto" in finding.message and finding.span is not None and finding.span.line == 2


def test_kernels_with_barriers_of_the_grid_are_marked() -> None:
    head = "#include <cooperative_groups.h>\n"
    module, diagnostics = lowered("cooperative_groups::this_grid().sync(); out[0] = 1;", head)
    assert not diagnostics.failed
    (kernel,) = [f for f in functions(module).values() if is_kernel(f)]
    assert BLOCKS_WAIT in kernel.attributes
    module, _ = lowered("cooperative_groups::this_thread_block().sync(); out[0] = 1;", head)
    (kernel,) = [f for f in functions(module).values() if is_kernel(f)]
    assert BLOCKS_WAIT not in kernel.attributes
