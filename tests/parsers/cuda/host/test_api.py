"""The API tables: complete, and true to the native interface."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import cn_migrate
from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api import API, FAMILIES, family, hub_name
from cn_migrate.parsers.cuda.translation_unit import HEADERS
from cn_migrate.source import Language
from tests.parsers.cuda.nvidia_headers import nvidia_headers

INCLUDE = Path(cn_migrate.__file__).parent / "runtime" / "include"

# Runtime functions that at least ten of 882 public CUDA programs call.
WIDELY_USED = """
cudaFree cudaMalloc cudaMemcpy cudaDeviceSynchronize cudaGetErrorString cudaGetDeviceProperties cudaMemset
cudaSetDevice cudaGetLastError cudaEventRecord cudaEventCreate cudaFreeHost cudaThreadSynchronize
cudaEventElapsedTime cudaMemcpyAsync cudaEventSynchronize cudaMallocHost cudaStreamDestroy cudaGetDeviceCount
cudaStreamSynchronize cudaStreamCreate cudaMemcpyToSymbol cudaEventDestroy cudaDeviceGetAttribute cudaGetDevice
cudaCreateChannelDesc cudaCreateTextureObject cudaStreamCreateWithFlags cudaMallocManaged cudaFreeArray
cudaGraphicsMapResources cudaGraphicsUnmapResources cudaGraphicsUnregisterResource cudaGraphicsGLRegisterBuffer
cudaGraphicsResourceGetMappedPointer cudaDestroyTextureObject cudaMallocArray cudaMemsetAsync cudaHostAlloc
cudaMemcpy2DToArray cudaFuncSetAttribute cudaUnbindTexture cudaDriverGetVersion cudaStreamWaitEvent cudaBindTexture
cudaOccupancyMaxActiveBlocksPerMultiprocessor cudaMemGetInfo cudaMemcpyToArray
""".split()


@pytest.mark.parametrize(
    ("name", "op"),
    [
        ("cudaMemcpyToSymbolAsync", "memcpy_to_symbol_async"),
        ("cudaMemcpy2DAsync", "memcpy_2d_async"),
        ("cudaError_t", "error_t"),
        ("cudaErrorECCUncorrectable", "error_ecc_uncorrectable"),
        ("cudaDevAttrMaxThreadsPerBlock", "dev_attr_max_threads_per_block"),
        ("cudaDeviceGetPCIBusId", "device_get_pci_bus_id"),
        ("cudaFuncCachePreferL1", "func_cache_prefer_l1"),
    ],
)
def test_hub_name(name: str, op: str) -> None:
    assert hub_name(name) == op


@pytest.mark.parametrize("name", WIDELY_USED)
def test_widely_used_functions_are_known(name: str) -> None:
    assert name in API or family(name) not in {None, FAMILIES["cuda"]}


def test_every_function_of_the_headers_has_a_row_or_a_reason() -> None:
    texts = [p.read_text("utf-8") for p in HEADERS.rglob("*") if p.is_file()]
    declared = {name for text in texts for name in re.findall(r"\b(cuda[A-Z]\w*)\s*\(", text)}
    assert len(declared) > 200
    assert not {n for n in declared if n not in API and family(n) in {None, FAMILIES["cuda"]}}


def test_every_name_of_the_runtime_api_has_a_row_or_a_reason() -> None:
    """NVIDIA's own headers, where they are installed: functions, types, enumerators and macros."""
    folder = nvidia_headers()
    if folder is None:
        pytest.skip("NVIDIA's headers are not installed")
    names: set[str] = set()
    for header in ("cuda_runtime_api.h", "driver_types.h", "texture_types.h", "surface_types.h"):
        text = re.sub(r"/\*.*?\*/|//[^\n]*", "", (folder / header).read_text(), flags=re.DOTALL)
        names |= set(re.findall(r"\b(?:make_)?cuda[A-Z]\w*", text))
    assert len(names) > 1300
    # The forms of functions that nvcc calls for --default-stream=per-thread, and a parameter.
    names = {n for n in names if not n.endswith(("_ptsz", "_ptds"))} - {"cudaVersion"}
    assert {n for n in names if n not in API and family(n) in {None, FAMILIES["cuda"]}} == set()


def test_what_is_not_exact_says_why() -> None:
    assert not [n for n, row in API.items() if row.fidelity is not Fidelity.EXACT and not row.note]


def test_family_takes_whole_words() -> None:
    assert family("cuMemAlloc") == FAMILIES["cu"]
    assert family("current") is None
    assert family("cudaGraphLaunch") == FAMILIES["cudaGraph"]


@pytest.mark.skipif(shutil.which("g++") is None, reason="needs a C++ compiler")
def test_the_native_interface_has_every_ported_name(tmp_path: Path) -> None:
    from cn_migrate.emitters.opencl.host.spelling import spell
    from cn_migrate.source.host_plan import ApiUse, Range

    ported = [(n, r) for n, r in API.items() if r.fidelity is not Fidelity.MANUAL]
    uses = (ApiUse(Range(0, 0), n, r.op, r.kind, r.fidelity) for n, r in ported)
    names = {name for use in uses if (name := spell(use, Language.CUDA, ())).startswith("cn::")}
    text = "".join(f"using {name};\n" for name in sorted(names))
    source = tmp_path / "names.cpp"
    source.write_text(f'#include "cnative.hpp"\nnamespace check {{\n{text}}}\n')
    command = ["g++", "-std=c++17", "-fsyntax-only", f"-I{INCLUDE}", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
