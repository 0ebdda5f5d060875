"""Finding calls of NVIDIA's libraries, which are not converted, in tokens."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import pairwise

from cn_migrate.parsers.cuda.host.tokens import Kind, Token, Tokens

# First words of the names of each library.
LIBRARIES = {
    "cublas": "cuBLAS",
    "cublasLt": "cuBLASLt",
    "cublasXt": "cuBLASXt",
    "cudnn": "cuDNN",
    "cufft": "cuFFT",
    "cufftXt": "cuFFT",
    "cupti": "CUPTI",
    "curand": "cuRAND",
    "cusolverDn": "cuSOLVER",
    "cusolverMg": "cuSOLVER",
    "cusolverRf": "cuSOLVER",
    "cusolverSp": "cuSOLVER",
    "cusparse": "cuSPARSE",
    "nccl": "NCCL",
    "nvgraph": "nvGRAPH",
    "nvjpeg": "nvJPEG",
    "nvml": "NVML",
    "nvshmem": "NVSHMEM",
}
# What the supplied headers define: handles without anything behind them, and texts of errors.
_HANDLES = frozenset(
    """
    Create Create_v2 Destroy Destroy_v2 SetStream SetStream_v2 GetStream GetStream_v2 SetMathMode GetMathMode
    SetPointerMode SetPointerMode_v2 GetPointerMode GetPointerMode_v2 SetWorkspace SetWorkspace_v2
    """.split()
)
_WITH_HANDLES = frozenset({"cublas", "cublasLt", "cudnn", "cusolverDn", "cusolverSp", "cusparse"})
_TEXTS = frozenset({"GetStatusName", "GetStatusString", "GetErrorName", "GetErrorString"})
_NAME = re.compile(rf"({'|'.join(sorted(LIBRARIES, key=len, reverse=True))})([A-Z]\w*)")


def find_library_calls(
    tokens: Tokens, declared: Container[str]
) -> Iterator[tuple[Token, str, str]]:
    """Calls of libraries: the name, the rule that applies, and the library.

    `declared` are names that the project declares itself, left alone.
    """
    for token, after in pairwise(tokens):
        if token.kind is not Kind.IDENTIFIER or after.text != "(" or token.text in declared:
            continue
        if (found := library_rule(token.text)) is not None:
            yield token, *found


def library_rule(name: str) -> tuple[str, str] | None:
    """The rule for a call of a library's function, and the library; None for any other name."""
    match = _NAME.fullmatch(name)
    if match is None or match[2] in _TEXTS:
        return None
    is_handle = match[1] in _WITH_HANDLES and match[2] in _HANDLES
    return ("library-handle" if is_handle else "library-call"), LIBRARIES[match[1]]
