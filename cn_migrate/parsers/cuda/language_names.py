"""Names of CUDA C++ that no header gives a row: its built-in variables, specifiers and number types.

CUDA C++ Programming Guide, "C++ Language Extensions".
"""

from __future__ import annotations

import re

VARIABLES = ("threadIdx", "blockIdx", "blockDim", "gridDim", "warpSize")
SPECIFIERS = (
    *("__global__", "__device__", "__host__", "__shared__", "__constant__", "__managed__"),
    *("__restrict__", "__forceinline__", "__noinline__", "__launch_bounds__", "__grid_constant__"),
)
_COMPONENT = re.compile(r"\.[xyz]$")
# Vectors, numbers of 16 and 8 bits, and how they are called inside.
_NUMBER = re.compile(
    r"dim3|u?(?:char|short|int|long|longlong)[1-4]|(?:float|double)[1-4]"
    r"|(?:__|nv_)?half2?(?:_raw)?|(?:__)?nv_bfloat162?(?:_raw)?|__nv_fp8(?:x[24])?_\w+"
)


def without_component(name: str) -> str:
    """`threadIdx` of `threadIdx.x`; other names as they are."""
    bare = _COMPONENT.sub("", name)
    return bare if bare in VARIABLES else name


def is_number_type(name: str) -> bool:
    """Is it a vector of numbers, or a number that C++ does not have?"""
    return _NUMBER.fullmatch(name) is not None
