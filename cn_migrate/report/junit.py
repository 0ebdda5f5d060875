"""A port as JUnit XML, the form of test results that build servers show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from xml.etree import ElementTree

from cn_migrate.report.model import DiagnosticEntry, Report
from cn_migrate.report.proof import KernelProof, Level

_UNPROVED = (Level.UNVERIFIED, Level.PARSES, Level.SAME_IR)
_ILLEGAL = {c: "?" for c in range(32) if c not in (9, 10, 13)}  # XML 1.0, section 2.2


def junit(report: Report, failing: Iterable[DiagnosticEntry]) -> bytes:
    """One test case for each source that was to be converted, failed by the `failing` findings in it.

    Findings that belong to no such source fail a case of the whole project.  Of a verified port each kernel is a
    test case too.
    """
    cases: dict[str, list[DiagnosticEntry]] = {
        file.name: [] for file in report.files if file.role == "unit"
    }
    whole: dict[str, list[DiagnosticEntry]] = defaultdict(list)
    for finding in failing:
        name = finding.span.file if finding.span else report.project
        (cases if name in cases else whole)[name].append(finding)
    every = sorted({**cases, **whole}.items())
    kernels = report.proof.kernels if report.proof else []
    suite = ElementTree.Element(
        "testsuite",
        name=f"cn-migrate {report.project} to {report.target}",
        tests=str(len(every) + len(kernels)),
        failures=str(
            sum(bool(findings) for _, findings in every)
            + sum(kernel.level is Level.DIFFERS for kernel in kernels)
        ),
        errors="0",
        skipped=str(sum(kernel.level in _UNPROVED for kernel in kernels)),
    )
    for name, findings in every:
        case = ElementTree.SubElement(suite, "testcase", classname=report.project, name=_text(name))
        if findings:
            failure = ElementTree.SubElement(case, "failure", message=_text(findings[0].message))
            failure.text = _text("\n".join(map(_line, findings)))
    for kernel in kernels:
        _add_kernel(suite, report.project, kernel)
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _add_kernel(suite: ElementTree.Element, project: str, kernel: KernelProof) -> None:
    """A kernel as a test: failed where it differs, skipped where nothing was compared."""
    name = _text(f"{kernel.file}: {kernel.source_name}")
    case = ElementTree.SubElement(suite, "testcase", classname=f"{project}.proof", name=name)
    if kernel.level is Level.DIFFERS:
        failure = ElementTree.SubElement(case, "failure", message=_text(kernel.first))
        failure.text = _text("\n".join(kernel.findings))
    elif kernel.level in _UNPROVED:
        message = _text(f"{kernel.level.value}: {kernel.first}")
        ElementTree.SubElement(case, "skipped", message=message)
    shown = ElementTree.SubElement(case, "system-out")
    same_ir = "the same IR" if kernel.same_ir else "not shown to be the same IR"
    launches = f"{kernel.compared} launches, {kernel.generated} on generated inputs"
    shown.text = _text(f"{kernel.level.value}; {same_ir}; compared: {launches}")


def _line(finding: DiagnosticEntry) -> str:
    place = (
        f"{finding.span.file}:{finding.span.line}:{finding.span.column}: " if finding.span else ""
    )
    return f"{place}{finding.severity.value}[{finding.rule}]: {finding.message}"


def _text(text: str) -> str:
    return text.encode("utf-8", "replace").decode().translate(_ILLEGAL)
