"""Names of a project's own that its rules map: each stands for another text in the port."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project.converted import ConvertedUnit
from cn_migrate.source import Edit
from cn_migrate.source.file import SourceFile

# Comments, strings and names of headers are matched first, so that names in them are none.
_PIECES = re.compile(
    rb'//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|^[ \t]*#[ \t]*include[^\n]*|([A-Za-z_]\w*)',
    re.DOTALL | re.MULTILINE,
)


def map_names(unit: ConvertedUnit, files: Iterable[SourceFile], names: Mapping[str, str]) -> None:
    """Let the project's mapping win over what was found about its names, in the unit and its headers.

    Text that leaves the host, such as the body of a kernel, stays as it is.
    """
    if not names:
        return
    texts = {name.encode(): text.encode() for name, text in names.items()}
    for file in files:
        known = unit.edits.get(file.name, [])
        mapped = [e for e in _edits(file.data, texts) if not any(_holds(k, e) for k in known)]
        if not mapped:
            continue
        kept = [edit for edit in known if not any(_clashes(edit, e) for e in mapped)]
        unit.edits[file.name] = sorted([*kept, *mapped])
        _settle(unit, file, mapped)


def _edits(data: bytes, texts: Mapping[bytes, bytes]) -> list[Edit]:
    return [
        Edit(match.start(1), match.end(1), texts[match[1]], f"mapped {match[1].decode()}")
        for match in _PIECES.finditer(data)
        if match[1] in texts
    ]


def _settle(unit: ConvertedUnit, file: SourceFile, mapped: list[Edit]) -> None:
    """What was found at the mapped names is settled; that they were mapped is said once for each."""
    places = {file.position(edit.start) for edit in mapped}
    unit.diagnostics[:] = [
        item
        for item in unit.diagnostics
        if item.span is None
        or item.span.file != file.name
        or (item.span.line, item.span.column) not in places
    ]
    found = Diagnostics(unit.diagnostics)
    for edit in mapped:
        name = edit.reason.removeprefix("mapped ")
        found.report("mapped", None, name=name, text=edit.text.decode())


def _holds(outer: Edit, inner: Edit) -> bool:
    """Does an edit take out more than the name?"""
    is_larger = (outer.start, outer.end) != (inner.start, inner.end)
    return is_larger and outer.start <= inner.start and inner.end <= outer.end


def _clashes(one: Edit, other: Edit) -> bool:
    return one.start < other.end and other.start < one.end
