"""Macros of CUDA's headers that tell versions, or that a header was included."""

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.row import Row
from cn_migrate.source.host_plan import ApiKind


def _macros(op: str, names: str) -> dict[str, Row]:
    return {name: Row(op, ApiKind.CONSTANT, Fidelity.EXACT) for name in names.split()}


VERSIONS: dict[str, Row] = {
    # Programs ask for the headers' guards to learn whether the API is there.
    **_macros(
        "api_version",
        """
        CUDART_VERSION CUDA_VERSION __CUDART_API_VERSION __CUDA_API_VERSION __CUDA_RUNTIME_H__
        __CUDA_RUNTIME_API_H__ __CUDA_H__ __cuda_cuda_h__ __DRIVER_TYPES_H__ __VECTOR_TYPES_H__
        __VECTOR_FUNCTIONS_H__
        """,
    ),
    **_macros("api_version_major", "__CUDACC_VER_MAJOR__"),
    **_macros("api_version_minor", "__CUDACC_VER_MINOR__"),
    **_macros("api_calling_convention", "CUDART_CB"),
}
