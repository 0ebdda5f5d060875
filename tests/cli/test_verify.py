"""`cn-migrate verify`: a right port is proved, and faults that are planted in one are found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cn_migrate.verify.device_source import errors
from tests.cli.command_line import cn_migrate
from tests.cli.drivers import needs_driver
from tests.conftest import MakeTree

SOURCE = """#include <cstdio>
#include <cstdlib>
__global__ void scale(float *x, float by, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        x[i] *= by;
}
__global__ void neighbours(const int *in, int *out)
{
    __shared__ int tile[64];
    tile[threadIdx.x] = in[threadIdx.x];
    __syncthreads();
    out[threadIdx.x] = tile[63 - threadIdx.x] + 2;
}
__global__ void never(int *x) { *x = 1; }
int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 7;
    if (n < 1) never<<<1, 1>>>(nullptr);
    float host[100], *x;
    int in[64], *a, *b;
    for (int i = 0; i < 100; i++) host[i] = i + 1;
    for (int i = 0; i < 64; i++) in[i] = 3 * i;
    cudaMalloc(&x, sizeof host);
    cudaMalloc(&a, sizeof in);
    cudaMalloc(&b, sizeof in);
    cudaMemcpy(x, host, sizeof host, cudaMemcpyHostToDevice);
    cudaMemcpy(a, in, sizeof in, cudaMemcpyHostToDevice);
    scale<<<2, 64>>>(x, 1.5f, n);
    neighbours<<<1, 64>>>(a, b);
    return cudaDeviceSynchronize();
}
"""


@pytest.fixture
def port(make_tree: MakeTree, tmp_path: Path) -> Path:
    needs_driver()
    project = make_tree({"a.cu": SOURCE})
    assert cn_migrate("port", project, "-o", "out", "--build", cwd=tmp_path).code == 0
    return tmp_path / "out"


def levels(*arguments: object, cwd: Path) -> tuple[int, dict[str, str], dict[str, object]]:
    ended = cn_migrate("verify", "project", "--json", *arguments, cwd=cwd)
    proof = json.loads(ended.out)
    return ended.code, {k["name"]: k["level"] for k in proof["kernels"]}, proof


def test_a_right_port(port: Path, tmp_path: Path) -> None:
    code, level, proof = levels("--port", "out", "--inputs", "0", "--", "99", cwd=tmp_path)
    assert level == {"scale": "same results", "neighbours": "same results", "never": "same IR"}
    assert code == 1, "one kernel was never launched, so not everything is proved"
    assert proof["arguments"] == ["99"]
    assert "the program launched it in no run" in json.dumps(proof)


def test_a_port_alone(port: Path, tmp_path: Path) -> None:
    """A port holds what it was made of, so that it needs no project to be verified, or found wrong."""
    (tmp_path / "project").rename(tmp_path / "elsewhere")
    right = cn_migrate("verify", "out", "--json", "--inputs", "0", "--", "99", cwd=tmp_path)
    (code,) = (tmp_path / "out").glob("*.cl")
    code.write_text(code.read_text().replace(" + 2", " + 3"))
    wrong = cn_migrate("verify", "out", "--json", "--inputs", "0", "--", "99", cwd=tmp_path)
    of_right, of_wrong = (
        {k["name"]: k["level"] for k in json.loads(x.out)["kernels"]} for x in (right, wrong)
    )
    assert of_right == {"scale": "same results", "neighbours": "same results", "never": "same IR"}
    assert of_wrong["neighbours"] == "differs" and of_wrong["scale"] == "same results"


def test_a_port_that_does_not_hold_its_origin(port: Path, tmp_path: Path) -> None:
    (port / ".cn-migrate" / "state.zip").unlink()
    ended = cn_migrate("verify", "out", cwd=tmp_path)
    assert ended.code == 3 and "--port" in ended.err


@pytest.mark.parametrize(
    ("right", "wrong", "kernel"),
    [
        ("x[i] *= by", "x[i] += by", "scale"),
        ("i < n", "i < n - 1", "scale"),
        ("63 - ", "63 & ", "neighbours"),
        (" + 2", " + 3", "neighbours"),
    ],
)
def test_planted_faults_are_found(
    port: Path, tmp_path: Path, right: str, wrong: str, kernel: str
) -> None:
    device = port / "a.cl"
    text = device.read_text()
    assert right in text
    device.write_text(text.replace(right, wrong))
    code, level, _ = levels("--port", "out", "--inputs", "0", "--", "99", cwd=tmp_path)
    assert code == 1
    assert level[kernel] == "differs"
    others = {"scale", "neighbours"} - {kernel}
    assert {level[other] for other in others} == {"same results"}


CLAMPED = """#include <cstdio>
__global__ void clamp(int *x, float *y, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    x[i] = x[i] > 1000 ? 1000 : x[i] + 1;
    y[i] = fmaxf(y[i], 0.0f);
}
int main()
{
    int *x;
    float *y;
    cudaMalloc(&x, 400);
    cudaMalloc(&y, 400);
    cudaMemset(x, 0, 400);
    cudaMemset(y, 0, 400);
    clamp<<<2, 64>>>(x, y, 100);
    return cudaDeviceSynchronize();
}
"""


def test_faults_that_the_program_does_not_meet(make_tree: MakeTree, tmp_path: Path) -> None:
    needs_driver()
    make_tree({"a.cu": CLAMPED})
    assert cn_migrate("port", "project", "-o", "out", "--build", cwd=tmp_path).code == 0
    device = tmp_path / "out" / "a.cl"
    text = device.read_text()
    arguments = ("--port", "out", "--kernel", "clamp", "--seed", "5", "--launches", "1")
    for right, wrong in (
        ("> 1000", "> 100000"),
        ("fmax(y[i], 0.0f)", "(y[i] < 0.0f ? 0.0f : y[i])"),  # not for NaN
    ):
        assert right in text
        device.write_text(text.replace(right, wrong))
        code, level, proof = levels(*arguments, cwd=tmp_path)
        assert (code, level) == (1, {"clamp_": "differs"}), right
        assert proof["seed"] == 5
        (kernel,) = proof["kernels"]  # type: ignore[misc]
        assert all("on generated inputs" in finding for finding in kernel["findings"])


def test_a_program_that_fails_is_no_proof(make_tree: MakeTree, tmp_path: Path) -> None:
    needs_driver()
    source = (
        "#include <cstdio>\n__global__ void k(int *x) { *x = 1; }\n"
        'int main() { int *x; cudaMalloc(&x, 4); k<<<1, 1>>>(x); puts("oops"); return 5; }\n'
    )
    make_tree({"a.cu": source})
    code, level, proof = levels(cwd=tmp_path)
    assert code == 1
    assert level == {"k": "same results"}
    assert [run["code"] for run in proof["runs"]] == [5]  # type: ignore[attr-defined]
    assert "oops" in json.dumps(proof)


def test_limits_are_said(port: Path, tmp_path: Path) -> None:
    _, level, proof = levels("--port", "out", "--threads", "100", cwd=tmp_path)
    assert level == {"scale": "same IR", "neighbours": "same results", "never": "same IR"}
    assert "128 threads are more than the limit of 100" in json.dumps(proof)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none",), "'none' does not exist"),
        (("project", "--port", "none"), "is no port that this version made"),
        (("project", "--program", "other"), "--program must be one of: a"),
        (("project", "--kernel", "other"), "--kernel must be one of: neighbours, never, scale"),
    ],
)
def test_bad_input(
    arguments: tuple[str, ...], message: str, make_tree: MakeTree, tmp_path: Path
) -> None:
    make_tree({"a.cu": SOURCE})
    ended = cn_migrate("verify", *arguments, cwd=tmp_path)
    assert ended.code == 3
    assert message in ended.err


def test_device_code_that_does_not_compile(tmp_path: Path) -> None:
    (tmp_path / "a.cl").write_text("kernel void k(global int *x) {\n    *x = y;\n}\n")
    assert errors(tmp_path / "a.cl") == ["2: use of undeclared identifier 'y'"]
    assert errors(tmp_path / "b.cl") == ["b.cl is missing"]


def test_port_proves_itself(make_tree: MakeTree, tmp_path: Path) -> None:
    needs_driver()
    make_tree(
        {
            "a.cu": CLAMPED
            + "__global__ void never(int *x) { *x = 1; }\nvoid f() { never<<<1, 1>>>(nullptr); }\n"
        }
    )
    arguments = ("port", "project", "-o", "out", "--verify", "--junit", "a.xml")
    assert cn_migrate(*arguments, cwd=tmp_path).code == 0
    report = json.loads((tmp_path / "out" / "cn-report.json").read_text())
    levels = {kernel["name"]: kernel["level"] for kernel in report["proof"]["kernels"]}
    assert levels == {"clamp_": "same results", "never": "same IR"}
    assert report["proof"] == json.loads((tmp_path / "out" / "cn-verify.json").read_text())
    assert "| `clamp` | same results |" in (tmp_path / "out" / "cn-report.md").read_text()
    assert 'skipped="1"' in (tmp_path / "a.xml").read_text()
    ended = cn_migrate(*arguments, "--force", "--fail-on", "unverified", cwd=tmp_path)
    assert ended.code == 1
    assert "never: same IR" in (tmp_path / "a.xml").read_text()
    ended = cn_migrate("port", "project", "--fail-on", "unverified", cwd=tmp_path)
    assert (ended.code, "unverified needs --verify" in ended.err) == (3, True)
