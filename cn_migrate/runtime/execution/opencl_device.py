"""Devices of OpenCL, by way of pyopencl: OpenCL C, or SPIR-V where a driver takes it."""

from __future__ import annotations

from typing import Any

import numpy as np

from cn_migrate.runtime.bundle import Bundle, Kind, Variant
from cn_migrate.runtime.execution.device import (
    Capabilities,
    Device,
    DeviceError,
    Launch,
    Memory,
)


class OpenclDevice(Device):
    """One device of OpenCL, with buffers."""

    def __init__(self, device: Any = None) -> None:
        super().__init__()
        try:
            import pyopencl as cl
        except ImportError:
            raise DeviceError("OpenCL needs pyopencl: pip install 'cn-migrate[opencl]'") from None
        self._cl = cl
        self._device = device or _best(cl)
        self._context = cl.Context([self._device])
        self._queue = cl.CommandQueue(self._context)

    @property
    def capabilities(self) -> Capabilities:
        """What the driver says."""
        cl, device = self._cl, self._device
        kind = (
            "gpu"
            if device.type & cl.device_type.GPU
            else "cpu"
            if device.type & cl.device_type.CPU
            else "other"
        )
        health = (
            ""
            if device.available and device.compiler_available
            else "its driver says that it is not available"
        )
        return Capabilities(
            device.name.strip(), kind, device.global_mem_size, device.max_compute_units, health
        )

    def refuses(self, variant: Variant) -> str:
        """Why it cannot run a variant."""
        if variant.kind is Kind.OPENCL_C:
            return ""
        if variant.kind is not Kind.SPIRV:
            return "it is no code for OpenCL"
        known = getattr(self._device, "il_version", "") or ""
        return "" if "SPIR-V" in known else "the driver takes no SPIR-V"

    def preference(self, variant: Variant) -> int:
        """OpenCL C knows what the device has; SPIR-V is for the least."""
        return 0 if variant.kind is Kind.OPENCL_C else 1

    def load(self, bundle: Bundle, variant: Variant) -> Any:
        """The program, built.  Raises DeviceError with the compiler's words."""
        data = bundle.read(variant.member)
        cl = self._cl
        options = variant.options.split()
        try:
            if variant.kind is Kind.SPIRV:
                return cl.Program(self._context, data).build(options)
            version = self._device.opencl_c_version.split()[2].split(".")
            newest = (
                "-cl-std=CL3.0"
                if version[0] == "3"
                else "-cl-std=CL2.0"
                if version[0] == "2"
                else "-cl-std=CL1.2"
            )
            return cl.Program(self._context, data.decode()).build([newest, *options])
        except (cl.Error, UnicodeDecodeError) as error:
            raise DeviceError(f"'{variant.member}' does not build: {error}") from None

    def memory(self, array: np.ndarray[Any, Any]) -> Memory:
        """A buffer with what the array holds."""
        cl = self._cl
        flags = cl.mem_flags.READ_WRITE
        if array.nbytes == 0:
            return Memory(self, cl.Buffer(self._context, flags, 1), array.shape, array.dtype)
        buffer = cl.Buffer(self._context, flags | cl.mem_flags.COPY_HOST_PTR, hostbuf=array)
        return Memory(self, buffer, array.shape, array.dtype)

    def read(self, memory: Memory) -> np.ndarray[Any, Any]:
        """A copy of the buffer."""
        array = np.empty(memory.shape, memory.dtype)
        if array.nbytes:
            self._cl.enqueue_copy(self._queue, array, memory.handle)
        return array

    def run(self, code: Any, launch: Launch) -> None:
        """Enqueue the kernel, and wait for it."""
        cl, kernel, name = self._cl, launch.kernel, self._device.name.strip()
        units = self._device.max_compute_units
        if kernel.blocks_wait and launch.blocks > units:
            raise DeviceError(
                f"{launch.blocks} blocks wait for each other, and {units} run at the same time"
            )
        given = [v.handle if isinstance(v, Memory) else v for v in launch.values]
        if kernel.dynamic_shared:
            given.insert(len(kernel.parameters), cl.LocalMemory(max(1, launch.shared_bytes)))
        function = cl.Kernel(code, kernel.name)
        try:
            for number, value in enumerate(given):
                function.set_arg(number, value)
            size = tuple(g * b for g, b in zip(launch.grid, launch.block, strict=True))
            cl.enqueue_nd_range_kernel(self._queue, function, size, launch.block)
            self._queue.finish()
        except cl.Error as error:
            raise DeviceError(f"'{kernel.name}' does not run on {name}: {error}") from None


def _best(cl: Any) -> Any:
    """The device of the highest kind: GPUs, accelerators, processors.  Raises DeviceError without any."""
    try:
        found = [device for platform in cl.get_platforms() for device in platform.get_devices()]
    except cl.Error as error:
        raise DeviceError(f"no OpenCL driver was found: {error}") from None
    if not found:
        raise DeviceError("no OpenCL device was found")
    kinds = cl.device_type
    return max(
        found,
        key=lambda d: (
            bool(d.type & kinds.GPU),
            bool(d.type & kinds.ACCELERATOR),
            d.max_compute_units,
        ),
    )
