"""`cn-migrate assess`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command_line import cn_migrate
from tests.conftest import MakeTree

SOURCE = """#include <cublas_v2.h>
__device__ float there(int n);
__device__ float back(int n) { return n ? there(n - 1) + there(n) : 1; }
__device__ float there(int n) { return n ? back(n - 1) * back(n) : 2; }
__global__ void good(int *x) { *x = 1; }
__global__ void bad(float *x) { *x = back(3); }
int main() { good<<<1, 1>>>(nullptr); bad<<<1, 1>>>(nullptr); cublasSgemm(); cublasSgemm(); }
"""


def test_hand_work_is_listed_with_its_effort(make_tree: MakeTree, tmp_path: Path) -> None:
    project = make_tree({"a.cu": SOURCE, "Makefile": "app: a.cu\n\tnvcc a.cu -o app -lm\n"})
    before = sorted(tmp_path.rglob("*"))
    ended = cn_migrate("assess", project, cwd=tmp_path)
    assert ended.code == 1
    assert sorted(tmp_path.rglob("*")) == before, "nothing is written"
    assert "kernel instances 1 of 2 (50 %)" in ended.out
    assert "sources 1 of 1 converted" in ended.out
    assert "days 'cublasSgemm'" in ended.out
    assert "2 a.cu:7" in ended.out, "the same thing at two places is one piece of work"
    assert "(the project itself: Makefile)" in ended.out


def test_nothing_to_do(make_tree: MakeTree, tmp_path: Path) -> None:
    ended = cn_migrate("assess", make_tree({"a.cu": "int main() { cudaFree(0); }"}), cwd=tmp_path)
    assert ended.code == 0
    assert "hand work: none is known of" in ended.out


def test_json_and_bad_input(make_tree: MakeTree, tmp_path: Path) -> None:
    project = make_tree({"a.cu": SOURCE})
    assert (
        json.loads(cn_migrate("assess", project, "--json", cwd=tmp_path).out)["tool"]
        == "cn-migrate"
    )
    assert cn_migrate("assess", "none", cwd=tmp_path).code == 3
    assert cn_migrate("assess", project, "--to", "abacus", cwd=tmp_path).code == 3


def test_a_port_that_is_only_tried(make_tree: MakeTree, tmp_path: Path) -> None:
    project = make_tree({"a.cu": SOURCE})
    before = sorted(tmp_path.rglob("*"))
    assessed = cn_migrate("assess", project, cwd=tmp_path)
    tried = cn_migrate("port", project, "--dry-run", cwd=tmp_path)
    assert (tried.code, tried.out) == (assessed.code, assessed.out)
    assert sorted(tmp_path.rglob("*")) == before
    refused = cn_migrate("port", project, "--dry-run", "--build", cwd=tmp_path)
    assert refused.code == 3 and "--dry-run" in refused.err
