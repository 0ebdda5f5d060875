"""Data races: which accesses of different threads are not ordered.

Between two barriers each block logs its accesses in *shadows*: for each allocation, the last write,
the last atomic and two readers of every granule of bytes.  A barrier orders the block's threads, so
its shadows are emptied there, and global memory's are merged into the grid's, where blocks meet.

Threads of different blocks, or of one block between barriers, are ordered by atomics: a fence
makes what the thread has done and seen so far *released*; its later atomics and volatile stores
leave that at their address; an atomic or volatile load there *acquires* it (CUDA C++ Programming
Guide, "Memory Fence Functions"; PTX ISA, "Memory Consistency Model"; the acquiring side's own
fence is not asked for).
Volatile and atomic accesses do not race with each other; volatile ones of one warp in shared
memory, which count on its threads to run in lockstep, are reported as `lockstep`.
"""

from __future__ import annotations

from typing import NamedTuple

from cn_migrate.dialects.cnative.interpreter.memory import Allocation
from cn_migrate.dialects.cnative.interpreter.report import Finding, Report
from cn_migrate.dialects.cnative.interpreter.threads import Block, Clocks, Thread
from cn_migrate.dialects.cnative.types import Space


class Access(NamedTuple):
    """One access: `changed` = it changed the memory, `clock` = its thread's at that time."""

    kind: str  # "read", "write" or "atomic"
    thread: Thread
    site: int
    changed: bool
    volatile: bool
    clock: int
    interval: int


Log = dict[int, Access]


class Shadow:
    """The last accesses to one allocation by byte offset, in granules of `granule` bytes."""

    __slots__ = ("atomics", "earlier", "granule", "reads", "writes")

    def __init__(self, granule: int) -> None:
        self.granule = granule
        self.writes: Log = {}
        self.atomics: Log = {}
        self.reads: Log = {}  # the last reader
        self.earlier: Log = {}  # the reader before it, of another thread (grid: block)

    def keys(self, offset: int, size: int, align: int) -> range:
        """The granules of an access; smaller ones are made where it needs them."""
        if align < self.granule:
            self.split(align)
        return range(offset, offset + size, self.granule)

    def split(self, granule: int) -> None:
        """Go over to smaller granules."""
        for log in (self.writes, self.atomics, self.reads, self.earlier):
            parts = {k + i: a for k, a in log.items() for i in range(0, self.granule, granule)}
            log.clear()
            log.update(parts)
        self.granule = granule


class RaceDetector:
    """Watches one launch; `locations` gives a site's place."""

    def __init__(self, report: Report, locations: list[str]) -> None:
        self.report = report
        self.locations = locations
        self.grid: dict[Allocation, Shadow] = {}
        self.sync: dict[int, Clocks] = {}  # address: what was released there

    # -- accesses ----------------------------------------------------------------------------------

    def read(
        self,
        thread: Thread,
        memory: Allocation,
        offset: int,
        size: int,
        align: int,
        site: int,
        volatile: bool,
    ) -> None:
        """`thread` reads `size` bytes, a multiple of `align`."""
        shadow = self._shadow(thread, memory, align)
        keys = (offset,) if shadow.granule == size else shadow.keys(offset, size, align)
        writes, atomics, reads = shadow.writes, shadow.atomics, shadow.reads
        for key in keys:
            write = writes.get(key)
            if write is not None and write.thread is not thread:
                self._clash(memory, write, _access("read", thread, site, False, volatile))
            atomic = atomics.get(key) if atomics else None
            if atomic is not None and atomic.thread is not thread:
                self._clash(memory, atomic, _access("read", thread, site, False, volatile))
            last = reads.get(key)
            if last is not None:
                if last.thread is thread:
                    continue
                shadow.earlier[key] = last
            reads[key] = _access("read", thread, site, False, volatile)
        if volatile:
            self.acquire(thread, memory.base + offset)

    def write(
        self,
        thread: Thread,
        memory: Allocation,
        offset: int,
        size: int,
        align: int,
        site: int,
        volatile: bool,
        changed: bool,
    ) -> None:
        """`thread` writes `size` bytes, a multiple of `align`; `changed`: to another value."""
        shadow = self._shadow(thread, memory, align)
        access = _access("write", thread, site, changed, volatile)
        for key in (offset,) if shadow.granule == size else shadow.keys(offset, size, align):
            self._against(memory, access, shadow.writes.get(key))
            if shadow.atomics:
                self._against(memory, access, shadow.atomics.get(key))
            if shadow.reads:
                self._against(memory, access, shadow.reads.get(key), shadow.earlier.get(key))
            note_write(shadow.writes, key, access)
        if volatile and thread.released is not None:
            self.sync[memory.base + offset] = thread.released

    def atomic(
        self,
        thread: Thread,
        memory: Allocation,
        offset: int,
        size: int,
        site: int,
        order: str,
        changed: bool,
    ) -> None:
        """`thread` does an atomic read-modify-write of `size` bytes."""
        if order in ("release", "acq_rel", "seq_cst"):
            self.fence(thread)
        shadow = self._shadow(thread, memory, size)
        access = _access("atomic", thread, site, changed, False)
        for key in (offset,) if shadow.granule == size else shadow.keys(offset, size, size):
            self._against(memory, access, shadow.writes.get(key))
            self._against(memory, access, shadow.reads.get(key), shadow.earlier.get(key))
            shadow.atomics[key] = access
        self.acquire(thread, memory.base + offset)
        if thread.released is not None:
            released = self.sync.get(memory.base + offset)
            self.sync[memory.base + offset] = (
                join(released, thread.released) if released else thread.released
            )

    def fence(self, thread: Thread) -> None:
        """What `thread` has done and seen is released by its next atomics."""
        seen = {~thread.block.number: thread.block.interval, thread.number: thread.clock + 1}
        thread.released = join(thread.known, seen)
        thread.clock += 1

    def acquire(self, thread: Thread, address: int) -> None:
        """`thread` sees what was released at `address`."""
        released = self.sync.get(address)
        if released is not None and released is not thread.known:
            thread.known = join(thread.known, released)

    # -- barriers ----------------------------------------------------------------------------------

    def barrier(self, block: Block, threads: list[Thread]) -> None:
        """All threads of `block` have met."""
        self._merge(block)
        block.interval += 1
        known: Clocks = {}
        released: Clocks = {}
        for thread in threads:
            known = join(known, thread.known) if thread.known else known
            released = join(released, thread.released) if thread.released else released
        for thread in threads if known or released else ():
            thread.known = known
            thread.released = released or None

    def warp(self, threads: list[Thread]) -> None:
        """Some threads of a warp have met, and see what they have done so far (`__syncwarp`)."""
        known: Clocks = {}
        for thread in threads:
            known = join(known, join(thread.known, {thread.number: thread.clock + 1}))
        for thread in threads:
            thread.known = known
            thread.clock += 1

    def leave(self, block: Block) -> None:
        """`block` is done."""
        self._merge(block)

    def _merge(self, block: Block) -> None:
        for memory, shadow in block.shadows.items():
            if memory.space != Space.SHARED:
                self._merge_one(memory, shadow)
        block.shadows.clear()

    def _merge_one(self, memory: Allocation, shadow: Shadow) -> None:
        grid = self.grid.setdefault(memory, Shadow(shadow.granule))
        granule = min(grid.granule, shadow.granule)
        for one in (grid, shadow):
            if one.granule > granule:
                one.split(granule)
        for key, read in (*shadow.earlier.items(), *shadow.reads.items()):
            self._across(memory, read, grid.writes.get(key), grid.atomics.get(key))
        for key, atomic in shadow.atomics.items():
            self._across(
                memory, atomic, grid.writes.get(key), grid.reads.get(key), grid.earlier.get(key)
            )
        for key, write in shadow.writes.items():
            others = (
                grid.writes.get(key),
                grid.atomics.get(key),
                grid.reads.get(key),
                grid.earlier.get(key),
            )
            self._across(memory, write, *others)
            note_write(grid.writes, key, write)
        grid.atomics.update(shadow.atomics)
        for key, read in shadow.reads.items():
            last = grid.reads.get(key)
            if last is not None and last.thread.block is not read.thread.block:
                grid.earlier[key] = last
            grid.reads[key] = read

    # -- conflicts ---------------------------------------------------------------------------------

    def _shadow(self, thread: Thread, memory: Allocation, granule: int) -> Shadow:
        shadow = thread.block.shadows.get(memory)
        if shadow is None:
            shadow = thread.block.shadows[memory] = Shadow(granule)
        return shadow

    def _against(self, memory: Allocation, access: Access, *others: Access | None) -> None:
        for other in others:
            if other is not None and other.thread is not access.thread:
                self._clash(memory, other, access)

    def _across(self, memory: Allocation, access: Access, *others: Access | None) -> None:
        for other in others:
            if other is not None and other.thread.block is not access.thread.block:
                self._clash(memory, other, access)

    def _clash(self, memory: Allocation, first: Access, second: Access) -> None:
        """Report `first` against `second`, one of which writes, unless they are ordered."""
        if ordered(first, second.thread) or ordered(second, first.thread):
            return
        kind, message = "data-race", f"{second.kind} of '{memory.name}' races with {first.kind}"
        if _strong(first) and _strong(second):
            both_volatile = first.volatile and second.volatile
            if not both_volatile or memory.space != Space.SHARED or not _one_warp(first, second):
                return
            kind, message = "lockstep", f"'{memory.name}' is used as if a warp ran in lockstep"
        both_write = first.kind != "read" and second.kind != "read"
        same_value = not second.changed and (both_write or not first.changed)
        places = self.locations[second.site], self.locations[first.site]
        if self.report.again(kind, *places, same_value):
            return
        self.report.add(
            Finding(
                kind,
                message,
                places[0],
                self.report.kernel,
                second.thread.block.index,
                second.thread.index,
                places[1],
                first.thread.block.index,
                first.thread.index,
                same_value,
            )
        )


def _access(kind: str, thread: Thread, site: int, changed: bool, volatile: bool) -> Access:
    return Access(kind, thread, site, changed, volatile, thread.clock, thread.block.interval)


def _strong(access: Access) -> bool:
    return access.volatile or access.kind == "atomic"


def _one_warp(first: Access, second: Access) -> bool:
    one, other = first.thread, second.thread
    return one.block is other.block and one.warp == other.warp


def note_write(writes: Log, key: int, write: Access) -> None:
    """Remember `write`; one that changed nothing does not hide one that did."""
    known = writes.get(key)
    if write.changed or known is None or not known.changed:
        writes[key] = write


def ordered(access: Access, thread: Thread) -> bool:
    """Has `thread` seen `access`?"""
    known = thread.known
    if not known:
        return False
    if known.get(access.thread.number, 0) > access.clock:
        return True
    return known.get(~access.thread.block.number, 0) > access.interval


def join(first: Clocks, second: Clocks) -> Clocks:
    """What is known to either."""
    result = dict(first)
    for key, clock in second.items():
        if clock > result.get(key, 0):
            result[key] = clock
    return result
