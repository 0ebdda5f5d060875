"""What became of one translation unit, and of a whole project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from cn_migrate.diagnostics import Diagnostic, Diagnostics, Fidelity
from cn_migrate.source import Edit, Language


@dataclass(frozen=True)
class ConvertedKernel:
    """One instance of a kernel: `name` in the device source, `source_name` as the user would write it.

    `kernel` is the name without template arguments: instances with the same one come from one definition.
    """

    name: str
    source_name: str
    kernel: str
    file: str
    fidelity: Fidelity = Fidelity.EXACT


@dataclass
class ConvertedUnit:
    """One unit's share of the port; an `ok` of False means that it is copied unchanged.

    `edits` are by file name, the unit's own and its headers'; `generated` are new files; `output` is the
    unit's new name; `api` counts the uses of each API name with its fidelity class, by file.
    """

    name: str
    ok: bool = True
    language: Language = Language.CUDA
    output: str = ""
    edits: dict[str, list[Edit]] = field(default_factory=dict)
    generated: dict[str, bytes] = field(default_factory=dict)
    kernels: list[ConvertedKernel] = field(default_factory=list)
    api: dict[str, Counter[tuple[str, Fidelity]]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


@dataclass
class Merged:
    """The shares of all units put together: edits by file name, and the API uses of each file once."""

    edits: dict[str, list[Edit]] = field(default_factory=dict)
    generated: dict[str, bytes] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    kernels: list[ConvertedKernel] = field(default_factory=list)
    api: Counter[tuple[str, Fidelity]] = field(default_factory=Counter)


def merge(units: Iterable[ConvertedUnit], diagnostics: Diagnostics) -> Merged:
    """Put units together.  A header that several units see gets the union of their edits.

    Where a header is shared by C and C++, C's spelling goes into it, which C++ takes too.
    Edits that contradict earlier ones are reported and left out.  Where a source is also included by others,
    what they need of it counts.
    """
    merged = Merged()
    owners: dict[str, str] = {}
    uses: dict[str, Counter[tuple[str, Fidelity]]] = {}
    shares = list(units)
    included = {file for unit in shares for file in unit.edits if file != unit.name}
    in_c: set[str] = set()
    for unit in sorted(shares, key=lambda u: (u.language is not Language.C, u.name in included)):
        for item in unit.diagnostics:
            if item not in diagnostics.items:
                diagnostics.items.append(item)
        if not unit.ok:
            continue
        merged.renamed[unit.name] = unit.output or unit.name
        merged.generated |= unit.generated
        merged.kernels += unit.kernels
        for file, counts in unit.api.items():
            uses[file] = uses.get(file, Counter()) | counts
        for file, edits in unit.edits.items():
            owner = owners.setdefault(file, unit.name)
            known = merged.edits.setdefault(file, [])
            fresh = [edit for edit in edits if edit not in known]
            if unit.language is Language.C:
                in_c.add(file)
            elif file in in_c:
                fresh = [edit for edit in fresh if not _is_respelled(edit, known)]
            if known and file == unit.name and not unit.generated:
                continue
            together = _together(known, fresh)
            if together is None:
                diagnostics.report(
                    "header-conflict", None, name=file, first=owner, second=unit.name
                )
                continue
            merged.edits[file] = together
    merged.api = sum(uses.values(), Counter())
    return merged


def _together(known: list[Edit], fresh: list[Edit]) -> list[Edit] | None:
    """The union of edits, or None where they contradict each other: two texts for one place, or an overlap.

    An edit that covers others replaces them: its unit compiles that text and knows what it is, the others
    left it out by an `#if` and saw single words.
    """
    result = list(known)
    for edit in fresh:
        clashing = [other for other in result if _clash(edit, other)]
        if any(_covers(other, edit) for other in clashing):
            continue
        if not all(_covers(edit, other) for other in clashing):
            return None
        result = [other for other in result if other not in clashing] + [edit]
    return result


def _is_respelled(edit: Edit, known: Iterable[Edit]) -> bool:
    """Is the same thing at the same place edited already, in another spelling?"""
    same = (edit.start, edit.end, edit.reason)
    return any((other.start, other.end, other.reason) == same for other in known)


def _clash(one: Edit, other: Edit) -> bool:
    if (one.start, one.end) == (other.start, other.end):
        return True
    return one.start < other.end and other.start < one.end


def _covers(outer: Edit, inner: Edit) -> bool:
    same = (outer.start, outer.end) == (inner.start, inner.end)
    return not same and outer.start <= inner.start and inner.end <= outer.end


def crashed(name: str, reason: str) -> ConvertedUnit:
    """The share of a unit whose conversion ended abnormally."""
    found = Diagnostics()
    found.report("crash", None, name=name, reason=reason)
    return ConvertedUnit(name, ok=False, diagnostics=found.items)
