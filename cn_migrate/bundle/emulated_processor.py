"""Processors of other kinds than this machine's, under Debian's `qemu-user`: to try what is compiled for them.

An object is linked with a small program that reads what a launch is given, and writes what it leaves in memory.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cn_migrate.runtime.bundle import Bundle, Kind, Variant
from cn_migrate.runtime.execution.device import Capabilities, Device, DeviceError, Launch, Memory

_SECONDS = 300
_HEAD = struct.Struct("<3I3IqqI")  # grid, block, blocks, bytes of shared memory, how many arguments
_ARGUMENT = struct.Struct("<Iq")  # its kind, its size in bytes
_VALUE, _ARRAY, _NULL = range(3)
_DRIVER = r"""#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

{declarations}
typedef void (*Kernel)(void **, const uint32_t *, const uint32_t *, int64_t, int64_t, void *);
static const struct {{ const char *name; Kernel kernel; }} kernels[] = {{ {table} }};

static void take(void *to, size_t bytes)
{{
    if (fread(to, 1, bytes, stdin) != bytes)
        exit(2);
}}

static void *room(size_t bytes) {{ return aligned_alloc(64, (bytes + 64) / 64 * 64); }}

int main(int count, char **names)
{{
    uint32_t grid[3], block[3], arguments;
    int64_t blocks, shared;
    take(grid, sizeof grid), take(block, sizeof block), take(&blocks, 8), take(&shared, 8), take(&arguments, 4);
    void **places = calloc(arguments + 1, sizeof *places);
    void **arrays = calloc(arguments + 1, sizeof *arrays);
    int64_t *sizes = calloc(arguments + 1, sizeof *sizes);
    for (uint32_t i = 0; i < arguments; i++) {{
        uint32_t kind;
        take(&kind, 4), take(&sizes[i], 8);
        void *data = room(sizes[i]);
        take(data, sizes[i]);
        arrays[i] = kind == 1 ? data : NULL;
        places[i] = kind == 0 ? data : &arrays[i];
    }}
    for (size_t i = 0; count == 2 && i < sizeof kernels / sizeof *kernels; i++)
        if (strcmp(kernels[i].name, names[1]) == 0)
            kernels[i].kernel(places, grid, block, 0, blocks, room(shared));
    for (uint32_t i = 0; i < arguments; i++)
        if (arrays[i] && fwrite(arrays[i], 1, sizes[i], stdout) != (size_t)sizes[i])
            return 3;
    return fflush(stdout) == 0 ? 0 : 3;
}}
"""


class EmulatedProcessor(Device):
    """See the module."""

    @property
    def capabilities(self) -> Capabilities:
        """One processor at a time."""
        return Capabilities("emulated processors", "cpu", 0, 1)

    def refuses(self, variant: Variant) -> str:
        """Why it cannot run a variant: what is not installed."""
        if variant.kind is not Kind.OBJECT:
            return "it is no object"
        for tool in (emulator_of(variant), _linker(variant)):
            if shutil.which(tool) is None:
                return f"{tool} is not installed"
        return ""

    def preference(self, _variant: Variant) -> int:
        """All alike."""
        return 0

    def load(self, bundle: Bundle, variant: Variant) -> Any:
        """The command that runs the linked program, and its folder, which goes with it.  Raises DeviceError."""
        folder = tempfile.TemporaryDirectory(prefix="cn-emulated-")
        place = Path(folder.name)
        (place / "kernels.o").write_bytes(bundle.read(variant.member))
        (place / "driver.c").write_text(_driver(variant.kernels))
        command = [_linker(variant), "-static", "-O1", "driver.c", "kernels.o", "-lm", "-o", "run"]
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
        if done.returncode:
            raise DeviceError(f"'{variant.member}' cannot be linked: {_last_line(done.stderr)}")
        return [emulator_of(variant), str(place / "run")], folder

    def run(self, code: Any, launch: Launch) -> None:
        """One block after the other.  Raises DeviceError."""
        if launch.kernel.blocks_wait and launch.blocks > 1:
            raise DeviceError("its blocks wait for each other, and one runs at a time")
        command, _folder = code
        given = [
            *launch.grid,
            *launch.block,
            launch.blocks,
            launch.shared_bytes,
            len(launch.values),
        ]
        data = _HEAD.pack(*given) + b"".join(map(_argument, launch.values))
        try:
            done = subprocess.run(
                [*command, launch.kernel.name],
                input=data,
                capture_output=True,
                check=False,
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise DeviceError(f"it did not end within {_SECONDS} s under {command[0]}") from None
        if done.returncode:
            raise DeviceError(f"it ended with code {done.returncode} under {command[0]}")
        _give_back(launch.values, done.stdout)


def emulator_of(variant: Variant) -> str:
    """The command that runs programs for a variant's processors."""
    return f"qemu-{_machine(variant)}"


def _linker(variant: Variant) -> str:
    return f"{_machine(variant)}-linux-gnu-gcc"


def _machine(variant: Variant) -> str:
    return variant.triple.partition("-")[0]


def _driver(kernels: Sequence[str]) -> str:
    declarations = "\n".join(f"extern void {kernel}();" for kernel in kernels)
    table = ", ".join(f'{{ "{kernel}", (Kernel){kernel} }}' for kernel in kernels)
    return _DRIVER.format(declarations=declarations, table=table)


def _argument(value: Any) -> bytes:
    if value is None:
        return _ARGUMENT.pack(_NULL, 0)
    if isinstance(value, Memory):
        data = np.ascontiguousarray(value.handle).tobytes()
        return _ARGUMENT.pack(_ARRAY, len(data)) + data
    return _ARGUMENT.pack(_VALUE, len(value)) + bytes(value)


def _give_back(values: Sequence[Any], data: bytes) -> None:
    """Put what the program wrote into the arrays."""
    at = 0
    for value in values:
        if isinstance(value, Memory):
            array = value.handle
            new = np.frombuffer(data, array.dtype, array.size, at)
            array[...] = new.reshape(array.shape)
            at += value.bytes


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1]
