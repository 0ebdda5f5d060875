"""What a bundle says of itself: `manifest.json`.

Versions count up with each change that older readers would misread; a reader refuses those that it does not know.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT = "cnative-bundle"
VERSION = 1


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Kind(StrEnum):
    """What a variant's member holds."""

    BYTECODE = "bytecode"  # MLIR bytecode of the dialect `cnative` in normal form
    LLVM_IR = "llvm-ir"  # for the machine's own processors, compiled where it runs
    OBJECT = "object"  # an ELF object for one kind of processor
    OPENCL_C = "opencl-c"
    SPIRV = "spirv"
    PTX = "ptx"
    AMDGPU = "amdgpu"  # an ELF code object


class Parameter(_Model):
    """One parameter of a kernel: `type` as the dialect writes it, `size` in bytes."""

    name: str
    type: str
    is_pointer: bool
    size: int = Field(ge=0)

    @property
    def plain_type(self) -> str:
        """The type for people: `f32*`."""
        if not self.is_pointer:
            return self.type
        return self.type.removeprefix("!cnative.ptr<").rpartition(", ")[0] + "*"


class Kernel(_Model):
    """One kernel: its own parameters, and the device variables that it uses, whose addresses are passed behind those.

    Between the two comes the block's dynamic shared memory, in variants that take it as a parameter.
    """

    name: str
    source_name: str
    parameters: tuple[Parameter, ...]
    variables: tuple[str, ...] = ()
    dynamic_shared: bool = False
    blocks_wait: bool = (
        False  # blocks wait for each other: all of a grid have to run at the same time
    )


class Variable(_Model):
    """A device variable: `size` and alignment in bytes, its initial bytes in base64 (empty: zeros)."""

    name: str
    size: int = Field(ge=0)
    align: int = Field(gt=0)
    initial: str = ""


class Variant(_Model):
    """One form of a module's kernels; `checked` says how it was tried when it was made."""

    name: str
    kind: Kind
    member: str
    kernels: tuple[str, ...]
    triple: str = ""
    cpu: str = ""
    options: str = ""  # of OpenCL's compiler
    checked: str = ""
    variables: dict[str, tuple[str, ...]] = Field(
        default_factory=dict
    )  # where a kernel takes others here


class Missing(_Model):
    """A form that there is not, of all kernels of a module or of one, and why."""

    variant: str
    reason: str
    kernel: str = ""


class Module(_Model):
    """The device code of one source."""

    name: str
    kernels: tuple[Kernel, ...]
    variables: tuple[Variable, ...] = ()
    variants: tuple[Variant, ...] = ()
    missing: tuple[Missing, ...] = ()


class Member(_Model):
    """A file of the archive."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0)


class Manifest(_Model):
    """The whole; `sources` are the SHA-256 of the files that it was made of."""

    format: Literal["cnative-bundle"] = "cnative-bundle"
    version: Literal[1] = 1
    tool: str
    sources: dict[str, str] = Field(default_factory=dict)
    modules: tuple[Module, ...] = ()
    members: dict[str, Member] = Field(default_factory=dict)
