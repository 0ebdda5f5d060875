"""OpenCL C out of a lowered `cnative` module."""

from cn_migrate.emitters.opencl.emit import OpenclOptions, emit
from cn_migrate.emitters.opencl.kernel_info import KernelInfo, KernelParam, OpenclSource, ParamKind

__all__ = ["KernelInfo", "KernelParam", "OpenclOptions", "OpenclSource", "ParamKind", "emit"]
