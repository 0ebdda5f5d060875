"""What a host has to know about each kernel of an emitted module."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ParamKind(StrEnum):
    """How the host passes an argument."""

    VALUE = "value"
    POINTER = "pointer"  # to global or constant memory
    LOCAL = "local"  # a size: the kernel's dynamic shared memory


@dataclass(frozen=True, slots=True)
class KernelParam:
    """One parameter: its OpenCL C type and size in bytes (0 for LOCAL)."""

    name: str
    type: str
    kind: ParamKind
    size: int


@dataclass(frozen=True, slots=True)
class KernelInfo:
    """One kernel: `name` in the OpenCL source, `source_name` as the user wrote it (`reduce<float, 256>`).

    `params` are in OpenCL's order: the kernel's own, then dynamic shared memory, then one for each of `symbols`.
    `indirect`: it may follow pointers that it reads from memory.  `requirements` are OpenCL extensions.
    """

    name: str
    source_name: str
    params: tuple[KernelParam, ...]
    dynamic_shared: bool = False
    symbols: tuple[str, ...] = ()
    indirect: bool = False
    requirements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeviceSource:
    """An emitted module: the text of its file and its kernels, in the text's order."""

    text: str
    kernels: tuple[KernelInfo, ...]
