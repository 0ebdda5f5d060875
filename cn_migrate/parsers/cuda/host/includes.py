"""Finding #include lines: of CUDA's headers, and of the project's own files."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from cn_migrate.parsers.cuda.host.tokens import Directive
from cn_migrate.parsers.cuda.translation_unit import HEADERS, SHARED_HEADERS
from cn_migrate.source import Language, SourceFile

# What the native interface stands in for, and headers of which only device code has any use.
_PORTED = frozenset(
    """
    cuda_runtime.h cuda_runtime_api.h cuda.h nvrtc.h driver_types.h vector_types.h vector_functions.h
    vector_functions.hpp builtin_types.h host_defines.h crt/host_defines.h channel_descriptor.h
    device_launch_parameters.h device_functions.h device_types.h math_functions.h
    math_constants.h cuda_profiler_api.h cudaProfiler.h nvToolsExt.h nvtx3/nvToolsExt.h cuda_device_runtime_api.h
    sm_20_intrinsics.h sm_30_intrinsics.h sm_32_intrinsics.h sm_35_intrinsics.h
    sm_60_atomic_functions.h device_atomic_functions.h common_functions.h host_config.h
    cooperative_groups.h cooperative_groups/reduce.h cooperative_groups/scan.h
    cooperative_groups/memcpy_async.h cuda_pipeline.h texture_fetch_functions.h texture_types.h
    cuda/barrier cuda/pipeline cuda_pipeline_primitives.h library_types.h cuda_gl_interop.h
    cuda_texture_types.h surface_types.h cuda_surface_types.h cn_cuda_prelude.h
    """.split()
)
# Headers that programs ask for by themselves, and the part of the native interface that each becomes.
_LIBRARIES = {
    "cuda_fp16.h": "half",
    "cuda_fp16.hpp": "half",
    "cuda_bf16.h": "bfloat16",
    "cuda_bf16.hpp": "bfloat16",
    "cuda_fp8.h": "float8",
    "cuda_fp8.hpp": "float8",
    "curand_kernel.h": "random_states",
    "cuda/atomic": "atomic",
}


def interface_part(header: str) -> str:
    """The part of the native interface that stands in for one of CUDA's headers; empty for the interface itself."""
    return _LIBRARIES.get(header, "")


@cache
def library_words() -> frozenset[str]:
    """Every word of those parts: names that stay what they are."""
    texts = ((SHARED_HEADERS / f"{part}.hpp").read_text("utf-8") for part in _LIBRARIES.values())
    return frozenset(word for text in texts for word in re.findall(r"\w+", text))


def is_ported(header: str, language: Language = Language.CUDA) -> bool:
    """Has host code everything that it may take from one of CUDA's headers?  The libraries are C++."""
    return header in _PORTED or (header in _LIBRARIES and language is not Language.C)


def cuda_header(file: SourceFile, directive: Directive) -> str | None:
    """The one of CUDA's headers that a directive #includes; None for any other.

    Judged by name, because branches left out by #if are not in the tree.
    """
    name = _name(directive)
    if not name or name[1].startswith("/") or not (HEADERS / name[1]).is_file():
        return None
    if name[0] == '"' and (file.path.parent / name[1]).is_file():
        return None  # the user's own file of that name
    return name[1]


def project_file(file: SourceFile, directive: Directive, root: Path) -> str | None:
    """The project's file that a directive `#include "..."` names relative to its own folder."""
    name = _name(directive)
    if not name or name[0] != '"':
        return None
    path = (file.path.parent / name[1]).resolve()
    return (
        path.relative_to(root).as_posix() if path.is_relative_to(root) and path.is_file() else None
    )


def _name(directive: Directive) -> tuple[str, str] | None:
    """The opening mark and the name of an #include."""
    if directive.name not in {"include", "include_next"} or len(directive.tokens) < 3:
        return None
    written = "".join(t.text for t in directive.tokens[2:])
    if written[0] == '"':
        return '"', written.strip('"')
    return ("<", written[1:].partition(">")[0]) if written[0] == "<" else None
