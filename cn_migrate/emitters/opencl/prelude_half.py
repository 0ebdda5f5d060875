"""Helper functions between float and the bits of half precision numbers.

`vload_half` and `vstore_half` need no extension, other uses of the type `half` do (OpenCL C 1.2, 6.1.1.1).
"""

from __future__ import annotations

_BITS = """ushort cn_half_bits_{mode}(float x)
{{
    ushort bits;
    vstore_half_{suffix}(x, 0, (half *)&bits);
    return isnan(x) ? 0x7fff : bits;
}}"""
_VALUE = """float cn_half_value(ushort bits)
{
    return vload_half(0, (const half *)&bits);
}"""
_SUFFIXES = {"rn": "rte", "rz": "rtz", "ru": "rtp", "rd": "rtn"}

HALVES: dict[str, str] = {
    "cn_half_value": _VALUE,
    **{
        f"cn_half_bits_{mode}": _BITS.format(mode=mode, suffix=suffix)
        for mode, suffix in _SUFFIXES.items()
    },
}
