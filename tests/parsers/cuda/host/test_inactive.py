"""Device code that #if hides from both passes is reported; what one pass sees is not."""

from __future__ import annotations

from pathlib import Path

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda.host.inactive import report_inactive
from cn_migrate.parsers.cuda.translation_unit import parse

TEXT = """\
#ifdef NEVER
__global__ void hidden(int *p) { p[0] = 1; }
#endif
#ifdef __CUDA_ARCH__
__device__ int seen() { return 1; }
#endif
#if 0
int plain;
#endif
"""


def test_only_what_neither_pass_saw(tmp_path: Path) -> None:
    file = tmp_path / "a.cu"
    file.write_text(TEXT)
    found = Diagnostics()
    host, device = parse(file, [], "host", found), parse(file, [], "device", found)
    assert host is not None
    assert device is not None
    report_inactive(host, device, found)
    assert [(d.rule, d.span.line) for d in found.items if d.span] == [("inactive-branch", 1)]
