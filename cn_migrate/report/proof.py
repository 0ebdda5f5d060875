"""What is proved of a port, kernel by kernel and for the program as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 1


class Level(StrEnum):
    """How much is known of a kernel's port, worst first.

    The levels are those of design.md's ladder: what is above `unverified` holds in the order given.
    """

    DIFFERS = "differs"  # a launch gave other numbers, or the original has an error
    UNVERIFIED = "unverified"  # it was not converted, or its port does not compile
    PARSES = "parses"  # its port compiles; no launch of it was compared
    SAME_IR = "same IR"  # its port, read back, is the program that was printed; no launch of it was compared
    SAME_RESULTS = "same results"  # each compared launch gave the numbers that the original means


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LaunchProof(_Model):
    """One recorded launch on one device: compared with the original's meaning, or `skipped` for a reason.

    `undetermined` are numbers that the kernel itself leaves to the order of its threads, or on `generated` inputs to
    roundings.  `remarks` are what the interpreter says of the original beside errors.
    """

    kernel: str
    module: str
    device: str
    generated: bool = False
    findings: list[str] = []
    remarks: list[str] = []
    undetermined: list[str] = []
    skipped: str = ""


class KernelProof(_Model):
    """All that is known of one instance of a kernel; `notes` say what was left out or left open.

    `compared` launches were the program's own, `generated` ones had generated inputs.  `same_ir`: the emitted text,
    read back, is the program that it was printed from, which covers all inputs.
    """

    name: str
    source_name: str
    file: str
    level: Level
    same_ir: bool = False
    compared: int = 0
    generated: int = 0
    findings: list[str] = []
    notes: list[str] = []

    @property
    def first(self) -> str:
        """The first thing to know about the level, in one line."""
        text = next(iter([*self.findings, *self.notes]), "")
        return "; ".join(" ".join(line.split()) for line in text.splitlines())


class RunProof(_Model):
    """One run of the ported program: its exit code, and the end of its output where that is not 0."""

    device: str
    code: int
    output: str = ""


class Proof(_Model):
    """What `cn-verify.json` holds; `tolerance` multiplies the tolerances of floating-point numbers.

    Each launched kernel was tried on up to `inputs` generated inputs, which come again with the same `seed`.
    """

    schema_version: int = Field(default=SCHEMA_VERSION)
    version: str
    project: str
    target: str
    arguments: list[str]
    tolerance: float
    inputs: int = 0
    seed: int = 0
    runs: list[RunProof]
    kernels: list[KernelProof]

    @property
    def holds(self) -> bool:
        """Did every run end well, and give every kernel the same results?"""
        ran = bool(self.runs) and all(run.code == 0 for run in self.runs)
        return ran and all(kernel.level is Level.SAME_RESULTS for kernel in self.kernels)

    @property
    def disproved(self) -> bool:
        """Did a run end badly, or a kernel give other results?"""
        failed = any(run.code for run in self.runs)
        return failed or any(kernel.level is Level.DIFFERS for kernel in self.kernels)

    def json_bytes(self) -> bytes:
        """The proof as it is written."""
        return self.model_dump_json(indent=1).encode() + b"\n"


def kernel_proof(
    name: str,
    source_name: str,
    file: str,
    compiles: bool,
    launches: Iterable[LaunchProof],
    sameness: str | None = None,
) -> KernelProof:
    """Put together what is known of one kernel.

    `sameness` is the first difference between the port read back and what was printed: empty where there is none,
    None where they were not compared.
    """
    found = list(launches)
    findings = [f"{_on(one)}: {text}" for one in found for text in one.findings]
    compared = sum(not one.skipped and not one.generated for one in found)
    generated = sum(not one.skipped and one.generated for one in found)
    notes = [f"{_on(one)}: not compared: {one.skipped}" for one in found if one.skipped]
    notes += [
        f"{_on(one)}: left open by the kernel: {text}" for one in found for text in one.undetermined
    ]
    notes += [f"{_on(one)}: {text}" for one in found for text in one.remarks]
    if not found:
        notes.append("the program launched it in no run")
    if sameness:
        notes.append(f"not shown to be the same IR, {sameness}")
    level = Level.PARSES if compiles else Level.UNVERIFIED
    if compiles and sameness == "":
        level = Level.SAME_IR
    if findings:
        level = Level.DIFFERS
    elif compared and compiles:
        level = Level.SAME_RESULTS
    return KernelProof(
        name=name,
        source_name=source_name,
        file=file,
        level=level,
        same_ir=sameness == "",
        compared=compared,
        generated=generated,
        findings=findings,
        notes=list(dict.fromkeys(notes)),
    )


def _on(launch: LaunchProof) -> str:
    return f"{launch.device}, on generated inputs" if launch.generated else launch.device
