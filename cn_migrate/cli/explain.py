"""`cn-migrate explain`: what a rule of the report means."""

from __future__ import annotations

from typing import Annotated

import typer

from cn_migrate.cli import consoles

CLASSES = {
    "exact": "the port means the same",
    "emulated": "the port means the same, at another cost",
    "weakened": "the port differs in the way that the message states",
    "dropped": "the construct is left out",
    "manual": "somebody has to do it by hand",
}


def _rules(incomplete: str) -> list[str]:
    from cn_migrate.diagnostics import RULES

    return [name for name in sorted(RULES) if name.startswith(incomplete)]


def explain(
    rule: Annotated[
        str,
        typer.Argument(
            help="The rule's name, as in error[NAME]; none: list all.", autocompletion=_rules
        ),
    ] = "",
) -> None:
    """Explain a rule: how much it matters, how close the port is, what to do.

    [bold]Examples[/]

      cn-migrate explain address-space

      cn-migrate explain
    """
    from cn_migrate.diagnostics import RULES

    if not rule:
        width = max(map(len, RULES))
        for name, row in sorted(RULES.items()):
            typer.echo(f"{name:{width}}  {row.severity:8} {row.fidelity or '':9} {row.message}")
        return
    if rule not in RULES:
        from difflib import get_close_matches

        near = get_close_matches(rule, RULES, 1)
        consoles.fail(
            f"there is no rule '{rule}'" + (f"; did you mean '{near[0]}'?" if near else "")
        )
    row = RULES[rule]
    typer.echo(f"{rule} ({row.severity})\n\n  {row.message}\n")
    if row.fidelity:
        typer.echo(f"  Class: {row.fidelity}: {CLASSES[row.fidelity]}.")
    if row.help:
        typer.echo(f"  Help: {row.help}.")
