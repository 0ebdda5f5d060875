"""Findings that people accept: by a comment where they are, or by the project's rules.

    cublasSgemm(handle, ...);  // cn-migrate: allow(library-call)

A comment on a line of its own is about the next line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from cn_migrate.diagnostics import Diagnostic, Diagnostics, Span
from cn_migrate.project.rules_file import Rules
from cn_migrate.source.comments import comments

_ALLOW = re.compile(r"cn-migrate:\s*allow\b(?:\(([^)]*)\))?")
_NONE = "(none is named)"


def accept(
    diagnostics: Diagnostics,
    files: Iterable[str],
    source_of: Callable[[str], bytes | None],
    rules: Rules,
) -> None:
    """Mark what is accepted, and report comments that accept nothing."""
    comments_of = {name: _allowances(source_of(name) or b"") for name in files}
    used: set[tuple[str, int, str]] = set()

    def accepted(item: Diagnostic) -> bool:
        file = item.span.file if item.span else ""
        if rules.allows(item.rule, file):
            return True
        place = (file, item.span.line if item.span else 0, item.rule)
        if item.rule not in comments_of.get(file, {}).get(place[1], {}):
            return False
        used.add(place)
        return True

    diagnostics.items[:] = [replace(i, accepted=accepted(i)) for i in diagnostics.items]
    for file, lines in comments_of.items():
        for line, allowed in lines.items():
            for rule, at in allowed.items():
                if (file, line, rule) not in used:
                    span = Span(file, at, 1, at, 1)
                    diagnostics.report("unused-allowance", span, name=rule)


def _allowances(data: bytes) -> dict[int, dict[str, int]]:
    """Which rules are accepted on which line, and the line of the comment that says so."""
    if b"cn-migrate:" not in data:
        return {}
    found: dict[int, dict[str, int]] = {}
    for comment in comments(data):
        line = comment.last_line if comment.trailing else comment.last_line + 1
        for match in _ALLOW.finditer(comment.text):
            for rule in (match[1] or _NONE).split(","):
                found.setdefault(line, {})[rule.strip()] = comment.line
    return found
