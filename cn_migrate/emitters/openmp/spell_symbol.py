"""How a port to C++ with OpenMP spells one name of the hub, for those who ask without a program."""

from __future__ import annotations

from cn_migrate.emitters.opencl.spell_symbol import spell_symbol as spell_for_opencl

_LANGUAGE = {
    "threadIdx": "thread_x, thread_y, thread_z: the counters of loops over the threads of a block",
    "blockIdx": "block_id",
    "blockDim": "block_dim",
    "gridDim": "grid_dim",
    "warpSize": "32",
    "__global__": "a function that does one block of threads",
    "__device__": "a function; a variable becomes memory that kernels get a pointer to",
    "__host__": "nothing: it stays a function",
    "__shared__": "an array of the function that does a block",
    "__constant__": "memory that kernels get a pointer to",
    "__managed__": "memory",
    "__restrict__": "__restrict",
    "__forceinline__": "inline",
    "__noinline__": "nothing: compilers choose",
    "__launch_bounds__": "nothing, which the report says",
    "__grid_constant__": "const",
}


def spell_symbol(kind: str, op: str) -> str:
    """The text that stands for `op` in a port; empty where it takes no one form.

    `kind` is the kind of the name, as for OpenCL: the host's side is the same.
    """
    if op in _LANGUAGE:
        return _LANGUAGE[op]
    if kind == "device function":
        return ""
    return spell_for_opencl(kind, op)
