"""How a port to OpenCL spells one name of the hub, for those who ask without a program."""

from __future__ import annotations

from cn_migrate.diagnostics import Fidelity
from cn_migrate.emitters.opencl.host.spelling import spell
from cn_migrate.emitters.opencl.math_spellings import SPELLINGS
from cn_migrate.source import Language
from cn_migrate.source.host_plan import ApiKind, ApiUse, Range

_BEHAVIOURS = {
    "barrier": "barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)",
    "bitcast": "as_<type>(x)",
    "vector": "(<type><n>)(x, ...)",
    "cached_load": "a plain load",
    "cached_store": "a plain store",
}
_LANGUAGE = {
    "threadIdx": "get_local_id(dimension)",
    "blockIdx": "get_group_id(dimension)",
    "blockDim": "get_local_size(dimension)",
    "gridDim": "get_num_groups(dimension)",
    "warpSize": "32",
    "__global__": "__kernel; on the host a function that stands for the kernel",
    "__device__": "a function of the .cl file; a variable becomes memory that kernels get a pointer to",
    "__host__": "nothing: it stays a function of the host",
    "__shared__": "__local",
    "__constant__": "memory of the device that kernels get a __constant pointer to",
    "__managed__": "memory that host and device share",
    "__restrict__": "restrict",
    "__forceinline__": "inline on the host; OpenCL compilers inline all functions",
    "__noinline__": "nothing: OpenCL compilers inline all functions",
    "__launch_bounds__": "nothing, which the report says",
    "__grid_constant__": "const",
}


def spell_symbol(kind: str, op: str) -> str:
    """The text that stands for `op` in a port; empty where it takes no one form.

    `kind` is the kind of the name: one of ApiKind, \"device function\", \"header\" ...
    """
    if op in _LANGUAGE:
        return _LANGUAGE[op]
    if kind in set(ApiKind):
        use = ApiUse(Range(0, 0), "", op, ApiKind(kind), Fidelity.EXACT)
        cxx, c = (spell(use, language, ()) for language in (Language.CXX, Language.C))
        return cxx if cxx == c else f"{cxx} ({c} in C)"
    if kind != "device function":
        return f'#include "{op}"' if kind == "header" else op
    if op in SPELLINGS and not SPELLINGS[op].helper:
        return SPELLINGS[op].text.format(*"xyz", type="<type>", f="")
    return _BEHAVIOURS.get(op.partition(" ")[0], "")
