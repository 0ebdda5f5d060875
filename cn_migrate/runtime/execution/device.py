"""What a runtime asks of a device, and what is the same for all of them.

Launches are asynchronous, in order within a stream; `synchronize` waits, and raises what went wrong.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from cn_migrate.runtime.bundle import Bundle, Kernel, Variant
from cn_migrate.runtime.execution.measured_times import MeasuredTimes
from cn_migrate.runtime.execution.stream import Stream

if TYPE_CHECKING:
    from cn_migrate.runtime.execution.program import Program


class DeviceError(Exception):
    """A device that is not there, or a bundle that has nothing for it; the message says why."""


class LaunchError(Exception):
    """A launch that is no valid one; the message names what is wrong."""


@dataclass(frozen=True)
class Capabilities:
    """What a device is: memory in bytes; `units` work at the same time; `health` is empty where all is well."""

    name: str
    kind: str
    memory: int
    units: int
    health: str = ""


@dataclass
class Memory:
    """Memory of a device that holds an array; `host` is the array itself where the device works on it in place."""

    device: Device
    handle: Any
    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    @property
    def bytes(self) -> int:
        """Its size."""
        return int(np.prod(self.shape)) * self.dtype.itemsize

    def get(self) -> np.ndarray[Any, Any]:
        """The array as it is once all launches before are done; on processors without a copy."""
        return self.device.read(self)


@dataclass(frozen=True)
class Launch:
    """One launch: `values` are Memory, None for null pointers, and bytes; those of variables come last."""

    kernel: Kernel
    grid: tuple[int, int, int]
    block: tuple[int, int, int]
    values: Sequence[Memory | bytes | None]
    shared_bytes: int = 0

    @property
    def blocks(self) -> int:
        """How many there are."""
        return self.grid[0] * self.grid[1] * self.grid[2]

    @property
    def threads(self) -> int:
        """How many there are in all blocks."""
        return self.blocks * self.block[0] * self.block[1] * self.block[2]


class Device(ABC):
    """One device."""

    def __init__(self) -> None:
        self.default_stream = Stream()
        self._streams = [self.default_stream]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def stream(self) -> Stream:
        """Another stream, beside those that there are."""
        self._streams.append(Stream())
        return self._streams[-1]

    def synchronize(self) -> None:
        """Wait for all streams."""
        for stream in self._streams:
            stream.synchronize()

    def close(self) -> None:
        """Wait for all streams, and end."""
        for stream in self._streams:
            stream.close()
        if "times" in vars(self):
            self.times.save()

    @cached_property
    def times(self) -> MeasuredTimes:
        """How long kernels took on it."""
        return MeasuredTimes(f"{type(self).__name__}: {self.capabilities.name}")

    @property
    @abstractmethod
    def capabilities(self) -> Capabilities:
        """What it is."""

    @abstractmethod
    def refuses(self, variant: Variant) -> str:
        """Why it cannot run a variant; empty where it can."""

    @abstractmethod
    def preference(self, variant: Variant) -> int:
        """Which of the variants that it can run it takes when nothing was measured: the least."""

    @abstractmethod
    def load(self, bundle: Bundle, variant: Variant) -> Any:
        """The code of a variant, ready to run.  Raises DeviceError."""

    def prepare(self, code: Any, kernel: str) -> None:  # noqa: B027
        """Make one kernel of the code ready, before it is launched; for most devices nothing.  Raises DeviceError."""

    def memory(self, array: np.ndarray[Any, Any]) -> Memory:
        """Memory with what an array holds; where nothing else is said, the array itself."""
        return Memory(self, array, array.shape, array.dtype)

    def read(self, memory: Memory) -> np.ndarray[Any, Any]:
        """What is in a memory once the streams are done; where nothing else is said, the array itself."""
        handle: np.ndarray[Any, Any] = memory.handle
        return handle

    @abstractmethod
    def run(self, code: Any, launch: Launch) -> None:
        """Run a kernel to its end, in the calling thread."""

    def program(self, bundle: Bundle) -> Program:
        """All kernels of a bundle on this device."""
        from cn_migrate.runtime.execution.program import Program

        return Program(self, bundle)
