"""What OpenCL C's built-in functions become: one table, name -> Builtin (OpenCL C 1.2, 6.12; 3.0 where it says so).

`behaviour` is a key of `functions.COMPONENTWISE`, for what is done for each component of vectors, or of
`functions.WHOLE`.
"""

from __future__ import annotations

from cn_migrate.parsers.cuda.device.builtins import Builtin


def _each(behaviour: str, names: str) -> dict[str, Builtin]:
    return {name: Builtin(behaviour, name) for name in names.split()}


def _renamed(behaviour: str, pairs: str) -> dict[str, Builtin]:
    rows = (pair.split("=") for pair in pairs.split())
    return {name: Builtin(behaviour, what) for name, what in rows}


def _atomics() -> dict[str, Builtin]:
    kinds = {
        "add": "add", "sub": "sub", "min": "min", "max": "max", "and": "and", "or": "or", "xor": "xor",
        "xchg": "exchange", "cmpxchg": "compare_exchange",
    }  # fmt: skip
    old = {
        f"{prefix}_{name}": Builtin("atomic", kind)
        for prefix in ("atomic", "atom")
        for name, kind in kinds.items()
    }
    steps = {f"{prefix}_{name}": Builtin("atomic_step", kind)
             for prefix in ("atomic", "atom") for name, kind in (("inc", "add"), ("dec", "sub"))}  # fmt: skip
    fetched = ("add", "sub", "min", "max", "and", "or", "xor")
    new = {
        f"atomic_fetch_{kind}{suffix}": Builtin("atomic_fetch", kind)
        for kind in fetched
        for suffix in ("", "_explicit")
    }
    exchanged = {
        f"atomic_exchange{s}": Builtin("atomic_fetch", "exchange") for s in ("", "_explicit")
    }
    return {**old, **steps, **new, **exchanged}


_SHARED = "exp exp2 exp10 log log2 log10 sqrt rsqrt sin cos tan"

FUNCTIONS: dict[str, Builtin] = {
    # 6.12.1, work-item functions
    **_renamed("id", "get_local_id=thread_id get_group_id=block_id get_local_size=block_dim "
                     "get_enqueued_local_size=block_dim get_num_groups=grid_dim"),
    "get_global_id": Builtin("global_id"),
    "get_global_size": Builtin("global_size"),
    "get_global_offset": Builtin("zero"),
    "get_work_dim": Builtin("dimensions"),
    # 6.12.2, math functions
    **_each("math", f"{_SHARED} cbrt expm1 log1p logb"),
    **_each("math", "asin acos atan sinh cosh tanh asinh acosh atanh sinpi cospi erf erfc tgamma lgamma"),
    **_each("math", "floor ceil trunc rint round fabs fmin fmax fmod remainder copysign fdim nextafter"),
    **_each("math", "pow atan2 hypot fma ldexp ilogb"),
    **{f"{kind}_{name}": Builtin("math", name) for kind in ("native", "half") for name in _SHARED.split()},
    **_renamed("library", "native_divide=cn_divide half_divide=cn_divide native_recip=cn_recip half_recip=cn_recip"),
    **_renamed("library", "native_powr=cn_powr half_powr=cn_powr powr=cn_powr mad=cn_mad tanpi=cn_tanpi"),
    **_renamed("library", "asinpi=cn_asinpi acospi=cn_acospi atanpi=cn_atanpi atan2pi=cn_atan2pi"),
    **_renamed("library", "maxmag=cn_maxmag minmag=cn_minmag pown=cn_pown rootn=cn_rootn"),
    **_renamed("second_result", "sincos=sin/cos fract=cn_fract/floor modf=cn_modf/trunc "
                                "frexp=cn_frexp/cn_frexp_exponent lgamma_r=lgamma/cn_lgamma_sign "
                                "remquo=remainder/cn_remquo"),
    "nan": Builtin("nan"),
    # 6.12.3, integer functions; 6.12.4, common functions
    **_renamed("extremum", "min=min max=max"),
    "clamp": Builtin("clamp"),
    "abs": Builtin("absolute"),
    **_renamed("math", "popcount=popcount clz=clz hadd=hadd rhadd=rhadd mul_hi=mulhi mul24=mul24 mad24=mad24"),
    **_renamed("library", "rotate=cn_rotate abs_diff=cn_abs_diff add_sat=cn_add_sat sub_sat=cn_sub_sat "
                          "mad_hi=cn_mad_hi mad_sat=cn_mad_sat upsample=cn_upsample ctz=cn_ctz"),
    **_renamed("library", "degrees=cn_degrees radians=cn_radians mix=cn_mix step=cn_step "
                          "smoothstep=cn_smoothstep sign=cn_sign"),
    # 6.12.5, geometric functions
    **_each("geometric", "dot cross length distance normalize"),
    **_renamed("geometric", "fast_length=length fast_distance=distance fast_normalize=normalize"),
    # 6.12.6, relational functions
    **_each("predicate", "isnan isinf isfinite signbit"),
    **_renamed("compared", "isequal=eq isnotequal=ne isgreater=gt isgreaterequal=ge isless=lt islessequal=le"),
    **_renamed("library", "isnormal=cn_isnormal isordered=cn_isordered isunordered=cn_isunordered "
                          "islessgreater=cn_islessgreater"),
    **_renamed("many", "any=or all=and"),
    "bitselect": Builtin("bitselect"),
    "select": Builtin("select"),
    # 6.12.8, synchronization; 6.12.9, memory fences; 3.0: 6.15.12
    **_each("barrier", "barrier work_group_barrier"),
    **_each("fence", "mem_fence read_mem_fence write_mem_fence"),
    "atomic_work_item_fence": Builtin("scoped_fence"),
    # 6.12.10, async copies: done when they are asked for, by the work-items together
    **_each("async_copy", "async_work_group_copy async_work_group_strided_copy"),
    "wait_group_events": Builtin("barrier"),
    "prefetch": Builtin("nothing"),
    # 6.12.11, atomics; 3.0: 6.15.12
    **_atomics(),
    **_renamed("atomic_place", "atomic_load=load atomic_load_explicit=load atomic_store=store "
                               "atomic_store_explicit=store atomic_init=store"),
    # cl_khr_kernel_clock
    **_each("clock", "clock_read_device clock_read_work_group clock_read_sub_group"),
    # 6.12.12, 6.12.13
    **_each("shuffle", "shuffle shuffle2"),
    "printf": Builtin("print"),
    # clang's, behind INFINITY and its like
    **_renamed("number", "__builtin_inf=inf __builtin_inff=inf __builtin_huge_val=inf __builtin_huge_valf=inf "
                         "__builtin_nan=nan __builtin_nanf=nan"),
}  # fmt: skip
