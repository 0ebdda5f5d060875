"""OpenCL devices and what they can do.  Run as a module it prints them as JSON.

Drivers are loaded in a process of their own: one that crashes, or that reads its environment only once, does
not touch the caller.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cn_migrate.runtime.drivers import drivers

_SECONDS = 60


@dataclass(frozen=True)
class Device:
    """One OpenCL device; sizes are in bytes."""

    platform: str
    name: str
    type: str
    version: str
    opencl_c: str
    compute_units: int
    global_memory: int
    local_memory: int
    max_work_group: int
    fp64: bool
    fp16: bool
    int64_atomics: bool
    float_atomics: bool
    sub_groups: bool
    svm: str


class DevicesError(Exception):
    """The devices cannot be listed; the message says what to install."""


def devices() -> list[Device]:
    """The devices of all drivers of this machine.

    Raises DevicesError where pyopencl is not installed or listing fails.
    """
    if importlib.util.find_spec("pyopencl") is None:
        raise DevicesError("listing devices needs pyopencl: pip install 'cn-migrate[opencl]'")
    with tempfile.TemporaryDirectory(prefix="cn-icd-") as folder:
        environment = dict(os.environ)
        # pyopencl's loader takes drivers from one folder only: here all of them are put into one.
        environment["OCL_ICD_VENDORS"] = folder
        for number, driver in enumerate(drivers()):
            (Path(folder) / f"{number}.icd").write_text(driver.library + "\n")
            environment |= driver.environment
        command = [sys.executable, "-m", "cn_migrate.runtime.devices"]
        try:
            done = subprocess.run(
                command,
                env=environment,
                capture_output=True,
                text=True,
                timeout=_SECONDS,
                check=True,
            )
        except subprocess.TimeoutExpired:
            raise DevicesError(f"the drivers gave no answer in {_SECONDS} s") from None
        except subprocess.CalledProcessError as error:
            last = (error.stderr.strip().splitlines() or [f"exit code {error.returncode}"])[-1]
            raise DevicesError(f"the drivers could not be asked: {last}") from None
    return [Device(**row) for row in json.loads(done.stdout)]


def _list() -> list[Device]:
    import pyopencl as cl

    try:
        platforms = cl.get_platforms()
    except cl.LogicError:  # no platform at all
        return []
    return [
        _device(cl, platform, device) for platform in platforms for device in platform.get_devices()
    ]


def _device(cl: Any, platform: Any, device: Any) -> Device:
    extensions = set(device.extensions.split())
    return Device(
        platform=platform.name,
        name=device.name.strip(),
        type=cl.device_type.to_string(device.type).replace("ALL | ", "").lower(),
        version=device.version.strip(),
        opencl_c=device.opencl_c_version.replace("OpenCL C", "").strip(),
        compute_units=device.max_compute_units,
        global_memory=device.global_mem_size,
        local_memory=device.local_mem_size,
        max_work_group=device.max_work_group_size,
        fp64="cl_khr_fp64" in extensions,
        fp16="cl_khr_fp16" in extensions,
        int64_atomics="cl_khr_int64_base_atomics" in extensions,
        float_atomics="cl_ext_float_atomics" in extensions,
        sub_groups=bool(extensions & {"cl_khr_subgroups", "cl_intel_subgroups"}),
        svm=_svm(cl, device),
    )


def _svm(cl: Any, device: Any) -> str:
    """The best kind of shared virtual memory that a device has."""
    try:
        kinds = device.svm_capabilities
    except (cl.LogicError, AttributeError):
        return "none"
    names = (
        ("fine-grained system", cl.device_svm_capabilities.FINE_GRAIN_SYSTEM),
        ("fine-grained buffer", cl.device_svm_capabilities.FINE_GRAIN_BUFFER),
        ("coarse-grained buffer", cl.device_svm_capabilities.COARSE_GRAIN_BUFFER),
    )
    return next((name for name, bit in names if kinds & bit), "none")


if __name__ == "__main__":
    sys.stdout.write(json.dumps([asdict(device) for device in _list()]))
