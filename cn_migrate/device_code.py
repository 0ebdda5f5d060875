"""The device code of one unit for a target: its files, its kernels, and how they are registered.

A native port has each kernel twice: as OpenCL C, and as loops for the machine's own processors.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cn_migrate.diagnostics import Diagnostic, Diagnostics, Fidelity, Severity
from cn_migrate.source.comments import opening

if TYPE_CHECKING:
    from cn_migrate._mlir import ir
    from cn_migrate.emitters.opencl import DeviceSource, KernelInfo
    from cn_migrate.parsers.cuda.unit import ParsedUnit
    from cn_migrate.project import Unit
    from cn_migrate.source.host_plan import KernelInstance

# The forms of its kernels that a port has.  With both, OpenCL's says which arguments a kernel takes.
FORMS: dict[str, tuple[str, ...]] = {
    "opencl": ("opencl",),
    "openmp": ("openmp",),
    "native": ("opencl", "openmp"),
}
_RUNS_ON = {"opencl": "OpenCL devices", "openmp": "the machine's own processors"}
# nvcc's -use_fast_math also takes less exact functions; the port keeps the exact ones.
_FLUSH_DENORMALS = "-cl-denorms-are-zero"


@dataclass(frozen=True)
class DeviceCode:
    """The device code of the unit `name` in its `forms`."""

    name: str
    forms: dict[str, DeviceSource]
    flushes_denormals: bool

    @property
    def kernels(self) -> tuple[KernelInfo, ...]:
        """What the host has to know of each kernel, once for all forms."""
        known: dict[str, KernelInfo] = {}
        for source in self.forms.values():
            known = {info.name: info for info in source.kernels} | known
        return tuple(known.values())

    def kernel(self, symbol: str) -> KernelInfo | None:
        """A kernel by its symbol; one that OpenCL reserves has a trailing underscore."""
        known = {info.name: info for info in self.kernels}
        return known.get(symbol) or known.get(f"{symbol}_")

    def files(self, instances: Sequence[KernelInstance]) -> dict[str, bytes]:
        """The generated files by name: the code itself, and the header that registers `instances`."""
        from cn_migrate.emitters.opencl import host

        text = {_file(self.name, form): made.text for form, made in self.forms.items()}
        options = _FLUSH_DENORMALS if self.flushes_denormals else ""
        starts = self._starts()
        registered = host.registrations(
            self.name, instances, options if "opencl" in self.forms else None, starts
        )
        text[host.registrations_name(self.name)] = registered
        return {name: content.encode() for name, content in text.items()}

    def _starts(self) -> dict[str, str]:
        """The functions that run the kernels here, by the kernels' names."""
        from cn_migrate.emitters.openmp import start_name

        if "openmp" not in self.forms:
            return {}
        kernels = self.forms["openmp"].kernels
        return {info.name: start_name(_start_prefix(self.name), info.name) for info in kernels}


def device_code(
    unit: Unit,
    parsed: ParsedUnit,
    target: str,
    found: Diagnostics,
    without: Collection[str] = (),
) -> DeviceCode | None:
    """Lower and print a unit's device code in all forms of a target; None where it has none.

    `without` are optimisations that are left out.
    """
    from cn_migrate.lowering.pipeline import lower
    from cn_migrate.lowering.target import OPENCL, OPENMP

    if parsed.module is None:
        return None
    module, forms = parsed.module, FORMS[target]
    copies = [_copy(module) for _ in forms[1:]]
    made: dict[str, DeviceSource] = {}
    findings: dict[str, Diagnostics] = {}
    for form, own in zip(forms, [module, *copies], strict=True):
        findings[form] = Diagnostics()
        if form == "opencl":
            lower(own, findings[form], OPENCL, without)
            made[form] = _opencl(unit, parsed, own, findings[form])
        else:
            lower(own, findings[form], OPENMP, without)
            made[form] = _openmp(unit, parsed, own, findings[form], made.get("opencl"))
    settings = unit.settings
    code = DeviceCode(unit.name, made, settings.fast_math or settings.flush_denormals)
    lost = {instance.symbol for instance in parsed.instances if not code.kernel(instance.symbol)}
    _tell(findings, found, weaken=len(forms) > 1 and not lost)
    return code


def _copy(module: ir.Module) -> ir.Module:
    from cn_migrate.dialects.cnative.bytecode import copy_of

    return copy_of(module)


def _opencl(unit: Unit, parsed: ParsedUnit, module: ir.Module, found: Diagnostics) -> DeviceSource:
    from cn_migrate.emitters import opencl

    options = opencl.OpenclOptions(_heading(parsed), contract=not unit.settings.keep_apart)
    return opencl.emit(module, parsed.comments, options, found)


def _openmp(
    unit: Unit,
    parsed: ParsedUnit,
    module: ir.Module,
    found: Diagnostics,
    beside: DeviceSource | None,
) -> DeviceSource:
    from cn_migrate.emitters import openmp

    options = openmp.OpenmpOptions(
        _heading(parsed),
        _start_prefix(unit.name),
        {info.name: info.symbols for info in beside.kernels} if beside else {},
    )
    return openmp.emit(module, parsed.comments, options, found)


def _tell(findings: dict[str, Diagnostics], found: Diagnostics, weaken: bool) -> None:
    """Report what was found on the way to each form.

    `weaken`: each kernel has some form, so what only one form lacks is a difference and no hand work.
    """
    everywhere = [item for items in findings.values() for item in items.items]
    for form, own in findings.items():
        others = [_RUNS_ON[other] for other in findings if other != form]
        for item in own.items:
            if weaken and _stops(item) and everywhere.count(item) == 1:
                found.report("one-form", item.span, message=item.message, devices=others[0])
            elif item not in found.items:
                found.items.append(item)


def _stops(item: Diagnostic) -> bool:
    return item.severity is Severity.ERROR or item.fidelity is Fidelity.MANUAL


def _file(unit: str, form: str) -> str:
    from cn_migrate.emitters.opencl.host import device_name, kernels_name

    return device_name(unit) if form == "opencl" else kernels_name(unit)


def _start_prefix(unit: str) -> str:
    return f"{unit}_"


def _heading(parsed: ParsedUnit) -> str:
    """The comments at the top of the unit's file."""
    file = parsed.files.get(parsed.name)
    return "\n".join(comment.text for comment in opening(file.data)) if file else ""
