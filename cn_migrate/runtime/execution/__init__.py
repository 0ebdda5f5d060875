"""Bundles on this machine's devices."""

from cn_migrate.runtime.execution.device import (
    Device,
    DeviceError,
    Launch,
    LaunchError,
    Memory,
)
from cn_migrate.runtime.execution.program import Program
from cn_migrate.runtime.execution.registry import device_names, open_device
from cn_migrate.runtime.execution.stream import Stream

__all__ = [
    "Device",
    "DeviceError",
    "Launch",
    "LaunchError",
    "Memory",
    "Program",
    "Stream",
    "device_names",
    "open_device",
]
