"""OpenCL C out of a lowered `cnative` module."""

from cn_migrate.emitters.opencl.emit import OpenclOptions, emit
from cn_migrate.emitters.opencl.kernel_info import DeviceSource, KernelInfo, KernelParam, ParamKind

__all__ = ["DeviceSource", "KernelInfo", "KernelParam", "OpenclOptions", "ParamKind", "emit"]
