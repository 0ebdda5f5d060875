"""The supplied headers: each can be ported and compiled, and what it promises holds when the program runs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from cn_migrate.build import find_tool
from cn_migrate.driver import Progress, Request, port
from cn_migrate.project.includes import SUPPLIED

HEADERS = sorted(p.name for p in SUPPLIED.iterdir())

MAIN = """
__global__ void fill(float *x) { x[threadIdx.x] = 1; }
int main() {
    cublasHandle_t cublas;
    cusparseHandle_t cusparse;
    cusolverDnHandle_t cusolver;
    cudnnHandle_t cudnn;
    if (cublasCreate(&cublas) || cusparseCreate(&cusparse) || cusolverDnCreate(&cusolver) ||
        cudnnCreate(&cudnn) || cublasSetMathMode(cublas, CUBLAS_TF32_TENSOR_OP_MATH)) {
        return 1;
    }
    cublasMath_t mode;
    cublasGetMathMode(cublas, &mode);
    const float one = 1;
    const int failed = cublasSgemm(cublas, CUBLAS_OP_N, CUBLAS_OP_N, 1, 1, 1, &one, nullptr, 1, nullptr, 1,
                                   &one, nullptr, 1);
    cuDoubleComplex z = cuCdiv(make_cuDoubleComplex(1, 2), make_cuDoubleComplex(3, 4));
    if (cuCabs(cuCsub(z, make_cuDoubleComplex(0.44, 0.08))) > 1e-15) {
        return 8;
    }
    cufftHandle plan;
    if (mode != CUBLAS_TF32_TENSOR_OP_MATH || failed != CUBLAS_STATUS_NOT_SUPPORTED ||
        cufftPlan1d(&plan, 8, CUFFT_C2C, 1) != CUFFT_NOT_SUPPORTED) {
        return 2;
    }
    const char *arguments[] = {"program", "--size=42", "-Name=abc", "--quiet"};
    char *name = nullptr;
    if (getCmdLineArgumentInt(4, arguments, "size") != 42 || !checkCmdLineFlag(4, arguments, "quiet") ||
        checkCmdLineFlag(4, arguments, "quie") || !getCmdLineArgumentString(4, arguments, "name", &name) ||
        std::string(name) != "abc") {
        return 3;
    }
    unsigned char pixels[12] = {1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0}, *read = nullptr;
    unsigned int width = 0, height = 0;
    if (!sdkSavePPM4ub("image.ppm", pixels, 3, 1) || !sdkLoadPPM4ub("image.ppm", &read, &width, &height) ||
        width != 3 || height != 1 || !compareData(pixels, read, 12, 0, 0.0f)) {
        return 4;
    }
    float numbers[3] = {1.5f, -2, 3}, *back = nullptr;
    unsigned int count = 0;
    sdkWriteFile("numbers.txt", numbers, 3, 0.0f, false);
    std::ifstream text("numbers.txt");
    std::string first;
    if (!(text >> first) || first != "#" || sdkReadFile<float>("nothing", &back, &count, false)) {
        return 5;
    }
    StopWatchInterface *timer = nullptr;
    sdkCreateTimer(&timer);
    sdkStartTimer(&timer);
    sdkStopTimer(&timer);
    if (sdkGetTimerValue(&timer) < 0 || sdkGetTimerValue(&timer) != sdkGetAverageTimerValue(&timer)) {
        return 6;
    }
    try {
        RUNTIME_EXCEPTION("thrown");
    } catch (const std::runtime_error &caught) {
        return std::string(caught.what()).find("thrown in") == 0 ? 0 : 7;
    }
}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program with all headers but those that contradict another, ported and built."""
    folder = tmp_path_factory.mktemp("supplied")
    included = [name for name in HEADERS if name not in ("cublas.h", "cn_library_call.h")]
    source = folder / "includes.cu"
    source.write_text("".join(f'#include "{name}"\n' for name in included) + MAIN)
    done = port(Request(source, out=folder / "out", jobs=1), Progress())
    findings = [d for d in done.report.diagnostics if d.rule != "host-api-emulated"]
    assert {d.rule for d in findings} <= {"supplied-header", "library-call", "library-handle"}
    assert [d.span.file for d in findings if d.span and d.span.file != "includes.cu"] == []
    options = ["-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror -O0"]
    cmake, ninja = find_tool("cmake"), find_tool("ninja")
    options += ["-G", "Ninja", f"-DCMAKE_MAKE_PROGRAM={ninja}"]
    for command in (
        [cmake, "-S", folder / "out", "-B", folder / "build", *options],
        [ninja, "-C", folder / "build"],
    ):
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stdout + made.stderr
    return folder / "build" / "bin" / "includes"


def test_what_they_promise(built: Path, tmp_path: Path) -> None:
    done = subprocess.run([built], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "cublasSgemm: this library is not part of the port" in done.stderr


@pytest.mark.parametrize("name", HEADERS)
def test_says_what_it_is(name: str) -> None:
    text = (SUPPLIED / name).read_text()
    assert text.startswith("// SPDX-License-Identifier: MIT\n// ")
