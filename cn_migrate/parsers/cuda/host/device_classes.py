"""Classes that only device code can have: their members are of types of CUDA's device library (`cg::grid_group`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from clang.cindex import Cursor, CursorKind

from cn_migrate.parsers.cuda.host.declarations import CLASSES
from cn_migrate.parsers.cuda.host.includes import interface_part
from cn_migrate.parsers.cuda.host.tokens import Tokens, closing, index_at
from cn_migrate.parsers.cuda.translation_unit import HEADERS
from cn_migrate.source.host_plan import DeviceOnly, Range, Removal

K = CursorKind
_NAMING = {K.TYPE_REF, K.TEMPLATE_REF}
_BODIES = {K.COMPOUND_STMT}


def device_classes(tokens: Tokens, classes: Iterable[Cursor]) -> Iterator[Removal]:
    """The whole definitions of those of `classes` that name such a type outside of their functions' bodies."""
    for cursor in classes:
        at = _definition(tokens, cursor)
        if at is not None and _names_device_type(cursor):
            yield Removal(at, DeviceOnly.CLASS, cursor.spelling)


def _definition(tokens: Tokens, cursor: Cursor) -> Range | None:
    """From the first token to the semicolon; None of a mere declaration, and where it declares something else, too."""
    if not cursor.is_definition() or cursor.semantic_parent.kind in CLASSES:
        return None
    first = index_at(tokens, cursor.extent.start.offset)
    brace = next((i for i in range(first, len(tokens)) if tokens[i].text in {"{", ";"}), None)
    end = closing(tokens, brace) if brace is not None and tokens[brace].text == "{" else None
    if end is None or tokens[end + 1 : end + 2] == [] or tokens[end + 1].text != ";":
        return None
    before = tokens[first - 1].text if first else ";"
    return Range(tokens[first].start, tokens[end + 1].end) if before != "typedef" else None


def _names_device_type(cursor: Cursor) -> bool:
    return any(
        _is_of_device(child.referenced)
        if child.kind in _NAMING
        else child.kind not in _BODIES and _names_device_type(child)
        for child in cursor.get_children()
    )


def _is_of_device(named: Cursor | None) -> bool:
    """Is it in a namespace of CUDA's headers that the native interface does not have?"""
    if named is None or named.location.file is None:
        return False
    file = Path(named.location.file.name)
    spaces = []
    parent = named.semantic_parent
    while parent is not None and parent.kind == K.NAMESPACE:
        spaces.append(parent.spelling)
        parent = parent.semantic_parent
    if not spaces or "std" in spaces or not file.is_relative_to(HEADERS):
        return False
    return not interface_part(file.relative_to(HEADERS).as_posix())
