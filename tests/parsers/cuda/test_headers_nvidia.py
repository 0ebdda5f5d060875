"""Our CUDA headers against NVIDIA's: same signatures, values and layouts for everything that both have.

NVIDIA's are read from the packages `nvidia-cuda-runtime` and `nvidia-cuda-crt`, which nothing but this test needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from clang import cindex

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.translation_unit import HEADERS, SHARED_HEADERS, parse
from cn_migrate.project.includes import SUPPLIED
from tests.parsers.cuda.declarations import Declarations, declarations
from tests.parsers.cuda.nvidia_headers import nvidia_headers

_SOURCE = "".join(
    f"#include <{header}>\n"
    for header in (
        "cooperative_groups.h",
        "cuComplex.h",
        "cuda.h",
        "cuda_bf16.h",
        "cuda_fp16.h",
        "cuda_fp8.h",
        "cuda_gl_interop.h",
        "cuda_pipeline.h",
        "cuda_runtime.h",
        "mma.h",
    )
)

# Ours describe 12.4 and keep what was removed since.  What 13 changed, and why the two differ there:
_EDGE_DATA = "13 put the edge data of the form _v2 into the unversioned name; ours declares both"
_CHANGED_FUNCTIONS = {
    "cudaGraphAddDependencies": _EDGE_DATA,
    "cudaGraphAddNode": _EDGE_DATA,
    "cudaGraphGetEdges": _EDGE_DATA,
    "cudaGraphNodeGetDependencies": _EDGE_DATA,
    "cudaGraphNodeGetDependentNodes": _EDGE_DATA,
    "cudaGraphRemoveDependencies": _EDGE_DATA,
    "cudaStreamGetCaptureInfo": _EDGE_DATA,
    "cudaStreamUpdateCaptureDependencies": _EDGE_DATA,
    "cuMemAdvise": "13 takes a location in place of a device number",
    "cuMemPrefetchAsync": "13 takes a location in place of a device number",
    "cuCtxCreate": "13 added parameters in the form _v4",
    "cudaMemAdvise": "13 takes a location in place of a device number; ours declares both",
    "cudaMemPrefetchAsync": "13 takes a location in place of a device number; ours declares both",
    "rint": "NVIDIA's declares the double one as a repetition of the C library's",
}
_LAST_VALUE = "counts or ends the enumeration, which grew in 13"
_CHANGED_VALUES = {
    "cudaDevAttrMax": _LAST_VALUE,
    "cudaFuncAttributeMax": _LAST_VALUE,
    "cudaGraphNodeTypeCount": _LAST_VALUE,
}
_OPAQUE = "has private members only, and no host passes one to a kernel"
_CHANGED_LAYOUTS = {
    "coalesced_group": _OPAQUE,
    "cudaDeviceProp": "13 removed members (clockRate, computeMode ...), which programs for 12 print",
    "thread_group": _OPAQUE,
}
# 13 appended members or gave reserved ones a name: what is in both stands at the same place.
_EXTENDED_LAYOUTS = """
    CUmemLocation CUmemLocation_st cudaChildGraphNodeParams cudaConditionalNodeParams cudaEventRecordNodeParams
    cudaExternalMemoryBufferDesc cudaExternalMemoryHandleDesc cudaExternalMemoryMipmappedArrayDesc
    cudaExternalSemaphoreHandleDesc cudaExternalSemaphoreSignalNodeParamsV2
    cudaExternalSemaphoreWaitNodeParamsV2 cudaFuncAttributes cudaGraphNodeParams
    cudaHostNodeParamsV2 cudaKernelNodeParamsV2 cudaLaunchAttributeValue cudaMemLocation
    cudaMemPoolProps cudaMemcpyNodeParams cudaMemsetParamsV2 cudaPointerAttributes cudaResourceDesc cudaResourceViewDesc
""".split()


_NVIDIA = nvidia_headers()
pytestmark = pytest.mark.skipif(
    _NVIDIA is None,
    reason="NVIDIA's headers (nvidia-cuda-runtime 13 and nvidia-cuda-crt 13 of PyPI) are not installed",
)


@cache
def _ours() -> Declarations:
    file = Path(__file__).with_name("ours.cu")
    unit = parse(file, [], "host", Diagnostics(), unsaved=_unsaved(file.name), whole=True)
    assert unit is not None
    found, supplied = (
        declarations(unit.clang, HEADERS, SHARED_HEADERS),
        declarations(unit.clang, SUPPLIED),
    )
    found.functions.update(supplied.functions)
    return found


def _unsaved(name: str) -> dict[Path, bytes]:
    return {Path(__file__).with_name(name): _SOURCE.encode()}


@cache
def _theirs() -> Declarations:
    """As plain C++ with the macro of nvcc: clang's own rules for host and device overloads do not matter here."""
    assert _NVIDIA is not None
    nvcc = ["-D__CUDACC__", "-D__NVCC__", "-D__CUDACC_VER_MAJOR__=12", "-D__CUDACC_VER_MINOR__=4"]
    arguments = [
        "-x",
        "c++",
        "-std=c++17",
        *nvcc,
        *clang.standard_library(),
        "-isystem",
        str(_NVIDIA),
    ]
    unit = cindex.TranslationUnit.from_source(
        "theirs.cpp", [*arguments, "-ferror-limit=0"], unsaved_files=[("theirs.cpp", _SOURCE)]
    )
    return declarations(unit, _NVIDIA.resolve())


def _versions(name: str) -> Iterator[str]:
    """The driver's header renames functions to their newest version: cuMemAlloc is cuMemAlloc_v2."""
    return (f"{name}{suffix}" for suffix in ("", "_v2", "_v3", "_v4"))


def _by_value(signatures: set[str]) -> set[str]:
    """Whether an operator takes its operands by value or as constants makes no difference to who calls it."""
    return {re.sub(r"const (\w+) &", r"\1", signature) for signature in signatures}


def test_signatures() -> None:
    theirs, differences, compared = _theirs().functions, [], 0
    for name, ours in _ours().functions.items():
        known = set().union(*(theirs.get(n, set()) for n in _versions(name)))
        if not known or name in _CHANGED_FUNCTIONS:
            continue
        compared += 1
        if name.startswith("operator"):
            ours, known = _by_value(ours), _by_value(known)
        if not ours <= known:
            differences.append((name, sorted(ours - known), sorted(known)))
    assert differences == []
    assert compared > 1300


def test_enumerators() -> None:
    ours, theirs = _ours().values, _theirs().values
    common = (ours.keys() & theirs.keys()) - _CHANGED_VALUES.keys()
    assert {n: (ours[n], theirs[n]) for n in common if ours[n] != theirs[n]} == {}
    assert len(common) > 900


def test_layouts() -> None:
    ours, theirs = _ours().layouts, _theirs().layouts
    common = (ours.keys() & theirs.keys()) - _CHANGED_LAYOUTS.keys() - set(_EXTENDED_LAYOUTS)
    assert {n: (ours[n], theirs[n]) for n in common if ours[n] != theirs[n]} == {}
    assert len(common) > 100


@pytest.mark.parametrize("name", _EXTENDED_LAYOUTS)
def test_extended_layouts(name: str) -> None:
    ours, theirs = _ours().layouts[name], _theirs().layouts[name]
    named = {f for f in ours.fields if not f[0].startswith("reserved")}
    assert named <= set(theirs.fields)
    assert (ours.alignment, ours.size <= theirs.size) == (theirs.alignment, True)


def test_table_of_changes_is_true() -> None:
    """A difference that is gone does not stay in the tables."""
    ours, theirs = _ours(), _theirs()
    functions = {
        n for n in _CHANGED_FUNCTIONS if ours.functions[n] <= theirs.functions.get(n, set())
    }
    values = {n for n in _CHANGED_VALUES if ours.values[n] == theirs.values.get(n)}
    changed_layouts = [*_CHANGED_LAYOUTS, *_EXTENDED_LAYOUTS]
    layouts = {n for n in changed_layouts if ours.layouts[n] == theirs.layouts.get(n)}
    assert functions | values | layouts == set()
