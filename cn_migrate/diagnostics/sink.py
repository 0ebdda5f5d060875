"""Where layers report to."""

from __future__ import annotations

from dataclasses import dataclass, field

from cn_migrate.diagnostics.model import Diagnostic, Fidelity, Severity, Span
from cn_migrate.diagnostics.rules import RULES


class Refusal(Exception):
    """One construct cannot be converted; caught at the enclosing function, never shown as a traceback."""

    def __init__(self, rule: str, span: Span | None, **values: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.span = span
        self.values = values


@dataclass(slots=True)
class Diagnostics:
    """Collects diagnostics in order; the same finding at the same place counts once."""

    items: list[Diagnostic] = field(default_factory=list)

    def report(self, rule: str, span: Span | None, **values: object) -> Diagnostic:
        """Report `rule` at `span`; `values` fill the rule's message and help.

        Raises KeyError where the rule is not in the table.
        """
        row = RULES[rule]
        found = Diagnostic(
            rule,
            row.severity,
            row.message.format(**values),
            span,
            row.fidelity,
            row.help.format(**values),
        )
        if found not in self.items:
            self.items.append(found)
        return found

    def report_once(self, rule: str, span: Span | None, **values: object) -> None:
        """Report what is worth saying once for the whole project, at the first of its places."""
        message = RULES[rule].message.format(**values)
        if not any(item.rule == rule and item.message == message for item in self.items):
            self.report(rule, span, **values)

    def refuse(self, refusal: Refusal) -> Diagnostic:
        """Report what a Refusal carries."""
        return self.report(refusal.rule, refusal.span, **refusal.values)

    def extend(self, other: Diagnostics) -> None:
        """Take over what another sink collected."""
        self.items += [item for item in other.items if item not in self.items]

    def count(self, fidelity: Fidelity) -> int:
        """How many diagnostics are of one fidelity class."""
        return sum(item.fidelity == fidelity for item in self.items)

    @property
    def failed(self) -> bool:
        """Is there an error or something to do by hand?"""
        return any(
            i.severity == Severity.ERROR or i.fidelity == Fidelity.MANUAL for i in self.items
        )
