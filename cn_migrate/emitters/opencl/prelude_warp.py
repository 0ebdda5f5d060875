"""CUDA's warps in OpenCL C: text and called helpers of each function, by its name.

Where the host's runtime says that sub-groups are CUDA's warps (CN_SUB_GROUPS), those are used; elsewhere all
threads of the block write to local memory and read there between barriers.  All of them call these functions.
"""

from __future__ import annotations

WARPS = "CN_WARPS"  # stands before kernels with warp operations
_FENCE = "CLK_LOCAL_MEM_FENCE"
_FENCES = "CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE"

_THREAD = """/* The number of the thread in its block, as CUDA counts. */
uint cn_thread(void)
{
    return get_local_id(0) + get_local_size(0) * (get_local_id(1) + get_local_size(1) * get_local_id(2));
}"""

_ROWS = """/* Sub-groups cut rows of the block into pieces of 32 from their start: are those CUDA's warps? */
#ifdef CN_SUB_GROUPS
#define CN_WARPS __attribute__((intel_reqd_sub_group_size(32)))
bool cn_rows_are_warps(void)
{
    return get_local_size(0) % 32 == 0;
}
#else
#define CN_WARPS
#endif"""

_SHUFFLE = """{type} cn_shuffle_{type}(__local {bits} *scratch, {type} value, uint lane)
{{
#ifdef CN_SUB_GROUPS
    if (cn_rows_are_warps()) {{
        return sub_group_shuffle(value, lane & 31);
    }}
#endif
    const uint thread = cn_thread();
    barrier({fence});
    scratch[thread] = {to};
    barrier({fence});
    return {back};
}}"""

_BALLOT = f"""uint cn_ballot(__local uint *scratch, bool predicate)
{{
#ifdef CN_SUB_GROUPS
    if (cn_rows_are_warps()) {{
        return sub_group_ballot(predicate).x;
    }}
#endif
    const uint thread = cn_thread();
    const uint first = thread & ~31u;
    const uint last = min(first + 32, (uint)(get_local_size(0) * get_local_size(1) * get_local_size(2)));
    barrier({_FENCE});
    scratch[thread] = predicate;
    barrier({_FENCE});
    uint result = 0;
    for (uint i = first; i < last; i++) {{
        result |= scratch[i] << (i - first);
    }}
    return result;
}}"""

_ANY_OF_BLOCK = f"""bool cn_any_of_block(__local uint *scratch, bool predicate)
{{
    barrier({_FENCE});
    if (cn_thread() == 0) {{
        *scratch = 0;
    }}
    barrier({_FENCE});
    if (predicate) {{
        atomic_or(scratch, 1u);
    }}
    barrier({_FENCE});
    return *scratch != 0;
}}"""

_ANY_OF_WARP = """bool cn_any_of_warp(__local uint *scratch, bool predicate)
{
#ifdef CN_SUB_GROUPS
    if (cn_rows_are_warps()) {
        return sub_group_any(predicate);
    }
#endif
    return cn_any_of_block(scratch, predicate);
}"""

_WARP_BARRIER = f"""void cn_warp_barrier(void)
{{
#ifdef CN_SUB_GROUPS
    if (cn_rows_are_warps()) {{
        sub_group_barrier({_FENCES});
        return;
    }}
#endif
    barrier({_FENCES});
}}"""


def _shuffles() -> dict[str, tuple[str, tuple[str, ...]]]:
    rows: dict[str, tuple[str, tuple[str, ...]]] = {}
    for type_, bits in (
        ("int", "uint"),
        ("uint", "uint"),
        ("float", "uint"),
        ("long", "ulong"),
        ("ulong", "ulong"),
        ("double", "ulong"),
    ):
        read = "scratch[(thread & ~31u) | (lane & 31)]"
        same = type_ == bits
        text = _SHUFFLE.format(
            type=type_,
            bits=bits,
            fence=_FENCE,
            to="value" if same else f"as_{bits}(value)",
            back=read if same else f"as_{type_}({read})",
        )
        rows[f"cn_shuffle_{type_}"] = (text, ("cn_thread", WARPS))
    return rows


WARP: dict[str, tuple[str, tuple[str, ...]]] = {  # a helper stands after those that it calls
    "cn_thread": (_THREAD, ()),
    WARPS: (_ROWS, ()),
    **_shuffles(),
    "cn_ballot": (_BALLOT, ("cn_thread", WARPS)),
    "cn_any_of_block": (_ANY_OF_BLOCK, ("cn_thread",)),
    "cn_any_of_warp": (_ANY_OF_WARP, ("cn_any_of_block", "cn_thread", WARPS)),
    "cn_warp_barrier": (_WARP_BARRIER, (WARPS,)),
}
