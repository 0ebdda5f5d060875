"""Rewritten host text, with its registrations, is C++ that a plain compiler takes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import cn_migrate

INCLUDE = Path(cn_migrate.__file__).parent / "runtime" / "include"

PROGRAM = """
#include <cuda_runtime.h>
#include <cstdio>
#define DEV __device__ inline
#define HD __host__ __device__ __forceinline__
#define CHECK(call) \\
    do { \\
        cudaError_t e = (call); \\
        if (e != cudaSuccess) { puts(cudaGetErrorString(e)); return 1; } \\
    } while (0)
#define RUN(x) plain<<<1, 2>>>(x, 2)

namespace {
struct Op { __device__ float operator()(float a) const { return a; } };
enum Mode { FIRST, SECOND };
}  // namespace

namespace ns {
template <typename T> struct Box { T t; };
__device__ float add(float a) { return a + threadIdx.x; }
DEV float sub(float a) { return a - 1; }
HD float clamp(float a) { return min(max(a, 0.0f), 1.0f); }
typedef float (*F)(float);
template <typename T, int N, bool B, class O, Mode M, F f, class... R>
__global__ void kern(T *a, Box<O> b, R... rest) { a[0] = f(sub(N)); }
template <int... N> __global__ void packs(int *__restrict__ p) {}
template <> __global__ void packs<7>(int *__restrict__ p) {}
}  // namespace ns

__constant__ float coefficients[9];
__device__ const float table[] = {1, 2};
extern __shared__ int buffer[];

__global__ void plain(const int *__restrict__, const float x) {}
__global__ void plain(int x) { buffer[x] = table[0] * coefficients[1]; }

template <class T> struct Runner {
    void go(T *t, cudaStream_t s) { ns::packs<1, 2><<<dim3(1, 2), 2, 0, s>>>((int *)t); }
};
template <class T> void host(T *t) {
    Runner<T> r;
    r.go(t, 0);
    ns::kern<T, 3, true, Op, SECOND, ns::add><<<1, dim3(2, 3)>>>(t, ns::Box<Op>{}, 1, 2.0);
}

int main() {
    float *d, h[9] = {ns::clamp(2)};
    cudaDeviceProp prop;
    CHECK(cudaGetDeviceProperties(&prop, 0));
    CHECK(cudaMalloc(&d, sizeof(h)));
    CHECK(cudaMemcpy(d, h, sizeof(h), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpyToSymbol(coefficients, h, sizeof(coefficients)));
    host(d);
    RUN((const int *)d);
    void (*f)(int *) = ns::packs<5>;
    f<<<1, 1>>>(0);
    void *arguments[] = {&d};
    CHECK(cudaLaunchKernel((void *)ns::packs<7>, dim3(1), dim3(1), arguments, 0, 0));
    CHECK(cudaFree(d));
}
"""


@pytest.mark.parametrize("compiler", ["g++", "clang++"])
def test_compiles(port, tmp_path: Path, compiler: str) -> None:
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not installed")
    ported = port(PROGRAM)
    assert ported.rules == ["host-api-emulated"]
    (tmp_path / "a.cpp").write_text(ported.files["a.cu"] + '#include "a.kernels.hpp"\n')
    (tmp_path / "a.kernels.hpp").write_text(ported.registrations)
    (tmp_path / "a.cl.hpp").write_text("static const unsigned char cn_a_cl[] = {0};\n")
    command = [compiler, "-std=c++17", "-fsyntax-only", f"-I{INCLUDE}", str(tmp_path / "a.cpp")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
