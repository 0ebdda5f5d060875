"""Functions that one branch of an #if makes device code: `#ifdef ON_GPU`, `__device__`, `#endif`, the function."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cn_migrate.parsers.cuda.host.device_code import is_balanced
from cn_migrate.parsers.cuda.host.tokens import Directive
from cn_migrate.source import SourceFile
from cn_migrate.source.host_plan import BranchGuard, Range

_OPPOSITE = {"ifdef": "ifndef", "ifndef": "ifdef"}


def branch_guard(
    file: SourceFile, directives: Sequence[Directive], at: Range
) -> BranchGuard | None:
    """What hides the device's function at `at` from the host, and leaves the host's own in the other branch.

    None where no #if ends behind the function's first word, or where more than one does.
    """
    found = [
        group
        for group in _groups(directives)
        if group[0].start < at.start < group[-1].start < at.end
    ]
    if len(found) != 1:
        return None
    first, *others, _ = found[0]
    passed = [branch for branch in others if branch.start < at.start]
    if any(branch.name != "else" for branch in passed):
        return None
    start = file.data.rfind(b"\n", 0, first.start) + 1
    whole = Range(start, at.end)
    if not is_balanced(whole, directives):
        return None
    return BranchGuard(whole, _line(file, first, inverted=not passed))


def _line(file: SourceFile, directive: Directive, inverted: bool) -> str:
    """The directive that opens a branch, or the one that opens it in all other cases."""
    condition = file.text(directive.tokens[2].start, directive.tokens[-1].end)
    if not inverted:
        return f"#{directive.name} {condition}"
    if directive.name == "if":
        return f"#if !({condition})"
    return f"#{_OPPOSITE[directive.name]} {condition}"


def _groups(directives: Sequence[Directive]) -> Iterator[list[Directive]]:
    """#if, its further branches, and #endif."""
    open_groups: list[list[Directive]] = []
    for directive in directives:
        if directive.name.startswith("if"):
            open_groups.append([directive])
        elif open_groups and directive.name.startswith("el"):
            open_groups[-1].append(directive)
        elif open_groups and directive.name == "endif":
            yield [*open_groups.pop(), directive]
