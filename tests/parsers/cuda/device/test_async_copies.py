"""Barriers with tokens, pipelines and asynchronous copies: each kernel runs in the interpreter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.parsers.cuda.device.run_source import run_source, translate_source

HEAD = """
#include <cooperative_groups.h>
#include <cuda/barrier>
#include <cuda/pipeline>
#include <cuda_pipeline.h>
#include <utility>
namespace cg = cooperative_groups;
"""
BARRIER = """__shared__ cuda::barrier<cuda::thread_scope_block> bar;
    if (i == 0) { init(&bar, blockDim.x); } __syncthreads();"""

CASES: dict[str, tuple[str, Callable[[int], int]]] = {  # name: (body, expected o[i] of 32)
    "arrive_and_wait": (
        BARRIER + "for (int k = 0; k < 3; k++) { s[i] = i + k; auto token = bar.arrive();"
        "bar.wait(std::move(token)); o[i] += s[31 - i]; bar.arrive_and_wait(); }",
        lambda i: 3 * (31 - i) + 3,
    ),
    "wait_of_some": (
        BARRIER + "s[i] = i; auto token = bar.arrive();"
        "if (i < 8) { bar.wait(std::move(token)); o[i] = s[31 - i]; }",
        lambda i: 31 - i if i < 8 else 0,
    ),
    "copy_to_a_barrier": (
        BARRIER + "cuda::memcpy_async(s + i, a + i, sizeof(int), bar); bar.arrive_and_wait();"
        "o[i] = s[31 - i];",
        lambda i: 100 + 31 - i,
    ),
    "copy_by_a_group": (
        BARRIER + "cuda::memcpy_async(cg::this_thread_block(), s, a, sizeof(int) * 32, bar);"
        "bar.arrive_and_wait(); o[i] = s[31 - i];",
        lambda i: 100 + 31 - i,
    ),
    "pipeline_of_a_thread": (
        "auto pipe = cuda::make_pipeline(); const auto size = cuda::aligned_size_t<4>(4);"
        "pipe.producer_acquire(); cuda::memcpy_async(s + i, a + i, size, pipe); pipe.producer_commit();"
        "cuda::pipeline_consumer_wait_prior<0>(pipe); __syncthreads(); o[i] = s[31 - i];"
        "pipe.consumer_release();",
        lambda i: 100 + 31 - i,
    ),
    "pipeline_of_a_block": (
        "__shared__ cuda::pipeline_shared_state<cuda::thread_scope_block, 2> state;"
        "auto block = cg::this_thread_block(); auto pipe = cuda::make_pipeline(block, &state);"
        "for (int k = 0; k < 2; k++) { pipe.producer_acquire();"
        "cuda::memcpy_async(block, s, a + 16 * k, 64, pipe); pipe.producer_commit();"
        "pipe.consumer_wait(); o[i] += s[15 - i % 16]; pipe.consumer_release(); }",
        lambda i: 2 * (100 + 15 - i % 16) + 16,
    ),
    "primitives": (
        "__pipeline_memcpy_async(s + i, a + i, 4, i == 5 ? 4 : 0); __pipeline_commit();"
        "__pipeline_wait_prior(0); __syncthreads(); o[i] = s[31 - i];",
        lambda i: 0 if i == 26 else 100 + 31 - i,
    ),
}


def _source(body: str) -> str:
    return f"""{HEAD}
    __global__ void kernel(int *o, const int *a) {{ __shared__ int s[32]; const int i = threadIdx.x; {body} }}
    int main() {{ int *o = 0; kernel<<<1, 32>>>(o, o); }}"""


@pytest.mark.parametrize("name", CASES)
def test_result(name: str, tmp_path: Path) -> None:
    body, expected = CASES[name]
    out = np.zeros(32, np.int32)
    run_source(tmp_path, _source(body), [out, np.arange(100, 132, dtype=np.int32)], block=32)
    assert out.tolist() == [expected(i) for i in range(32)]


def test_roles_are_refused(tmp_path: Path) -> None:
    body = """__shared__ cuda::pipeline_shared_state<cuda::thread_scope_block, 2> state;
    auto pipe = cuda::make_pipeline(cg::this_thread_block(), &state,
        i < 16 ? cuda::pipeline_role::producer : cuda::pipeline_role::consumer);"""
    code, diagnostics = translate_source(tmp_path, _source(body))
    assert code.failed == {"kernel"}
    assert ["cuda::make_pipeline" in d.message for d in diagnostics.items if d.span] == [True]
