"""Finding #include lines: of CUDA's headers, and of the project's own files."""

from __future__ import annotations

from pathlib import Path

from cn_migrate.parsers.cuda.host.tokens import Directive
from cn_migrate.parsers.cuda.translation_unit import HEADERS
from cn_migrate.source import SourceFile


def cuda_header(file: SourceFile, directive: Directive) -> str | None:
    """The one of CUDA's headers that a directive #includes; None for any other.

    Judged by name, because branches left out by #if are not in the tree.
    """
    name = _name(directive)
    if not name or name[1].startswith("/") or not (HEADERS / name[1]).is_file():
        return None
    if name[0] == '"' and (file.path.parent / name[1]).is_file():
        return None  # the user's own file of that name
    return name[1]


def project_file(file: SourceFile, directive: Directive, root: Path) -> str | None:
    """The project's file that a directive `#include "..."` names relative to its own folder."""
    name = _name(directive)
    if not name or name[0] != '"':
        return None
    path = (file.path.parent / name[1]).resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) and path.is_file() else None


def _name(directive: Directive) -> tuple[str, str] | None:
    """The opening mark and the name of an #include."""
    if directive.name not in {"include", "include_next"} or len(directive.tokens) < 3:
        return None
    written = "".join(t.text for t in directive.tokens[2:])
    if written[0] == '"':
        return '"', written.strip('"')
    return ("<", written[1:].partition(">")[0]) if written[0] == "<" else None
