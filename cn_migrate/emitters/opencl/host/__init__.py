"""Host source for OpenCL: the user's text with located edits, on the native interface."""

from cn_migrate.emitters.opencl.host.c_interface import is_in_c
from cn_migrate.emitters.opencl.host.file_names import (
    device_name,
    kernels_name,
    output_name,
    registrations_name,
)
from cn_migrate.emitters.opencl.host.registrations import registrations
from cn_migrate.emitters.opencl.host.rewrite import rewrite

__all__ = [
    "device_name",
    "is_in_c",
    "kernels_name",
    "output_name",
    "registrations",
    "registrations_name",
    "rewrite",
]
