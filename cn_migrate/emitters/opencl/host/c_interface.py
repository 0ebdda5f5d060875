"""Which names of the native interface C sources can use: those in the tables of its C part."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_TABLES = (
    "c/constant_list.h",
    "c/function_list.h",
    "c/types.h",
    "device_attribute_list.hpp",
    "error_list.hpp",
)
_FUNCTION = re.compile(r"ROW\((\w+), \(")
_CONSTANT = re.compile(r"ROW\(-?\w+, (\w+)[,)]")
_TYPE = re.compile(r"\bcn_(\w+)(?=;|\)\()|\benum cn_(\w+)")
# Written out in cnative.h itself, or macros of both languages.
_OTHERS = frozenset(
    """
    get_error_string get_error_name stream_legacy stream_per_thread api_version api_version_major
    api_version_minor api_calling_convention
    """.split()
)


def is_in_c(op: str) -> bool:
    """Has the C part of the native interface the hub's name `op`?"""
    return op in _names()


@cache
def _names() -> frozenset[str]:
    folder = resources.files("cn_migrate") / "runtime" / "include" / "cnative"
    text = "\n".join((folder / name).read_text("utf-8") for name in _TABLES)
    types = {name for pair in _TYPE.findall(text) for name in pair if name}
    return _OTHERS | types | set(_FUNCTION.findall(text)) | set(_CONSTANT.findall(text))
