"""Calls of NVIDIA's libraries are found where they stand."""

from __future__ import annotations

from cn_migrate.parsers.cuda.host.library_calls import find_library_calls, find_loaded_libraries
from cn_migrate.parsers.cuda.host.tokens import lex


def calls(text: str, declared: frozenset[str] = frozenset()) -> list[tuple[str, str, str]]:
    found = find_library_calls(lex(text.encode()).code, declared)
    return [(token.text, rule, library) for token, rule, library in found]


def test_computations_and_handles() -> None:
    assert calls("cublasCreate(&h); cublasSgemm(h, n); cublasLtMatmul(h); ncclGroupStart();") == [
        ("cublasCreate", "library-handle", "cuBLAS"),
        ("cublasSgemm", "library-call", "cuBLAS"),
        ("cublasLtMatmul", "library-call", "cuBLASLt"),
        ("ncclGroupStart", "library-call", "NCCL"),
    ]


def test_creation_of_what_computes_is_a_computation() -> None:
    assert calls("curandCreate(&g);") == [("curandCreate", "library-call", "cuRAND")]


def test_types_texts_and_own_functions_are_left_alone() -> None:
    text = "cublasHandle_t h; cublasGetStatusString(s); cublasCheck(x); cublasterfy(1);"
    assert calls(text, frozenset({"cublasCheck"})) == []


def test_libraries_loaded_by_name() -> None:
    text = 'dlopen("libcuda.so.1", 1); f("/usr/lib/libcudart.so"); LoadLibrary("nvcuda.dll"); g("libcuda");'
    found = [token.text for token in find_loaded_libraries(lex(text.encode()).code)]
    assert found == ['"libcuda.so.1"', '"/usr/lib/libcudart.so"', '"nvcuda.dll"']
