"""Located edits: the only way in which host text changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace bytes `start` (inclusive) to `end` (exclusive) of a file by `text`.  `reason` goes to the report."""

    start: int
    end: int
    text: bytes
    reason: str = ""


class EditConflict(Exception):
    """Two edits overlap: a fault of the tool, reported as an internal error."""


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """`data` with all `edits` applied; equal edits count once; insertions at one place keep their order.

    Raises EditConflict where two edits overlap.
    """
    result: list[bytes] = []
    position = 0
    for edit in sorted(dict.fromkeys(edits), key=lambda e: (e.start, e.end)):
        if edit.start < position:
            raise EditConflict(f"edits overlap at byte {edit.start}: {edit.reason}")
        result += [data[position : edit.start], edit.text]
        position = edit.end
    return b"".join([*result, data[position:]])
