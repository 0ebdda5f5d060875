"""Findings on the terminal."""

import io

import pytest
from rich.console import Console

from cn_migrate.diagnostics import Diagnostics, Span
from cn_migrate.report.model import entry
from cn_migrate.report.terminal import diagnostic

SOURCE = b"int a;\n\tfoo(b\xe9r, 1);\r\n"


def shown(span: Span | None, source: bytes | None = SOURCE) -> str:
    found = Diagnostics().report("address-space", span, name="p", first="global", second="shared")
    console = Console(file=io.StringIO(), width=100)
    console.print(diagnostic(entry(found), lambda _: source))
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_the_place_is_marked_in_the_source():
    text = shown(Span("k.cu", 2, 2, 2, 5))
    assert text.splitlines()[:5] == [
        "error[address-space]: 'p' points to global memory here and to shared memory elsewhere",
        " --> k.cu:2:2",
        "  |",
        "2 |     foo(b\N{REPLACEMENT CHARACTER}r, 1);",
        "  |     ^^^",
    ]
    assert "= help: use two variables" in text


@pytest.mark.parametrize(
    "span", [Span("k.cu", 9, 1, 9, 4), Span("k.cu", 1, 90, 1, 99), Span("k.cu", 1, 2, 2, 3)]
)
def test_places_beyond_the_text_do_no_harm(span):
    assert f"--> {span}" in shown(span)


def test_no_source_and_no_place():
    assert "--> k.cu:1:1" in shown(Span("k.cu", 1, 1, 1, 2), None)
    assert "-->" not in shown(None)
