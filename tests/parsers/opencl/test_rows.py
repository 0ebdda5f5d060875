"""The table of built-in functions is complete in itself."""

from __future__ import annotations

from cn_migrate.dialects.cnative.math_functions import MATH_FUNCTIONS
from cn_migrate.parsers.opencl.conversions import CONVERSION
from cn_migrate.parsers.opencl.functions import COMPONENTWISE, WHOLE, function_named
from cn_migrate.parsers.opencl.rows import FUNCTIONS
from cn_migrate.parsers.opencl.source import LIBRARY


def test_every_row_has_a_behaviour() -> None:
    assert {row.behaviour for row in FUNCTIONS.values()} <= COMPONENTWISE.keys() | WHOLE.keys()


def test_every_name_of_a_row_is_known() -> None:
    library = LIBRARY.read_text()
    rows = FUNCTIONS.values()
    assert all(row.what in MATH_FUNCTIONS for row in rows if row.behaviour == "math")
    assert all(
        f"CN_OVERLOADED {row.what}(" in library for row in rows if row.behaviour == "library"
    )
    pairs = [row.what.split("/") for row in rows if row.behaviour == "second_result"]
    assert all(
        name in MATH_FUNCTIONS or f"CN_OVERLOADED {name}(" in library
        for pair in pairs
        for name in pair
    )


# OpenCL C 1.2, 6.12.1 to 6.12.13; those of images (6.12.14) are refused with their type.
STANDARD = """
get_work_dim get_global_size get_global_id get_local_size get_local_id get_num_groups get_group_id get_global_offset
acos acosh acospi asin asinh asinpi atan atan2 atanh atanpi atan2pi cbrt ceil copysign cos cosh cospi erfc erf exp exp2
exp10 expm1 fabs fdim floor fma fmax fmin fmod fract frexp hypot ilogb ldexp lgamma lgamma_r log log2 log10 log1p logb
mad maxmag minmag modf nan nextafter pow pown powr remainder remquo rint rootn round rsqrt sin sincos sinh sinpi sqrt
tan tanh tanpi tgamma trunc half_cos half_divide half_exp half_exp2 half_exp10 half_log half_log2 half_log10
half_powr half_recip half_rsqrt half_sin half_sqrt half_tan native_cos native_divide native_exp native_exp2 native_exp10
native_log native_log2 native_log10 native_powr native_recip native_rsqrt native_sin native_sqrt native_tan
abs abs_diff add_sat hadd rhadd clamp clz mad_hi mad_sat max min mul_hi rotate sub_sat upsample popcount mad24 mul24
degrees mix radians step smoothstep sign cross dot distance length normalize fast_distance fast_length fast_normalize
isequal isnotequal isgreater isgreaterequal isless islessequal islessgreater isfinite isinf isnan isnormal isordered
isunordered signbit any all bitselect select
vload2 vload3 vload4 vload8 vload16 vstore2 vstore3 vstore4 vstore8 vstore16 vload_half vload_half2 vload_half3
vload_half4 vload_half8 vload_half16 vstore_half vstore_half_rte vstore_half_rtz vstore_half_rtp vstore_half_rtn
vstore_half2 vstore_half3_rtz vstore_half16_rtn vloada_half2 vloada_half3 vloada_half16 vstorea_half3 vstorea_half4_rtp
barrier mem_fence read_mem_fence write_mem_fence
async_work_group_copy async_work_group_strided_copy wait_group_events prefetch
atomic_add atomic_sub atomic_xchg atomic_inc atomic_dec atomic_cmpxchg atomic_min atomic_max atomic_and atomic_or
atomic_xor atom_add atom_sub atom_xchg atom_inc atom_dec atom_cmpxchg atom_min atom_max atom_and atom_or atom_xor
shuffle shuffle2 printf
""".split()


def test_all_functions_of_the_standard_are_known() -> None:
    unknown = function_named("no_such_function")
    assert [name for name in STANDARD if function_named(name) is unknown] == []
    assert CONVERSION.match("convert_uchar16_sat_rtn")
