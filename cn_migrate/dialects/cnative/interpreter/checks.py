"""The checks of one launch: who reports what, and what is wrong with an address."""

from __future__ import annotations

from typing import Any, NoReturn

from cn_migrate.dialects.cnative.clock import STEP
from cn_migrate.dialects.cnative.interpreter.arithmetic import to_integer
from cn_migrate.dialects.cnative.interpreter.memory import START, Memory
from cn_migrate.dialects.cnative.interpreter.races import RaceDetector
from cn_migrate.dialects.cnative.interpreter.report import Finding, Report
from cn_migrate.dialects.cnative.interpreter.scalars import Scalar
from cn_migrate.dialects.cnative.interpreter.threads import Thread, ThreadEnded
from cn_migrate.dialects.cnative.types import Space


class Checks:
    """Reports findings of the launch that runs; `locations` is the place of each site by number.

    `strict`: the first error ends the launch.
    """

    def __init__(self, memory: Memory, strict: bool = False) -> None:
        self.memory = memory
        self._strict = strict
        self.locations: list[str] = []
        self.begin("")

    def begin(self, kernel: str) -> Report:
        """A launch of `kernel` starts."""
        self.report = Report(kernel, self._strict)
        self.races = RaceDetector(self.report, self.locations)
        self._ticks = 0
        return self.report

    def fault(self, thread: Thread, site: int, kind: str, message: str) -> None:
        """Report a finding at `site`."""
        place = self.locations[site]
        if not self.report.again(kind, place):
            position = thread.block.index, thread.index
            self.report.add(Finding(kind, message, place, self.report.kernel, *position))

    def fault_of_two(
        self, thread: Thread, site: int, other: Thread, other_site: int, kind: str, message: str
    ) -> None:
        """Report a finding at `site` that another thread at `other_site` takes part in."""
        places = self.locations[site], self.locations[other_site]
        if self.report.again(kind, *places):
            return
        place = places[0], self.report.kernel, thread.block.index, thread.index
        other_place = places[1], other.block.index, other.index
        self.report.add(Finding(kind, message, *place, *other_place))

    def bad_address(
        self, thread: Thread, address: int, size: int, align: int, site: int, space: Space
    ) -> None:
        """Report what is wrong with an access of `size` bytes through a pointer to `space`."""
        if address < START:
            self.fault(
                thread,
                site,
                "null-pointer",
                f"access through a null pointer (address {address:#x})",
            )
            return
        memory = self.memory.find(address)
        if memory is None:
            message = f"address {address:#x} is no memory, or of a variable that is gone"
            self.fault(thread, site, "invalid-pointer", message)
            return
        offset = address - memory.base
        if not 0 <= offset <= memory.size - size:
            message = f"{size} bytes at offset {offset} of '{memory.name}', which has {memory.size}"
            self.fault(thread, site, "out-of-bounds", message)
        elif offset % align:
            message = f"offset {offset} of '{memory.name}' is not a multiple of {align}"
            self.fault(thread, site, "misaligned", message)
        elif memory.owner is not None and memory.owner is not thread:
            message = f"'{memory.name}' is another thread's local variable"
            self.fault(thread, site, "invalid-pointer", message)
        else:
            message = f"pointer to {space} memory, but '{memory.name}' is in {memory.space} memory"
            self.fault(thread, site, "wrong-space", message)

    def uninitialised(self, thread: Thread, site: int, name: str) -> None:
        """Report a read of memory or a variable that nobody has written."""
        self.fault(thread, site, "uninitialised", f"'{name}' is read before it is written")

    def reading(self) -> int:
        """Ticks of the launch's clock: its readings, counted."""
        self._ticks += STEP
        return self._ticks

    def trap(self, thread: Thread, site: int, message: str) -> NoReturn:
        """Report that the thread cannot go on, and end it."""
        self.fault(thread, site, "trap", message or "the thread ends itself and the launch")
        raise ThreadEnded

    def from_lane(self, thread: Thread, lane: int, site: int) -> Any:
        """What `lane` has brought to the meeting of `thread`'s warp; the thread's own where it was not there."""
        if lane in thread.met:
            return thread.met[lane]
        message = f"lane {lane}, whose value is read, takes no part"
        self.fault(thread, site, "absent-lane", message)
        return thread.offer

    def to_integer(self, thread: Thread, site: int, value: float, scalar: Scalar) -> int:
        """C's conversion; one that the type does not hold is reported: devices differ there."""
        result = to_integer(value, scalar)
        if not abs(result - value) <= 1:  # NaN among them
            message = f"{value} is no number of the integer type"
            self.fault(thread, site, "undefined-conversion", message)
        return result

    def by_zero(self, thread: Thread, site: int) -> int:
        """Report an integer division by zero; its result here is 0."""
        self.fault(thread, site, "division-by-zero", "integer division by zero")
        return 0
