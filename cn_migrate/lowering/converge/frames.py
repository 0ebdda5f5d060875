"""Who is active: the variables of a function that say whether a thread takes part."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir


@dataclass(eq=False, slots=True)
class Frame:
    """A part of a function in which the same threads are active.

    `active` is the bool variable that says so, None where all are.  `leaves`: the loop or switch (see `keys`)
    whose `break` leaves the frame, or (`turn`) the loop whose `continue` does.
    """

    active: ir.Value | None = None
    parent: Frame | None = None
    leaves: int | None = None
    turn: int | None = None

    def until(self, end: Frame | None) -> list[ir.Value]:
        """The variables from this frame outwards to `end`, itself included; None: to the function's."""
        found: list[ir.Value] = []
        frame: Frame | None = self
        while frame is not None:
            if frame.active is not None and frame.active not in found:
                found.append(frame.active)
            if frame is end:
                break
            frame = frame.parent
        return found

    def leaving(self, target: int) -> Frame:
        """The frame that a `break` of `target` ends."""
        frame = self
        while frame.leaves != target:
            assert frame.parent is not None
            frame = frame.parent
        return frame

    def turning(self, target: int) -> Frame:
        """The frame that a `continue` of `target` ends."""
        frame = self
        while frame.turn != target:
            assert frame.parent is not None
            frame = frame.parent
        return frame
