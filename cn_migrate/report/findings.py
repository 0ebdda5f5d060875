"""Findings for people: what needs a hand first, then what differs, then what is good to know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cn_migrate.diagnostics import Fidelity, Severity
from cn_migrate.report.model import DiagnosticEntry, blocks

_PLACES = 6  # of one finding that are listed


@dataclass(slots=True)
class Group:
    """Findings that say the same of several places."""

    finding: DiagnosticEntry
    places: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Section:
    """Findings that ask the same of a reader."""

    title: str
    explanation: str
    groups: list[Group]


def sections(findings: Iterable[DiagnosticEntry]) -> list[Section]:
    """The findings by what they ask for, most urgent first; sections without any are left out."""
    groups: dict[tuple[str, str, str, str], Group] = {}
    for found in findings:
        key = (_title(found), found.rule, found.message, found.help)
        group = groups.setdefault(key, Group(found))
        if found.span is not None:
            group.places.append(f"{found.span.file}:{found.span.line}:{found.span.column}")
    by_title: dict[str, list[Group]] = {title: [] for title in _EXPLANATIONS}
    for (title, *_), group in groups.items():
        by_title[title].append(group)
    return [
        Section(title, _EXPLANATIONS[title], found) for title, found in by_title.items() if found
    ]


def section_text(section: Section) -> str:
    """A section as Markdown."""
    lines = [_line(group) for group in section.groups]
    return f"## {section.title}\n\n{section.explanation}\n\n" + "\n".join(lines) + "\n"


def _line(group: Group) -> str:
    found = group.finding
    shown = ", ".join(f"`{place}`" for place in group.places[:_PLACES])
    more = len(group.places) - _PLACES
    place = shown + (f" and {more} more" if more > 0 else "")
    hint = f"\n  Help: {found.help}." if found.help else ""
    head = f"{place}: " if place else ""
    return f"- {head}{found.message} ({found.rule}){hint}"


_HAND, _DIFFERS, _EMULATED, _KNOW = "Needs a hand", "Differences", "Emulated", "Good to know"
_ACCEPTED = "Accepted"
_EXPLANATIONS = {
    _HAND: "The port does not do this: what is named was left as it is, and fails where it is used.",
    _DIFFERS: "Here the port does not do quite what the original does. See whether it matters to you.",
    _EMULATED: "The same results, reached in another way and at another cost.",
    _KNOW: "Nothing has to be done about these.",
    _ACCEPTED: "The project says itself that it knows of these.",
}


def _title(found: DiagnosticEntry) -> str:
    if found.accepted:
        return _ACCEPTED
    if blocks(found):
        return _HAND
    differs = found.fidelity in (Fidelity.WEAKENED, Fidelity.DROPPED)
    if differs or found.severity is Severity.WARNING:
        return _DIFFERS
    return _EMULATED if found.fidelity is Fidelity.EMULATED else _KNOW
