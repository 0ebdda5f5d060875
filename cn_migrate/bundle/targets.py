"""What a bundle can hold code for: one row for each form."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate.runtime.bundle import Kind


@dataclass(frozen=True, slots=True)
class BundleTarget:
    """A form of the kernels: `machine` is the table of `emitters/llvm` that prints it, for LLVM's triple and cpu."""

    kind: Kind
    suffix: str
    machine: str = ""
    triple: str = ""
    cpu: str = ""
    abi: str = ""


def _object(triple: str, cpu: str, abi: str = "") -> BundleTarget:
    return BundleTarget(Kind.OBJECT, "o", "processor", f"{triple}-unknown-linux-gnu", cpu, abi)


TARGETS: dict[str, BundleTarget] = {
    "opencl": BundleTarget(Kind.OPENCL_C, "cl"),
    "processor": BundleTarget(Kind.LLVM_IR, "ll", "processor"),
    "spirv": BundleTarget(Kind.SPIRV, "spv", "spirv", "spirv64-unknown-unknown"),
    "x86-64-v3": _object("x86_64", "x86-64-v3"),
    "x86-64-v4": _object("x86_64", "x86-64-v4"),
    "aarch64": _object("aarch64", "generic"),
    "riscv64": _object("riscv64", "generic-rv64", "lp64d"),
    "loongarch64": _object("loongarch64", "loongarch64"),
    "ptx-sm_70": BundleTarget(Kind.PTX, "ptx", "nvidia", "nvptx64-nvidia-cuda", "sm_70"),
    "ptx-sm_80": BundleTarget(Kind.PTX, "ptx", "nvidia", "nvptx64-nvidia-cuda", "sm_80"),
    "amdgpu-gfx90a": BundleTarget(Kind.AMDGPU, "hsaco", "amd", "amdgcn-amd-amdhsa", "gfx90a"),
    "amdgpu-gfx1100": BundleTarget(Kind.AMDGPU, "hsaco", "amd", "amdgcn-amd-amdhsa", "gfx1100"),
}
DEFAULT_TARGETS = ("opencl", "processor", "spirv", "x86-64-v3", "ptx-sm_80", "amdgpu-gfx90a")
