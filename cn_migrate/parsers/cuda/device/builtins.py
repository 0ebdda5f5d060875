"""What CUDA's device functions become: one table, name -> Builtin (behaviour and its argument)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Builtin:
    """`behaviour` is a key of `intrinsics.BEHAVIOURS`; `what` names the op's function, kind or scope."""

    behaviour: str
    what: str = ""
    scope: str = "device"


def _math(names: str, suffixes: tuple[str, ...] = ("", "f")) -> dict[str, Builtin]:
    return {name + suffix: Builtin("math", name) for name in names.split() for suffix in suffixes}


def _renamed(behaviour: str, pairs: str) -> dict[str, Builtin]:
    rows = (pair.split("=") for pair in pairs.split())
    return {name: Builtin(behaviour, what) for name, what in rows}


def _atomics() -> dict[str, Builtin]:
    kinds = {
        "Add": "add", "Sub": "sub", "Min": "min", "Max": "max", "And": "and", "Or": "or", "Xor": "xor",
        "Inc": "inc", "Dec": "dec", "Exch": "exchange", "CAS": "compare_exchange",
    }  # fmt: skip
    scopes = {"": "device", "_block": "block", "_system": "system"}
    return {
        f"atomic{name}{suffix}": Builtin("atomic", kind, scope)
        for name, kind in kinds.items()
        for suffix, scope in scopes.items()
    }


def _conversions() -> dict[str, Builtin]:
    floats, integers = ("float", "double"), ("int", "uint", "ll", "ull")
    pairs = [(x, y) for x in floats for y in integers] + [(y, x) for x in floats for y in integers]
    pairs.append(("double", "float"))
    rows = {
        f"__{x}2{y}_{mode}": Builtin("convert", mode)
        for x, y in pairs
        for mode in ("rn", "rz", "ru", "rd")
    }
    return {
        **rows,
        "__int2double_rn": Builtin("convert", "rn"),
        "__uint2double_rn": Builtin("convert", "rn"),
    }


_VECTORS = (
    "char",
    "uchar",
    "short",
    "ushort",
    "int",
    "uint",
    "long",
    "ulong",
    "longlong",
    "ulonglong",
    "float",
    "double",
)

# Barriers of several devices, or of the blocks of a cluster: OpenCL C has none.
GROUP_BARRIERS = frozenset(
    f"cooperative_groups::{name}"
    for name in (
        "multi_grid_group::sync",
        "cluster_group::sync",
    )
)

BUILTINS: dict[str, Builtin] = {
    # what the library of device code is written over (library.hpp of the native interface)
    **_renamed("bitcast", "cn_bits_of_float= cn_float_of_bits="),
    **_renamed(
        "math",
        "cn_half_bits_rn=half_bits_rn cn_half_bits_rz=half_bits_rz cn_half_bits_ru=half_bits_ru "
        "cn_half_bits_rd=half_bits_rd cn_half_value=half_value",
    ),
    # CUDA C++ Programming Guide, "Mathematical Functions"
    **_math("sqrt rsqrt cbrt rcbrt exp exp2 exp10 expm1 log log2 log10 log1p"),
    **_math("sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh sinpi cospi"),
    **_math("erf erfc erfinv erfcinv normcdf normcdfinv lgamma tgamma logb j0 j1 y0 y1"),
    **_math("floor ceil trunc rint round nearbyint fabs"),
    **_math("fmin fmax fmod remainder copysign fdim nextafter pow atan2 hypot fma ldexp ilogb"),
    **_renamed("math", "scalbn=ldexp scalbnf=ldexp fdividef=fast_div"),
    **_renamed("rounded", "lrint=rint lrintf=rint llrint=rint llrintf=rint"),
    **_renamed("rounded", "lround=round lroundf=round llround=round llroundf=round"),
    **_renamed("absolute", "abs=abs labs=abs llabs=abs"),
    **_renamed(
        "extremum", "min=min max=max umin=min umax=max llmin=min llmax=max ullmin=min ullmax=max"
    ),
    **_renamed(
        "constant",
        "__builtin_inf=inf __builtin_inff=inf __builtin_huge_val=inf __builtin_huge_valf=inf "
        "__builtin_nan=nan __builtin_nanf=nan nan=nan nanf=nan",
    ),
    "clamp": Builtin("clamp"),  # std::clamp; CUDA has none
    **_renamed("predicate", "isnan=isnan isinf=isinf isfinite=isfinite signbit=signbit"),
    **_renamed(
        "predicate",
        "__isnan=isnan __isnanf=isnan __isinf=isinf __isinff=isinf __finite=isfinite __finitef=isfinite "
        "__signbit=signbit __signbitf=signbit",
    ),
    **_renamed(
        "two_results",
        "sincos=sin/cos sincosf=sin/cos sincospi=sinpi/cospi sincospif=sinpi/cospi __sincosf=fast_sin/fast_cos",
    ),
    # "Intrinsic Functions"
    **_renamed(
        "math",
        "__expf=fast_exp __exp10f=fast_exp10 __logf=fast_log __log2f=fast_log2 __log10f=fast_log10",
    ),
    **_renamed(
        "math",
        "__sinf=fast_sin __cosf=fast_cos __tanf=fast_tan __powf=fast_pow __fdividef=fast_div",
    ),
    **_renamed(
        "math",
        "__saturatef=saturate __frcp_rn=recip_rn __drcp_rn=recip_rn __fsqrt_rn=sqrt __dsqrt_rn=sqrt __frsqrt_rn=rsqrt",
    ),
    **_renamed(
        "math",
        "__fmaf_rn=fma __fma_rn=fma __fadd_rn=add_rn __fsub_rn=sub_rn __fmul_rn=mul_rn __fdiv_rn=div_rn",
    ),
    **_renamed("math", "__dadd_rn=add_rn __dsub_rn=sub_rn __dmul_rn=mul_rn __ddiv_rn=div_rn"),
    # "Integer Intrinsics"
    **_renamed(
        "math",
        "__popc=popcount __popcll=popcount __clz=clz __clzll=clz __ffs=ffs __ffsll=ffs __brev=brev __brevll=brev",
    ),
    **_renamed(
        "math",
        "__mul24=mul24 __umul24=mul24 __mulhi=mulhi __umulhi=mulhi __mul64hi=mulhi __umul64hi=mulhi "
        "mulhi=mulhi umulhi=mulhi mul24=mul24 umul24=mul24",
    ),
    **_renamed(
        "math", "__hadd=hadd __uhadd=hadd __rhadd=rhadd __urhadd=rhadd __sad=sad __usad=sad"
    ),
    **_renamed(
        "math", "__byte_perm=byte_perm __funnelshift_l=funnel_shl __funnelshift_r=funnel_shr"
    ),
    # "Type Casting Intrinsics"
    **_conversions(),
    **dict.fromkeys(
        (
            "__float_as_int",
            "__int_as_float",
            "__float_as_uint",
            "__uint_as_float",
            "__double_as_longlong",
            "__longlong_as_double",
        ),
        Builtin("bitcast"),
    ),
    # "Built-in Vector Types"
    **{f"make_{name}{n}": Builtin("vector") for name in _VECTORS for n in (1, 2, 3, 4)},
    # "Synchronization Functions", "Memory Fence Functions", "Atomic Functions"
    "__syncthreads": Builtin("barrier"),
    "__threadfence_block": Builtin("fence", scope="block"),
    "__threadfence": Builtin("fence"),
    "__threadfence_system": Builtin("fence", scope="system"),
    **_atomics(),
    # "Address Space Conversion Functions": an address is the same number in each
    **dict.fromkeys(
        (f"__cvta_generic_to_{space}" for space in ("global", "shared", "constant", "local")),
        Builtin("first"),
    ),
    # clang's hints
    **dict.fromkeys(("__builtin_expect", "__builtin_assume_aligned"), Builtin("first")),
    **dict.fromkeys(("__builtin_assume", "__builtin_unreachable"), Builtin("nothing")),
    # "Time Function", "Nanosleep Function"
    **dict.fromkeys(("clock", "clock64"), Builtin("clock")),
    # "Formatted Output", "Assertion", "Trap Function", "Breakpoint Function"
    "printf": Builtin("print"),
    "__assert_fail": Builtin("assertion"),
    **dict.fromkeys(("__trap", "abort"), Builtin("trap")),
    # the primitives of cn/warp.h
    "__cn_shuffle": Builtin("shuffle"),
    "__cn_ballot": Builtin("ballot"),
    "__syncwarp": Builtin("warp_barrier"),
    # "Read-Only Data Cache Load Function", "Load Functions Using Cache Hints"
    **dict.fromkeys(
        ("__ldg", "__ldcg", "__ldca", "__ldcs", "__ldlu", "__ldcv"), Builtin("cached_load")
    ),
    **dict.fromkeys(("__stwb", "__stcg", "__stcs", "__stwt"), Builtin("cached_store")),
}
