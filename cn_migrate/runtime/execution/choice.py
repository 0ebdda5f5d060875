"""Which variant of a kernel a device runs: of those that it can run the fastest, as far as they were tried."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate.runtime.bundle import Kernel, Manifest, Module, Variant
from cn_migrate.runtime.execution.device import Device, DeviceError


@dataclass(frozen=True)
class Verdict:
    """What a device makes of one variant: `reason` is why it is not run, empty for the one that is."""

    variant: Variant
    reason: str


def verdicts(device: Device, manifest: Manifest, module: Module, kernel: Kernel) -> list[Verdict]:
    """What the device makes of each variant of a module, the one that runs `kernel` first."""
    refused = {v.name: device.refuses(v) or _lacks(v, kernel) for v in module.variants}
    able = sorted((v for v in module.variants if not refused[v.name]), key=device.preference)
    if able:
        first = device.times.choose([identity(manifest, v, kernel) for v in able])
        able.sort(key=lambda v: identity(manifest, v, kernel) != first)
    found = [Verdict(v, _why_not(device, manifest, kernel, v, able[0])) for v in able]
    return [*found, *(Verdict(v, refused[v.name]) for v in module.variants if refused[v.name])]


def choose(device: Device, manifest: Manifest, module: Module, kernel: Kernel) -> list[Variant]:
    """The variants that can run `kernel`, the one that does first.

    Raises DeviceError where there is none, with the reason of each that does not.
    """
    found = verdicts(device, manifest, module, kernel)
    able = [
        v.variant for v in found if not device.refuses(v.variant) and not _lacks(v.variant, kernel)
    ]
    if able:
        return able
    reasons = [f"{v.variant.name}: {v.reason}" for v in found]
    reasons += [f"{m.variant}: {m.reason}" for m in module.missing if m.kernel in ("", kernel.name)]
    name = device.capabilities.name
    raise DeviceError(
        f"nothing of '{kernel.name}' runs on {name}: {'; '.join(reasons) or 'no variant'}"
    )


def identity(manifest: Manifest, variant: Variant, kernel: Kernel) -> str:
    """What a variant of a kernel is known by, in all bundles that hold it."""
    return f"{manifest.members[variant.member].sha256}:{kernel.name}"


def _why_not(
    device: Device, manifest: Manifest, kernel: Kernel, variant: Variant, chosen: Variant
) -> str:
    if variant is chosen:
        return ""
    one, two = identity(manifest, variant, kernel), identity(manifest, chosen, kernel)
    ratio = device.times.ratio(one, two)
    if ratio is None:
        return f"'{chosen.name}' is preferred, until it has taken enough time to try others"
    return f"it took {ratio:.2f} times as long as '{chosen.name}'"


def _lacks(variant: Variant, kernel: Kernel) -> str:
    return "" if kernel.name in variant.kernels else f"it does not hold '{kernel.name}'"
