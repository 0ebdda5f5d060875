"""`cn-migrate run`: one kernel of a bundle on a device of this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cn_migrate.cli import consoles

if TYPE_CHECKING:
    import numpy as np

    from cn_migrate.runtime.bundle import Parameter

_SHOWN = 8  # elements of an array


def run(
    file: Annotated[
        Path, typer.Argument(metavar="BUNDLE", help="A .cnb file.", show_default=False)
    ],
    kernel: Annotated[
        str, typer.Argument(help="The kernel's name, or source:name.", show_default=False)
    ],
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ARGS]...",
            help="One for each parameter: a number; for a pointer FILE.npy, zeros:TYPE:COUNT, range:TYPE:COUNT, "
            "random:TYPE:COUNT or null.",
            show_default=False,
        ),
    ] = None,
    grid: Annotated[str, typer.Option(help="Blocks: X, X,Y or X,Y,Z.")] = "1",
    block: Annotated[str, typer.Option(help="Threads of a block: X, X,Y or X,Y,Z.")] = "1",
    shared: Annotated[int, typer.Option(min=0, help="Bytes of dynamic shared memory.")] = 0,
    device: Annotated[str, typer.Option(help="auto, cpu, opencl, null, or a plug-in's.")] = "auto",
    save: Annotated[
        list[str] | None,
        typer.Option(
            help="PARAMETER=FILE.npy: write what a pointer's array is afterwards.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Run one kernel of a bundle, and print what its arrays are afterwards.

    [bold]Examples[/]

      cn-migrate run saxpy.cnb saxpy --grid 4 --block 256 -- 2.5 x.npy zeros:f4:1000 1000

      cn-migrate run saxpy.cnb saxpy --device opencl --save y=y.npy --block 256 -- 2.5 range:f4:256 zeros:f4:256 256
    """
    from cn_migrate.runtime.bundle import Bundle, BundleError
    from cn_migrate.runtime.execution import DeviceError, LaunchError, open_device

    try:
        with Bundle(file) as opened, open_device(device) as found:
            bound = found.program(opened)[kernel]
            wanted = bound.kernel.parameters
            given = arguments or []
            if len(given) != len(wanted):
                signature = ", ".join(f"{p.name}: {p.plain_type}" for p in wanted)
                consoles.fail(
                    f"{kernel}({signature}) takes {len(wanted)} arguments, {len(given)} were given"
                )
            values = [_value(p, text) for p, text in zip(wanted, given, strict=True)]
            bound.launch(_size(grid), _size(block), *values, shared_bytes=shared)
            found.synchronize()
            typer.echo(f"{kernel} ran on {found.capabilities.name}")
    except (BundleError, DeviceError, LaunchError) as error:
        consoles.fail(str(error), 1)
    arrays = {p.name: v for p, v in zip(wanted, values, strict=True) if hasattr(v, "dtype")}
    for name, array in arrays.items():
        typer.echo(f"{name}: {array.dtype}{list(array.shape)} {_shown(array)}")
    for wish in save or []:
        _save(wish, arrays)


def _value(parameter: Parameter, text: str) -> Any:
    """What an argument of the command line stands for."""
    import numpy as np

    if not parameter.is_pointer:
        try:
            return float(text) if set(text.lower()) & set(".en") else int(text, 0)
        except ValueError:
            consoles.fail(f"'{parameter.name}' is a number ({parameter.type}), not '{text}'")
    if text == "null":
        return None
    if text.endswith(".npy"):
        try:
            return np.ascontiguousarray(np.load(text, allow_pickle=False))
        except (OSError, ValueError) as error:
            consoles.fail(f"'{text}' cannot be read as an array: {error}")
    if (array := _made(text)) is None:
        consoles.fail(
            f"'{parameter.name}' is a pointer: give FILE.npy, zeros:f4:COUNT, range:f4:COUNT, random:f4:COUNT or "
            f"null, not '{text}'"
        )
    return array


def _made(text: str) -> np.ndarray[Any, Any] | None:
    """An array by its description; None where it is none."""
    import numpy as np

    kind, _, rest = text.partition(":")
    type_, _, count = rest.partition(":")
    try:
        number, dtype = int(count), np.dtype(type_)
    except (TypeError, ValueError):
        return None
    if kind == "random":
        return (np.random.default_rng(0).random(number) * 100).astype(dtype)
    if kind == "range":
        return np.arange(number).astype(dtype)
    return np.zeros(number, dtype) if kind == "zeros" and number >= 0 else None


def _size(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        consoles.fail(f"a size is one to three numbers with commas between them, not '{text}'")


def _shown(array: np.ndarray[Any, Any]) -> str:
    flat = array.reshape(-1)
    more = " ..." if flat.size > _SHOWN else ""
    return " ".join(f"{x:g}" if array.dtype.kind == "f" else str(x) for x in flat[:_SHOWN]) + more


def _save(wish: str, arrays: dict[str, Any]) -> None:
    import numpy as np

    name, _, place = wish.partition("=")
    if name not in arrays or not place:
        consoles.fail(f"--save takes PARAMETER=FILE.npy, with one of: {', '.join(arrays)}")
    try:
        np.save(place, arrays[name])
    except OSError as error:
        consoles.fail(f"'{place}' cannot be written: {error.strerror}", 1)
