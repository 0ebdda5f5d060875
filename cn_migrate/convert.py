"""The way of one translation unit: parse, lower, emit the device code, rewrite the host's text.

The layers are imported inside the functions: workers and commands that do not convert start without them.
"""

from __future__ import annotations

import gc
import posixpath
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cn_migrate.device_code import DeviceCode, device_code
from cn_migrate.diagnostics import Diagnostics, Fidelity
from cn_migrate.project import Language, Project, ProjectError, Unit, discover
from cn_migrate.project.converted import ConvertedKernel, ConvertedUnit
from cn_migrate.project.mapping import map_names

if TYPE_CHECKING:
    from cn_migrate.emitters.opencl import KernelInfo
    from cn_migrate.parsers.cuda.unit import ParsedUnit
    from cn_migrate.source.host_plan import HostPlan, KernelInstance

# A unit's objects live until it is done: looking for garbage among them costs a tenth of the time.
_COLLECT_AFTER = 200_000
_OPENCL_SUFFIX = ".cl"


def convert_unit(unit: Unit, project: Project, target: str = "opencl") -> ConvertedUnit:
    """Convert one unit of a staged project; nothing is written."""
    from cn_migrate.parsers.cuda.unit import parse_unit

    gc.set_threshold(_COLLECT_AFTER)
    found = Diagnostics()
    others = project.device_code_beside(unit)
    parsed = parse_unit(
        unit.file,
        unit.name,
        unit.args,
        project.root,
        found,
        others,
        unit.language,
        meanwhile=_load_layers,
    )
    if parsed is None:
        return ConvertedUnit(unit.name, ok=False, diagnostics=found.items)
    code = device_code(unit, parsed, target, found, project.rules.without)
    if unit.settings.fast_math and code is not None:
        found.report("fast-math", None, name=unit.name)
    return _share(unit, project, parsed, code, found)


def _load_layers() -> None:
    """Load what comes after parsing; clang is busy with that meanwhile."""
    import cn_migrate.emitters.opencl
    import cn_migrate.emitters.openmp
    import cn_migrate.lowering.pipeline  # noqa: F401


def _share(
    unit: Unit,
    project: Project,
    parsed: ParsedUnit,
    code: DeviceCode | None,
    found: Diagnostics,
) -> ConvertedUnit:
    """The unit's share of the port: new files, edits, kernels, and what it uses of the API."""
    from cn_migrate.emitters.opencl import host

    output = host.output_name(unit.name, project.files, project.included)
    result = ConvertedUnit(
        unit.name, language=unit.language, output=output, diagnostics=found.items
    )
    registrations = None
    if code is not None and code.kernels:
        result.generated = code.files(_instances(parsed, code, project.loads_modules))
        registrations = posixpath.basename(host.registrations_name(unit.name))
    for plan in parsed.plans.values():
        _refuse_in_c(plan, parsed, found)
    asks = any(plan.compiler_macros for plan in parsed.plans.values())
    for name, plan in parsed.plans.items():
        own = registrations if name == unit.name else None
        included = name in project.included
        if edits := host.rewrite(plan, parsed.files[name].data, own, asks, included):
            result.edits[name] = edits
    map_names(result, parsed.files.values(), project.rules.map)
    result.kernels = _kernels(unit, parsed, code)
    result.api = {name: _api(plan) for name, plan in parsed.plans.items() if plan.api_uses}
    return result


def _refuse_in_c(plan: HostPlan, parsed: ParsedUnit, found: Diagnostics) -> None:
    """Leave what the native interface has for C++ only as it is in C sources."""
    from cn_migrate.emitters.opencl import host

    if plan.language is not Language.C:
        return
    for i, use in enumerate(plan.api_uses):
        if use.fidelity is not Fidelity.MANUAL and not host.is_in_c(use.op):
            span = parsed.files[plan.file].span(use.at.start, use.at.end)
            found.report("host-api-in-c", span, name=use.name)
            plan.api_uses[i] = replace(use, fidelity=Fidelity.MANUAL)


def _instances(parsed: ParsedUnit, code: DeviceCode, by_name: bool) -> list[KernelInstance]:
    """The kernel instances that made it into the device source, with what their launches have to pass.

    `by_name`: the program asks for kernels by what the linker calls them.
    """
    found: list[KernelInstance] = []
    for instance in parsed.instances:
        if info := code.kernel(instance.symbol):
            found.append(
                replace(
                    instance,
                    symbol=info.name,
                    symbols=info.symbols,
                    dynamic_shared=info.dynamic_shared,
                    indirect=info.indirect,
                    parameters=_parameters(instance, info),
                    linkage=instance.linkage if by_name else "",
                )
            )
    return found


def _parameters(instance: KernelInstance, info: KernelInfo) -> tuple[tuple[int, bool], ...]:
    """Size and kind of the kernel's own parameters, where those cannot be told from its name."""
    if instance.key is None:
        return ()
    own = info.params[: len(instance.key.parameters)]
    return tuple((p.size, p.kind == "pointer") for p in own)


def _kernels(unit: Unit, parsed: ParsedUnit, code: DeviceCode | None) -> list[ConvertedKernel]:
    made = code.kernels if code else ()
    kernels = [
        ConvertedKernel(k.name, k.source_name, k.source_name.partition("<")[0], unit.name)
        for k in made
    ]
    names = {kernel.name for kernel in kernels}
    lost = {
        i.symbol: i.expression for i in parsed.instances if not names & {i.symbol, f"{i.symbol}_"}
    }
    lost |= {symbol: symbol for symbol in parsed.failed}
    return kernels + [
        ConvertedKernel(symbol, text, text.partition("<")[0], unit.name, Fidelity.MANUAL)
        for symbol, text in lost.items()
    ]


def _api(plan: HostPlan) -> Counter[tuple[str, Fidelity]]:
    return Counter((use.name, use.fidelity) for use in plan.api_uses)


@dataclass(frozen=True)
class Inspection:
    """The text of one stage, and what was found on the way."""

    text: str
    diagnostics: Diagnostics
    project: Project


def inspect(
    file: Path, stage: str, extra_arguments: Sequence[str] = (), without: Sequence[str] = ()
) -> Inspection:
    """The device code of one file as text: `parsed`, `normal`, `lowered` (for OpenCL), `opencl`, `cpu` or `openmp`.

    `without` are optimisations that are left out.  Raises ProjectError where the file cannot be used.
    """
    from cn_migrate.emitters import openmp
    from cn_migrate.emitters.opencl import OpenclOptions, emit
    from cn_migrate.lowering.pipeline import lower, normalise
    from cn_migrate.lowering.target import OPENCL, OPENMP
    from cn_migrate.parsers.cuda.unit import parse_unit

    found = Diagnostics()
    if not file.is_file():
        raise ProjectError(f"'{file}' is not a file")
    if file.suffix == _OPENCL_SUFFIX:
        return _inspect_opencl(file, stage, extra_arguments, found)
    project = discover(file, found, extra_arguments).leaving_out(without)
    unit = project.units[0]
    parsed = parse_unit(
        unit.file, unit.name, unit.args, project.root, found, language=unit.language
    )
    if parsed is None or parsed.module is None:
        return Inspection("", found, project)
    if stage == "normal":
        normalise(parsed.module, found)
    elif stage != "parsed":
        target = OPENMP if stage in ("cpu", "openmp") else OPENCL
        lower(parsed.module, found, target, project.rules.without)
    if stage == "openmp":
        options = openmp.OpenmpOptions()
        text = openmp.emit(parsed.module, parsed.comments, options, found).text
        return Inspection(text, found, project)
    if stage != "opencl":
        return Inspection(str(parsed.module), found, project)
    return Inspection(
        emit(parsed.module, parsed.comments, OpenclOptions(), found).text, found, project
    )


def _inspect_opencl(
    file: Path, stage: str, arguments: Sequence[str], found: Diagnostics
) -> Inspection:
    """The kernels of a file in OpenCL C: `parsed` or `normal`, the forms that no target asks for."""
    from cn_migrate.lowering.pipeline import normalise
    from cn_migrate.parsers.opencl import parse_source

    if stage not in ("parsed", "normal"):
        raise ProjectError(
            f"a file in OpenCL C has the stages 'parsed' and 'normal', not '{stage}'"
        )
    project = Project(file.resolve().parent, "", (), ())
    code = parse_source(file, arguments, found)
    if code is None:
        return Inspection("", found, project)
    if stage == "normal":
        normalise(code.module, found)
    return Inspection(str(code.module), found, project)
