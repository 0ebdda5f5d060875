"""What a bundle can hold code for: one row for each form."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate.runtime.bundle import Kind


@dataclass(frozen=True, slots=True)
class BundleTarget:
    """A form of the kernels: `machine` is the table of `emitters/llvm` that prints it, for LLVM's triple and cpu.

    `features` are what the machines have that LLVM does not take its `cpu` to have.
    """

    kind: Kind
    suffix: str
    machine: str = ""
    triple: str = ""
    cpu: str = ""
    abi: str = ""
    features: str = ""


def _object(triple: str, cpu: str, abi: str = "", features: str = "") -> BundleTarget:
    triple = f"{triple}-unknown-linux-gnu"
    return BundleTarget(Kind.OBJECT, "o", "processor", triple, cpu, abi, features)


TARGETS: dict[str, BundleTarget] = {
    "opencl": BundleTarget(Kind.OPENCL_C, "cl"),
    "processor": BundleTarget(Kind.LLVM_IR, "ll", "processor"),
    "spirv": BundleTarget(Kind.SPIRV, "spv", "spirv", "spirv64-unknown-unknown"),
    "x86-64-v3": _object("x86_64", "x86-64-v3"),
    "x86-64-v4": _object("x86_64", "x86-64-v4"),
    "aarch64": _object("aarch64", "generic"),
    # RV64GC, what distributions of Linux are made for: without features LLVM would do without floating point.
    "riscv64": _object("riscv64", "generic-rv64", "lp64d", "+m,+a,+f,+d,+c"),
    "loongarch64": _object("loongarch64", "loongarch64"),
    "ptx-sm_70": BundleTarget(Kind.PTX, "ptx", "nvidia", "nvptx64-nvidia-cuda", "sm_70"),
    "ptx-sm_80": BundleTarget(Kind.PTX, "ptx", "nvidia", "nvptx64-nvidia-cuda", "sm_80"),
    "amdgpu-gfx90a": BundleTarget(Kind.AMDGPU, "hsaco", "amd", "amdgcn-amd-amdhsa", "gfx90a"),
    "amdgpu-gfx1100": BundleTarget(Kind.AMDGPU, "hsaco", "amd", "amdgcn-amd-amdhsa", "gfx1100"),
}
DEFAULT_TARGETS = ("opencl", "processor", "spirv", "x86-64-v3", "ptx-sm_80", "amdgpu-gfx90a")
