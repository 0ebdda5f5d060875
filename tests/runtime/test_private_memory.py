"""Threads with much memory of their own: right, or refused, and no crash."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from cn_migrate.build import build
from cn_migrate.driver import Progress, Request, port
from tests.opencl_drivers import Driver, drivers

SOURCE = """
#include <cstdio>
#include <vector>
#include <cuda_runtime.h>
// 32 KiB for each of 256 threads: all that a usual stack holds.
__global__ void spread(int *out)
{
    unsigned char own[32768];
    for (int i = 0; i < 32768; ++i)
        own[i] = i * 7 + threadIdx.x;
    __syncthreads();
    int sum = 0;
    for (int i = threadIdx.x; i < 32768; i += 97)
        sum += own[i * 31 & 32767];
    out[blockIdx.x * blockDim.x + threadIdx.x] = sum;
}
int main()
{
    int *d_out;
    if (cudaMalloc(&d_out, 1024 * sizeof(int)) != cudaSuccess)
        return 1;
    spread<<<4, 256>>>(d_out);
    if (cudaGetLastError() == cudaErrorLaunchOutOfResources) {
        std::puts("refused");
        return 0;
    }
    std::vector<int> out(1024);
    if (cudaMemcpy(out.data(), d_out, 4096, cudaMemcpyDeviceToHost) != cudaSuccess)
        return 1;
    for (int n = 0; n < 1024; ++n) {
        int sum = 0;
        for (int i = n % 256; i < 32768; i += 97)
            sum += (unsigned char)((i * 31 & 32767) * 7 + n % 256);
        if (out[n] != sum)
            return 1;
    }
    std::puts("right");
    return 0;
}
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("private")
    source = folder / "spread.cu"
    source.write_text(SOURCE)
    out = port(Request(source, out=folder / "out", jobs=1), Progress()).out
    return build(out, jobs=1) / "spread"


@pytest.mark.parametrize("driver", drivers(), ids=lambda d: d.name)
def test_all_that_a_stack_holds(program: Path, driver: Driver) -> None:
    if driver.missing:
        pytest.skip(f"{driver.name} is not installed: {driver.missing}")
    done = subprocess.run(
        [program], env=driver.env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip() in {"right", "refused"}
