"""Runs the threads of a grid: each to its next meeting with others, block after block.

A block whose threads only spin is set aside for the next one, so that blocks may wait for each
other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from cn_migrate.dialects.cnative.interpreter.checks import Checks
from cn_migrate.dialects.cnative.interpreter.meetings import Run, WarpMeetings, exchange_all
from cn_migrate.dialects.cnative.interpreter.report import Position
from cn_migrate.dialects.cnative.interpreter.threads import Block, Thread
from cn_migrate.dialects.cnative.interpreter.waiting import Wait

PATIENCE = 64  # rounds in which a block only spins before the next block gets its turn
DESPAIR = 500  # turns of all blocks without progress that are taken for a deadlock


class RunningBlock:
    """One block's threads and what each waits for."""

    def __init__(
        self, checks: Checks, block: Block, threads: list[Thread], start: Callable[[Thread], Run]
    ) -> None:
        self.checks = checks
        self.block = block
        self.threads = threads
        self.ready: list[tuple[Thread, Run]] = [(thread, start(thread)) for thread in threads]
        self.waiting: list[tuple[Thread, Run, Wait]] = []
        self.warps = WarpMeetings(checks, threads)
        self.spinning: list[tuple[Thread, int]] = []

    def proceed(self) -> bool:
        """Run until the block is done or only spins; has anything but spinning happened?"""
        moved, idle = False, 0
        while self.ready and idle < PATIENCE:
            before = len(self.ready)
            self._round()
            fewer = len(self.ready) < before
            progress = self._go_on(settle=not fewer or not self.ready) or fewer
            moved = moved or progress
            idle = 0 if progress else idle + 1
        return moved

    def _round(self) -> None:
        """Let each ready thread run until it waits, spins or ends."""
        ready, self.ready, self.spinning = self.ready, [], []
        for thread, run in ready:
            wait = next(run, None)
            if wait is None:
                self.warps.leave(thread)
            elif wait.kind == "spin":
                self.ready.append((thread, run))
                self.spinning.append((thread, wait.site))
            elif wait.kind == "warp":
                self.warps.arrive(thread, run, wait)
            else:
                self.waiting.append((thread, run, wait))

    def _go_on(self, settle: bool) -> bool:
        """Let those go on whose meetings take place now, `settle`: whatever is missing; are there any?"""
        if self.warps:
            going = self.warps.complete() or (self.warps.settle() if settle else [])
            self.ready += [(arrival.thread, arrival.run) for arrival in going]
            return bool(going)
        if self.ready or not self.waiting:
            return False
        self._meet()
        return True

    def _meet(self) -> None:
        """All threads that have not ended stand at a barrier: let them go on."""
        first, _, (kind, site, orders) = self.waiting[0]
        stray = next(((t, w.site) for t, _, w in self.waiting if w.site != site), None)
        if stray is not None:
            message = "threads of one block wait at different barriers"
            self.checks.fault_of_two(*stray, first, site, "divergent-barrier", message)
        if len(self.waiting) < len(self.threads):
            ended = len(self.threads) - len(self.waiting)
            message = f"{ended} threads of the block have ended before this barrier"
            self.checks.fault(first, site, "exited-before-barrier", message)
        threads = [thread for thread, _, _ in self.waiting]
        if kind == "barrier":
            self.checks.races.barrier(self.block, threads)
        elif kind == "any":
            found = any(thread.offer for thread in threads)
            for thread in threads:
                thread.met = found
        else:
            exchange_all(self.checks, threads, orders)
        self.ready = [(thread, run) for thread, run, _ in self.waiting]
        self.waiting = []

    def give_up(self) -> None:
        """Report that the threads wait for ever."""
        thread, site = self.spinning[0]
        message = "the thread waits in this loop for something that no other thread does"
        if not self.waiting:
            self.checks.fault(thread, site, "no-progress", message)
            return
        other, _, (_, barrier, _) = self.waiting[0]
        message = "the thread waits in this loop while others wait for it at a barrier"
        self.checks.fault_of_two(thread, site, other, barrier, "divergent-barrier", message)

    def close(self) -> None:
        """End the block; its unfinished threads end too."""
        for _, run in self.ready:
            run.close()
        for _, run, _ in self.waiting:
            run.close()
        self.warps.close()
        self.checks.races.leave(self.block)
        self.block.close()


def run_grid(
    checks: Checks,
    grid: Position,
    size: Position,
    shared_bytes: int,
    start: Callable[[Thread], Run],
    backward: bool = False,
) -> None:
    """Run `start(thread)` for all threads of `grid` blocks of `size` threads, the last one first if `backward`."""
    pending = _blocks(checks, grid, size, shared_bytes, start, backward)
    set_aside: list[RunningBlock] = []
    for block in pending:
        block.proceed()
        if block.ready:
            set_aside.append(block)
        else:
            block.close()
        set_aside = _resume(set_aside) if set_aside else []
    idle = 0
    while set_aside and idle < DESPAIR:
        before = len(set_aside)
        moved = [block.proceed() for block in set_aside]
        set_aside = _done(set_aside)
        idle = 0 if any(moved) or len(set_aside) < before else idle + 1
    if set_aside:
        set_aside[0].give_up()
    for block in set_aside:
        block.close()


def _resume(blocks: list[RunningBlock]) -> list[RunningBlock]:
    for block in blocks:
        block.proceed()
    return _done(blocks)


def _done(blocks: list[RunningBlock]) -> list[RunningBlock]:
    for block in blocks:
        if not block.ready:
            block.close()
    return [block for block in blocks if block.ready]


def _blocks(
    checks: Checks,
    grid: Position,
    size: Position,
    shared_bytes: int,
    start: Callable[[Thread], Run],
    backward: bool,
) -> Iterator[RunningBlock]:
    """The blocks of a grid, x fastest; each is made when its turn comes."""
    sizes = (*size, *grid)
    inside = [(x, y, z) for z, y, x in product(*map(range, reversed(size)))]
    numbered = list(enumerate(product(*map(range, reversed(grid)))))
    for number, (z, y, x) in reversed(numbered) if backward else numbered:
        block = Block(checks.memory, number, (x, y, z), shared_bytes)
        threads = [
            Thread(block, number * len(inside) + lane, index, (*index, x, y, z, *sizes), lane)
            for lane, index in enumerate(inside)
        ]
        yield RunningBlock(checks, block, threads[::-1] if backward else threads, start)
