"""The compiler that programs call at run time (NVRTC)."""

from cn_migrate.diagnostics import Fidelity
from cn_migrate.parsers.cuda.api.row import Row
from cn_migrate.source.host_plan import ApiKind

_NOTHING = (
    "nothing is compiled at run time: a source file of the project stands for its kernels, which are in the program; "
    "any other text fails to compile"
)
_NAMES = "which instances a program asks for at run time cannot be known; instantiate them in a .cu source"
_DEVICES = "OpenCL devices have no architecture numbers"


def _rows(kind: ApiKind, ops: dict[str, str]) -> dict[str, Row]:
    return {name: Row(op, kind, Fidelity.EXACT) for name, op in ops.items()}


def _refused(note: str, *names: str) -> dict[str, Row]:
    row = Row("compiler", ApiKind.FUNCTION, Fidelity.MANUAL, note)
    return dict.fromkeys(names, row)


COMPILER: dict[str, Row] = {
    "nvrtcCompileProgram": Row(
        "compiler_compile_program", ApiKind.FUNCTION, Fidelity.WEAKENED, _NOTHING
    ),
    **_rows(
        ApiKind.FUNCTION,
        {
            "nvrtcGetErrorString": "compiler_get_error_string",
            "nvrtcVersion": "compiler_version",
            "nvrtcCreateProgram": "compiler_create_program",
            "nvrtcDestroyProgram": "compiler_destroy_program",
            "nvrtcGetPTXSize": "compiler_get_ptx_size",
            "nvrtcGetPTX": "compiler_get_ptx",
            "nvrtcGetCUBINSize": "compiler_get_cubin_size",
            "nvrtcGetCUBIN": "compiler_get_cubin",
            "nvrtcGetLTOIRSize": "compiler_get_ltoir_size",
            "nvrtcGetLTOIR": "compiler_get_ltoir",
            "nvrtcGetProgramLogSize": "compiler_get_program_log_size",
            "nvrtcGetProgramLog": "compiler_get_program_log",
        },
    ),
    **_refused(_NAMES, "nvrtcAddNameExpression", "nvrtcGetLoweredName"),
    **_refused(_DEVICES, "nvrtcGetNumSupportedArchs", "nvrtcGetSupportedArchs"),
    **_rows(ApiKind.TYPE, {"nvrtcResult": "compiler_result", "nvrtcProgram": "compiler_program"}),
    **_rows(
        ApiKind.CONSTANT,
        {
            f"NVRTC_{name}": f"compiler_{name.lower()}"
            for name in (
                "SUCCESS",
                "ERROR_OUT_OF_MEMORY",
                "ERROR_PROGRAM_CREATION_FAILURE",
                "ERROR_INVALID_INPUT",
                "ERROR_INVALID_PROGRAM",
                "ERROR_INVALID_OPTION",
                "ERROR_COMPILATION",
                "ERROR_BUILTIN_OPERATION_FAILURE",
                "ERROR_NO_NAME_EXPRESSIONS_AFTER_COMPILATION",
                "ERROR_NO_LOWERED_NAMES_BEFORE_COMPILATION",
                "ERROR_NAME_EXPRESSION_NOT_VALID",
                "ERROR_INTERNAL_ERROR",
                "ERROR_TIME_FILE_WRITE_FAILED",
            )
        },
    ),
}
