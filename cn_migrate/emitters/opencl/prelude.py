"""Helper functions of the printed module: only those that it uses are printed.

`{type}` rows are made for each scalar type, and each atomic for each address space, because OpenCL C 1.2
has no overloading of the user's functions.
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate.dialects.cnative.clock import STEP
from cn_migrate.emitters.opencl.prelude_half import HALVES
from cn_migrate.emitters.opencl.prelude_maths import MATHS
from cn_migrate.emitters.opencl.prelude_warp import WARP
from cn_migrate.emitters.opencl.whole_shifts import SHIFTS


@dataclass(frozen=True, slots=True)
class Helper:
    """C text of one helper, the helpers it calls, the extensions it needs."""

    text: str
    calls: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()


# See switches.py.
_ANY = """/* PoCL mistakes barriers behind a switch that it knows to have all cases: there it does not know. */
#ifdef POCL_DEVICE_ADDRESS_BITS
{type} cn_any_{type}({type} value)
{{
    volatile {type} seen = value;
    return seen;
}}
#else
#define cn_any_{type}(value) (value)
#endif"""

FP64 = "cl_khr_fp64"
# OpenCL C 3.0, 6.7.1
GENERIC_POINTERS = """\
#if __OPENCL_C_VERSION__ < 200 || (__OPENCL_C_VERSION__ >= 300 && !defined(__opencl_c_generic_address_space))
#error "these kernels have pointers that point into several memories, \
for which the device needs OpenCL C 2.0, or 3.0 with the generic address space"
#endif"""
INT64_BASE = "cl_khr_int64_base_atomics"
INT64_EXTENDED = "cl_khr_int64_extended_atomics"

_UNCONTRACTED = """{type} cn_{name}_{type}({type} a, {type} b)
{{
#pragma OPENCL FP_CONTRACT OFF
    return a {sign} b;
}}"""
_SIGNS = {"add_rn": "+", "sub_rn": "-", "mul_rn": "*", "div_rn": "/"}

# CUDA's atomics that OpenCL C has not got: compare and swap until nobody came between.
_SWAP_LOOP = """{type} cn_atomic_{name}_{type}_{space}(volatile __{space} {type} *p, {type} value)
{{{native}
    volatile __{space} {bits} *word = (volatile __{space} {bits} *)p;
    {bits} old = {swap}(word, 0, 0);  // an atomic read
    {bits} seen;
    do {{
        seen = old;
        old = {swap}(word, seen, {after});
    }} while (old != seen);
    return {before};{native_end}
}}"""
# cl_ext_float_atomics
_NATIVE = """
#ifdef __opencl_c_ext_fp{bits}_{space}_atomic_add
    return atomic_fetch_{name}_explicit((volatile __{space} atomic_{type} *)p, value, memory_order_relaxed,
        memory_scope_{scope});
#else"""
_AFTER = {
    ("add", "float"): "as_uint(as_float(seen) + value)",
    ("sub", "float"): "as_uint(as_float(seen) - value)",
    ("min", "float"): "as_uint(fmin(as_float(seen), value))",
    ("max", "float"): "as_uint(fmax(as_float(seen), value))",
    ("add", "double"): "as_ulong(as_double(seen) + value)",
    ("sub", "double"): "as_ulong(as_double(seen) - value)",
    ("min", "double"): "as_ulong(fmin(as_double(seen), value))",
    ("max", "double"): "as_ulong(fmax(as_double(seen), value))",
    ("inc", "uint"): "seen >= value ? 0 : seen + 1",
    ("dec", "uint"): "seen == 0 || seen > value ? value : seen - 1",
}
_EXCHANGE_DOUBLE = """double cn_atomic_exchange_double_{space}(volatile __{space} double *p, double value)
{{
    return as_double(atom_xchg((volatile __{space} ulong *)p, as_ulong(value)));
}}"""
_COMPARE_FLOATING = """{type} cn_atomic_compare_exchange_{type}_{space}(
    volatile __{space} {type} *p, {type} expected, {type} desired)
{{
    return as_{type}({swap}((volatile __{space} {bits} *)p, as_{bits}(expected), as_{bits}(desired)));
}}"""


def _atomics() -> dict[str, Helper]:
    rows: dict[str, Helper] = {}
    for space in ("global", "local"):
        for (name, type_), after in _AFTER.items():
            wide = type_ == "double"
            native = ""
            if name in ("add", "sub") and type_ != "uint":
                native = _NATIVE.format(
                    bits=64 if wide else 32,
                    space=space,
                    name=name,
                    type=type_,
                    scope="device" if space == "global" else "work_group",
                )
            text = _SWAP_LOOP.format(
                type=type_,
                name=name,
                space=space,
                bits="ulong" if wide else "uint",
                swap="atom_cmpxchg" if wide else "atomic_cmpxchg",
                after=after,
                native=native,
                native_end="\n#endif" if native else "",
                before="seen" if type_ == "uint" else f"as_{type_}(seen)",
            )
            rows[f"cn_atomic_{name}_{type_}_{space}"] = Helper(
                text, (), (FP64, INT64_BASE) if wide else ()
            )
        exchange = _EXCHANGE_DOUBLE.format(space=space)
        rows[f"cn_atomic_exchange_double_{space}"] = Helper(exchange, (), (FP64, INT64_BASE))
        for type_, bits, swap in (
            ("float", "uint", "atomic_cmpxchg"),
            ("double", "ulong", "atom_cmpxchg"),
        ):
            text = _COMPARE_FLOATING.format(type=type_, bits=bits, swap=swap, space=space)
            needs = (FP64, INT64_BASE) if type_ == "double" else ()
            rows[f"cn_atomic_compare_exchange_{type_}_{space}"] = Helper(text, (), needs)
    return rows


def _uncontracted() -> dict[str, Helper]:
    return {
        f"cn_{name}_{type_}": Helper(
            _UNCONTRACTED.format(name=name, sign=sign, type=type_),
            (),
            (FP64,) if type_ == "double" else (),
        )
        for name, sign in _SIGNS.items()
        for type_ in ("float", "double")
    }


_BREV = """{type} cn_brev_{type}({type} x)
{{
    {type} result = 0;
    for (int i = 0; i < {bits}; i++) {{
        result = result << 1 | (x & 1);
        x >>= 1;
    }}
    return result;
}}"""

_FFS = """int cn_ffs_{type}({type} x)
{{
    return {bits} - (int)clz(x & -x);
}}"""

HELPERS: dict[str, Helper] = {  # a helper stands after those that it calls
    **{
        name: Helper(text, calls, (FP64,) if "double" in name else ())
        for name, (text, calls) in MATHS.items()
    },
    **{
        name: Helper(text, calls, (FP64,) if "double" in name else ())
        for name, (text, calls) in WARP.items()
    },
    **{name: Helper(text) for name, text in HALVES.items()},
    **{name: Helper(text) for name, text in SHIFTS.items()},
    **_atomics(),
    **_uncontracted(),
    "cn_brev_uint": Helper(_BREV.format(type="uint", bits=32)),
    "cn_brev_ulong": Helper(_BREV.format(type="ulong", bits=64)),
    **{
        f"cn_ffs_{type_}": Helper(_FFS.format(type=type_, bits=64 if "long" in type_ else 32))
        for type_ in ("int", "uint", "long", "ulong")
    },
    "cn_clock": Helper(
        """long cn_clock(volatile __global ulong *ticks)
{
#ifdef __opencl_c_kernel_clock_scope_device
    return clock_read_device();
#else
    return atom_add(ticks, STEP);  // no clock: readings are counted
#endif
}""".replace("STEP", f"{STEP}UL"),
        (),
        (INT64_BASE,),
    ),
    "cn_byte_perm": Helper(
        """uint cn_byte_perm(uint low, uint high, uint selector)
{
    ulong bytes = (ulong)high << 32 | low;
    uint result = 0;
    for (int i = 0; i < 4; i++) {
        uint s = selector >> 4 * i & 15;
        uint byte = (uint)(bytes >> 8 * (s & 7)) & 255;
        result |= (s & 8 ? (byte & 128 ? 255u : 0u) : byte) << 8 * i;
    }
    return result;
}"""
    ),
    **{f"cn_any_{type_}": Helper(_ANY.format(type=type_)) for type_ in ("int", "uint")},
    "cn_fence_device": Helper(
        """void cn_fence_device(void)
{
#if __OPENCL_C_VERSION__ == 200 || (defined(__opencl_c_atomic_order_seq_cst) && defined(__opencl_c_atomic_scope_device))
    atomic_work_item_fence(CLK_GLOBAL_MEM_FENCE | CLK_LOCAL_MEM_FENCE, memory_order_seq_cst, memory_scope_device);
#else
    mem_fence(CLK_GLOBAL_MEM_FENCE | CLK_LOCAL_MEM_FENCE);
#endif
}"""
    ),
}
