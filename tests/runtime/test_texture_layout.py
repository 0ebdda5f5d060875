"""The descriptor of a texture: host code fills what device code reads, so both must declare the same memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from clang.cindex import Cursor, CursorKind

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda.translation_unit import parse
from cn_migrate.source import Language
from tests.runtime_library import INCLUDE, SOURCES

HEADERS = '#include "cnative.hpp"\n#include "opencl/texture_descriptor.hpp"\n'
PAIRS = [
    ("cn_texture_level", "cn::opencl::texture_level"),
    ("cn_texture", "cn::opencl::texture_descriptor"),
    ("texture<float, 2>", "cn::texture<float, 2>"),
    ("surface<void, 2>", "cn::surface<void, 2>"),
    ("cudaTextureDesc", "cn::texture_desc"),
    ("cudaResourceDesc", "cn::resource_desc"),
    ("cudaMemcpy3DParms", "cn::memcpy_3d_parms"),
    ("cudaMemPoolProps", "cn::mem_pool_props"),
]
Layout = list[tuple[int, int]]


def layouts(folder: Path, names: list[str], host: bool) -> list[Layout]:
    """Offset and size of every field of each type, those of base classes first; then the whole's size."""
    declarations = "".join(
        f"{name} *p{i};\nstatic_assert(sizeof({name}) > 0);\n" for i, name in enumerate(names)
    )
    file = folder / ("host.cpp" if host else "device.cu")
    file.write_text((HEADERS if host else "") + declarations)
    language = Language.CXX if host else Language.CUDA
    found = Diagnostics()
    unit = parse(file, [f"-I{INCLUDE}", f"-I{SOURCES}"], "host", found, language=language)
    assert unit is not None, [d.message for d in found.items]
    variables = [
        c
        for c in unit.clang.cursor.get_children()
        if c.kind == CursorKind.VAR_DECL and c.location.file.name == str(file)
    ]
    return [_layout(variable) for variable in variables]


def _layout(variable: Cursor) -> Layout:
    type_ = variable.type.get_pointee().get_canonical()
    return [*_fields(type_, type_.get_declaration()), (0, type_.get_size())]


def _fields(type_, declaration) -> Layout:
    found: Layout = []
    for base in type_.get_bases():
        offset = base.get_base_offsetof(declaration) // 8
        inner = base.type.get_canonical()
        found += [(offset + at, n) for at, n in _fields(inner, inner.get_declaration())]
    fields = type_.get_fields()
    return found + [(f.get_field_offsetof() // 8, f.type.get_size()) for f in fields]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Layout, Layout]]:
    folder = tmp_path_factory.mktemp("layouts")
    device = layouts(folder, [name for name, _ in PAIRS], host=False)
    host = layouts(folder, [name for _, name in PAIRS], host=True)
    return {pair[0]: (theirs, ours) for pair, theirs, ours in zip(PAIRS, device, host, strict=True)}


@pytest.mark.parametrize("name", [name for name, _ in PAIRS])
def test_host_and_device_agree(both: dict[str, tuple[Layout, Layout]], name: str) -> None:
    device, host = both[name]
    assert device[-1][1] > 0
    assert device == host
