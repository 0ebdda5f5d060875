"""`cn-migrate devices`: OpenCL devices of this machine."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cn_migrate.cli import consoles

if TYPE_CHECKING:
    from cn_migrate.runtime.devices import Device


def devices(
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the OpenCL devices that ported programs can use here, with what they can do.

    Drivers are those that are registered with the system, and Intel's CPU driver where it was installed with
    pip.  A ported program takes a GPU before an accelerator before a CPU; CN_DEVICE chooses another, by a part
    of its name or platform.

    [bold]Examples[/]

      cn-migrate devices

      cn-migrate devices --json
    """
    from cn_migrate.runtime.devices import DevicesError
    from cn_migrate.runtime.devices import devices as find

    try:
        found = find()
    except DevicesError as error:
        consoles.fail(str(error), 1)
    if json:
        from json import dumps

        typer.echo(dumps([asdict(device) for device in found], indent=2))
        return
    if not found:
        consoles.fail("no OpenCL device was found; `cn-migrate doctor` says how to get one", 1)
    _print(found)


def _print(found: list[Device]) -> None:
    console = consoles.output()
    for device in found:
        console.print(f"[bold]{device.name}[/]  ({device.platform}, {device.type})", soft_wrap=True)
        rows = {
            "version": f"{device.version}; OpenCL C {device.opencl_c}",
            "compute units": device.compute_units,
            "memory": f"{device.global_memory >> 20} MiB, local {device.local_memory >> 10} KiB",
            "work-group": f"up to {device.max_work_group}",
            "shared virtual memory": device.svm,
            "has": ", ".join(name for name, has in _features(device) if has) or "-",
            "has not": ", ".join(name for name, has in _features(device) if not has) or "-",
        }
        for name, value in rows.items():
            console.print(f"  {name:22} {value}", soft_wrap=True)
        console.print()


def _features(device: Device) -> list[tuple[str, bool]]:
    return [
        ("double precision", device.fp64),
        ("half precision", device.fp16),
        ("64-bit atomics", device.int64_atomics),
        ("float atomics", device.float_atomics),
        ("sub-groups", device.sub_groups),
    ]
