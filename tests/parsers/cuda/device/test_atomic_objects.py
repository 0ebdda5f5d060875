"""Atomic objects and references of the extended standard library: each kernel runs in the interpreter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.parsers.cuda.device.run_source import run_source

REFERENCE = "cuda::atomic_ref<int, cuda::thread_scope_device> r(*o);"
CASES = {  # name: (body, expected o[0] of 32 threads)
    "fetch_add": (REFERENCE + "r.fetch_add(i, cuda::memory_order_relaxed);", 496),
    "fetch_sub": (REFERENCE + "r.fetch_sub(2);", -64),
    "increment": (REFERENCE + "r++; ++r; r -= 1;", 32),
    "fetch_max": (REFERENCE + "r.fetch_max(i ^ 5);", 31),
    "fetch_min": (REFERENCE + "r.fetch_min(-i);", -31),
    "or": (REFERENCE + "r |= 1 << (i % 4);", 15),
    "store_and_load": (REFERENCE + "if (i == 3) { r.store(9); r = r.load() + 1; }", 10),
    "compare_exchange": (
        REFERENCE + "int seen = r.load(cuda::memory_order_acquire);"
        "while (!r.compare_exchange_strong(seen, seen + 3, cuda::memory_order_acq_rel)) {}",
        96,
    ),
    "of_a_block": (
        "__shared__ cuda::atomic<int, cuda::thread_scope_block> s; if (i == 0) { s = 0; }"
        "__syncthreads(); s += 2; __syncthreads(); if (i == 0) { *o = s.exchange(1) + s; }",
        65,
    ),
    "float": (
        "__shared__ float f; if (i == 0) { f = 0; } __syncthreads();"
        "cuda::atomic_ref<float, cuda::thread_scope_block>(f).fetch_add(0.5f);"
        "__syncthreads(); if (i == 0) { *o = f; }",
        16,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_atomic_objects(tmp_path: Path, name: str) -> None:
    body, expected = CASES[name]
    source = (
        "#include <cuda/atomic>\n__global__ void k(int *o) { const int i = threadIdx.x; "
        + body
        + " }"
    )
    got = np.zeros(1, np.int32)
    run_source(tmp_path, source, [got], block=32)
    assert got[0] == expected
