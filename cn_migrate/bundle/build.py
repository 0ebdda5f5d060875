"""A bundle out of a CUDA project: each unit's device code in all forms that were asked for.

What cannot be made is said in the manifest, with the reason; a bundle without any form of some kernel is none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cn_migrate import __version__
from cn_migrate.bundle.check import tried
from cn_migrate.bundle.compile import CompileError, compiled
from cn_migrate.bundle.targets import TARGETS, BundleTarget
from cn_migrate.bundle.trial import Trial, trials, words
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project import Project, Unit
from cn_migrate.runtime.bundle import (
    Kernel,
    Kind,
    Manifest,
    Missing,
    Module,
    Variable,
    Variant,
    write_bundle,
)

if TYPE_CHECKING:
    from cn_migrate._mlir import ir
    from cn_migrate.emitters.opencl import DeviceSource
    from cn_migrate.lowering.target import Target
    from cn_migrate.parsers.cuda.unit import ParsedUnit

_BYTECODE = "bytecode"
_FLUSH_DENORMALS = "-cl-denorms-are-zero"


def build_bundle(
    project: Project,
    out: Path,
    targets: Sequence[str],
    found: Diagnostics,
    told: Callable[[str], None] = lambda _name: None,
    run: bool = False,
) -> Manifest:
    """Make a bundle of a project's device code, for `targets` of the table, at `out`.

    `run`: try the kernels of what this machine can run; what differs from the interpreter is left out.  What is
    wrong with the sources goes to `found`; `told` hears of each unit that is done.  Raises BundleError where `out`
    cannot be written to.
    """
    members: dict[str, bytes] = {}
    modules: list[Module] = []
    sources: dict[str, str] = {}
    for unit in project.units:
        made = _module(unit, project, targets, found)
        if made is not None:
            modules.append(made.module())
            members |= made.members
            sources[unit.name] = hashlib.sha256(unit.file.read_bytes()).hexdigest()
        told(unit.name)
    manifest = Manifest(tool=f"cn-migrate {__version__}", sources=sources, modules=tuple(modules))
    write_bundle(out, manifest, members)
    if run:
        manifest = _tried(manifest, list(trials(out)))
        held = {variant.member for module in manifest.modules for variant in module.variants}
        write_bundle(out, manifest, {name: members[name] for name in members if name in held})
    return manifest


def _tried(manifest: Manifest, found: list[Trial]) -> Manifest:
    """What is said of the variants, with what came of running them."""
    modules: list[Module] = []
    for module in manifest.modules:
        variants, missing = [], list(module.missing)
        for variant in module.variants:
            said, fault = words(found, module.name, variant.name)
            if fault:
                missing.append(Missing(variant=variant.name, reason=fault))
                continue
            how = f"{variant.checked}; {said}" if said else variant.checked
            variants.append(variant.model_copy(update={"checked": how}))
        made = {"variants": tuple(variants), "missing": tuple(missing)}
        modules.append(module.model_copy(update=made))
    return manifest.model_copy(update={"modules": tuple(modules)})


@dataclass
class _Made:
    """What there is of one unit so far."""

    name: str
    kernels: tuple[Kernel, ...]
    variables: tuple[Variable, ...]
    variants: list[Variant] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    members: dict[str, bytes] = field(default_factory=dict)

    def module(self) -> Module:
        return Module(
            name=self.name,
            kernels=self.kernels,
            variables=self.variables,
            variants=tuple(self.variants),
            missing=tuple(self.missing),
        )

    def add_bytecode(self, data: bytes) -> None:
        """Take the portable form in, which every module has."""
        variant = Variant(
            name=_BYTECODE,
            kind=Kind.BYTECODE,
            member=f"{_folder(self.name)}/{_BYTECODE}.mlirbc",
            kernels=tuple(kernel.name for kernel in self.kernels),
            checked="verified by MLIR",
        )
        self.members[variant.member] = data
        self.variants.append(variant)

    def add(
        self, name: str, target: BundleTarget, data: bytes, source: DeviceSource, options: str = ""
    ) -> None:
        """Take a variant in, if its data can be read again."""
        known = {kernel.name: kernel.variables for kernel in self.kernels}
        variant = Variant(
            name=name,
            kind=target.kind,
            member=f"{_folder(self.name)}/{name}.{target.suffix}",
            kernels=tuple(kernel.name for kernel in source.kernels),
            triple=target.triple,
            cpu=target.cpu,
            options=options,
            variables={k.name: k.symbols for k in source.kernels if k.symbols != known.get(k.name)},
        )
        how, fault = tried(variant, data)
        if fault:
            self.missing.append(Missing(variant=name, reason=fault))
            return
        self.members[variant.member] = data
        self.variants.append(variant.model_copy(update={"checked": how}))


def _module(
    unit: Unit, project: Project, targets: Sequence[str], found: Diagnostics
) -> _Made | None:
    from cn_migrate.bundle.describe import describe, parameter_names
    from cn_migrate.dialects.cnative.bytecode import copy_of, to_bytes
    from cn_migrate.lowering.pipeline import normalise
    from cn_migrate.parsers.cuda.unit import parse_unit

    others = project.device_code_beside(unit)
    parsed = parse_unit(unit.file, unit.name, unit.args, project.root, found, others, unit.language)
    if parsed is None or parsed.module is None:
        return None
    names = parameter_names(parsed.module)
    normal = copy_of(parsed.module)
    normalise(normal, found)
    made = _Made(unit.name, *describe(normal, names))
    if not made.kernels:
        return None
    made.add_bytecode(to_bytes(normal))
    forms = _Forms(unit, parsed, project.rules.without)
    for name in targets:
        _add_form(made, name, forms)
    return made


# -- the forms


@dataclass
class _Forms:
    """The forms of one unit's kernels, `without` some optimisations."""

    unit: Unit
    parsed: ParsedUnit
    without: Sequence[str]
    _lowered: dict[str, ir.Module] = field(default_factory=dict)

    def opencl(self, found: Diagnostics) -> DeviceSource:
        """OpenCL C."""
        from cn_migrate.emitters import opencl
        from cn_migrate.lowering.target import OPENCL

        options = opencl.OpenclOptions("", contract=not self.unit.settings.keep_apart)
        return opencl.emit(self._for(OPENCL, found), self.parsed.comments, options, found)

    def llvm(self, machine: str, found: Diagnostics) -> DeviceSource:
        """LLVM IR for a machine of `emitters.llvm`."""
        from cn_migrate.emitters import llvm
        from cn_migrate.lowering.target import ACCELERATOR, PROCESSOR

        kind = PROCESSOR if machine == "processor" else ACCELERATOR
        return llvm.emit(self._for(kind, found), llvm.MACHINES[machine], found)

    def _for(self, target: Target, found: Diagnostics) -> ir.Module:
        from cn_migrate.dialects.cnative.bytecode import copy_of
        from cn_migrate.lowering.pipeline import lower

        assert self.parsed.module is not None
        if target.name not in self._lowered:
            self._lowered[target.name] = copy_of(self.parsed.module)
            lower(self._lowered[target.name], found, target, self.without)
        return self._lowered[target.name]


def _add_form(made: _Made, name: str, forms: _Forms) -> None:
    """One form of the unit's kernels, or the reason why there is none."""
    target, found, options = TARGETS[name], Diagnostics(), ""
    if target.kind is Kind.OPENCL_C:
        source, settings = forms.opencl(found), forms.unit.settings
        options = _FLUSH_DENORMALS if settings.fast_math or settings.flush_denormals else ""
    else:
        source = forms.llvm(target.machine, found)
    for kernel in sorted({k.name for k in made.kernels} - {k.name for k in source.kernels}):
        reasons = [item.message for item in found.items if item.severity == "error"]
        reason = reasons[0] if reasons else "it has no form there"
        made.missing.append(Missing(variant=name, reason=reason, kernel=kernel))
    if not source.kernels:
        return
    try:
        data = compiled(source.text, target) if target.triple else source.text.encode()
    except CompileError as error:
        made.missing.append(Missing(variant=name, reason=str(error)))
        return
    made.add(name, target, data, source, options)


def _folder(unit: str) -> str:
    """A unit's folder in the archive: its name, with nothing in it that a name there may not have."""
    plain = re.sub(r"[^A-Za-z0-9_./+-]", "_", unit)
    return "/".join(part.lstrip(".") or "_" for part in plain.split("/"))
