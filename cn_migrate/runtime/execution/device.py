"""What a runtime asks of a device, and what is the same for all of them.

Launches are asynchronous, in order within a stream; `synchronize` waits, and raises what went wrong.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import RLock
from typing import Any, Self

import numpy as np

from cn_migrate.runtime.bundle import Bundle, Kernel, Module, Variant

Size = int | Sequence[int]
MOST_THREADS = 1024  # of a block (CUDA C++ Programming Guide, "Technical Specifications")
MOST_BLOCKS = 1 << 24  # of a grid along one axis, which kernels for processors count with


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


class Stream:
    """Work in order, done by a thread of its own."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="cn-stream")
        self._last: Future[None] | None = None
        self._failed: BaseException | None = None

    def submit(self, work: Any) -> Future[None]:
        """Do `work` after all before it."""
        self._last = self._worker.submit(self._run, work)
        return self._last

    def _run(self, work: Any) -> None:
        if self._failed is not None:
            return
        try:
            work()
        except BaseException as error:
            self._failed = error
            raise

    def synchronize(self) -> None:
        """Wait until all is done.  Raises what the first work that failed has raised, once."""
        if self._last is not None:
            self._last.exception()
        failed, self._failed = self._failed, None
        if failed is not None:
            raise failed

    def close(self) -> None:
        """Wait, and end the thread."""
        self._worker.shutdown(wait=True)


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

    @abstractmethod
    def memory(self, array: np.ndarray[Any, Any]) -> Memory:
        """Memory with what an array holds; on processors it is the array."""

    @abstractmethod
    def read(self, memory: Memory) -> np.ndarray[Any, Any]:
        """What is in a memory once the streams are done."""

    @abstractmethod
    def run(
        self,
        code: Any,
        kernel: Kernel,
        grid: tuple[int, int, int],
        block: tuple[int, int, int],
        values: Sequence[Any],
        shared_bytes: int,
    ) -> None:
        """Run a kernel to its end, in the calling thread.  `values` are Memory and bytes; variables come last."""

    def program(self, bundle: Bundle) -> Program:
        """All kernels of a bundle on this device.  Raises DeviceError where a module has nothing for it."""
        return Program(self, bundle)


def three(size: Size) -> tuple[int, int, int]:
    """A size along three axes; those that are not given are 1.  Raises LaunchError."""
    given = (size,) if isinstance(size, (int, np.integer)) else tuple(size)
    if not 1 <= len(given) <= 3 or any(int(n) < 1 for n in given):
        raise LaunchError(f"a size is one to three numbers above zero, not {size!r}")
    x, y, z = (int(n) for n in (*given, 1, 1)[:3])
    return x, y, z


class Program:
    """The kernels of a bundle, on one device; `program["saxpy"]` is one."""

    def __init__(self, device: Device, bundle: Bundle) -> None:
        self.device = device
        self.bundle = bundle
        self._loading = RLock()  # threads may launch at the same time
        self._code: dict[str, tuple[Variant, Any]] = {}
        self._variables: dict[tuple[str, str], Memory] = {}
        self._modules: dict[str, Module] = {}
        for module in bundle.manifest.modules:
            for kernel in module.kernels:
                self._modules.setdefault(kernel.name, module)
                self._modules[f"{module.name}:{kernel.name}"] = module

    def __getitem__(self, name: str) -> BoundKernel:
        """A kernel by its name, or `source:name`.  Raises DeviceError."""
        module = self._modules.get(name)
        if module is None:
            raise DeviceError(f"'{self.bundle.path}' has no kernel '{name}'")
        kernel = next(k for k in module.kernels if k.name == name.rpartition(":")[2])
        return BoundKernel(self, module, kernel)

    def variable(self, name: str) -> Memory:
        """The memory of a device variable, as bytes, with its initial value the first time.  Raises DeviceError."""
        for module in self.bundle.manifest.modules:
            if any(variable.name == name for variable in module.variables):
                return self._variable(module, name)
        raise DeviceError(f"'{self.bundle.path}' has no variable '{name}'")

    def variant(self, module: Module, kernel: Kernel) -> tuple[Variant, Any]:
        """The variant that runs a kernel here, with its code, loaded the first time.  Raises DeviceError."""
        from cn_migrate.runtime.execution.choice import choose

        chosen = choose(self.device, module, kernel)
        with self._loading:
            if chosen.member not in self._code:
                self._code[chosen.member] = (chosen, self.device.load(self.bundle, chosen))
            return self._code[chosen.member]

    def _variable(self, module: Module, name: str) -> Memory:
        import base64

        key = (module.name, name)
        with self._loading:
            if key not in self._variables:
                known = next(v for v in module.variables if v.name == name)
                data = np.zeros(known.size, np.uint8)
                initial = base64.b64decode(known.initial)
                data[: len(initial)] = np.frombuffer(initial, np.uint8)
                self._variables[key] = self.device.memory(data)
            return self._variables[key]

    def addresses(self, module: Module, names: Sequence[str]) -> list[Memory]:
        """The memories of variables, in order."""
        return [self._variable(module, name) for name in names]


class BoundKernel:
    """A kernel of a program."""

    def __init__(self, program: Program, module: Module, kernel: Kernel) -> None:
        self._program = program
        self._module = module
        self.kernel = kernel
        self._chosen: tuple[Variant, Any, list[Memory]] | None = None

    def launch(
        self,
        grid: Size,
        block: Size,
        *arguments: Any,
        shared_bytes: int = 0,
        stream: Stream | None = None,
    ) -> Future[None]:
        """Start the kernel; returns at once.

        A pointer's argument is a Memory, a numpy array, which is worked on in place and is changed when the launch
        is done, or None; others are numbers, or bytes for records.  Raises LaunchError, DeviceError.
        """
        device = self._program.device
        sizes = self._sizes(grid, block)
        values, arrays = self._values(arguments)
        if self._chosen is None:
            variant, code = self._program.variant(self._module, self.kernel)
            names = variant.variables.get(self.kernel.name, self.kernel.variables)
            self._chosen = (variant, code, self._program.addresses(self._module, names))
        _, code, variables = self._chosen

        def work() -> None:
            device.run(code, self.kernel, *sizes, [*values, *variables], shared_bytes)
            for array, memory in arrays:
                if memory.handle is not array:
                    np.copyto(array, device.read(memory))

        return (stream or device.default_stream).submit(work)

    def _sizes(self, grid: Size, block: Size) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        blocks, threads = three(grid), three(block)
        if np.prod(threads) > MOST_THREADS:
            raise LaunchError(f"a block of {np.prod(threads)} threads; {MOST_THREADS} are the most")
        if max(blocks) > MOST_BLOCKS:
            raise LaunchError(f"{max(blocks)} blocks along an axis; {MOST_BLOCKS} are the most")
        return blocks, threads

    def _values(self, arguments: Sequence[Any]) -> tuple[list[Any], list[tuple[Any, Memory]]]:
        """What a device takes for the arguments, and the arrays that are to be changed."""
        wanted = self.kernel.parameters
        if len(arguments) != len(wanted):
            raise LaunchError(
                f"'{self.kernel.name}' takes {len(wanted)} arguments, {len(arguments)} were given"
            )
        values: list[Any] = []
        arrays: list[tuple[Any, Memory]] = []
        for parameter, argument in zip(wanted, arguments, strict=True):
            if parameter.is_pointer and isinstance(argument, np.ndarray):
                if not argument.flags.c_contiguous:
                    raise LaunchError(f"the array for '{parameter.name}' is not contiguous")
                memory = self._program.device.memory(argument)
                arrays.append((argument, memory))
                values.append(memory)
            elif parameter.is_pointer:
                if argument is not None and not isinstance(argument, Memory):
                    raise LaunchError(
                        f"'{parameter.name}' is a pointer: give an array, a Memory or None"
                    )
                values.append(argument)
            else:
                values.append(scalar(parameter.name, parameter.type, parameter.size, argument))
        return values, arrays


_DTYPES = {
    "i1": np.uint8, "si8": np.int8, "ui8": np.uint8, "si16": np.int16, "ui16": np.uint16, "si32": np.int32,
    "ui32": np.uint32, "si64": np.int64, "ui64": np.uint64, "f16": np.float16, "f32": np.float32, "f64": np.float64,
}  # fmt: skip


def scalar(name: str, type_: str, size: int, value: Any) -> bytes:
    """The bytes of an argument that is no pointer.  Raises LaunchError."""
    if isinstance(value, np.void):
        data = value.tobytes()
    elif isinstance(value, (bytes, bytearray)):
        data = bytes(value)
    elif type_ in _DTYPES:
        try:
            data = (
                np.array(value)
                .astype(_DTYPES[type_], casting="same_kind" if np.ndim(value) else "unsafe")
                .tobytes()
            )
        except (TypeError, ValueError, OverflowError):
            raise LaunchError(f"'{name}' is a number ({type_}), not {value!r}") from None
    else:
        raise LaunchError(f"'{name}' is a record ({type_}): give its {size} bytes")
    if len(data) != size:
        raise LaunchError(f"'{name}' has {size} bytes, {len(data)} were given")
    return data
