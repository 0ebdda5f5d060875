"""printf, assert and __trap in the interpreter, and what is said where they cannot be translated."""

from __future__ import annotations

from pathlib import Path

import pytest

from cn_migrate.dialects.cnative.interpreter import Interpreter, Report
from tests.parsers.cuda.device.run_source import translate_source

HEAD = "#include <cstdio>\n#include <cassert>\n"


def _run(folder: Path, body: str, block: int = 1) -> Report:
    kernel = f"__global__ void k(int n) {{ int i = threadIdx.x; (void)i; {body} }}"
    code, diagnostics = translate_source(
        folder, f"{HEAD}{kernel}\nint main() {{ k<<<1, 1>>>(3); }}"
    )
    assert not diagnostics.failed, [f"{d.span}: {d.message}" for d in diagnostics.items]
    with code.context:
        return Interpreter(code.module).launch("k", [1], [block], [3])


PRINTED: dict[str, tuple[str, str]] = {  # name: (statement, text)
    "plain": ('printf("100%%\\n");', "100%\n"),
    "signed": ('printf("%d %5i|%-5d|%05d", -n, n, n, n);', "-3     3|3    |00003"),
    "unsigned": ('printf("%u %x %#X %o", -1, 255, 255, 8);', "4294967295 ff 0XFF 10"),
    "long": ('printf("%ld %lld %zu", -1L, 1LL << 40, sizeof(int));', "-1 1099511627776 4"),
    "cut": ('printf("%d %hhd %hu", (1LL << 40) + n, 300, 65537);', "3 44 1"),
    "floating": ('printf("%f %.2e %g %8.3f", 1.5f, 1234.5, 0.25f, -n * 1.0);',
                 "1.500000 1.23e+03 0.25   -3.000"),
    "float_of_int": ('printf("%.1f", n / 2.f);', "1.5"),
    "character": ("printf(\"%c%c\", 'a' + n, 66);", "dB"),
    "one of two strings": ('printf("[%s|%4s]%d;", n & 1 ? "odd" : "even", n > 3 ? "%" : "", n);', "[odd|    ]3;"),
    "string": ('printf("[%s|%5s|%.2s]", "a%b", "xy", "abc");', "[a%b|   xy|ab]"),
    "function": ('printf("%s", __func__);', "k"),
    "constant_width": ('printf("%*d|%.*f", 4, n, 1, 2.0);', "   3|2.0"),
    "value": ('int c = printf("%d%d", 1, 2); printf(" %d", c);', "12 2"),
}  # fmt: skip


@pytest.mark.parametrize("name", PRINTED)
def test_printf(name: str, tmp_path: Path) -> None:
    statement, text = PRINTED[name]
    assert "".join(_run(tmp_path, statement).output) == text


def test_each_thread_prints(tmp_path: Path) -> None:
    report = _run(tmp_path, 'if (i % 2) printf("%d", i);', block=6)
    assert sorted(report.output) == ["1", "3", "5"]


REFUSED = {
    "variable_format": 'printf(n ? "a" : "b");',
    "variable_width": 'printf("%*d", n, n);',
    "variable_string": 'const char* s = n ? "a" : "b"; printf("%s", s);',
    "string_of_three": 'printf("%s", n ? n > 1 ? "a" : "c" : "b");',
    "many_strings": 'printf("%s%s%s%s%s", n ? "a" : "b", n ? "a" : "b", n ? "a" : "b", n ? "a" : "b", n ? "a" : "b");',
    "missing": 'printf("%d %d", n);',
    "superfluous": 'printf("%d", n, n);',
    "written": 'printf("%n", &n);',
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_printf(name: str, tmp_path: Path) -> None:
    source = (
        f"{HEAD}__global__ void k(int n) {{ {REFUSED[name]} }}\nint main() {{ k<<<1, 1>>>(3); }}"
    )
    _, diagnostics = translate_source(tmp_path, source)
    assert [(d.rule, d.span.line) for d in diagnostics.items if d.span] == [("device-construct", 3)]
    assert "printf" in diagnostics.items[0].message


def test_assertion_ends_the_thread(tmp_path: Path) -> None:
    report = _run(tmp_path, 'assert(i < 2 && "small"); printf("%d", i);', block=4)
    assert sorted(report.output) == ["0", "1"]
    (finding,) = report.of("trap")
    assert finding.message == 'Assertion `i < 2 && "small"\' failed.'
    assert finding.count == 2


def test_trap_ends_the_thread(tmp_path: Path) -> None:
    report = _run(tmp_path, 'if (i == 1) __trap(); __syncthreads(); printf("%d", i);', block=3)
    assert sorted(report.output) == ["0", "2"]
    assert report.of("trap")
