"""Runs a bundle's kernels on generated inputs, as each variant that this machine can run, and as the interpreter does.

Run as a module, it prints one line of JSON for each trial: what is tried may crash, so it has a process of its own.
A kernel's types do not say which inputs it takes; those on which the interpreter finds no error are some.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cn_migrate.bundle.emulated_processor import EmulatedProcessor, emulator_of
from cn_migrate.runtime.bundle import Bundle, BundleError, Kernel, Kind, Module, Variant
from cn_migrate.runtime.execution import Device, DeviceError, open_device
from cn_migrate.runtime.execution.device import Launch
from cn_migrate.runtime.execution.program import Program

if TYPE_CHECKING:
    from cn_migrate._mlir import ir

_SECONDS = 600
_BLOCK = 32
_LENGTH = 4096  # elements behind each pointer
_INTEGERS = (48, _BLOCK, 16, 64, 5, 1)  # what all integers are, until the interpreter is content
_SHARED = 4096
_TOLERANCE = 1e-4  # of floating-point numbers: other contraction, other last digits of functions
_ELEMENTS = {
    "si8": np.int8, "ui8": np.uint8, "si16": np.int16, "ui16": np.uint16, "si32": np.int32, "ui32": np.uint32,
    "si64": np.int64, "ui64": np.uint64, "i1": np.bool_, "f16": np.float16, "f32": np.float32, "f64": np.float64,
}  # fmt: skip
_DEVICES = {Kind.LLVM_IR: "cpu", Kind.OBJECT: "cpu", Kind.OPENCL_C: "opencl", Kind.SPIRV: "opencl"}


@dataclass(frozen=True)
class Trial:
    """One kernel as one variant: `fault` is empty where it gave the same; `untried` is why it was not run.

    `under` is what stood in for the machine that the variant is for, if something did.
    """

    module: str
    variant: str
    kernel: str
    fault: str = ""
    untried: str = ""
    under: str = ""


def trials(place: Path) -> Iterator[Trial]:
    """Try the kernels of a bundle, in a process of its own; one that crashes or hangs ends the trials with a fault."""
    command = [sys.executable, "-m", "cn_migrate.bundle.trial", str(place)]
    begun: dict[str, str] = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            out, _ = process.communicate(timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            out, _ = process.communicate()
    for line in out.decode().splitlines():
        row = json.loads(line)
        if "begun" in row:
            begun = row["begun"]
            continue
        begun = {}
        yield Trial(**row)
    if process.returncode and begun:
        yield Trial(**begun, fault=f"its process ended with code {process.returncode}")


def words(found: list[Trial], module: str, variant: str) -> tuple[str, str]:
    """How many kernels of a variant ran as the interpreter says, and what is wrong with the first that did not."""
    own = [t for t in found if (t.module, t.variant) == (module, variant)]
    faults = [f"'{t.kernel}': {t.fault}" for t in own if t.fault]
    ran = [t for t in own if not t.untried and not t.fault]
    said = f"{len(ran)} of {len(own)} kernels ran as the interpreter does" if ran else ""
    if ran and ran[0].under:
        said += f" under {ran[0].under}"
    return said, faults[0] if faults else ""


# -- in the other process ------------------------------------------------------------------------------


def main(place: str) -> int:
    """Try all, and print what comes of it."""
    from cn_migrate._mlir import ir
    from cn_migrate.dialects import cnative

    with Bundle(Path(place)) as bundle, cnative.context(), ir.Location.unknown():
        for module in bundle.manifest.modules:
            data = next(v for v in module.variants if v.kind is Kind.BYTECODE)
            code = ir.Module.parse(bundle.read(data.member))
            for kernel in module.kernels:
                for trial in _of_kernel(bundle, module, kernel, code):
                    _say(asdict(trial))
    return 0


def _say(row: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def _of_kernel(bundle: Bundle, module: Module, kernel: Kernel, code: ir.Module) -> Iterator[Trial]:
    variants = [v for v in module.variants if v.kind in _DEVICES and kernel.name in v.kernels]
    wanted = _wanted(kernel, code)
    for variant in variants:
        known = {"module": module.name, "variant": variant.name, "kernel": kernel.name}
        if isinstance(wanted, str):
            yield Trial(**known, untried=wanted)
            continue
        device = _device_for(variant)
        if isinstance(device, str):
            yield Trial(**known, untried=device)
            continue
        _say({"begun": known})
        under = emulator_of(variant) if isinstance(device, EmulatedProcessor) else ""
        fault = _run(bundle, device, module, kernel, variant, wanted)
        yield Trial(**known, fault=fault, under=under)


def _device_for(variant: Variant) -> Device | str:
    """What runs a variant; or why nothing does."""
    device = _device(_DEVICES[variant.kind])
    refused = device if isinstance(device, str) else device.refuses(variant)
    if not refused:
        return device
    if variant.kind is not Kind.OBJECT or variant.triple.startswith(platform.machine()):
        return refused
    emulated = _emulated()
    missing = emulated.refuses(variant)
    return f"{refused}, and {missing}" if missing else emulated


@cache
def _device(name: str) -> Device | str:
    try:
        return open_device(name)
    except DeviceError as error:
        return str(error)


@cache
def _emulated() -> EmulatedProcessor:
    return EmulatedProcessor()


def _run(
    bundle: Bundle,
    device: Device,
    module: Module,
    kernel: Kernel,
    variant: Variant,
    launch: _Launch,
) -> str:
    """Run a variant; in what it differs from what is wanted, or empty."""
    program = Program(device, bundle)
    bound = program[f"{module.name}:{kernel.name}"]
    own = launch.arguments()
    try:
        values, arrays = bound.values(own)
        names = variant.variables.get(kernel.name, kernel.variables)
        values += program.addresses(module, names)
        grid, shared = (launch.blocks, 1, 1), _SHARED if kernel.dynamic_shared else 0
        device.run(program.load(variant), Launch(kernel, grid, (_BLOCK, 1, 1), values, shared))
    except DeviceError as error:
        return str(error)
    results = {id(array): device.read(memory) for array, memory in arrays}
    for parameter, mine, other in zip(kernel.parameters, own, launch.wanted, strict=True):
        if isinstance(mine, np.ndarray) and not _agree(results[id(mine)], other):
            return f"'{parameter.name}' is not what the interpreter makes of it"
    return ""


def _agree(mine: Any, other: Any) -> bool:
    if np.issubdtype(mine.dtype, np.floating):
        return bool(np.allclose(mine, other, rtol=_TOLERANCE, atol=_TOLERANCE, equal_nan=True))
    return bool(np.array_equal(mine, other))


@dataclass(frozen=True)
class _Launch:
    """One launch: what it is given, and the same as the interpreter leaves it."""

    blocks: int
    given: list[Any]
    wanted: list[Any]

    def arguments(self) -> list[Any]:
        """What is given, to be changed."""
        return [v.copy() if isinstance(v, np.ndarray) else v for v in self.given]


def _wanted(kernel: Kernel, code: ir.Module) -> _Launch | str:
    """A launch on which the interpreter finds no error; or why there is none."""
    from cn_migrate.dialects.cnative.interpreter import InterpreterError

    for parameter in kernel.parameters:
        if parameter.plain_type.removesuffix("*") not in _ELEMENTS:
            return f"'{parameter.name}' is of type {parameter.plain_type}, which no input was generated for"
    reason = "the interpreter finds an error on all inputs that were generated"
    for blocks, integer in product((1,) if kernel.blocks_wait else (2, 1), _INTEGERS):
        launch = _Launch(blocks, _arguments(kernel, integer), [])
        try:
            one, two = (_interpreted(kernel, code, launch, back) for back in (False, True))
        except InterpreterError:
            continue
        if all(_agree(a, b) for a, b in zip(one, two, strict=True) if isinstance(a, np.ndarray)):
            return replace(launch, wanted=one)
        reason = "its results hang on the order of its threads"
    return reason


def _arguments(kernel: Kernel, integer: int) -> list[Any]:
    random = np.random.default_rng(integer)
    found: list[Any] = []
    for parameter in kernel.parameters:
        type_ = np.dtype(_ELEMENTS[parameter.plain_type.removesuffix("*")])
        if not parameter.is_pointer:
            value = 0.75 if type_.kind == "f" else integer % 2 if type_.kind == "b" else integer
            found.append(type_.type(value).item())
        elif type_.kind == "f":
            found.append(random.uniform(0.25, 2, _LENGTH).astype(type_))
        else:
            found.append(random.integers(0, 2 if type_.kind == "b" else 8, _LENGTH).astype(type_))
    return found


def _interpreted(kernel: Kernel, code: ir.Module, launch: _Launch, backward: bool) -> list[Any]:
    """The arguments as a launch leaves them.  Raises InterpreterError where it finds an error."""
    from cn_migrate.dialects.cnative.interpreter import Interpreter

    own, shared = launch.arguments(), _SHARED if kernel.dynamic_shared else 0
    interpreter = Interpreter(code, strict=True)
    interpreter.launch(kernel.name, [launch.blocks], [_BLOCK], own, shared, backward=backward)
    return own


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except BundleError as error:
        sys.exit(str(error))
