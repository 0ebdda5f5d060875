"""Barriers behind a switch that has all cases: every driver lets all threads go their own way."""

from __future__ import annotations

import numpy as np
import pytest

from tests.emitters.opencl.kernel_runs import port, run

CASES = "case 0: v = in[i] * 3; break; case 1: v = in[i + 1]; break; case 2: out[i] = 9; v = out[i] + in[i]; break;"
SOURCE = f"""
    __global__ void complete(const int *in, int *out) {{
        __shared__ int s[64];
        const int i = threadIdx.x;
        int v = 0;
        switch (i & 3) {{ {CASES} case 3: v = in[i / 2]; break; }}
        s[i] = v;
        __syncthreads();
        out[i] = s[63 - i];
    }}
    __global__ void plain(const int *in, int *out) {{
        const int i = threadIdx.x;
        int v = 0;
        switch (i & 3) {{ {CASES} }}
        out[i] = v;
    }}
    void host() {{ complete<<<1, 64>>>(0, 0); plain<<<1, 64>>>(0, 0); }}"""


def test_threads_keep_their_values() -> None:
    given = np.arange(65, dtype=np.int32) + 5
    i = np.arange(64)
    choices = [given[i] * 3, given[i + 1], given[i] + 9, given[i // 2]]
    expected = np.choose(i & 3, choices)[::-1].tolist()
    results = run(port(SOURCE), "complete", 1, 64, given, np.zeros(64, np.int32))
    if not results:
        pytest.skip("no driver")
    assert [result[1].tolist() for result in results] == [expected] * len(results)


def test_only_such_switches_hide_their_value() -> None:
    text = port(SOURCE).text
    complete, plain = text.index("void complete("), text.index("void plain(")
    assert "switch (cn_any_int(i & 3))" in text[complete:plain]
    assert "switch (i & 3)" in text[plain:]
