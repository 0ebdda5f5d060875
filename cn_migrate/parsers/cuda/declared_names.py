"""What our CUDA headers declare, as clang reads them for a device."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from clang.cindex import Cursor, CursorKind

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.translation_unit import HEADERS, parse

K = CursorKind

# Which of CUDA's headers brings what a file of `headers/cn` declares; the rest comes with cuda_runtime.h.
_PUBLIC = {
    "api_": "cuda_runtime_api.h",
    "bfloat16": "cuda_bf16.h",
    "cooperative_groups": "cooperative_groups.h",
    "cu_": "cuda.h",
    "float8": "cuda_fp8.h",
    "graph": "cuda_runtime_api.h",
    "half": "cuda_fp16.h",
    "interop": "cuda_gl_interop.h",
    "nvtx": "nvToolsExt.h",
}
_SCOPES = frozenset({K.LINKAGE_SPEC, K.UNEXPOSED_DECL})
_KINDS = {
    K.FUNCTION_DECL: "function",
    K.FUNCTION_TEMPLATE: "function",
    K.STRUCT_DECL: "type",
    K.CLASS_DECL: "type",
    K.CLASS_TEMPLATE: "type",
    K.UNION_DECL: "type",
    K.ENUM_DECL: "type",
    K.TYPEDEF_DECL: "type",
    K.TYPE_ALIAS_DECL: "type",
    K.ENUM_CONSTANT_DECL: "constant",
    K.MACRO_DEFINITION: "constant",
}


@dataclass(frozen=True, slots=True)
class Declared:
    """One name: its `kind`, CUDA's header that brings it, and for a function of the device whether it has a body."""

    kind: str
    header: str
    device: bool = False
    body: bool = False


@cache
def declared_names() -> dict[str, Declared]:
    """Every name that the headers declare at global scope; of overloads, one with a body counts."""
    headers = sorted(p.relative_to(HEADERS).as_posix() for p in HEADERS.glob("*.h"))
    source = "".join(f"#include <{header}>\n" for header in headers)
    file = HEADERS.parent / "declared_names.cu"
    unit = parse(file, [], "device", Diagnostics(), whole=True, unsaved={file: source.encode()})
    found: dict[str, Declared] = {}
    if unit is None:
        return found
    for cursor in clang.top_level(unit.clang, lambda name: Path(name).is_relative_to(HEADERS)):
        _add(cursor, found)
    return found


def _add(cursor: Cursor, found: dict[str, Declared]) -> None:
    if cursor.kind in _SCOPES or cursor.kind == K.ENUM_DECL:
        for child in cursor.get_children():
            _add(child, found)
    kind = _KINDS.get(cursor.kind)
    name = cursor.spelling
    if kind is None or not name or name.startswith(("CN_", "__CN_", "(")):
        return
    marks = clang.attributes(cursor) if kind == "function" else set()
    device = K.CUDADEVICE_ATTR in marks
    body = device and cursor.is_definition()
    known = found.get(name)
    if known is None or (body and not known.body):
        header = _public(Path(cursor.location.file.name), name)
        found[name] = Declared(kind, header, device, body)


def _public(file: Path, name: str) -> str:
    if file.parent == HEADERS or file.parent.name == "cooperative_groups":
        return file.relative_to(HEADERS).as_posix()
    # What both of the types of 16 bits are read from knows which one by its names only.
    own = ("bfloat16" if "bf" in name else "half") if file.stem == "narrow_float" else file.name
    return next((h for first, h in _PUBLIC.items() if own.startswith(first)), "cuda_runtime.h")
