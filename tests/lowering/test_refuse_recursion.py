"""Recursion that has no copies for its levels is refused, with the places that keep it from having them."""

from __future__ import annotations

import pytest

from tests.emitters.opencl.kernel_runs import port

LAUNCH = "__global__ void k(int *g) { g[0] = f(5); } void host(int *g) { k<<<1, 1>>>(g); }"


@pytest.mark.parametrize(
    ("functions", "messages"),
    [
        (
            "__device__ int f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2); }",
            ["'f' calls itself in 2 places (line 1); the target has no recursion"],
        ),
        (
            "__device__ int f(int n)\n{\n    int low = n ? f(n - 2) : 0;\n    return n < 2 ? n : low + f(n - 1);\n}",
            ["'f' calls itself in 2 places (lines 3, 4); the target has no recursion"],
        ),
        (
            "__device__ int g(int n);\n"
            "__device__ int f(int n) { return n < 2 ? n : g(n - 1) + g(n - 2); }\n"
            "__device__ int g(int n) { return n + f(n / 2); }",
            [
                "'f' calls itself in 2 places (line 2); the target has no recursion",
                "'g' calls itself in one place (line 3); the target has no recursion",
            ],
        ),
    ],
    ids=["one line", "two lines", "each other"],
)
def test_places_are_named(functions: str, messages: list[str]) -> None:
    ported = port(f"{functions}\n{LAUNCH}")
    found = [item.message for item in ported.diagnostics.items if item.rule == "recursion"]
    assert sorted(found) == messages
    assert not ported.source.kernels
