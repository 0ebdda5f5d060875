"""Where NVIDIA's own headers are, which the packages `nvidia-cuda-runtime` and `nvidia-cuda-crt` bring."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path


def nvidia_headers() -> Path | None:
    """The include folder, where it is complete and of CUDA 13, which the tests' tables describe."""
    spec = importlib.util.find_spec("nvidia")
    roots = [] if spec is None else [Path(p) for p in spec.submodule_search_locations or []]
    found = (p.parent for root in roots for p in root.glob("*/include/cuda_runtime.h"))
    return next(filter(_is_comparable, found), None)


def _is_comparable(folder: Path) -> bool:
    text = (folder / "cuda_runtime_api.h").read_text()
    version = re.search(r"define CUDART_VERSION\s+(\d+)", text)
    is_13 = version is not None and int(version[1]) // 1000 == 13
    return is_13 and (folder / "crt" / "host_defines.h").exists()
