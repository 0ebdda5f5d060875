"""Faults that are planted in ports to see whether `cn-migrate verify` finds them: general rules over text.

A rule knows no program.  It says what a fault looks like in device code or in host code; each place that its pattern
matches is one mutation.  `example` shows the text before and after, and is tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_INDEX = r"\[([^\[\]]+)\]\[([^\[\]]+)\]"
_COPY = r"cn::memcpy(?:_async)?\((?:[^()]|\([^()]*\))*\)"


@dataclass(frozen=True)
class Rule:
    """One kind of fault: what `pattern` matches becomes `replacement`, in kernels or on the host."""

    name: str
    device: bool
    pattern: str
    replacement: str
    example: tuple[str, str]


@dataclass(frozen=True)
class Mutation:
    """One fault at one place of a file."""

    rule: Rule
    line: int
    before: str
    after: str
    text: str  # of the whole file, with the fault


def _kernel(name: str, pattern: str, replacement: str, before: str, after: str) -> Rule:
    return Rule(name, True, pattern, replacement, (before, after))


def _host(name: str, pattern: str, replacement: str, before: str, after: str) -> Rule:
    return Rule(name, False, pattern, replacement, (before, after))


RULES = (
    _kernel("swapped indices", rf"(?<= = )(\w+){_INDEX}", r"\1[\3][\2]", "x = tile[y][x];", "x = tile[x][y];"),
    _kernel("lost barrier", r"\bbarrier\([^()]*\);", ";", "barrier(CLK_LOCAL_MEM_FENCE);", ";"),
    _kernel("lost atomic", r"\batomic_add\(&?((?:[^(),]|\([^()]*\))+), (.+)\);", r"\1 += \2;",
            "atomic_add(&bins[b], 1);", "bins[b] += 1;"),
    _kernel("global for local index", r"\bget_local_id\(", "get_global_id(",
            "t = get_local_id(0);", "t = get_global_id(0);"),
    _kernel("local for global index", r"\bget_global_id\(", "get_local_id(",
            "i = get_global_id(0);", "i = get_local_id(0);"),
    _kernel("other dimension", r"\b(get_(?:local|global|group)_id)\(0\)", r"\1(1)",
            "i = get_global_id(0);", "i = get_global_id(1);"),
    _kernel("off by one in a condition", r" < ", " <= ", "if (i < n)", "if (i <= n)"),
    _kernel("one less in a condition", r" >= (\w+)", r" >= \1 - 1", "if (i >= n)", "if (i >= n - 1)"),
    _kernel("turned comparison", r" > ", " < ", "if (a > b)", "if (a < b)"),
    _kernel("negated comparison", r" == ", " != ", "if (a == b)", "if (a != b)"),
    _kernel("minus for plus", r" \+ ", " - ", "c = a + b;", "c = a - b;"),
    _kernel("plus for times", r"(?<=[\w)\]]) \* (?=[\w(])", " + ", "c = a * b;", "c = a + b;"),
    _kernel("swapped operands", r"\b(\w+) - (\w+)\b", r"\2 - \1", "c = a - b;", "c = b - a;"),
    _kernel("sum not collected", r"^(\s+[\w\[\].>-]+) \+= (?=.*;)", r"\1 = ", "sum += x;", "sum = x;"),
    _kernel("wrong constant", r"(?<=[ (])([1-9])(?=[;,) ])", r"1\1", "c = 2 * b;", "c = 12 * b;"),
    _kernel("wrong start value", r" = 0(\.0f)?;", r" = 1\1;", "sum = 0.0f;", "sum = 1.0f;"),
    _kernel("wrong type of a number", r"\b(?:float|double)(?= \w+ = )", "int", "float x = y;", "int x = y;"),
    _kernel("lost width of a type", r"\buchar(?= \w+ = \w+\[)", "char", "const uchar c = p[i];",
            "const char c = p[i];"),
    _kernel("condition left out", r"\bif \(.+\) \{", "if (1) {", "if (i < n) {", "if (1) {"),
    _kernel("lost early end", r"^( +)return;$", r"\1;", "        return;", "        ;"),
    _kernel("or for and", r" && ", " || ", "if (a && b)", "if (a || b)"),
    _kernel("other shift", r" >> ", " << ", "c = a >> 2;", "c = a << 2;"),
    _kernel("greatest for least", r"\bf?min\(", "max(", "c = min(a, b);", "c = max(a, b);"),
    _kernel("other function", r"\b(?:sqrt|rsqrt|exp)\(", "fabs(", "c = sqrt(a);", "c = fabs(a);"),
    _host("dropped copy", _COPY, "cn::success", "f(cn::memcpy(a, b, n * sizeof(int), k));", "f(cn::success);"),
    _host("dropped fill", r"cn::memset\(\w+, 0,(?:[^()]|\([^()]*\))*\)", "cn::success",
          "f(cn::memset(a, 0, n));", "f(cn::success);"),
    _host("other direction of a copy", r"\bmemcpy_host_to_device\b", "memcpy_device_to_host",
          "cn::memcpy_host_to_device", "cn::memcpy_device_to_host"),
    _host("size in elements", r"(?<=, )(\w+) \* sizeof\((?:int|unsigned|float|double)\)(?=, cn::)", r"\1",
          "cn::memcpy(a, b, n * sizeof(int), cn::x);", "cn::memcpy(a, b, n, cn::x);"),
    _host("swapped ends of a copy", r"(cn::memcpy)\(([\w.]+(?:\(\))?), ([\w.]+(?:\(\))?),", r"\1(\3, \2,",
          "cn::memcpy(a, b.data(), n);", "cn::memcpy(b.data(), a, n);"),
    _host("lost launch", r"cn::launch\((.+), \[&\] \{.*\}\);", ";",
          "cn::launch(g, b, [&] { k(x); });", ";"),
    _host("swapped arguments", r"(\[&\] \{ \w+(?:<[^<>]*>)?)\((\w+), (\w+)", r"\1(\3, \2",
          "cn::launch(g, b, [&] { k(x, y, n); });", "cn::launch(g, b, [&] { k(y, x, n); });"),
    _host("one block too few", r"\((\w+) \+ (\w+) - 1\) / \2", r"\1 / \2",
          "grid((n + block - 1) / block);", "grid(n / block);"),
    _host("one block only", r"cn::launch\((?!1,)(\w+), ", "cn::launch(1, ",
          "cn::launch(grid, block, [&] { k(x); });", "cn::launch(1, block, [&] { k(x); });"),
    _host("wrong fill", r"(cn::memset\(\w+), 0,", r"\1, 1,", "cn::memset(a, 0, n);", "cn::memset(a, 1, n);"),
)  # fmt: skip


def mutations(rule: Rule, text: str) -> Iterator[Mutation]:
    """Every place of a file where the rule's fault can be planted; comments, directives and declarations are none."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not line.startswith(" ") or line.lstrip().startswith(("//", "*", "#")):
            continue
        code = line.partition("//")[0]
        for found in re.finditer(rule.pattern, code):
            new = code[: found.start()] + found.expand(rule.replacement) + code[found.end() :]
            if new != code:
                whole = [*lines[:number], new + line[len(code) :], *lines[number + 1 :]]
                yield Mutation(rule, number + 1, code.strip(), new.strip(), "\n".join(whole))
