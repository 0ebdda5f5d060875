"""The HTML page, in a real browser: nothing fails in it, nothing leaves it, and it shows what was edited."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cn_migrate.diagnostics import RULES, Fidelity, Severity
from cn_migrate.report import html
from cn_migrate.report.effort import EFFORT
from cn_migrate.report.hunks import hunks
from cn_migrate.report.model import ChangeEntry
from tests.cli.command_line import cn_migrate

SOURCE = """// <b>no mark-up</b> & "quotes"
#include <cublas_v2.h>
__global__ void scale(float *x) { x[threadIdx.x] *= 2; }
int main()
{
    float *x;
    cudaMalloc(&x, 64);
    scale<<<1, 16>>>(x);
    cublasSgemm();
    return cudaFree(x);
}
"""


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "main.cu").write_text(SOURCE)
    (tmp_path / "in" / "two" / "main.cu").write_text("int main() { return cudaDeviceReset(); }\n")
    cn_migrate("batch", "in", "-o", "out", cwd=tmp_path)
    assert cn_migrate("report", "out", cwd=tmp_path).code == 0
    return tmp_path / "out"


def browser(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is installed")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr")
    return subprocess.run(
        [program, *options, *arguments], capture_output=True, text=True, timeout=120, check=True
    )


def test_every_piece_of_hand_work_has_an_estimate() -> None:
    by_hand = {
        name
        for name, row in RULES.items()
        if row.severity is Severity.ERROR or row.fidelity is Fidelity.MANUAL
    }
    assert set(EFFORT) == by_hand


def test_hunks_are_the_old_and_the_new_text() -> None:
    lines = [f"line {i}\n" for i in range(1, 31)]
    change = {"why": "w", "fidelity": Fidelity.EXACT}
    changes = [
        ChangeEntry(line=5, column=1, end_line=5, end_column=5, text="row", **change),
        ChangeEntry(line=6, column=7, end_line=8, end_column=1, text="", **change),
        ChangeEntry(line=30, column=1, end_line=30, end_column=1, text="x\ny\n", **change),
    ]
    first, second = hunks("".join(lines).encode(), changes)
    assert (first.line, first.new_line, second.line, second.new_line) == (2, 2, 27, 25)
    assert "".join(p.text for p in first.old) == "".join(lines[1:11])
    new = "line 2\nline 3\nline 4\nrow 5\nline 6line 8\nline 9\nline 10\nline 11\n"
    assert "".join(p.text for p in first.new) == new
    assert "".join(p.text for p in second.new).endswith("line 29\nx\ny\nline 30\n")


def test_the_page_of_a_port(batch: Path, tmp_path: Path) -> None:
    assert cn_migrate("report", batch / "one", "-o", "page.html", cwd=tmp_path).code == 0
    page = (tmp_path / "page.html").read_text()
    assert "&lt;b&gt;no mark-up&lt;/b&gt;" in page
    assert "<b>no mark-up" not in page
    assert re.search(r'<del class="c-exact" title="cudaMalloc: exact">cudaMalloc</del>', page)
    assert re.search(r'<ins class="c-exact" title="cudaMalloc: exact">cn::malloc</ins>', page)
    assert "main.cu:9:5" in page


def test_nothing_is_loaded(batch: Path) -> None:
    page = (batch / "cn-batch.html").read_text()
    assert not re.findall(r'(?:src|href)="(?!data:)', page)
    assert "default-src 'none'" in page
    assert str(batch.parent) not in page


def test_sources_that_do_not_fit_are_left_out(
    batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "_MOST_TEXT", 10)
    assert cn_migrate("report", batch, "-o", "page.html", cwd=tmp_path).code == 0
    page = (tmp_path / "page.html").read_text()
    assert page.count("do not fit on this page") == 2
    assert 'class="pair"' not in page


def test_in_a_browser(batch: Path, tmp_path: Path) -> None:
    page = (batch / "cn-batch.html").read_text()
    acts = """<script>
    document.querySelector("#projects button").click();
    const input = document.getElementById("filter");
    input.value = "cublas";
    document.body.dataset.opened = document.querySelectorAll("tr.port .pair").length;
    document.querySelector("#projects th").click();
    document.querySelector("#projects th").click();
    document.body.dataset.sorted = [...document.querySelectorAll("#projects button")].map(b => b.textContent);
    input.value = "library-call";
    input.dispatchEvent(new Event("input"));
    document.body.dataset.left = document.querySelectorAll("#projects tbody tr:not([hidden])").length;
    </script>"""
    (tmp_path / "acted.html").write_text(page.replace("</body>", acts + "</body>"))
    done = browser("--dump-dom", (tmp_path / "acted.html").as_uri())
    assert "CONSOLE" not in done.stderr, done.stderr
    body = re.search(r"<body[^>]*>", done.stdout)
    assert body is not None
    assert 'data-sorted="two,one"' in body.group()
    assert 'data-left="1"' in body.group()
    assert re.search(r'data-opened="[1-9]', body.group())


def test_a_picture_of_it(batch: Path, tmp_path: Path) -> None:
    for scheme in ("0", "1"):
        picture = tmp_path / f"{scheme}.png"
        done = browser(
            f"--blink-settings=preferredColorScheme={scheme}",
            f"--screenshot={picture}",
            (batch / "cn-batch.html").as_uri(),
        )
        assert "CONSOLE" not in done.stderr
        assert picture.read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "0.png").read_bytes() != (tmp_path / "1.png").read_bytes()


@pytest.mark.parametrize(
    ("report", "message"),
    [(None, "is no port and no output of a batch"), ("{}", "cannot be read")],
)
def test_bad_input(report: str | None, message: str, tmp_path: Path) -> None:
    if report:
        (tmp_path / "cn-report.json").write_text(report)
    ended = cn_migrate("report", ".", cwd=tmp_path)
    assert ended.code == 3
    assert message in ended.err
