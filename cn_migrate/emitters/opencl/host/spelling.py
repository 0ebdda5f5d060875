"""How the native interface spells what a host plan names."""

import re
from collections.abc import Container

from cn_migrate.source import Language
from cn_migrate.source.host_plan import ApiUse, api_type

NAMESPACE = "cn"
# The header of the interface, and what stands before a name of it.
HEADERS = {Language.CUDA: "cnative.hpp", Language.CXX: "cnative.hpp", Language.C: "cnative.h"}
_PREFIXES = {
    Language.CUDA: f"{NAMESPACE}::",
    Language.CXX: f"{NAMESPACE}::",
    Language.C: f"{NAMESPACE}_",
}
# Set in sources that had kernels, where the original asked for the device compiler.
WITH_KERNELS = "CN_WITH_KERNELS"

_API_TYPE = re.compile(re.escape(api_type("")) + r"(\w+)")

# Hub ops that are no names in the interface's namespace.
_EXCEPTIONS = {
    "api_version": "CN_API_VERSION",
    "api_version_major": "CN_API_VERSION_MAJOR",
    "api_version_minor": "CN_API_VERSION_MINOR",
    "api_calling_convention": "",
}

# Keywords of the source language that do not simply go; all others do.
QUALIFIERS = {
    "__forceinline__": "inline",
    "__noinline__": "__attribute__((noinline))",
    "__align__": "__attribute__((aligned{arguments}))",
    "__builtin_align__": "__attribute__((aligned{arguments}))",
}


def library_header(library: str) -> str:
    """The header of one part of the native interface, as an #include names it."""
    return f"cnative/{library}.hpp"


def spell_types(text: str) -> str:
    """The spelling of a type with the types of the API that it mentions."""
    return _API_TYPE.sub(rf"{NAMESPACE}::\1", text)


def spell(use: ApiUse, language: Language, macros: Container[str]) -> str:
    """The native interface's name for one use of the source's API.

    `macros` are function-like macros of the program: one of the same name must not be expanded.
    """
    if use.is_scoped and use.op not in _EXCEPTIONS:
        return use.op
    name = _EXCEPTIONS.get(use.op, f"{_PREFIXES[language]}{use.op}")
    return f"({name})" if language is not Language.C and use.op in macros else name
