"""`cn-migrate port` as a user runs it: bad input above all."""

import os
import signal
import subprocess
import sys
import tempfile
import time

import pytest

from cn_migrate import __main__, driver
from cn_migrate.project.state import STATE_NAME
from tests.cli.command_line import ROOT, cn_migrate, process
from tests.cli.drivers import needs_driver

GOOD = """#include <cstdio>
__global__ void fill(int *x, int v) { x[threadIdx.x] = v; }
int main(int argc, char **argv) {
    int *d, h[4] = {0};
    cudaMalloc(&d, sizeof h);
    fill<<<1, 4>>>(d, argc);
    cudaMemcpy(h, d, sizeof h, cudaMemcpyDeviceToHost);
    std::printf("%d %s\\n", h[3], argc > 1 ? argv[1] : "");
    return cudaFree(d);
}
"""


def test_a_port_says_what_it_did(make_tree, tmp_path):
    ended = cn_migrate("port", make_tree({"a.cu": GOOD}), cwd=tmp_path)
    assert ended.code == 0
    assert "1 of 1 sources converted" in ended.out
    assert "report: project-opencl/cn-report.md" in ended.out
    assert (tmp_path / "project-opencl" / "a.cpp").exists()


def test_json_is_the_report(make_tree, tmp_path):
    project = make_tree({"a.cu": GOOD})
    ended = cn_migrate("port", project, "-o", "out", "--json", cwd=tmp_path)
    assert ended.out == " ".join((tmp_path / "out" / "cn-report.json").read_text().split())


def test_a_source_that_does_not_compile_is_copied_unchanged(make_tree, tmp_path):
    text = "int main() { return 1 +; }"
    ended = cn_migrate("port", make_tree({"a.cu": text}), "-o", "out", cwd=tmp_path)
    assert ended.code == 1
    assert "error[source-syntax]" in ended.err
    assert "a.cu:1:" in ended.err
    assert (tmp_path / "out" / "a.cu").read_text() == text
    assert not list((tmp_path / "out").glob("*.cl"))


def test_without_a_header_the_rest_is_converted(make_tree, tmp_path):
    text = '#include "gone.h"\nint main() { cudaFree(0); }'
    ended = cn_migrate("port", make_tree({"a.cu": text}), "-o", "out", cwd=tmp_path)
    assert ended.code == 1
    assert "error[missing-header]: header 'gone.h' was not found --> a.cu:1:" in ended.err
    assert "cn::free(0)" in (tmp_path / "out" / "a.cpp").read_text()


def test_sources_are_bytes(make_tree, tmp_path):
    latin = GOOD.encode().replace(b"#include", b"// caf\xe9\r\n#include", 1)
    ended = cn_migrate("port", make_tree({"a.cu": latin}), "-o", "out", cwd=tmp_path)
    assert ended.code == 0
    assert b"// caf\xe9\r\n" in (tmp_path / "out" / "a.cpp").read_bytes()


def test_an_unknown_flag_is_a_warning(make_tree, tmp_path):
    ended = cn_migrate("port", make_tree({"a.cu": GOOD}), "--extra-arg=--frobnicate", cwd=tmp_path)
    assert ended.code == 0
    assert "warning[unknown-flag]: compiler flag '--frobnicate'" in ended.err


@pytest.mark.parametrize(
    ("project", "out", "message"),
    [
        ("gone", "out", "'gone' does not exist"),
        ("empty", "out", "'empty' holds no CUDA, C or C++ source"),
        ("notes.txt", "out", "'notes.txt' is not a CUDA, C or C++ source"),
        ("plain.cpp", "out", "'plain.cpp' does not use CUDA"),
        ("project", "project/out", "lies inside the project"),
        ("project", ".", "holds the project"),
        ("project", "mine", "was not written by cn-migrate"),
        ("project", "notes.txt/out", "cannot write to"),
    ],
)
def test_input_and_output_that_are_refused(make_tree, tmp_path, project, out, message):
    make_tree({"a.cu": GOOD})
    (tmp_path / "empty").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "work.txt").write_text("")
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "plain.cpp").write_text("int main() {}")
    before = sorted(tmp_path.rglob("*"))
    ended = cn_migrate("port", project, "-o", out, cwd=tmp_path)
    assert ended.code == 3
    assert message in ended.err
    assert ended.err.count("error") == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_an_existing_output_that_cannot_be_merged_needs_force(make_tree, tmp_path):
    project = make_tree({"a.cu": GOOD})
    assert cn_migrate("port", project, "-o", "out", cwd=tmp_path).code == 0
    assert cn_migrate("port", project, "-o", "out", cwd=tmp_path).code == 0
    for damage in (lambda p: p.write_bytes(b"PK\3\4 damaged"), lambda p: p.unlink()):
        damage(tmp_path / "out" / STATE_NAME)
        ended = cn_migrate("port", project, "-o", "out", cwd=tmp_path)
        assert ended.code == 3
        assert "give --force" in ended.err
    assert cn_migrate("port", project, "-o", "out", "--force", cwd=tmp_path).code == 0


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_nothing(make_tree, tmp_path, which):
    project = make_tree({f"f{i}.cu": GOOD.replace("main", f"main{i}") for i in range(12)})
    command = [sys.executable, "-m", "cn_migrate", "port", str(project), "-o", "out", "--jobs=1"]
    child = subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    child.send_signal(which)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert b"Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["project"]


def test_files_in_the_way_of_the_native_interface_are_one_message(make_tree, tmp_path):
    project = make_tree({"a.cu": GOOD, "cnative.hpp/x.txt": ""})
    ended = cn_migrate("port", project, "-o", "out", cwd=tmp_path)
    assert ended.code == 3
    assert "cannot write 'out': Is a directory" in ended.err
    assert not (tmp_path / "out").exists()


def test_a_fault_of_the_tool_is_one_paragraph_with_a_log(make_tree, tmp_path, monkeypatch, capsys):
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(driver, "port", broken)
    monkeypatch.setattr(sys, "argv", ["cn-migrate", "port", str(make_tree({"a.cu": GOOD}))])
    monkeypatch.setenv("CN_MIGRATE_DEBUG", "0")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    said = capsys.readouterr().err
    (log,) = tmp_path.glob("*.log")
    assert ended.value.code == 2
    assert "internal error: nothing was written: ZeroDivisionError: inside" in said
    assert "Traceback" not in said
    assert str(log) in said
    assert "Traceback" in log.read_text()


def test_build_and_run(make_tree, tmp_path):
    needs_driver()
    failing = GOOD.replace("return cudaFree(d)", "return cudaFree(d) + 7")
    ended = process("port", make_tree({"a.cu": failing}), "--run", "--", "hello", cwd=tmp_path)
    assert ended.out.endswith("2 hello"), ended.err
    assert "a ended with exit code 7" in ended.err
    assert ended.code == 1


def test_two_programs_need_a_choice(make_tree, tmp_path):
    ended = cn_migrate("port", make_tree({"a.cu": GOOD, "b.cu": GOOD}), "--run", cwd=tmp_path)
    assert ended.code == 3
    assert "--program must be one of: a, b" in ended.err


def test_what_is_ported_for_cxx_only_is_left_in_c(make_tree, tmp_path):
    text = """#include <cuda_runtime_api.h>
int main(void) {
    struct cudaTextureDesc desc;
    return cudaFree(0) + (int)sizeof desc;
}
"""
    ended = cn_migrate("port", make_tree({"a.c": text}), "-o", "out", cwd=tmp_path)
    assert ended.code == 1
    assert "error[host-api-in-c]: 'cudaTextureDesc'" in ended.err
    ported = (tmp_path / "out" / "a.c").read_text()
    assert "cn_free(0)" in ported
    assert "struct cudaTextureDesc desc" in ported


def test_a_missing_header_that_nothing_needs_is_guarded(make_tree, tmp_path):
    text = "#include <no_such_library.h>\nint main() { cudaFree(0); }\n"
    ended = cn_migrate("port", make_tree({"a.cu": text}), "-o", "out", cwd=tmp_path)
    assert ended.code == 0
    assert "warning[unneeded-header]: header 'no_such_library.h' was not found" in ended.err
    guarded = "#if __has_include(<no_such_library.h>)\n#include <no_such_library.h>\n#endif\n"
    assert guarded in (tmp_path / "out" / "a.cpp").read_text()


def test_a_missing_header_that_something_needs_is_an_error(make_tree, tmp_path):
    text = "#include <no_such_library.h>\nint main() { start_library(); cudaFree(0); }\n"
    ended = cn_migrate("port", make_tree({"a.cu": text}), "-o", "out", cwd=tmp_path)
    assert ended.code == 1
    assert "error[missing-header]: header 'no_such_library.h' was not found" in ended.err
    assert "__has_include" not in (tmp_path / "out" / "a.cpp").read_text()
