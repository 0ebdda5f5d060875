"""Meetings of the threads of one warp, or of a block: who waits for whom, and what each gets.

A meeting with a mask takes place when all lanes of the mask that have not ended stand at it.  One
without a mask (0) takes place when no thread of the block can go on otherwise: then those meet that stand
at the same place, first those whose place comes first in the program, because others may be on the way there.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from types import GeneratorType
from typing import NamedTuple

from cn_migrate.dialects.cnative.interpreter.checks import Checks
from cn_migrate.dialects.cnative.interpreter.threads import Thread
from cn_migrate.dialects.cnative.interpreter.waiting import Wait

Run = Generator[Wait, None, None]
Place = tuple[int, ...]


class Arrival(NamedTuple):
    """A thread that waits: `place` is where, with the calls that led there."""

    thread: Thread
    run: Run
    wait: Wait
    place: Place


class WarpMeetings:
    """The threads of a block that wait for others of their warps."""

    def __init__(self, checks: Checks, threads: Iterable[Thread]) -> None:
        self._checks = checks
        self._arrived: dict[int, dict[int, Arrival]] = {}
        self._alive: dict[int, int] = {}
        for thread in threads:
            self._alive[thread.warp] = self._alive.get(thread.warp, 0) | 1 << thread.lane

    def __bool__(self) -> bool:
        return bool(self._arrived)

    def arrive(self, thread: Thread, run: Run, wait: Wait) -> None:
        """`thread` waits."""
        arrival = Arrival(thread, run, wait, _place(run))
        self._arrived.setdefault(thread.warp, {})[thread.lane] = arrival
        if thread.mask and not thread.mask >> thread.lane & 1:
            message = f"the mask {thread.mask:#010x} does not name the thread's own lane"
            self._checks.fault(thread, wait.site, "divergent-warp", message)

    def leave(self, thread: Thread) -> None:
        """`thread` has ended: nobody waits for it any more."""
        self._alive[thread.warp] &= ~(1 << thread.lane)

    def complete(self) -> list[Arrival]:
        """Those whose meetings take place now; they can go on."""
        going: list[Arrival] = []
        for warp, arrived in list(self._arrived.items()):
            for mask in {a.thread.mask for a in arrived.values()} - {0}:
                group = [a for a in arrived.values() if a.thread.mask == mask]
                if len(group) >= (mask & self._alive[warp]).bit_count():
                    going += self._meet(group)
        return going

    def settle(self) -> list[Arrival]:
        """Those that go on because nobody else can: without mask, or (an error) before all are there."""
        groups = [self._first(arrived) for arrived in list(self._arrived.values())]
        unmasked = [group for group in groups if not group[0].thread.mask]
        if unmasked:
            return [arrival for group in unmasked for arrival in self._meet(group)]
        for group in groups:
            self._report_absent(group)
        return [arrival for group in groups for arrival in self._meet(group)]

    def close(self) -> None:
        """The block ends, with all who wait."""
        for arrived in self._arrived.values():
            for arrival in arrived.values():
                arrival.run.close()

    def _first(self, arrived: dict[int, Arrival]) -> list[Arrival]:
        """The group at the first place; one without mask, if there is any."""
        lead = min(arrived.values(), key=lambda a: (bool(a.thread.mask), a.place))
        mask = lead.thread.mask
        return [
            a for a in arrived.values() if a.thread.mask == mask and (mask or a.place == lead.place)
        ]

    def _report_absent(self, group: list[Arrival]) -> None:
        first = group[0]
        there = sum(1 << a.thread.lane for a in group)
        absent = first.thread.mask & self._alive[first.thread.warp] & ~there
        message = f"lanes {absent:#010x} of the mask {first.thread.mask:#010x} never come"
        self._checks.fault(first.thread, first.wait.site, "divergent-warp", message)

    def _meet(self, group: list[Arrival]) -> list[Arrival]:
        first = group[0]
        stray = next((a for a in group if a.place != first.place and not a.wait.orders), None)
        if stray is not None:
            message = "threads of one warp meet at different operations"
            places = stray.thread, stray.wait.site, first.thread, first.wait.site
            self._checks.fault_of_two(*places, "divergent-warp", message)
        exchange(self._checks, [a.thread for a in group], first.wait.orders)
        arrived = self._arrived[first.thread.warp]
        for arrival in group:
            del arrived[arrival.thread.lane]
        if not arrived:
            del self._arrived[first.thread.warp]
        return group


def exchange(checks: Checks, threads: list[Thread], orders: bool) -> None:
    """Each of `threads`, of one warp, gets what all of them have brought."""
    met = {thread.lane: thread.offer for thread in threads}
    for thread in threads:
        thread.met = met
    if orders:
        checks.races.warp(threads)


def exchange_all(checks: Checks, threads: list[Thread], orders: bool) -> None:
    """The same in each warp of the block."""
    warps: dict[int, list[Thread]] = {}
    for thread in threads:
        warps.setdefault(thread.warp, []).append(thread)
    for warp in warps.values():
        exchange(checks, warp, orders)


def _place(run: Run) -> Place:
    """Where a thread stands: a line of Python for each call that it is in."""
    lines: list[int] = []
    inner: object = run
    while isinstance(inner, GeneratorType) and inner.gi_frame is not None:
        lines.append(inner.gi_frame.f_lineno)
        inner = inner.gi_yieldfrom
    return tuple(lines)
