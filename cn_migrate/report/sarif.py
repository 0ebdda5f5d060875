"""Findings as SARIF 2.1.0 (OASIS standard), which code review tools and editors read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from cn_migrate import __version__
from cn_migrate.diagnostics import RULES, Severity
from cn_migrate.report.model import DiagnosticEntry, SourceOf, SpanEntry

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_BASE = "PROJECT"


def sarif(findings: Iterable[DiagnosticEntry], source_of: SourceOf) -> bytes:
    """The findings of one port as a SARIF log; places are relative to the project's folder.

    `source_of` gives the bytes of a file by its name: columns here count characters, in the report bytes.
    """
    found = list(findings)
    used = sorted({finding.rule for finding in found})
    number = {rule: i for i, rule in enumerate(used)}
    driver = {
        "name": "cn-migrate",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(name) for name in used],
    }
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_BASE: {"description": {"text": "The project's folder."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, number[finding.rule], source_of) for finding in found],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=1).encode() + b"\n"


def _rule(name: str) -> dict[str, Any]:
    row = RULES[name]
    rule: dict[str, Any] = {
        "id": name,
        "shortDescription": {"text": row.message},
        "defaultConfiguration": {"level": _LEVEL[row.severity]},
    }
    if row.help:
        rule["help"] = {"text": row.help}
    if row.fidelity:
        rule["properties"] = {"fidelity": row.fidelity.value}
    return rule


def _result(finding: DiagnosticEntry, rule: int, source_of: SourceOf) -> dict[str, Any]:
    text = f"{finding.message}. Help: {finding.help}." if finding.help else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVEL[finding.severity],
        "message": {"text": text},
    }
    if finding.fidelity:
        result["properties"] = {"fidelity": finding.fidelity.value}
    if finding.accepted:
        result["suppressions"] = [{"kind": "inSource"}]
    if finding.span:
        result["locations"] = [{"physicalLocation": _place(finding.span, source_of)}]
    return result


def _place(span: SpanEntry, source_of: SourceOf) -> dict[str, Any]:
    lines = (source_of(span.file) or b"").split(b"\n")
    region = {"startLine": span.line, "startColumn": _column(lines, span.line, span.column)}
    if (span.end_line, span.end_column) > (span.line, span.column):
        end = _column(lines, span.end_line, span.end_column)
        region |= {"endLine": span.end_line, "endColumn": end}
    name = quote(span.file.encode("utf-8", "surrogateescape"))
    return {"artifactLocation": {"uri": name, "uriBaseId": _BASE}, "region": region}


def _column(lines: list[bytes], line: int, column: int) -> int:
    """A column in characters; the source of a finding about a build file may not be known."""
    if not 0 < line <= len(lines):
        return column
    return len(lines[line - 1][: column - 1].decode("utf-8", "replace")) + 1
