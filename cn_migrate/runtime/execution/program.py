"""The kernels of a bundle on a device."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from concurrent.futures import Future
from threading import RLock
from time import perf_counter
from typing import Any

import numpy as np

from cn_migrate.runtime.bundle import Bundle, Kernel, Module, Variant
from cn_migrate.runtime.execution.arguments import MOST_BLOCKS, MOST_THREADS, Size, scalar, three
from cn_migrate.runtime.execution.choice import choose, identity
from cn_migrate.runtime.execution.device import (
    Device,
    DeviceError,
    Launch,
    LaunchError,
    Memory,
)
from cn_migrate.runtime.execution.stream import Stream


class Program:
    """The kernels of a bundle, on one device; `program["saxpy"]` is one."""

    def __init__(self, device: Device, bundle: Bundle) -> None:
        self.device = device
        self.bundle = bundle
        self._loading = RLock()  # threads may launch at the same time
        self._code: dict[str, Any] = {}
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

    def load(self, variant: Variant) -> Any:
        """The code of a variant, loaded the first time.  Raises DeviceError."""
        with self._loading:
            if variant.member not in self._code:
                self._code[variant.member] = self.device.load(self.bundle, variant)
            return self._code[variant.member]

    def _variable(self, module: Module, name: str) -> Memory:
        key = (module.name, name)
        with self._loading:
            if key not in self._variables:
                known = next((v for v in module.variables if v.name == name), None)
                if known is None:  # of ported programs' own runtime
                    raise DeviceError(f"it needs '{name}', which bundles do not hold")
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
        self._able: dict[str, Variant] = {}  # by what identifies them, in order of preference
        self._ready: dict[str, tuple[Any, list[Memory]]] = {}

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
        values, arrays = self.values(arguments)
        variant, code, variables = self._choose()
        started = Launch(self.kernel, *sizes, [*values, *variables], shared_bytes)

        def work() -> None:
            begin = perf_counter()
            device.run(code, started)
            device.times.note(variant, perf_counter() - begin, started.threads)
            for array, memory in arrays:
                if memory.handle is not array:
                    np.copyto(array, device.read(memory))

        return (stream or device.default_stream).submit(work)

    def _choose(self) -> tuple[str, Any, list[Memory]]:
        """The variant to run now, its code, and its variables; one that does not load is not tried again."""
        program = self._program
        if not self._able:
            manifest = program.bundle.manifest
            able = choose(program.device, manifest, self._module, self.kernel)
            able.sort(key=program.device.preference)
            self._able = {identity(manifest, variant, self.kernel): variant for variant in able}
        while True:
            chosen = program.device.times.choose(list(self._able))
            if chosen in self._ready:
                return chosen, *self._ready[chosen]
            variant = self._able[chosen]
            names = variant.variables.get(self.kernel.name, self.kernel.variables)
            try:
                code = program.load(variant)
                program.device.prepare(code, self.kernel.name)
                self._ready[chosen] = (code, program.addresses(self._module, names))
            except DeviceError:
                if len(self._able) == 1:
                    raise
                self._able = {k: v for k, v in self._able.items() if k != chosen}

    def _sizes(self, grid: Size, block: Size) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        blocks, threads = three(grid), three(block)
        count = threads[0] * threads[1] * threads[2]
        if count > MOST_THREADS:
            raise LaunchError(f"a block of {count} threads; {MOST_THREADS} are the most")
        if max(blocks) > MOST_BLOCKS:
            raise LaunchError(f"{max(blocks)} blocks along an axis; {MOST_BLOCKS} are the most")
        return blocks, threads

    def values(self, arguments: Sequence[Any]) -> tuple[list[Any], list[tuple[Any, Memory]]]:
        """What a device takes for the arguments, and the arrays that are to be changed.  Raises LaunchError."""
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
