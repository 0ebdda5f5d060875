"""NVIDIA's libraries, which are not converted: how their names and headers are told."""

from __future__ import annotations

import re

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

# First parts of names of headers, and of names, that belong to libraries which are not converted.
LIBRARY_HEADERS = {
    "cub/": "CUB",
    "cuda/experimental/": "CUDA Experimental",
    "cudaEGL.h": "CUDA's EGL interoperability",
    "cudss": "cuDSS",
    "cufile": "cuFile",
    "cupti": "CUPTI",
    "cute/": "CUTLASS",
    "cutensor": "cuTENSOR",
    "cutlass/": "CUTLASS",
    "cusparseLt": "cuSPARSELt",
    "npp": "NPP",
    "nvblas": "NVBLAS",
    "nvgraph": "nvGRAPH",
    "nvjpeg": "nvJPEG",
    "nvml": "NVML",
    "nvshmem": "NVSHMEM",
    "nvJitLink": "nvJitLink",
    "thrust/": "Thrust",
}
LIBRARY_NAMESPACES = {
    "cub::": "CUB",
    "cute::": "CUTLASS",
    "cutlass::": "CUTLASS",
    "thrust::": "Thrust",
}


def library_rule(name: str) -> tuple[str, str] | None:
    """The rule for a call of a library's function, and the library; None for any other name."""
    match = _NAME.fullmatch(name)
    if match is None or match[2] in _TEXTS:
        return None
    is_handle = match[1] in _WITH_HANDLES and match[2] in _HANDLES
    return ("library-handle" if is_handle else "library-call"), LIBRARIES[match[1]]
