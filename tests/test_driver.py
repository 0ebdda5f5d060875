"""The whole way of a port, with a conversion that only stands for the real one."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import jsonschema
import pytest

from cn_migrate.diagnostics import Diagnostics, Fidelity
from cn_migrate.driver import Progress, Request, port
from cn_migrate.project import Project, ProjectError, Unit
from cn_migrate.project.converted import ConvertedKernel, ConvertedUnit
from cn_migrate.report.model import Report
from cn_migrate.source import Edit

MAIN = '#include "h.cuh"\nint main() { cudaFree(0); }\n'
FILES = {
    "a.cu": MAIN,
    "bad.cu": "int oops(",
    "h.cuh": "// __global__\n",
    "data/in.txt": "1",
    "Makefile": "x:\n",
}


def convert(unit: Unit, project: Project) -> ConvertedUnit:
    """`cudaFree` becomes `cn::free`, a new first line goes into the header; what has `oops` does not parse."""
    data = unit.file.read_bytes()
    found = Diagnostics()
    if b"oops" in data:
        found.report("source-syntax", None, message="oops")
        return ConvertedUnit(unit.name, ok=False, diagnostics=found.items)
    at = data.index(b"cudaFree")
    return ConvertedUnit(
        unit.name,
        output=unit.name.replace(".cu", ".cpp"),
        edits={unit.name: [Edit(at, at + 8, b"cn::free")], "h.cuh": [Edit(0, 0, b"// ported\n")]},
        generated={"a.cl": b"kernel void k() {}\n"},
        kernels=[ConvertedKernel("k_int", "k<int>", "k", unit.name)],
        api={unit.name: Counter({("cudaFree", Fidelity.EXACT): 1})},
        diagnostics=found.items,
    )


def digest(root: Path) -> dict[str, str]:
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {str(f.relative_to(root)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


@pytest.fixture
def project(make_tree) -> Path:
    return make_tree(FILES)


def run(project: Path, out: Path, force: bool = False):
    return port(Request(project, out=out, force=force, jobs=1), Progress(), convert)


def test_what_is_written(project, tmp_path):
    done = run(project, tmp_path / "out")
    out = tmp_path / "out"
    assert (out / "a.cpp").read_text() == MAIN.replace("cudaFree", "cn::free")
    assert not (out / "a.cu").exists()
    assert (out / "h.cuh").read_text() == "// ported\n// __global__\n"
    assert (out / "bad.cu").read_text() == FILES["bad.cu"], "what did not parse is copied unchanged"
    assert (out / "data/in.txt").read_text() == "1"
    assert (out / "cnative.hpp").exists()
    assert "cn_embed(a.cl)" in (out / "CMakeLists.txt").read_text()
    assert done.report.status == "needs-a-hand"
    assert done.report.summary.units_converted == 1
    assert done.report.summary.files_edited == 2


def test_the_report_follows_its_schema_and_names_no_machine(project, tmp_path):
    run(project, tmp_path / "out")
    text = (tmp_path / "out" / "cn-report.json").read_text()
    jsonschema.validate(json.loads(text), Report.model_json_schema())
    assert str(tmp_path) not in text + (tmp_path / "out" / "cn-report.md").read_text()


def test_twice_gives_the_same_bytes_and_the_input_stays(project, tmp_path):
    before = digest(project)
    run(project, tmp_path / "one")
    run(project, tmp_path / "two")
    run(project, tmp_path / "two", force=True)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    assert digest(project) == before


def test_progress_is_told(project, tmp_path):
    seen: list[str] = []
    progress = Progress(lambda p: seen.append(f"{len(p.units)} units"), seen.append)
    port(Request(project, out=tmp_path / "out", jobs=1), progress, convert)
    assert seen == ["1 units", "a.cu"] or seen == ["2 units", "a.cu", "bad.cu"]


def test_a_project_without_cuda_is_refused(make_tree, tmp_path):
    with pytest.raises(ProjectError, match="does not use CUDA"):
        run(make_tree({"a.cpp": "int main() {}"}), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_fault_in_the_conversion_costs_the_unit(project, tmp_path):
    def broken(unit: Unit, project: Project) -> ConvertedUnit:
        raise ZeroDivisionError

    done = port(Request(project, out=tmp_path / "out", jobs=1), Progress(), broken)
    assert {d.rule for d in done.report.diagnostics} >= {"crash"}
    assert done.report.status != "converted"


def test_an_interruption_of_the_conversion_leaves_nothing(project, tmp_path):
    def interrupted(unit: Unit, project: Project) -> ConvertedUnit:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        port(Request(project, out=tmp_path / "out", jobs=1), Progress(), interrupted)
    assert [p.name for p in tmp_path.iterdir()] == ["project"]


def test_a_build_file_of_the_users_is_replaced_with_a_note(make_tree, tmp_path):
    root = make_tree({"a.cu": MAIN, "h.cuh": "", "CMakeLists.txt": "add_executable(a a.cu)\n"})
    done = run(root, tmp_path / "out")
    assert any(d.rule == "build-file" for d in done.report.diagnostics)
    assert "Written by cn-migrate" in (tmp_path / "out" / "CMakeLists.txt").read_text()


@pytest.mark.parametrize(
    ("target", "back_ends"), [("opencl", ""), ("openmp", "cpu"), ("native", "opencl cpu")]
)
def test_programs_without_kernels_find_the_devices_too(make_tree, tmp_path, target, back_ends):
    project = make_tree({"a.cu": "int main() { cudaFree(0); }\n"})

    def without_kernels(unit: Unit, _project: Project) -> ConvertedUnit:
        return ConvertedUnit(unit.name, output="a.cpp", edits={}, generated={})

    out = tmp_path / "out"
    port(Request(project, target, out=out, jobs=1), Progress(), without_kernels)
    text = (out / "CMakeLists.txt").read_text()
    assert ("set(CN_BACK_ENDS " in text) == bool(back_ends)
    assert not back_ends or f"set(CN_BACK_ENDS {back_ends} CACHE" in text
