"""The CUDA headers that come with the front end: programs parse with them, for the host and for the device."""

from __future__ import annotations

from pathlib import Path

import pytest
from clang.cindex import Diagnostic

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda.translation_unit import (
    HEADERS,
    SHARED_HEADERS,
    Pass,
    TranslationUnit,
    parse,
)
from tests.parsers.cuda import used_names
from tests.parsers.cuda.declarations import declarations
from tests.parsers.cuda.header_programs import PROGRAMS

_INCLUDABLE = sorted(
    p.relative_to(HEADERS).as_posix()
    for p in HEADERS.rglob("*")
    if p.is_file() and p.suffix != ".md" and "cn" not in p.relative_to(HEADERS).parts
)
_TABLES = {k: v for k, v in vars(used_names).items() if k.isupper()}


def _parse(folder: Path, source: str, pass_: Pass, name: str = "test.cu") -> TranslationUnit:
    file = folder / name
    file.write_text(source)
    diagnostics = Diagnostics()
    # Launches from device code need what nvcc's -rdc=true is to clang.
    unit = parse(file, ["-isystem", str(HEADERS), "-fgpu-rdc"], pass_, diagnostics, whole=True)
    assert unit is not None, [f"{d.span}: {d.message}" for d in diagnostics.items]
    return unit


def _complaints(unit: TranslationUnit) -> list[str]:
    return [str(d) for d in unit.clang.diagnostics if d.severity >= Diagnostic.Warning]


@pytest.mark.parametrize("pass_", ["host", "device"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_program_parses(tmp_path: Path, name: str, pass_: Pass) -> None:
    assert _complaints(_parse(tmp_path, PROGRAMS[name], pass_)) == []


@pytest.mark.parametrize("header", _INCLUDABLE)
def test_header_stands_alone(tmp_path: Path, header: str) -> None:
    assert _complaints(_parse(tmp_path, f"#include <{header}>\n", "host")) == []


def test_headers_for_cuda_in_a_source_that_is_none(tmp_path: Path) -> None:
    """Headers that both kinds of sources include give the types, and vectors' arithmetic, to C++."""
    text = """
        #include <math.h>
        #include <curand_kernel.h>
        #include <curand.h>
        #include <helper_math.h>
        curandState state;
        curandDirectionVectorSet_t set = CURAND_DIRECTION_VECTORS_32_JOEKUO6;
        int2 least(int2 a, int2 b) { return min(a, b) + make_int2(max(a.x, 1), 0); }
    """
    assert _complaints(_parse(tmp_path, text, "host", "test.cpp")) == []


def test_registers_with_one_percent_sign_in_a_header(tmp_path: Path) -> None:
    (tmp_path / "where.cuh").write_text(
        """inline __device__ unsigned multiprocessor() {
            unsigned r; asm volatile("mov.u32 %0, %smid;" : "=r"(r)); return r;
        }"""
    )
    text = """#include "where.cuh"
    __global__ void k(unsigned *x) { asm("mov.u32 %0, %laneid;" : "=r"(*x)); *x += multiprocessor(); }
    """
    assert _complaints(_parse(tmp_path, text, "device")) == []


@pytest.mark.parametrize("source", ["test.cpp", "test.c"])
def test_runtime_interface_without_cuda(tmp_path: Path, source: str) -> None:
    """Sources that a host compiler reads call the runtime too."""
    text = """
        #include <cuda.h>
        #include <cuda_runtime_api.h>
        #include <vector_functions.h>
        int count(void) {
            int n = 0;
            enum cudaMemcpyKind kind = cudaMemcpyHostToDevice;
            struct cudaDeviceProp properties;
            float4 v = make_float4(1, 2, 3, 4);
            dim3 grid = {1, 1, 1};
            return cudaGetDeviceCount(&n) == cudaSuccess && cuInit(0) == CUDA_SUCCESS ? n : (int)v.x + kind;
        }
    """
    assert _complaints(_parse(tmp_path, text, "host", source)) == []


@pytest.mark.parametrize("table", _TABLES)
def test_used_names_are_declared(tmp_path: Path, table: str) -> None:
    includes = "".join(
        f"#include <{h}>\n"
        for h in (
            "cuda.h",
            "cuda_bf16.h",
            "cuda_fp16.h",
            "cuda_gl_interop.h",
            "cuda_runtime.h",
            "mma.h",
        )
    )
    found = declarations(_parse(tmp_path, includes, "host").clang, HEADERS, SHARED_HEADERS)
    assert [n for n in _TABLES[table] if n not in found.names] == []


def test_vector_layouts(tmp_path: Path) -> None:
    """Sizes and alignments of the Programming Guide's table."""
    table = {
        "char3": (3, 1),
        "uchar4": (4, 4),
        "short2": (4, 4),
        "ushort4": (8, 8),
        "int3": (12, 4),
        "uint4": (16, 16),
        "long2": (16, 16),
        "longlong4": (32, 16),
        "float2": (8, 8),
        "float3": (12, 4),
        "float4": (16, 16),
        "double3": (24, 8),
        "double4": (32, 16),
        "dim3": (12, 4),
    }
    found = declarations(_parse(tmp_path, "", "host").clang, HEADERS, SHARED_HEADERS).layouts
    assert {n: (found[n].size, found[n].alignment) for n in table} == table


def test_device_overloads_reach_std(tmp_path: Path) -> None:
    """std::sqrt(float) of device code is our declaration, which the front end knows by its name."""
    source = "#include <cmath>\n__global__ void k(float *x) { x[0] = std::sqrt(x[1]); }\n"
    unit = _parse(tmp_path, source, "device")
    calls = [
        c for c in unit.cursor.walk_preorder() if c.kind.name == "CALL_EXPR" and unit.in_project(c)
    ]
    assert [(c.spelling, c.type.spelling) for c in calls] == [("sqrt", "float")]
    assert Path(calls[0].referenced.location.file.name).is_relative_to(HEADERS)


def test_power_of_a_float_to_an_int_is_a_double(tmp_path: Path) -> None:
    """C++11 and later promote mixed arguments, [c.math]."""
    source = """
        #include <cmath>
        template <class T, class U> struct same { static constexpr bool value = false; };
        template <class T> struct same<T, T> { static constexpr bool value = true; };
        __global__ void k(float x) {
            static_assert(same<decltype(pow(x, 2)), double>::value, "");
            static_assert(same<decltype(std::pow(x, x)), float>::value, "");
            static_assert(same<decltype(abs(x)), float>::value, "");
            static_assert(same<decltype(max(1, 2u)), unsigned>::value, "");
            static_assert(same<decltype(min(1.f, 2.0)), double>::value, "");
        }
    """
    assert _complaints(_parse(tmp_path, source, "device")) == []
