"""The schemas in docs/ are those of the models, and what the commands write fits them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema

from tests.cli.command_line import ROOT, cn_migrate

SOURCE = (
    "__global__ void k(int *x) { *x = 1; }\nint main() { k<<<1, 1>>>(nullptr); cublasSgemm(); }\n"
)


def assert_fits(document: Path, name: str) -> None:
    schema = json.loads((ROOT / "docs" / f"{name}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(document.read_text()))


def test_they_are_up_to_date() -> None:
    script = ROOT / "scripts" / "report-schemas"
    done = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_reports_fit_them(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.cu").write_text(SOURCE)
    cn_migrate("batch", "in", "-o", "out", cwd=tmp_path)
    assert_fits(tmp_path / "out" / "cn-batch.json", "cn-batch")
    assert_fits(tmp_path / "out" / "in" / "cn-report.json", "cn-report")
