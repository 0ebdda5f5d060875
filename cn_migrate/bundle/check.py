"""Whether the members of a bundle are what they say, each tried in a process of its own: readers may crash on them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cn_migrate.runtime.bundle import Bundle, BundleError, Kind, Variant

_SECONDS = 120
# ELF-64, little-endian: "ELF Header" in the System V ABI; the machines of the processor supplements.
_ELF = b"\x7fELF\x02\x01"
_MACHINES = {"x86_64": 62, "aarch64": 183, "riscv64": 243, "amdgcn": 224, "loongarch64": 258}
_SPIRV_MAGIC = (0x07230203).to_bytes(4, "little")  # SPIR-V specification, 2.3


@dataclass(frozen=True)
class Checked:
    """One variant: `fault` is empty where nothing is wrong; `how` says what was tried."""

    module: str
    variant: str
    how: str
    fault: str = ""


def check(bundle: Bundle) -> Iterator[Checked]:
    """Try every variant of a bundle, as far as this machine can."""
    for module in bundle.manifest.modules:
        for variant in module.variants:
            try:
                data = bundle.read(variant.member)
            except BundleError as error:
                yield Checked(module.name, variant.name, "hash", str(error))
                continue
            how, fault = tried(variant, data)
            yield Checked(module.name, variant.name, f"hash; {how}", fault)


def tried(variant: Variant, data: bytes) -> tuple[str, str]:
    """How a variant's data were tried, and what is wrong with them; nothing where that is empty.

    Tools of a target's own are asked where they are installed.
    """
    how, rule = _RULES[variant.kind]
    fault = rule(variant, data)
    tool = _TOOLS.get(variant.kind)
    if fault or tool is None or shutil.which(tool.name) is None:
        return how, fault
    fault = tool.fault(variant, data)
    if tool.unknown and tool.unknown in fault:
        return how, ""  # it is too old or too new for such a machine
    return f"{how}; {tool.how}", fault


def _bytecode(_variant: Variant, data: bytes) -> str:
    return _in_process("cn_migrate.bundle.read_bytecode", data)


def _llvm(_variant: Variant, data: bytes) -> str:
    return _in_process("cn_migrate.bundle.read_llvm", data)


def _elf(variant: Variant, data: bytes) -> str:
    machine = _MACHINES.get(variant.triple.partition("-")[0])
    if not data.startswith(_ELF) or len(data) < 64:
        return "it is no ELF file of 64 bits"
    own = int.from_bytes(data[18:20], "little")
    return "" if own == machine else f"it is for machine {own}, not {machine}"


def _spirv(_variant: Variant, data: bytes) -> str:
    return "" if data.startswith(_SPIRV_MAGIC) and len(data) % 4 == 0 else "it is no SPIR-V"


def _ptx(variant: Variant, data: bytes) -> str:
    text = data.decode(errors="replace")
    missing = [k for k in variant.kernels if f".entry {k}(" not in text]
    return f"it has no entry '{missing[0]}'" if missing or ".version" not in text else ""


def _opencl(_variant: Variant, data: bytes) -> str:
    from cn_migrate.diagnostics import Diagnostics
    from cn_migrate.parsers.opencl import parse_source

    with tempfile.TemporaryDirectory(prefix="cn-bundle-") as folder:
        file = Path(folder) / "kernels.cl"
        file.write_bytes(data)
        found = Diagnostics()
        code = parse_source(file, [], found)
    if code is None:
        return found.items[0].message if found.items else "it cannot be read"
    return ""


@dataclass(frozen=True)
class _Tool:
    """A program that reads a file, and fails for one that is not what it should be; `{cpu}` is the variant's."""

    name: str
    arguments: tuple[str, ...]
    how: str
    unknown: str = ""  # what it says of machines that it does not know

    def fault(self, variant: Variant, data: bytes) -> str:
        """What the tool says of a variant's data; empty where it takes them."""
        with tempfile.TemporaryDirectory(prefix="cn-bundle-") as folder:
            file = Path(folder) / "variant"
            file.write_bytes(data)
            given = [argument.format(cpu=variant.cpu, folder=folder) for argument in self.arguments]
            try:
                done = subprocess.run(
                    [self.name, *given, str(file)],
                    capture_output=True,
                    check=False,
                    timeout=_SECONDS,
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                return f"{self.name} does not end: {type(error).__name__}"
        words = (done.stderr or done.stdout).decode(errors="replace").replace(f"{folder}/", "")
        lines = words.strip().splitlines() or [f"it ended with code {done.returncode}"]
        wrong = done.returncode != 0 or any(line.startswith("warning: ") for line in lines)
        said = lines[0].removeprefix(f"{self.name}: ").removeprefix(f"{self.name} ")
        return f"{self.name}: {said}" if wrong else ""


def _in_process(module: str, data: bytes) -> str:
    """What a reader says of the data; empty where it takes them."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", module],
            input=data,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return f"reading it takes longer than {_SECONDS} s"
    if done.returncode == 0:
        return ""
    words = done.stderr.decode(errors="replace").strip().splitlines()
    return (
        words[-1]
        if done.returncode == 1 and words
        else f"its reader ended with code {done.returncode}"
    )


_TOOLS = {
    Kind.PTX: _Tool(
        "ptxas",
        ("--gpu-name", "{cpu}", "-o", "{folder}/code"),
        "assembled by ptxas",
        "is not defined for option 'gpu-name'",
    ),
    Kind.AMDGPU: _Tool("llvm-readelf", ("--all",), "read by llvm-readelf"),
}
_RULES: dict[Kind, tuple[str, Callable[[Variant, bytes], str]]] = {
    Kind.BYTECODE: ("read and verified by MLIR", _bytecode),
    Kind.LLVM_IR: ("read and verified by LLVM", _llvm),
    Kind.OBJECT: ("an ELF file for its machine", _elf),
    Kind.AMDGPU: ("an ELF file for its machine", _elf),
    Kind.SPIRV: ("begins as SPIR-V", _spirv),
    Kind.PTX: ("has its entries", _ptx),
    Kind.OPENCL_C: ("read by the OpenCL C front end", _opencl),
}
