"""Bundles on this machine's devices."""

from cn_migrate.runtime.execution.device import (
    Device,
    DeviceError,
    LaunchError,
    Memory,
    Program,
    Stream,
)
from cn_migrate.runtime.execution.registry import device_names, open_device

__all__ = [
    "Device",
    "DeviceError",
    "LaunchError",
    "Memory",
    "Program",
    "Stream",
    "device_names",
    "open_device",
]
