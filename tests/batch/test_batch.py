"""Batches: whatever happens to one project, the others end, and nothing that was done is lost."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from distributed import LocalCluster

from cn_migrate.batch import pools
from cn_migrate.batch.run import Batch, Progress, run_batch
from cn_migrate.batch.store import NAME
from cn_migrate.batch.task import Options, Outcome
from cn_migrate.report.batch import BatchReport
from cn_migrate.report.batch_markdown import batch_markdown
from tests.cli.command_line import ROOT, cn_migrate
from tests.cli.drivers import needs_driver

PROGRAM = "__global__ void k(int *x) { *x = 1; }\nint main() { k<<<1, 1>>>(nullptr); }\n"
LIBRARY = "#include <cublas_v2.h>\nint main() { cublasSgemm(); }\n" + PROGRAM.splitlines()[0]
# Stands in for the worker: ends as the name of its project says.
WORKER = """
import os, signal, subprocess, sys, time
from cn_migrate.batch.task import Outcome, Task
task = Task.model_validate_json(sys.stdin.readline())
print("mark", flush=True)
if task.name == "hangs":
    child = subprocess.Popen(["sleep", "600"])
    open(task.out.parent / "child", "w").write(str(child.pid))
    time.sleep(600)
if task.name == "crashes":
    os.kill(os.getpid(), signal.SIGSEGV)
if task.name == "fails":
    sys.exit("no more memory")
print(Outcome(name=task.name, fingerprint="mark").model_dump_json())
"""


def projects(folder: Path, *names: str, text: str = PROGRAM) -> Path:
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "main.cu").write_text(text)
    return folder


def batch(
    root: Path, out: Path, seconds: float = 60, **options: object
) -> tuple[BatchReport, set[str]]:
    """Run a batch; the report, and the names of the projects that were not skipped."""
    ended: set[str] = set()

    def note(outcome: Outcome) -> None:
        if not outcome.unchanged:
            ended.add(outcome.name)

    wanted = Batch(root, out, Options.model_validate(options), seconds, jobs=2)
    return run_batch(wanted, Progress(ended=note)), ended


def states(report: BatchReport) -> dict[str, str]:
    return {project.name: project.state for project in report.projects}


def test_every_end_of_a_worker_is_a_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "_WORKER", (sys.executable, "-c", WORKER))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    root = projects(tmp_path / "in", "hangs", "crashes", "fails", "works")
    report, _ = batch(root, tmp_path / "out", seconds=5)
    assert states(report) == {
        "crashes": "crashed",
        "fails": "crashed",
        "hangs": "timed-out",
        "works": "converted",
    }
    messages = {project.name: project.message for project in report.projects}
    assert "SIGSEGV" in messages["crashes"]
    assert messages["fails"] == "the process ended with exit code 1: no more memory"
    assert messages["hangs"] == "no result after 5 s"
    child = int((tmp_path / "out" / "child").read_text())
    assert not _lives(child), "what a worker has started ends with it"


def test_only_what_changed_is_ported_again(tmp_path: Path) -> None:
    root = projects(tmp_path / "in", "a", "b")
    (root / "common.h").write_text("#define ONE 1\n")
    (root / "b" / "main.cu").write_text('#include "../common.h"\n' + PROGRAM)
    out = tmp_path / "out"
    assert batch(root, out)[1] == {"a", "b"}
    report, ended = batch(root, out)
    assert ended == set()
    assert states(report) == {"a": "converted", "b": "converted"}
    assert [run.states for run in report.history] == [{"converted": 2}, {"converted": 2}]
    (root / "common.h").write_text("#define ONE 2\n")
    assert batch(root, out)[1] == {"b"}
    assert batch(root, out, flags=("-DX=1",))[1] == {"a", "b"}
    (out / "a" / "cn-report.json").unlink()
    (out / "a").rename(tmp_path / "moved")
    assert batch(root, out, flags=("-DX=1",))[1] == {"a"}


def test_a_killed_batch_goes_on_where_it_was(tmp_path: Path) -> None:
    names = [f"p{i}" for i in range(6)]
    root, out = projects(tmp_path / "in", *names), tmp_path / "out"
    command = [sys.executable, "-m", "cn_migrate", "batch", str(root), "-o", str(out), "-j1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    first = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _until(lambda: _done(out) >= 2)
    first.kill()
    first.wait()
    before = _done(out)
    assert 2 <= before < 6
    second = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert second.returncode == 0, second.stderr
    runs = sqlite3.connect(out / NAME).execute("SELECT id, finished FROM run").fetchall()
    assert len(runs) == 1
    assert runs[0][1] is not None
    report = json.loads((out / "cn-batch.json").read_text())
    assert report["states"] == {"converted": 6}
    assert all((out / name / "main.cpp").is_file() for name in names)


def test_ctrl_c_ends_the_workers(tmp_path: Path) -> None:
    root, out = projects(tmp_path / "in", *(f"p{i}" for i in range(8))), tmp_path / "out"
    command = [sys.executable, "-m", "cn_migrate", "batch", str(root), "-o", str(out), "-j2"]
    started = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True
    )
    _until(lambda: _done(out) >= 1)
    started.send_signal(signal.SIGINT)
    _, errors = started.communicate(timeout=60)
    assert started.returncode == 130
    assert "Traceback" not in errors
    before = _files(out)
    time.sleep(1)
    assert _files(out) == before, "no worker goes on"


def test_blockers_are_ranked_by_what_they_would_free(tmp_path: Path) -> None:
    root = projects(tmp_path / "in", "a", "b", text=LIBRARY)
    projects(root, "c")
    ended = cn_migrate("batch", root, "-o", tmp_path / "out", cwd=tmp_path)
    assert ended.code == 1
    assert "3 projects: 1 converted, 2 needs-a-hand" in ended.out
    report = json.loads((tmp_path / "out" / "cn-batch.json").read_text())
    assert report["blockers"][0]["projects"] == ["a", "b"]
    assert report["blockers"][0]["alone"] == 2
    assert "cublasSgemm" in (tmp_path / "out" / "cn-batch.md").read_text()


def test_what_is_missing_of_one_library_is_one_blocker(tmp_path: Path) -> None:
    two = LIBRARY.replace("cublasSgemm();", "cublasSgemm(); cublasDgemm();")
    projects(tmp_path / "in", "a", text=two)
    projects(tmp_path / "in", "b", text=LIBRARY)
    report, _ = batch(tmp_path / "in", tmp_path / "out")
    calls = [blocker for blocker in report.blockers if blocker.rule == "library-call"]
    assert [(b.projects, b.findings) for b in calls] == [(["a", "b"], 3)]
    assert calls[0].message.startswith("'cublasSgemm', 'cublasDgemm': calls of cuBLAS")


def test_build_and_run(tmp_path: Path) -> None:
    root = projects(tmp_path / "in", "good", text="int main() { return cudaDeviceSynchronize(); }")
    projects(root, "bad", text="int main() { cudaDeviceSynchronize(); return 3; }")
    report, _ = batch(root, tmp_path / "out", seconds=120, run=True)
    steps = {p.name: (p.build and p.build.ok, p.run and p.run.ok) for p in report.projects}
    assert steps == {"good": (True, True), "bad": (True, False)}
    bad = next(p for p in report.projects if p.name == "bad")
    assert bad.run is not None
    assert "ended with exit code 3" in bad.run.output


def test_verified(tmp_path: Path) -> None:
    needs_driver()
    right = PROGRAM.replace("nullptr", "p").replace("k<<<", "int *p; cudaMalloc(&p, 4); k<<<")
    racy = right.replace("*x = 1", "*x = threadIdx.x").replace("<<<1, 1>>>", "<<<1, 64>>>")
    projects(tmp_path / "in", "right", text=right)
    projects(tmp_path / "in", "racy", text=racy)
    report, _ = batch(tmp_path / "in", tmp_path / "out", verify=True)
    proofs = {p.name: p.report.proof for p in report.projects if p.report}
    assert proofs["right"] and not proofs["right"].disproved
    assert proofs["racy"] and proofs["racy"].disproved
    text = batch_markdown(report)
    assert "1 of 1, same IR 1 |" in text
    assert "0 of 1, same IR 1, differs |" in text


def test_memory_limit(tmp_path: Path) -> None:
    report, _ = batch(projects(tmp_path / "in", "a"), tmp_path / "out", memory=64)
    assert states(report) == {"a": "crashed"}
    assert "MemoryError" in report.projects[0].message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing"], "'missing' is not a folder"),
        (["empty"], "no project that uses CUDA was found below 'empty'"),
        (["in", "-o", "in/out"], "the output 'out' lies inside 'in'"),
        (["in", "--to", "abacus"], "'abacus' is not one of"),
        (["in", "-o", "file"], "cannot write to"),
        (["in", "-o", "strange"], "cannot be used: file is not a database"),
    ],
)
def test_bad_input(arguments: list[str], message: str, tmp_path: Path) -> None:
    projects(tmp_path / "in", "a")
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    (tmp_path / "strange").mkdir()
    (tmp_path / "strange" / NAME).write_text("no database, but long enough to be taken for one")
    ended = cn_migrate("batch", *arguments, cwd=tmp_path)
    assert ended.code == 3
    assert message in ended.err


def test_list(tmp_path: Path) -> None:
    projects(tmp_path / "in", "a", "b", "c")
    ended = cn_migrate("batch", "in", "--list", "--only", "[ab]", "--without", "b", cwd=tmp_path)
    assert ended.out == "a"


def _done(out: Path) -> int:
    """How many outcomes a batch has kept so far; the batch holds the database, so a copy is read."""
    try:
        data = (out / NAME).read_bytes()
        if not data:  # it has just been made
            return 0
        copy = sqlite3.connect(":memory:")
        copy.deserialize(data)
        return int(copy.execute("SELECT count(*) FROM outcome").fetchone()[0])
    except (OSError, sqlite3.Error):
        return 0


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.05)


def _files(out: Path) -> list[Path]:
    return sorted(out.rglob("*"))


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_the_same_on_a_cluster(tmp_path: Path) -> None:
    root = projects(tmp_path / "in", "a", "b")
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
    ) as c:
        wanted = Batch(root, tmp_path / "out", Options(), cluster=c.scheduler_address)
        assert states(run_batch(wanted, Progress())) == {"a": "converted", "b": "converted"}


def test_a_cluster_that_does_not_answer(tmp_path: Path) -> None:
    projects(tmp_path / "in", "a")
    ended = cn_migrate("batch", "in", "--cluster", "tcp://127.0.0.1:9", cwd=tmp_path)
    assert ended.code == 3
    assert "the cluster at tcp://127.0.0.1:9 does not answer" in ended.err
