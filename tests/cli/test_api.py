"""`cn-migrate api`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.symbols import names, runtime_api, symbol
from tests.cli.command_line import cn_migrate


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("cudaMallocPitch", ["Becomes: cn::malloc_pitch", "Class: exact", "cuda_runtime_api.h"]),
        (
            "cudaFuncSetCacheConfig",
            ["Class: dropped", "Note: the target's driver chooses by itself"],
        ),
        ("cudaEvent_t", ["(type)", "cn::event_t (cn_event_t in C)"]),
        ("cudaMemcpyHostToDevice", ["(constant)", "cn::memcpy_host_to_device"]),
        ("threadIdx.x", ["(built-in variable)", "get_local_id"]),
        ("__shared__", ["(specifier)", "Becomes: __local"]),
        ("float4", ["(number type)", "Class: exact", "keeps its name and layout"]),
        ("__nv_bfloat162", ["(number type)", "cuda_bf16.h"]),
        ("__hadd", ["(device function)", "cuda_fp16.h"]),
        ("__popc", ["(device function)", "Becomes: popcount(x)"]),
        ("cuda_runtime.h", ['Becomes: #include "cnative.hpp"']),
        ("helper_cuda.h", ["is supplied where the project has none"]),
        ("cublasSgemm", ["Class: manual", "calls of cuBLAS are not converted yet"]),
        ("cublasCreate", ["Class: dropped", "no function of cuBLAS computes with it"]),
        ("thrust/sort.h", ["Class: manual", "Thrust is not converted yet"]),
    ],
)
def test_one_name(name: str, texts: list[str], tmp_path: Path) -> None:
    ended = cn_migrate("api", name, cwd=tmp_path)
    assert ended.code == 0
    assert [text for text in texts if text not in ended.out] == []


def test_a_pattern_lists(tmp_path: Path) -> None:
    ended = cn_migrate("api", "cudaMemcpy2D*", "--json", "--to=opencl", cwd=tmp_path)
    found = {entry["name"]: entry for entry in json.loads(ended.out)}
    assert found["cudaMemcpy2DAsync"]["becomes"].startswith("cn::memcpy_2d_async")
    assert len(found) > 3


def test_a_misspelt_name_gets_a_suggestion(tmp_path: Path) -> None:
    ended = cn_migrate("api", "cudamalocpitch", cwd=tmp_path)
    assert ended.code == 3
    assert "did you mean cudaMallocPitch" in ended.err


def test_another_target(tmp_path: Path) -> None:
    assert "thread_x" in cn_migrate("api", "threadIdx", "--to=openmp", cwd=tmp_path).out
    assert "cn::malloc" in cn_migrate("api", "cudaMalloc", "--to=openmp", cwd=tmp_path).out


def test_an_unknown_target(tmp_path: Path) -> None:
    assert cn_migrate("api", "cudaFree", "--to=abacus", cwd=tmp_path).code == 3


def test_everything_that_is_not_ported_says_why() -> None:
    found = [s for s in map(symbol, names()) if s is not None]
    assert [s.name for s in found if s.fidelity is Fidelity.MANUAL and not s.note] == []
    assert len(runtime_api()) > 1000
