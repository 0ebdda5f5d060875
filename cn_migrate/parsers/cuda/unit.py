"""One translation unit, both passes: its device module, and the plans for the files of its host side.

What works on the device module, MLIR before all, is loaded while clang parses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from clang.cindex import Cursor

from cn_migrate.diagnostics import Diagnostics, Refusal
from cn_migrate.parsers.cuda.definitions import Definitions
from cn_migrate.parsers.cuda.host import find_instances, plan_files, spell_stub
from cn_migrate.parsers.cuda.host.hidden_instances import references
from cn_migrate.parsers.cuda.host.inactive import report_inactive
from cn_migrate.parsers.cuda.host.kernel_keys import ClosureKeys, add_lambdas, holds_closure
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit, language_of, parse
from cn_migrate.source import Language
from cn_migrate.source.comments import Comment, comments
from cn_migrate.source.file import SourceFile
from cn_migrate.source.host_plan import HostPlan, KernelInstance

if TYPE_CHECKING:
    from cn_migrate._mlir import ir
    from cn_migrate.parsers.cuda.device.module import DeviceCode


@dataclass(slots=True)
class ParsedUnit:
    """What the front end found in one unit.

    `module` is None where the unit has no kernels; `instances` name each kernel of the module on the host;
    `failed` are kernels that were refused; `plans` are by file name, `comments` by file name and line.
    """

    name: str
    context: ir.Context | None = None
    module: ir.Module | None = None
    instances: list[KernelInstance] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    plans: dict[str, HostPlan] = field(default_factory=dict)
    files: dict[str, SourceFile] = field(default_factory=dict)
    comments: dict[str, list[Comment]] = field(default_factory=dict)


def parse_unit(
    file: Path,
    name: str,
    args: Sequence[str],
    root: Path,
    diagnostics: Diagnostics,
    others: Sequence[tuple[Path, Sequence[str]]] = (),
    language: Language | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> ParsedUnit | None:
    """Parse `file` for the host and for the device; None where it does not compile (which is reported).

    `language` is what it is compiled as (default: by its name).
    `others` are the project's other CUDA units with their arguments, which may define device functions.
    `meanwhile` is called once, while clang parses.
    """
    language = language or language_of(file)
    if language is not Language.CUDA:
        host = parse(file, args, "host", diagnostics, language=language, root=root)
        return None if host is None else _host_side(name, host, diagnostics)
    found = Diagnostics()
    read = partial(parse, file, args, language=language, root=root, appended=references)
    with ThreadPoolExecutor(2) as pool:  # libclang works outside of the interpreter's lock
        on_host = pool.submit(read, pass_="host", diagnostics=diagnostics)
        on_device = pool.submit(read, pass_="device", diagnostics=found)
        from cn_migrate.dialects import cnative
        from cn_migrate.parsers.cuda.device.module import translate

        context = cnative.context()
        meanwhile()
        host, device = on_host.result(), on_device.result()
    diagnostics.extend(found)
    if host is None or device is None:
        return None
    result = _host_side(name, host, diagnostics)
    report_inactive(host, device, diagnostics)
    result.comments = {f.name: comments(f.data, device.skipped(f)) for f in device.project_files()}
    kernels = find_instances(device)
    if kernels:
        find = Definitions(root, others).find
        code = translate(device, kernels, diagnostics, find, context)
        _take(result, device, code, kernels, diagnostics)
    return result


def _host_side(name: str, host: TranslationUnit, diagnostics: Diagnostics) -> ParsedUnit:
    result = ParsedUnit(name)
    result.files = {f.name: f for f in host.project_files()}
    result.plans = plan_files(host, diagnostics)
    return result


def _take(
    result: ParsedUnit,
    device: TranslationUnit,
    code: DeviceCode,
    kernels: list[Cursor],
    diagnostics: Diagnostics,
) -> None:
    result.context, result.module, result.failed = code.context, code.module, sorted(code.failed)
    keys = ClosureKeys(device)
    for kernel in kernels:
        symbol = code.symbols[kernel.hash]
        if symbol in code.failed:
            continue
        if holds_closure(kernel):
            _name_by_key(result, keys, symbol, kernel, diagnostics)
        else:
            _name_instance(result, device, code, kernel, diagnostics)
    keys.key_kernels(result.plans)


def _name_by_key(
    result: ParsedUnit, keys: ClosureKeys, symbol: str, kernel: Cursor, diagnostics: Diagnostics
) -> None:
    try:
        instance = keys.name_instance(symbol, kernel)
        add_lambdas(keys, result.plans)
    except Refusal as refusal:
        diagnostics.refuse(refusal)
        result.failed.append(symbol)
        return
    result.instances.append(instance)


def _name_instance(
    result: ParsedUnit,
    device: TranslationUnit,
    code: DeviceCode,
    kernel: Cursor,
    diagnostics: Diagnostics,
) -> None:
    symbol = code.symbols[kernel.hash]
    try:
        expression, pointer_type = spell_stub(kernel)
    except ValueError:
        construct = f"an instance of kernel '{kernel.spelling}' with a type that has no name"
        diagnostics.report(
            "host-construct",
            device.span_of(kernel),
            construct=construct,
            note="give the type a name",
        )
        result.failed.append(symbol)
        return
    linkage = str(kernel.mangled_name)
    result.instances.append(KernelInstance(symbol, expression, pointer_type, linkage=linkage))
