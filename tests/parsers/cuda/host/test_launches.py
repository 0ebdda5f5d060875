"""Launches found in tokens, whatever the callee looks like."""

from __future__ import annotations

import pytest

from cn_migrate.parsers.cuda.host.launches import find_launches
from cn_migrate.parsers.cuda.host.tokens import lex


@pytest.mark.parametrize(
    ("text", "callee"),
    [
        ("kern<<<1, 2>>>(a);", "kern"),
        ("return ns::kern<float, 2><<<g, b, 0, s>>>(a, f(b));", "ns::kern<float, 2>"),
        ("if (x) ::kern<<<1, 2>>>();", "::kern"),
        ("else kern<<<dim3(1, 2), {3}>>>(a);", "kern"),
        ("(*kernels[i])<<<1, 2>>>(a);", "(*kernels[i])"),
        ("kernels[i]<<<1, 2>>>(a);", "kernels[i]"),
        ("choose(n)<<<1, 2>>>(a);", "choose(n)"),
        ("this->member.kern<<<1, 2>>>(a);", "this->member.kern"),
        ("Traits<T>::template kern<N><<<1, 2>>>(a);", "Traits<T>::template kern<N>"),
        ("kern<std::array<int, 2>><<<1, 2>>>(a);", "kern<std::array<int, 2>>"),
    ],
)
def test_callee(text: str, callee: str) -> None:
    data = text.encode()
    ((_, launch),) = find_launches(lex(data).code)
    assert launch is not None
    assert data[launch.callee.start : launch.callee.end].decode() == callee
    assert data[launch.arguments.start : launch.arguments.start + 1] == b"("
    assert data[launch.arguments.end - 1 : launch.arguments.end + 1] == b");"


@pytest.mark.parametrize("text", ["LAUNCH<<<1, 2>>>", "<<<1, 2>>>(a)", "kern<<<1, 2)"])
def test_incomplete_launches_are_told(text: str) -> None:
    assert [launch for _, launch in find_launches(lex(text.encode()).code)] == [None]
