"""Host text before and after."""

from __future__ import annotations

import pytest

TOP = '#include "cnative.hpp"\n'

CASES = {
    "launch_and_api": (
        "__global__ void k(int *p, int n) {\n    p[n] = 1;\n}\n"
        "int main() {\n    int *p;\n    cudaMalloc(&p, 4);  // cudaMalloc\n"
        '    k<<<dim3(1, 2), 3>>>(p, 0);\n    puts("cudaFree");\n}\n',
        "void k(int *p, int n) { cn::run_kernel(k, p, n); }\n"
        "int main() {\n    int *p;\n    cn::malloc(&p, 4);  // cudaMalloc\n"
        '    cn::launch(dim3(1, 2), 3, [&] { k(p, 0); });\n    puts("cudaFree");\n}\n',
    ),
    "shared_memory_and_stream": (
        "__global__ void k(int *) {}\nvoid f(cudaStream_t s) { k <<< 1, 2, 4 * sizeof(int), s >>> (0); }\n",
        "void k(int *unnamed0) { cn::run_kernel(k, unnamed0); }\n"
        "void f(cn::stream_t s) { cn::launch(1, 2, 4 * sizeof(int), s, [&] { k(0); }); }\n",
    ),
    "launch_marks_with_blanks": (
        "__global__ void k(int *p) {}\nint main() { k << < 1, 2 >> > (0); }\n",
        "void k(int *p) { cn::run_kernel(k, p); }\nint main() { cn::launch(1, 2, [&] { k(0); }); }\n",
    ),
    "templates": (
        "template <typename T, int N, class... R>\n__global__ void k(T *p, R... rest) { p[N] = 0; }\n"
        "template <> __global__ void k<int, 1>(int *p) { p[0] = 0; }\n"
        "int main() { k<float, 2><<<1, 1>>>((float *)0, 1); }\n",
        "template <typename T, int N, class... R>\n"
        "void k(T *p, R... rest) { cn::run_kernel(k<T, N, R...>, p, rest...); }\n"
        "template <> void k<int, 1>(int *p) { cn::run_kernel(k<int, 1>, p); }\n"
        "int main() { cn::launch(1, 1, [&] { k<float, 2>((float *)0, 1); }); }\n",
    ),
    "unnamed_template_parameters_with_defaults": (
        "template <class T> struct only { using type = int; };\n"
        "template <class T, typename only<only<T>>::type = 0, typename = void, int = (1 < 2), class...>\n"
        "__global__ void k(T *p) { p[0] = 0; }\nint main() { k<<<1, 1>>>((int *)0); }\n",
        "template <class T> struct only { using type = int; };\n"
        "template <class T, typename only<only<T>>::type T1_ = 0, typename T2_ = void, int T3_ = (1 < 2), "
        "class... T4_>\n"
        "void k(T *p) { cn::run_kernel(k<T, T1_, T2_, T3_, T4_...>, p); }\n"
        "int main() { cn::launch(1, 1, [&] { k((int *)0); }); }\n",
    ),
    "parameter_named_as_the_kernel": (
        "namespace n {\n__global__ void k(int *k) {}\n}\n",
        "namespace n {\nvoid k(int *k) { cn::run_kernel(::n::k, k); }\n}\n",
    ),
    "macro_bodies_and_arguments": (
        "#define CHECK(e) \\\n    do { if ((e) != cudaSuccess) exit(1); } while (0)\n"
        "#define RUN(x) k<<<1, 2>>>(x)\n"
        "__global__ void k(int *p) {}\nint main() { CHECK(cudaDeviceSynchronize()); RUN(0); }\n",
        "#define CHECK(e) \\\n    do { if ((e) != cn::success) exit(1); } while (0)\n"
        "#define RUN(x) cn::launch(1, 2, [&] { k(x); })\n"
        "void k(int *p) { cn::run_kernel(k, p); }\n"
        "int main() { CHECK(cn::device_synchronize()); RUN(0); }\n",
    ),
    "kernel_in_a_macro": (
        "#define MAKE(name, T) \\\n    __global__ void name##_k(T *p, int n) { p[n] = 0; }\n"
        "MAKE(a, int)\nMAKE(b, float)\n",
        "#define MAKE(name, T) \\\n    void name##_k(T *p, int n) { cn::run_kernel(name##_k, p, n); }\n"
        "MAKE(a, int)\nMAKE(b, float)\n",
    ),
    "inactive_branches": (
        "#if 0\nvoid f() { cudaDeviceSynchronize(); }\n#endif\n",
        "#if 0\nvoid f() { cn::device_synchronize(); }\n#endif\n",
    ),
    "inactive_names_that_are_not_ported": (
        "#ifdef NEVER\nvoid f(cudaIpcMemHandle_t) { cudaDeviceReset(); }\n#endif\n",
        "#ifdef NEVER\nvoid f(cudaIpcMemHandle_t) { cn::device_reset(); }\n#endif\n",
    ),
    "users_own_names": (
        "static void cudaFree(int, int) {}\n#define cudaMalloc3 1\n"
        "int main() { cudaFree(1, 2); cudaError_t cudaError = cudaSuccess; return cudaError; }\n",
        "static void cudaFree(int, int) {}\n#define cudaMalloc3 1\n"
        "int main() { cudaFree(1, 2); cn::error_t cudaError = cn::success; return cudaError; }\n",
    ),
    "function_like_macro_of_the_same_name": (
        "#define malloc(n) mine(n)\nvoid f(int **p) { cudaMalloc(p, 4); }\n",
        "#define malloc(n) mine(n)\nvoid f(int **p) { (cn::malloc)(p, 4); }\n",
    ),
    "device_functions": (
        "// File.\n\n// Twice.\n__device__ float twice(float x)\n{\n    return 2 * x;\n}\n\n"
        "__device__ float half_of(float x);\n\nint keep;\n\n"
        "__host__ __device__ __forceinline__ float same(float x) { return x; }\n",
        '// File.\n\n#include "cnative.hpp"\n// Twice.\n\nint keep;\n\n'
        "inline float same(float x) { return x; }\n",
    ),
    "device_function_that_host_code_mentions": (
        "typedef int (*F)(int);\n__device__ int next(int x)\n{ return x + 1; }\n"
        "template <F f> __global__ void k(int *p) { *p = f(*p); }\nint main() { k<next><<<1, 1>>>(0); }\n",
        "typedef int (*F)(int);\nint next(int x);\n"
        "template <F f> void k(int *p) { cn::run_kernel(k<f>, p); }\n"
        "int main() { cn::launch(1, 1, [&] { k<next>(0); }); }\n",
    ),
    "methods_keep_their_declarations": (
        "struct V {\n    float x;\n    __device__ V(float a) : x(a) {}\n"
        "    __device__ float get() const { return x; }\n    __host__ __device__ V() : x(0) {}\n};\n",
        "struct V {\n    float x;\n    V(float a);\n    float get() const;\n    V() : x(0) {}\n};\n",
    ),
    "symbols": (
        "#define N 3\n__constant__ float c[N][2];\nstatic __device__ int a, b = 2;\n"
        "__constant__ const int t[] = {1, 2};\nextern __constant__ int e;\n"
        "void f(float *h) { cudaMemcpyToSymbol(c, h, sizeof(c)); }\n",
        '#define N 3\nstatic cn::symbol<float[N][2]> c{"c"};\n'
        'static cn::symbol<int> a{"a"}; static cn::symbol<int> b{"b", 2};\n'
        'static cn::symbol<int[2]> t{"t", {1, 2}};\nextern cn::symbol<int> e;\n'
        "void f(float *h) { cn::memcpy_to_symbol(c, h, sizeof(c)); }\n",
    ),
    "comments_before_bodies": (
        "struct V {\n    int x;\n    __device__ V(\n        int a)  ///< [in] what\n    :\n        x(a)\n    {}\n"
        "    __device__ int get() const /* it */ { return x; } int y;\n"
        "    __device__ int put() // that\n    { return x; } int z;\n};\n",
        "struct V {\n    int x;\n    V(\n        int a);  ///< [in] what\n"
        "    int get() const; /* it */ int y;\n"
        "    int put(); // that\n int z;\n};\n",
    ),
    "device_functions_by_macros": (
        "#define PAIR(n, op) \\\n  __device__ int f_##n(int a) \\\n  { return a op 2; } \\\n"
        "  struct S_##n { int x; __device__ S_##n(int a) : x(a) { x = f_##n(x); } \\\n"
        "  __device__ int get() const { return x; } };\nPAIR(add, +)\nPAIR(mul, *)\n"
        "#define ALONE(n) __device__ int g_##n() { return n; }\nALONE(1)\nALONE(2)\nint x;\n"
        "#define LAST(n) struct L_##n {}; \\\n  __device__ inline int h_##n() { return n; }\nLAST(1)\nint y;\n",
        "#define PAIR(n, op) \\\n"
        "  struct S_##n { int x; S_##n(int a); \\\n"
        "  int get() const; };\nPAIR(add, +)\nPAIR(mul, *)\n"
        "#define ALONE(n) int g_##n() { return n; }\nint x;\n"
        "#define LAST(n) struct L_##n {}; \\\n\nLAST(1)\nint y;\n",
    ),
    "device_code_by_a_branch": (
        "#define ON_GPU\n#ifdef ON_GPU\n__device__\n#endif\ninline int one(int a\n#ifndef ON_GPU\n, int b\n"
        "#endif\n) { return a; }\n#if !defined(ON_GPU)\n#else\n__device__\n#endif\nint two(); // or not\n",
        "#define ON_GPU\n#ifndef ON_GPU\n#ifdef ON_GPU\n__device__\n#endif\ninline int one(int a\n"
        "#ifndef ON_GPU\n, int b\n#endif\n) { return a; }\n#endif\n"
        "#if !defined(ON_GPU)\n#if !defined(ON_GPU)\n#else\n__device__\n#endif\nint two();\n#endif // or not\n",
    ),
    "symbols_without_inner_braces": (
        "__constant__ int a[2][2] = {1, 2, 3};\n__device__ int b[2][2] = {{1, 2}, {3}};\n",
        'static cn::symbol<int[2][2]> a{"a", cn::initial<int[2][2]>{{1, 2, 3}}.value};\n'
        'static cn::symbol<int[2][2]> b{"b", {{1, 2}, {3}}};\n',
    ),
    "symbols_in_namespaces": (
        "namespace a { __device__ int n; }\nvoid f(int *h) { cudaMemcpyFromSymbol(h, a::n, 4); }\n",
        'namespace a { static cn::symbol<int> n{"a::n"}; }\n'
        "void f(int *h) { cn::memcpy_from_symbol(h, a::n, 4); }\n",
    ),
    "managed_variables": (
        "__managed__ int n = 1;\n__device__ __managed__ float a[4][2];\n"
        "extern __managed__ int e;\nint f() { return n++; }\n",
        'static cn::managed<int> n = cn::make_managed<int>("n", 1);\n'
        'static cn::managed<float[4][2]> a = cn::make_managed<float[4][2]>("a");\n'
        "extern cn::managed<int> e;\nint f() { return n++; }\n",
    ),
    "texture_references": (
        "texture<float, 2, cudaReadModeElementType> a, b(1, cudaFilterModeLinear);\n"
        "static surface<void, cudaSurfaceType2D> s;\n"
        "struct image { int *texture; };\nvoid f(image i) { a.normalized = *i.texture; int *surface; }\n",
        "static cn::texture<float, 2, cn::read_mode_element_type> "
        'a{"a"}, b("b", 1, cn::filter_mode_linear);\n'
        'static cn::surface<void, cn::surface_type_2d> s{"s"};\n'
        "struct image { int *texture; };\nvoid f(image i) { a.normalized = *i.texture; int *surface; }\n",
    ),
    "shared_variables_and_bounds": (
        "extern __shared__ float buffer[];\n\n__global__ void\n__launch_bounds__(256, 2)\nk(float *p)\n{\n"
        "    p[0] = buffer[0];\n}\n",
        "void\nk(float *p)\n{ cn::run_kernel(k, p); }\n",
    ),
    "alignment": (
        "struct __align__(16) S { int x; };\nclass C { __noinline__ void f(); };\n",
        "struct __attribute__((aligned(16))) S { int x; };\n"
        "class C { __attribute__((noinline)) void f(); };\n",
    ),
    "classes_of_device_types": (
        "#include <cooperative_groups.h>\n#include <cuda/barrier>\nnamespace cg = cooperative_groups;\n"
        "template <class T> class Team {\n    const cg::grid_group &grid;\n"
        "    __device__ void sync() const;\npublic:\n"
        "    __device__ Team(const cg::grid_group &g) : grid(g) { sync(); }\n};\n"
        "template <class T> __device__ void Team<T>::sync() const { grid.sync(); }\n"
        "struct Both { __device__ void f() { cg::this_thread_block().sync(); } int x; };\n"
        "struct Meeting { cuda::barrier<cuda::thread_scope_block> *all; };\n"
        "__global__ void k(Both b) { Team<int> t(cg::this_grid()); Meeting m; }\n",
        "struct Both { void f(); int x; };\nvoid k(Both b) { cn::run_kernel(k, b); }\n",
    ),
    "constexpr_variables_stay": (
        "__device__ constexpr int N = 4;\nint a[N];\n",
        "constexpr int N = 4;\nint a[N];\n",
    ),
}


REPORTED = {"shared_variables_and_bounds": ["launch-bounds"]}


@pytest.mark.parametrize("case", CASES)
def test_before_and_after(port, case: str) -> None:
    before, after = CASES[case]
    ported = port(before)
    assert ported.files["a.cu"] == (after if "cnative.hpp" in after else TOP + after)
    assert ported.rules == REPORTED.get(case, [])


def test_the_first_include_of_the_api_becomes_the_interface(port) -> None:
    before = "// Head.\n#include <stdio.h>\n#include <cuda.h>\n#include <cuda_runtime.h>\nint x;\n"
    after = '// Head.\n#include <stdio.h>\n#include "cnative.hpp"\nint x;\n'
    assert port(before).files["a.cu"] == after


def test_code_before_the_include_gets_the_interface_too(port) -> None:
    before = "// Head.\n#include <math.h>\nint3 x;\n#include <cuda_runtime.h>\nint y;\n"
    after = '// Head.\n#include "cnative.hpp"\n#include <math.h>\nint3 x;\nint y;\n'
    assert port(before).files["a.cu"] == after


def test_macros_do_not_reach_the_interface(port) -> None:
    """The original's compiler reads its header before the file; names in capitals are not in ours."""
    before = "#define N 4\n#define width 8\n#include <cuda_runtime.h>\nint x;\n"
    after = '#include "cnative.hpp"\n#define N 4\n#define width 8\nint x;\n'
    assert port(before).files["a.cu"] == after
    in_place = "#define N 4\n#include <cuda_runtime.h>\n"
    assert port(in_place).files["a.cu"] == '#define N 4\n#include "cnative.hpp"\n'


def test_headers_get_their_own_plan(port) -> None:
    header = "#pragma once\n#include <cuda_runtime.h>\n#ifdef __CUDACC__\n__global__ void k(int *p);\n#endif\n"
    ported = port(
        '#include "b.h"\n#include <cuda_runtime.h>\n__global__ void k(int *p) {}\n', b_h=header
    )
    assert ported.files["b.h"] == (
        '#pragma once\n#include "cnative.hpp"\n#ifdef CN_WITH_KERNELS\nvoid k(int *p);\n#endif\n'
    )
    assert ported.files["a.cu"] == (
        '#define CN_WITH_KERNELS 1\n#include "cnative.hpp"\n#include "b.h"\n'
        "void k(int *p) { cn::run_kernel(k, p); }\n"
    )


def test_line_ends_and_foreign_bytes_stay(port) -> None:
    before = b"// \xe9\xff\r\nint main() {\r\n    cudaDeviceReset();\r\n}\r\n"
    after = b"// \xe9\xff\r\nint main() {\r\n    cn::device_reset();\r\n}\r\n"
    top = TOP.replace("\n", "\r\n").encode()
    assert port(before).files["a.cu"].encode("utf-8", "surrogateescape") == top + after


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("void f(cudaIpcMemHandle_t) {}", "host-api"),
        ("void f() { int p; cudaDeviceCanAccessPeer(&p, 0, 1); }", "host-api-weakened"),
        ("void f(int **p) { cudaMallocManaged(p, 4); }", "host-api-emulated"),
        ("#include <cuda_profiler_api.h>\nvoid f() { cudaProfilerStart(); }", "host-api-dropped"),
        ('void f(int *p) { cudaMemcpyFromSymbol(p, "sums", 4); }', "symbol-by-name"),
        ("#define CALL(x) cuda##x()", "host-construct"),
        ("#define CONFIG <<<1, 2>>>", "host-construct"),
        (
            "#ifdef A\n__device__ void f() {\n#else\n__device__ void f(int x = 0) {\n#endif\n}",
            "host-construct",
        ),
    ],
)
def test_what_is_not_exact_is_reported(port, text: str, rule: str) -> None:
    ported = port(text + "\n")
    assert rule in ported.rules
    assert all(d.span is not None and d.span.file == "a.cu" for d in ported.diagnostics.items)


def test_names_behind_a_scope_keep_it(port):
    text = """#include <cuda_runtime.h>
namespace api { using ::cudaStream_t; }
cudaError_t e = cudaError_t::cudaErrorInvalidValue;
auto f = [](api::cudaStream_t s) -> cudaError_t { return ::cudaStreamSynchronize(s); };
"""
    assert port(text).files["a.cu"].splitlines()[1:] == [
        "namespace api { using ::cn::stream_t; }",
        "cn::error_t e = cn::error_t::error_invalid_value;",
        "auto f = [](api::stream_t s) -> cn::error_t { return ::cn::stream_synchronize(s); };",
    ]


def test_directives_between_the_words_of_a_device_variable_stay(port):
    text = (
        "#if defined(__CUDACC__) || 0\n__constant__\n#endif\n\n#ifdef _OPENMP\n#pragma omp declare \\\n"
        " target\n#endif\nstatic double t[] = {\n1.5,\n#if 1\n2\n#endif\n};\n"
        "__device__ int a;\n__global__ void k() { a = t[0]; }\n"
    )
    made = port(text).files["a.cu"]
    assert "#if defined(CN_WITH_KERNELS) || 0\n#endif\n#ifdef _OPENMP\n" in made
    assert "#pragma omp declare \\\n target\n#endif\nstatic cn::symbol<double[2]> t{" in made
    assert "#if 1\n2\n#endif\n}};\nstatic cn::symbol<int> a{" in made
