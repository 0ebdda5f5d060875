"""What the native interface has for OpenCL alone: kernels that a program looks for when it runs."""

from __future__ import annotations

_NOTE = (
    "kernels of a port to OpenMP are part of the program; launch them by name, or port to OpenCL"
)

# Names of CUDA's interfaces, with what to do instead.
ABSENT: dict[str, str] = dict.fromkeys(
    (
        "cuModuleLoad",
        "cuModuleLoadData",
        "cuModuleLoadDataEx",
        "cuModuleLoadFatBinary",
        "nvrtcCompileProgram",
    ),
    _NOTE,
)
