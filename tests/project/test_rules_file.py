"""What a project says itself: exclusions, accepted findings, names of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command_line import cn_migrate
from tests.conftest import MakeTree

SOURCE = """#include <cublas_v2.h>
#include "pool.h"
// cublasSgemm in a comment stays
__global__ void k(int *gpuAllocate) { *gpuAllocate = 1; }
int main()
{
    int *x = (int *)gpuAllocate(4); // gpuAllocate
    puts("gpuAllocate");
    k<<<1, 1>>>(x);
    cublasSgemm();
    return cudaFree(x);
}
"""
POOL = "#include <cstdio>\n#define POOL gpuAllocate\nvoid *gpuAllocate(int);\n"


def port(project: Path, tmp_path: Path) -> tuple[int, dict[str, object], str]:
    """Port; the exit code, the report, and the messages."""
    ended = cn_migrate("port", project, "-o", "out", "--force", cwd=tmp_path)
    return ended.code, json.loads((tmp_path / "out" / "cn-report.json").read_text()), ended.err


def test_names_are_mapped(make_tree: MakeTree, tmp_path: Path) -> None:
    rules = (
        '[map]\ngpuAllocate = "pool::take"\ncublasSgemm = "blas::gemm"\ncudaFree = "pool::give"\n'
    )
    project = make_tree({"a.cu": SOURCE, "pool.h": POOL, "cn-migrate.toml": rules})
    _, report, _ = port(project, tmp_path)
    text = (tmp_path / "out" / "a.cpp").read_text()
    assert "int *x = (int *)pool::take(4); // gpuAllocate\n" in text
    assert 'puts("gpuAllocate");' in text
    assert "// cublasSgemm in a comment stays" in text
    assert "blas::gemm();" in text
    assert "return pool::give(x);" in text
    assert "gpuAllocate" in (tmp_path / "out" / "a.cl").read_text(), "device code keeps its names"
    assert "#define POOL pool::take" in (tmp_path / "out" / "pool.h").read_text()
    assert "library-call" not in json.dumps(report)
    assert "'gpuAllocate' became 'pool::take'" in json.dumps(report)


def test_accepted_findings(make_tree: MakeTree, tmp_path: Path) -> None:
    plain = SOURCE.replace("gpuAllocate(4)", "nullptr")
    for allowed in (
        plain.replace("cublasSgemm();", "cublasSgemm(); // cn-migrate: allow(library-call)"),
        plain.replace(
            "    cublasSgemm();", "    // cn-migrate: allow(library-call)\n    cublasSgemm();"
        ),
    ):
        project = make_tree({"a.cu": allowed, "pool.h": POOL})
        code, report, messages = port(project, tmp_path)
        calls = [d for d in report["diagnostics"] if d["rule"] == "library-call"]  # type: ignore[attr-defined]
        assert [d["accepted"] for d in calls] == [True]
        assert "cublasSgemm" not in messages
    assert code == 0


def test_an_allowance_that_allows_nothing(make_tree: MakeTree, tmp_path: Path) -> None:
    source = "int main() { return cudaFree(0); } // cn-migrate: allow(library-call)\n"
    code, _, messages = port(make_tree({"a.cu": source}), tmp_path)
    assert code == 0
    assert "nothing of the rule 'library-call' was found" in messages


def test_an_allowance_without_a_rule(make_tree: MakeTree, tmp_path: Path) -> None:
    source = "int main() { return cudaFree(0); } // cn-migrate: allow\n"
    ended = cn_migrate("port", make_tree({"a.cu": source}), "-o", "out", cwd=tmp_path)
    assert "(none is named)" in ended.err


def test_findings_accepted_by_file(make_tree: MakeTree, tmp_path: Path) -> None:
    plain = SOURCE.replace("gpuAllocate(4)", "nullptr")
    rules = '[allow]\nlibrary-call = ["old/*"]\nlibrary-header = ["*"]\n'
    files = {"old/a.cu": plain, "old/pool.h": POOL, "cn-migrate.toml": rules}
    assert port(make_tree(files), tmp_path)[0] == 0
    (tmp_path / "project" / "cn-migrate.toml").write_text(rules.replace("old", "new"))
    assert port(tmp_path / "project", tmp_path)[0] == 1


def test_excluded_files(make_tree: MakeTree, tmp_path: Path) -> None:
    files = {"a.cu": "int main() { return cudaFree(0); }", "old/b.cu": "int main() { oops"}
    project = make_tree({**files, "cn-migrate.toml": 'exclude = ["old/*"]\n'})
    code, report, _ = port(project, tmp_path)
    assert code == 0
    assert (tmp_path / "out" / "old" / "b.cu").read_text() == files["old/b.cu"]
    assert "'old/b.cu' was copied as it is and is not built" in json.dumps(report)
    assert [t["sources"] for t in report["targets"]] == [["a.cpp"]]  # type: ignore[attr-defined]


def test_optimisations_left_out(make_tree: MakeTree, tmp_path: Path) -> None:
    body = "int i = threadIdx.x; if (i < n) p[i] = i;"
    source = (
        f"__global__ void k(int *p, int n) {{ {body} }}\nint main() {{ k<<<1, 1>>>(nullptr, 0); }}"
    )
    project = make_tree({"a.cu": source})

    def code(*options: str) -> str:
        cn_migrate("port", project, "--to=openmp", "-o", "out", "--force", *options, cwd=tmp_path)
        return (tmp_path / "out" / "a.kernels.cpp").read_text()

    assert "if (i < n)" not in code(), "the condition is the loop's end"
    assert "if (i < n)" in code("--without", "guards")
    (project / "cn-migrate.toml").write_text('without = ["guards"]')
    assert "if (i < n)" in code()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("exclude = 1", "exclude: Input should be a valid tuple"),
        ("[allow]\nnothing = []", "allow: there is no rule 'nothing'"),
        ('[map]\n"a b" = "c"', "map: 'a b' is no name"),
        ('without = ["speed"]', "without: there is no 'speed'; there is:"),
        ("strange = true", "strange: Extra inputs are not permitted"),
        ("exclude = [", "cannot be read"),
    ],
)
def test_bad_rules(text: str, message: str, make_tree: MakeTree, tmp_path: Path) -> None:
    project = make_tree({"a.cu": "int main() { cudaFree(0); }", "cn-migrate.toml": text})
    ended = cn_migrate("port", project, cwd=tmp_path)
    assert ended.code == 3
    assert message in ended.err
