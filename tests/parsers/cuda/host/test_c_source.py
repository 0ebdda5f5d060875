"""C sources that call the runtime API: what of C parses, and the text that comes out of it."""

from __future__ import annotations

from pathlib import Path

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.emitters.opencl.host import rewrite
from cn_migrate.parsers.cuda.host import plan_files
from cn_migrate.parsers.cuda.translation_unit import parse
from cn_migrate.source import Language, apply_edits


def port(folder: Path, text: str, args: tuple[str, ...] = (), **headers: str) -> dict[str, str]:
    """The rewritten files of `a.c`, by name."""
    (folder / "a.c").write_text(text)
    for name, header in headers.items():
        (folder / f"{name}.h").write_text(header)
    found = Diagnostics()
    unit = parse(folder / "a.c", args, "host", found)
    assert unit is not None, found.items
    assert unit.language is Language.C
    plans = plan_files(unit, found)
    assert not found.failed
    data = {f.name: f.data for f in unit.project_files()}
    return {n: apply_edits(data[n], rewrite(p, data[n])).decode() for n, p in plans.items()}


def test_c_that_no_cxx_compiler_takes_and_no_header_declares(tmp_path):
    text = """\
/* old C */
#include <stdlib.h>
struct node { int new; };
int *template(n) int n; { return malloc(n * sizeof(int)); }
main() {
  char *class = template(4);
  cudaSetDevice(0);
  return undeclared(class);
}
"""
    ported = port(tmp_path, text)
    assert ported["a.c"] == text.replace("cudaSet", "cn_set_").replace(
        "_Device", "_device"
    ).replace("#include <stdlib.h>", '#include "cnative.h"\n#include <stdlib.h>')


def test_names_of_the_api_in_c(tmp_path):
    text = """\
#include <cuda_runtime.h>
#include <cuda_runtime_api.h>
int f(void **p) {
  struct cudaDeviceProp prop;
  enum cudaMemcpyKind kind = cudaMemcpyHostToDevice;
  dim3 grid = {1, 2, 3};
  float4 v = make_float4(1, 2, 3, 4);
  cudaStream_t s = 0;
  cudaError_t e = cudaMalloc(p, CUDART_VERSION);
  return cudaGetDeviceProperties(&prop, 0) + cudaMemcpyAsync(*p, &v, grid.x, kind, s) + e;
}
"""
    assert (
        port(tmp_path, text)["a.c"]
        == """\
#include "cnative.h"
int f(void **p) {
  struct cn_device_prop prop;
  enum cn_memcpy_kind kind = cn_memcpy_host_to_device;
  dim3 grid = {1, 2, 3};
  float4 v = make_float4(1, 2, 3, 4);
  cn_stream_t s = 0;
  cn_error_t e = cn_malloc(p, CN_API_VERSION);
  return cn_get_device_properties(&prop, 0) + cn_memcpy_async(*p, &v, grid.x, kind, s) + e;
}
"""
    )


def test_a_header_that_declares_the_api_is_enough(tmp_path):
    text = '#include "h.h"\nint main(void) { return cudaSetDevice(0); }\n'
    ported = port(
        tmp_path, text, h="#pragma once\n#include <driver_types.h>\ncudaError_t f(void);\n"
    )
    assert ported["a.c"] == text.replace("cudaSetDevice", "cn_set_device")
    assert ported["h.h"] == '#pragma once\n#include "cnative.h"\ncn_error_t f(void);\n'


def test_a_branch_that_nobody_compiles_asks_for_no_header(tmp_path):
    text = "#ifdef GPU\n#define SYNC cudaDeviceSynchronize()\n#endif\nint x;\n"
    assert port(tmp_path, text)["a.c"] == text.replace("cudaDeviceS", "cn_device_s")
    asked = port(tmp_path, text, ("-DGPU",))["a.c"]
    assert asked.startswith('#include "cnative.h"\n#ifdef GPU\n')


def test_a_file_can_be_parsed_in_another_language_than_its_name_says(tmp_path):
    (tmp_path / "a.c").write_text("namespace n { class C {}; }")
    found = Diagnostics()
    assert parse(tmp_path / "a.c", [], "host", found) is None
    unit = parse(tmp_path / "a.c", [], "host", found, language=Language.CXX)
    assert unit is not None and not unit.is_cuda
