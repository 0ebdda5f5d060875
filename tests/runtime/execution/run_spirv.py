"""Run as a module, with a bundle: its kernels from SPIR-V, on the first device of OpenCL's that takes it."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from cn_migrate.runtime.bundle import Bundle, Kind, Variant
from cn_migrate.runtime.execution.choice import choose
from cn_migrate.runtime.execution.opencl_device import OpenclDevice


class Spirv(OpenclDevice):
    def refuses(self, variant: Variant) -> str:
        return super().refuses(variant) if variant.kind is Kind.SPIRV else "it is no SPIR-V"


def main(place: str) -> None:
    data, y = np.arange(100, dtype=np.int32), np.ones(100, np.float32)
    with Bundle(Path(place)) as file, Spirv() as device:
        program = device.program(file)
        kernel = program["reverse"]
        kernel.launch(1, 100, data, 100, shared_bytes=400)
        program["saxpy"].launch(1, 128, 2, np.ones(100, np.float32), y, 100)
        device.synchronize()
        (module,) = file.manifest.modules
        print(choose(device, file.manifest, module, kernel.kernel)[0].kind)
    right = data.tolist() == list(range(99, -1, -1)) and y.tolist() == [3.0] * 100
    print("right" if right else f"wrong: {data} {y}")


if __name__ == "__main__":
    main(sys.argv[1])
