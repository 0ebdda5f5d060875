"""LLVM IR out of a module in normal form."""

from cn_migrate.emitters.llvm.accelerators import AMD, NVIDIA, SPIRV
from cn_migrate.emitters.llvm.emit import emit
from cn_migrate.emitters.llvm.machine import Machine
from cn_migrate.emitters.llvm.processor import PROCESSOR

MACHINES: dict[str, Machine] = {
    "processor": PROCESSOR,
    "spirv": SPIRV,
    "nvidia": NVIDIA,
    "amd": AMD,
}

__all__ = ["MACHINES", "PROCESSOR", "Machine", "emit"]
