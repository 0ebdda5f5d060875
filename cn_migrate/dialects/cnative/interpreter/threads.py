"""Threads and blocks: what a running thread knows of itself, and the memory it owns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cn_migrate.dialects.cnative.interpreter.memory import Allocation, Memory
from cn_migrate.dialects.cnative.interpreter.report import Position
from cn_migrate.dialects.cnative.types import Space
from cn_migrate.dialects.cnative.warp import WARP_SIZE

if TYPE_CHECKING:
    from cn_migrate.dialects.cnative.interpreter.races import Shadow

HOST = (0, 0, 0)
Clocks = dict[int, int]


class ThreadEnded(Exception):
    """Ends the thread that raises it."""


class Block:
    """One block of a grid: its shared variables and how far it has come.

    `interval` counts the barriers passed; `shadows` logs the accesses since the last one.
    """

    __slots__ = ("dynamic", "index", "interval", "memory", "number", "shadows", "variables")

    def __init__(self, memory: Memory, number: int, index: Position, dynamic_bytes: int) -> None:
        self.memory = memory
        self.number = number
        self.index = index
        self.interval = 0
        self.shadows: dict[Allocation, Shadow] = {}
        self.variables: dict[str, Allocation] = {}
        self.dynamic = memory.create("dynamic shared memory", Space.SHARED, dynamic_bytes)

    def shared(self, key: str, name: str, size: int) -> int:
        """Address of the shared variable `key`, which comes to life at its first use."""
        variable = self.variables.get(key)
        if variable is None:
            variable = self.variables[key] = self.memory.create(name, Space.SHARED, size)
        return variable.base

    def is_shared(self, address: int) -> bool:
        """Is it an address of shared memory?"""
        allocation = self.memory.find(address)
        return allocation is not None and allocation.space is Space.SHARED

    def close(self) -> None:
        """The block is done: its shared memory is gone."""
        for allocation in (self.dynamic, *self.variables.values()):
            self.memory.free(allocation.base)


class Thread:
    """One thread; `ids` = threadIdx, blockIdx, blockDim, gridDim, x y z each.

    `known`, `released`, `clock`: what it may see of other threads' accesses (see `races`).
    Where threads meet (see `meetings`), `mask` names the lanes that take part, `offer` is what the thread
    brings, and `met` what it gets.
    """

    __slots__ = (
        "block",
        "clock",
        "ids",
        "index",
        "known",
        "lane",
        "mask",
        "met",
        "number",
        "offer",
        "released",
        "stack",
        "warp",
    )

    def __init__(
        self, block: Block, number: int, index: Position, ids: tuple[int, ...], lane: int
    ) -> None:
        self.block = block
        self.number = number  # unique in the launch
        self.index = index
        self.ids = ids
        self.warp, self.lane = divmod(lane, WARP_SIZE)
        self.mask = 0
        self.offer: Any = None
        self.met: Any = None
        self.clock = 0
        self.known: Clocks = {}
        self.released: Clocks | None = None
        self.stack: list[int] = []

    def slot(self, name: str, size: int) -> int:
        """Address of a new local variable; `release` ends it."""
        allocation = self.block.memory.create(name, Space.PRIVATE, size)
        allocation.owner = self
        self.stack.append(allocation.base)
        return allocation.base

    def renew(self, address: int) -> None:
        """The local variable at `address` is declared again: its value is gone."""
        allocation = self.block.memory.find(address)
        if allocation is not None and allocation.written is not None:
            allocation.written[:] = bytes(allocation.size)

    def release(self, depth: int) -> None:
        """End the local variables made since the stack was `depth` high."""
        while len(self.stack) > depth:
            self.block.memory.free(self.stack.pop())
