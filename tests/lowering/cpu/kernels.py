"""Kernels `(const int *in, int *out, int n)`, compiled for the CPU, and run beside the interpreter on the originals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from cn_migrate.dialects.cnative.interpreter import Interpreter
from cn_migrate.parsers.cuda.device.module import DeviceCode
from tests.emitters.openmp import native
from tests.parsers.cuda.device.run_source import translate_source


class Kernels:
    """One kernel for each of `bodies`, which begin with `head`; `functions` stand in front of all."""

    def __init__(self, head: str, bodies: Mapping[str, str], functions: str = "") -> None:
        self._names = {name: f"k_{number}" for number, name in enumerate(bodies)}
        kernels = "".join(
            f"__global__ void {self._names[name]}(const int *in, int *out, int n) {{ {head} {body} }}\n"
            for name, body in bodies.items()
        )
        launches = "".join(
            f"{name}<<<1, 1>>>(nullptr, nullptr, 0);" for name in self._names.values()
        )
        self._source = f"{functions} {kernels} void host() {{ {launches} }}"

    @cached_property
    def _original(self) -> DeviceCode:
        with TemporaryDirectory() as folder:
            code, _ = translate_source(Path(folder), self._source)
        return code

    def text(self, name: str) -> str:
        """What a kernel does for a block of threads, as C++."""
        kernel = self._names[name]
        text = native.port(self._source).text
        return text.split(f"void {kernel}_block(")[1].split(f"void {kernel}(")[0]

    def check(
        self, name: str, grid: Sequence[int], block: Sequence[int], length: int, n: int
    ) -> None:
        """Launch it on arrays of `length` numbers, and compare `out`."""
        given = np.arange(length, dtype=np.int32) * 7 % 13
        out = np.full(length, -1, np.int32)
        want, kernel, code = out.copy(), self._names[name], self._original
        with code.context:
            Interpreter(code.module).launch(kernel, grid, block, [given, want, n])
        ported = native.port(self._source)
        (_, after) = native.run(ported, kernel, tuple(grid), tuple(block), given, out, np.int32(n))
        assert after.tolist() == want.tolist(), (name, grid, block, n)
