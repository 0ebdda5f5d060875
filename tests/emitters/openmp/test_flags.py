"""Truth values as indices: right in loops that compilers turn into vectors, too."""

from __future__ import annotations

import numpy as np
import pytest

from tests.emitters.openmp import native

CASES = {
    "comparison": "out[t] = in[f[t] > 2];",
    "variable": "int v = f[t] > 2; out[t] = v + in[v & 63];",
    "otherwise": "int v = f[t] > 2; out[t] = in[v ^ 1];",
    "conditional": "int v = f[t] > 2 ? 1 : 0; out[t] = in[v];",
    "branch": "int v = 0; if (f[t] > 2) v = 1; out[t] = in[v];",
    "pointer": "const int *p = in + (f[t] > 2); out[t] = *p;",
    "not a flag": "int v = f[t] & 3; out[t] = in[v];",
}
NAMES = {case: f"k{number}" for number, case in enumerate(CASES)}
SOURCE = "".join(
    f"__global__ void {NAMES[case]}(const int *in, const int *f, int *out) {{ int t = threadIdx.x; {body} }}\n"
    for case, body in CASES.items()
)
SOURCE += (
    "void host() {"
    + "".join(f"{k}<<<1, 1>>>(nullptr, nullptr, nullptr);" for k in NAMES.values())
    + "}"
)


def expected(case: str, f: int) -> int:
    flag = int(f > 2)
    if case == "not a flag":
        return 5 + (f & 3)
    return 5 + (1 - flag if case == "otherwise" else flag) + (flag if case == "variable" else 0)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("optimised", ["-O1", "-O3 -march=native"])
def test_indices(case: str, optimised: str) -> None:
    given, flags = np.arange(5, 69, dtype=np.int32), np.arange(33, dtype=np.int32) % 5
    out = np.zeros(33, np.int32)
    ported, kernel = native.port(SOURCE), NAMES[case]
    got = native.run(ported, kernel, (1,), (33,), given, flags, out, optimised=optimised)
    assert got[2].tolist() == [expected(case, int(f)) for f in flags]


def test_only_flags_are_hidden() -> None:
    text = native.port(SOURCE).text
    assert text.count("flag_index(") == len(CASES) - 1
