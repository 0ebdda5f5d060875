"""The faults that `scripts/mutations` plants are those that their rules say."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


def _rules() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "mutation_rules.py"
    spec = importlib.util.spec_from_file_location("mutation_rules", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


RULES = _rules()


@pytest.mark.parametrize("rule", RULES.RULES, ids=lambda rule: rule.name)
def test_example(rule) -> None:
    before, after = (f"    {text.strip()}" for text in rule.example)
    if rule.name == "lost early end":
        before, after = rule.example
    (found,) = RULES.mutations(
        rule,
        f"void f()\n{before} // a comment" if "return" not in before else f"void f()\n{before}",
    )
    assert (found.line, found.after) == (2, after.strip())


def test_comments_directives_and_heads_are_left_alone() -> None:
    text = "__kernel void k(int a + b)\n    // a + b\n#define X a + b\n    c = 1; // a + b\n"
    (plus,) = [rule for rule in RULES.RULES if rule.name == "minus for plus"]
    assert not list(RULES.mutations(plus, text))
