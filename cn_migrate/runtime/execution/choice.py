"""Which variant of a kernel a device runs."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate.runtime.bundle import Kernel, Module, Variant
from cn_migrate.runtime.execution.device import Device, DeviceError


@dataclass(frozen=True)
class Verdict:
    """What a device makes of one variant: `reason` is why it is not run, empty for the one that is."""

    variant: Variant
    reason: str


def verdicts(device: Device, module: Module, kernel: Kernel) -> list[Verdict]:
    """What the device makes of each variant of a module, the one that runs `kernel` first."""
    refused = {v.name: device.refuses(v) or _lacks(v, kernel) for v in module.variants}
    able = sorted((v for v in module.variants if not refused[v.name]), key=device.preference)
    found = [Verdict(v, "" if v is able[0] else f"'{able[0].name}' is preferred") for v in able]
    return [*found, *(Verdict(v, refused[v.name]) for v in module.variants if refused[v.name])]


def choose(device: Device, module: Module, kernel: Kernel) -> Variant:
    """The variant that runs `kernel`.  Raises DeviceError, with the reason of each that does not."""
    found = verdicts(device, module, kernel)
    if found and not found[0].reason:
        return found[0].variant
    reasons = [f"{v.variant.name}: {v.reason}" for v in found]
    reasons += [f"{m.variant}: {m.reason}" for m in module.missing if m.kernel in ("", kernel.name)]
    name = device.capabilities.name
    raise DeviceError(
        f"nothing of '{kernel.name}' runs on {name}: {'; '.join(reasons) or 'no variant'}"
    )


def _lacks(variant: Variant, kernel: Kernel) -> str:
    return "" if kernel.name in variant.kernels else f"it does not hold '{kernel.name}'"
