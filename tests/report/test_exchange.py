"""Reports in the formats of other tools: SARIF against its published schema, JUnit against what readers expect."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from cn_migrate.diagnostics import RULES
from cn_migrate.report.junit import junit
from cn_migrate.report.model import DiagnosticEntry, Report, SpanEntry
from cn_migrate.report.proof import LaunchProof, Proof, kernel_proof
from cn_migrate.report.sarif import sarif
from tests.cli.command_line import cn_migrate

SCHEMA = json.loads(
    (Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")
)
SOURCE = """#include <cublas_v2.h>
__global__ void k(int *x) { *x = 1; }
int main() {
    k<<<1, 1>>>(nullptr);
    /* größer */ cublasSgemm();
    cudaCtxResetPersistingL2Cache();
}
"""


def test_sarif_of_a_port(tmp_path: Path) -> None:
    (tmp_path / "a.cu").write_text(SOURCE)
    ended = cn_migrate("port", "a.cu", "--sarif", "a.sarif", cwd=tmp_path)
    assert ended.code == 1
    log = json.loads((tmp_path / "a.sarif").read_text())
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    run = log["runs"][0]
    call = next(r for r in run["results"] if "cublasSgemm" in r["message"]["text"])
    place = call["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a.cu", "uriBaseId": "PROJECT"}
    assert place["region"]["startLine"] == 5
    line = SOURCE.splitlines()[4]
    start, end = place["region"]["startColumn"], place["region"]["endColumn"]
    assert line[start - 1 : end - 1].startswith("cublasSgemm")
    assert run["tool"]["driver"]["rules"][call["ruleIndex"]]["id"] == call["ruleId"]


def test_sarif_of_every_rule() -> None:
    span = SpanEntry(file="a b/ä.cu", line=1, column=1, end_line=1, end_column=1)
    found = [
        DiagnosticEntry(
            rule=name, severity=row.severity, fidelity=row.fidelity, message=row.message, span=span
        )
        for name, row in RULES.items()
    ]
    log = json.loads(sarif(found, lambda _name: None))
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    assert len(log["runs"][0]["results"]) == len(RULES)
    assert (
        "%20"
        in log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"][
            "uri"
        ]
    )


def test_junit_of_a_port(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "a.cu").write_text(SOURCE)
    (tmp_path / "p" / "b.cu").write_text("__global__ void other() {}\n")
    assert cn_migrate("port", "p", "--junit", "p.xml", cwd=tmp_path).code == 1
    suite = ElementTree.parse(tmp_path / "p.xml").getroot()[0]
    cases = {case.get("name"): case for case in suite}
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert "cublasSgemm" in (cases["a.cu"][0].text or "")
    assert len(cases["b.cu"]) == 0


def test_junit_tells_the_proof_of_each_kernel() -> None:
    kernels = [
        kernel_proof("a", "a", "k.cu", True, [LaunchProof(kernel="a", device="d", module="k")], ""),
        kernel_proof("b", "b", "k.cu", True, [], "in 'b'"),
    ]
    proof = Proof(
        version="1",
        project="p",
        target="opencl",
        arguments=[],
        tolerance=1,
        runs=[],
        kernels=kernels,
    )
    report = Report.model_construct(project="p", target="opencl", files=[], proof=proof)
    (suite,) = ElementTree.fromstring(junit(report, []))
    shown = [case.findtext("system-out") or "" for case in suite]
    assert shown[0].startswith("same results; the same IR; compared: 1 launches")
    assert shown[1].startswith("parses; not shown to be the same IR")
    assert [case.find("skipped") is not None for case in suite] == [False, True]


@pytest.mark.parametrize(
    ("limit", "code"), [("manual", 0), ("dropped", 1), ("weakened", 1), ("emulated", 1)]
)
def test_gate(limit: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "a.cu").write_text(SOURCE.replace("cublasSgemm();", "").partition("\n")[2])
    ended = cn_migrate("port", "a.cu", "--fail-on", limit, "--junit", "a.xml", cwd=tmp_path)
    assert ended.code == code
    assert ("cudaCtxResetPersistingL2Cache is dropped" in (tmp_path / "a.xml").read_text()) == bool(
        code
    )


def test_an_unknown_class(tmp_path: Path) -> None:
    (tmp_path / "a.cu").write_text("int main() { cudaFree(0); }")
    assert cn_migrate("port", "a.cu", "--fail-on", "awful", cwd=tmp_path).code == 3


def test_an_export_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.cu").write_text("int main() { cudaFree(0); }")
    ended = cn_migrate("port", "a.cu", "--sarif", "missing/a.sarif", cwd=tmp_path)
    assert ended.code == 3
    assert "cannot write 'a.sarif'" in ended.err
