"""Clang's errors as diagnostics."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from clang import cindex

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda.libraries import LIBRARY_HEADERS, LIBRARY_NAMESPACES, library_rule
from cn_migrate.source import Language

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.translation_unit import TranslationUnit
    from cn_migrate.source import SourceFile

_MISSING_HEADER = "file not found"
# Errors that name what is not declared; others follow from them.
_UNDECLARED = re.compile(r"undeclared|unknown type name|no (?:member|type|template) named")
_WITHOUT_LINKAGE = re.compile(r"used but not defined .* does not have linkage")
_QUOTED_NAME = re.compile(r"'(\w+)'")
_QUALIFIED_NAME = re.compile(rb"\w+(?:\s*::\s*\w+)*")


def report_errors(unit: TranslationUnit, diagnostics: Diagnostics) -> bool:
    """Report clang's errors; texts are taken now because they die with the tree.  Is the unit lost by them?

    It is not where headers are missing that nothing needs: the unit keeps their places.  It is not where others are
    missing, or a supplied one does not know a function: then what follows from that is reported, once a line, and
    marked as damage of the tree.
    """
    errors = [
        d
        for d in unit.clang.diagnostics
        if d.severity >= cindex.Diagnostic.Error and not _is_ours(unit, d)
    ]
    if _guard_unneeded(unit, errors, diagnostics):
        return False
    missing = any(_is_of_missing_header(error) for error in errors)
    lines: set[tuple[str, int]] = set()
    for error in errors:
        place = unit.where(error.location)
        if (header := _missing_header(error)) is not None:
            _report_header(place, header, diagnostics)
        elif not missing:
            _report_syntax(unit, error, place, diagnostics)
        elif place is not None:
            unit.damage.places.append(place)
            line = (place[0].name, error.location.line)
            if line not in lines and _UNDECLARED.search(error.spelling):
                lines.add(line)
                _report_undeclared(error, place, diagnostics)
    return bool(errors) and not missing


def _is_ours(unit: TranslationUnit, error: cindex.Diagnostic) -> bool:
    """Is it of no concern to the user: in appended text, or a function that our headers only declare, for a lambda?"""
    if unit.where(error.location) is not None:
        return False
    file = error.location.file
    is_appended = unit.source_file(file.name if file else None) is not None
    return is_appended or bool(_WITHOUT_LINKAGE.search(error.spelling))


def _guard_unneeded(
    unit: TranslationUnit, errors: list[cindex.Diagnostic], diagnostics: Diagnostics
) -> bool:
    """Are the only errors that headers of other libraries are missing?  Then the program does without them here.

    C is not judged: it lets a program call functions that no header declares.
    """
    if unit.language is Language.C:
        return False
    found: list[tuple[SourceFile, int, str]] = []
    for error in errors:
        place, header = unit.where(error.location), _missing_header(error)
        if place is None or header is None or _library(header, LIBRARY_HEADERS) is not None:
            return False
        if not place[0].data.startswith(b"<", place[1]):
            return False  # "..." is a file of the project's own
        found.append((*place, header))
    for file, offset, header in found:
        unit.unneeded_headers.append((file, offset))
        span = file.span(offset, offset + len(header) + 2)
        diagnostics.report("unneeded-header", span, header=header)
    return bool(found)


def _missing_header(error: cindex.Diagnostic) -> str | None:
    """The header that was not found, if that is the error."""
    header, quoted, rest = str(error.spelling).removeprefix("'").partition("'")
    return header if quoted and rest.strip() == _MISSING_HEADER else None


def _is_of_missing_header(error: cindex.Diagnostic) -> bool:
    name = _QUOTED_NAME.search(error.spelling)
    of_library = name is not None and library_rule(name[1]) is not None
    undeclared = of_library and _UNDECLARED.search(error.spelling) is not None
    return undeclared or _missing_header(error) is not None


def _library(name: str, table: dict[str, str]) -> str | None:
    return next((library for first, library in table.items() if name.startswith(first)), None)


def _report_header(
    place: tuple[SourceFile, int] | None, header: str, diagnostics: Diagnostics
) -> None:
    span = place[0].span(place[1], place[1]) if place else None
    if (library := _library(header, LIBRARY_HEADERS)) is not None:
        diagnostics.report("library-header", span, header=header, library=library)
        return
    diagnostics.report("missing-header", span, header=header)


def _report_syntax(
    unit: TranslationUnit,
    error: cindex.Diagnostic,
    place: tuple[SourceFile, int] | None,
    diagnostics: Diagnostics,
) -> None:
    span = place[0].span(place[1], place[1]) if place else None
    text = str(error.spelling).replace(f"{unit.root}/", "")  # no machine's paths in reports
    outside = "" if place or not error.location.file else f"{Path(error.location.file.name).name}: "
    diagnostics.report("source-syntax", span, message=outside + text)


def _report_undeclared(
    error: cindex.Diagnostic, place: tuple[SourceFile, int], diagnostics: Diagnostics
) -> None:
    file, offset = place
    found = _QUALIFIED_NAME.match(file.data, offset)
    name = "" if found is None else re.sub(r"\s", "", file.text(found.start(), found.end()))
    span = file.span(offset, offset + len(name))
    rule = library_rule(name)
    library = rule[1] if rule is not None else _library(name, LIBRARY_NAMESPACES)
    if library is not None:
        diagnostics.report("library-call", span, name=name, library=library)
        return
    diagnostics.report("missing-declaration", span, message=error.spelling)
