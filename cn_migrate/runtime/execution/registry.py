"""The kinds of devices: those that come with the package, and plug-ins that packages register as entry points."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from cn_migrate.runtime.execution.device import Device, DeviceError

GROUP = "cn_migrate.devices"
_PLACE = "cn_migrate.runtime.execution"
_OWN = {
    "cpu": f"{_PLACE}.processor_device:ProcessorDevice",
    "opencl": f"{_PLACE}.opencl_device:OpenclDevice",
    "null": f"{_PLACE}.null_device:NullDevice",
}


def device_names() -> list[str]:
    """The names of all kinds that are registered."""
    return sorted(_points())


def open_device(name: str = "auto") -> Device:
    """A device by its kind's name; `auto` is a GPU of OpenCL's, else the processors.  Raises DeviceError."""
    if name == "auto":
        return _auto()
    points = _points()
    if name not in points:
        raise DeviceError(
            f"there is no device '{name}'; there is: auto, {', '.join(sorted(points))}"
        )
    made = points[name].load()()
    if not isinstance(made, Device):
        raise DeviceError(f"'{name}' ({points[name].value}) makes no device")
    return made


def _auto() -> Device:
    try:
        device = open_device("opencl")
    except DeviceError:
        return open_device("cpu")
    if device.capabilities.kind == "gpu" and not device.capabilities.health:
        return device
    device.close()
    return open_device("cpu")


def _points() -> dict[str, EntryPoint]:
    own = {name: EntryPoint(name, value, GROUP) for name, value in _OWN.items()}
    return {point.name: point for point in entry_points(group=GROUP)} | own
