"""A fault of the tool in one function costs this function and its callers, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from clang.cindex import CursorKind

from cn_migrate.parsers.cuda.device import statements
from tests.parsers.cuda.device.run_source import translate_source

SOURCE = """
__device__ int bad(int x) { do { x--; } while (x > 3); return x; }
__global__ void first(int *o) { o[0] = bad(7); }
__global__ void second(int *o) { o[0] = 2; }
"""


def broken(*_: object) -> None:
    raise LookupError("no such thing")


def test_a_fault_costs_one_function(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(statements.STATEMENTS, CursorKind.DO_STMT, broken)
    code, diagnostics = translate_source(tmp_path, SOURCE)
    assert code.failed == {"first"}
    (item,) = diagnostics.items
    assert (item.rule, item.span and item.span.line) == ("tool-fault", 2)
    assert "'bad' was not converted: LookupError: no such thing" in capsys.readouterr().err
    with code.context:
        assert "@second" in str(code.module) and "@first" not in str(code.module)
