"""One diagnostic model, collected and not raised; terminal, JSON and Markdown are renderers of it."""

from cn_migrate.diagnostics.model import Diagnostic, Fidelity, Severity, Span
from cn_migrate.diagnostics.rules import RULES, Rule
from cn_migrate.diagnostics.sink import Diagnostics, Refusal

__all__ = [
    "RULES",
    "Diagnostic",
    "Diagnostics",
    "Fidelity",
    "Refusal",
    "Rule",
    "Severity",
    "Span",
]
