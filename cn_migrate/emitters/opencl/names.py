"""Names in OpenCL C: which are taken by the language, and how ours give way."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SCALARS = "char uchar short ushort int uint long ulong float double half".split()

TAKEN: frozenset[str] = frozenset(
    # C99
    "auto break case char const continue default do double else enum extern float for goto if inline int long register "
    "restrict return short signed sizeof static struct switch typedef union unsigned void volatile while "
    "_Bool _Complex _Imaginary bool true false NULL asm typeof main "
    # OpenCL C 1.2 to 3.0, section 6.1 (types) and 6.1.9 (keywords)
    "kernel __kernel global __global local __local constant __constant private __private generic __generic "
    "read_only write_only read_write __read_only __write_only __read_write uniform pipe __attribute__ "
    "uchar ushort uint ulong size_t ptrdiff_t intptr_t uintptr_t quad complex imaginary half "
    "image1d_t image1d_array_t image1d_buffer_t image2d_t image2d_array_t image2d_depth_t image3d_t sampler_t "
    "event_t queue_t ndrange_t clk_event_t reserve_id_t cl_mem_fence_flags memory_order memory_scope "
    "memory_order_relaxed memory_order_acquire memory_order_release memory_order_acq_rel memory_order_seq_cst "
    "memory_scope_work_item memory_scope_work_group memory_scope_device memory_scope_all_svm_devices "
    "memory_scope_sub_group memory_scope_all_devices "
    "atomic_int atomic_uint atomic_long atomic_ulong atomic_float atomic_double atomic_flag "
    # macros of section 6.12 and of the compilers
    "CHAR_BIT SCHAR_MAX SCHAR_MIN CHAR_MAX CHAR_MIN UCHAR_MAX SHRT_MAX SHRT_MIN USHRT_MAX INT_MAX INT_MIN UINT_MAX "
    "LONG_MAX LONG_MIN ULONG_MAX FLT_DIG FLT_MANT_DIG FLT_MAX_10_EXP FLT_MAX_EXP FLT_MIN_10_EXP FLT_MIN_EXP FLT_RADIX "
    "FLT_MAX FLT_MIN FLT_EPSILON DBL_MAX DBL_MIN DBL_EPSILON DBL_DIG MAXFLOAT HUGE_VALF HUGE_VAL INFINITY NAN "
    "M_E_F M_PI_F M_PI M_E M_PI_2 M_PI_4 M_1_PI M_2_PI M_SQRT2 M_SQRT1_2 M_LN2 M_LN10 M_LOG2E M_LOG10E "
    "FP_FAST_FMAF FP_FAST_FMA CLK_LOCAL_MEM_FENCE CLK_GLOBAL_MEM_FENCE linux unix".split()
) | {f"{scalar}{n}" for scalar in _SCALARS for n in (2, 3, 4, 8, 16)}

BUILTINS: frozenset[str] = frozenset(
    "get_work_dim get_global_size get_global_id get_local_size get_local_id get_num_groups get_group_id "
    "get_global_offset barrier mem_fence read_mem_fence write_mem_fence async_work_group_copy "
    "wait_group_events prefetch printf acos acosh acospi asin asinh asinpi atan atan2 atanh atanpi "
    "atan2pi cbrt ceil copysign cos cosh cospi erf erfc exp exp2 exp10 expm1 fabs fdim floor fma fmax "
    "fmin fmod fract frexp hypot ilogb ldexp lgamma lgamma_r log log2 log10 log1p logb mad maxmag minmag "
    "modf nan nextafter pow pown powr remainder remquo rint rootn round rsqrt sin sincos sinh sinpi sqrt "
    "tan tanh tanpi tgamma trunc abs abs_diff add_sat hadd rhadd clamp clz ctz mad_hi mad_sat max min "
    "mul_hi rotate sub_sat upsample popcount mad24 mul24 degrees mix radians step smoothstep sign cross "
    "dot distance length normalize fast_distance fast_length fast_normalize isequal isfinite isinf isnan "
    "isnormal isordered isunordered signbit any all bitselect select shuffle shuffle2 vec_step as_int "
    "as_uint as_float as_long as_ulong as_double atomic_add atomic_sub atomic_xchg atomic_inc atomic_dec "
    "atomic_cmpxchg atomic_min atomic_max atomic_and atomic_or atomic_xor atom_add atom_sub atom_xchg "
    "atom_inc atom_dec atom_cmpxchg atom_min atom_max atom_and atom_or atom_xor work_group_barrier "
    "sub_group_barrier work_group_all work_group_any ballot recip divide "
    # the C library's, which compilers know without a header
    "memcpy memmove memset memcmp malloc free abort".split()
)


def identifier(name: str) -> str:
    """`name` as a C identifier that OpenCL C does not use for a keyword, type or macro."""
    plain = re.sub(r"\W+", "_", name).strip("_") if re.search(r"\W", name) else name
    if not plain or plain[0].isdigit():
        plain = f"_{plain}"
    return (
        f"{plain}_"
        if plain in TAKEN or plain.startswith(("native_", "half_", "convert_"))
        else plain
    )


class Names:
    """Names of nested C scopes: each new one differs from all that are visible."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._scopes: list[set[str]] = [set(taken)]

    def open(self) -> None:
        """Enter a `{`."""
        self._scopes.append(set())

    def close(self) -> None:
        """Leave the innermost scope; its names are free again."""
        self._scopes.pop()

    def new(self, wish: str) -> str:
        """A name as close to `wish` as possible: a trailing `_` where the language has it, else a number."""
        base = identifier(wish)
        if base in BUILTINS:
            base = f"{base}_"
        name, n = base, 1
        while any(name in scope for scope in self._scopes):
            name, n = f"{base}_{n}", n + 1
        self.take(name)
        return name

    def take(self, name: str) -> None:
        """`name` is declared in the innermost scope."""
        self._scopes[-1].add(name)
