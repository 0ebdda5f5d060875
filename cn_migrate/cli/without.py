"""The option --without, which several commands have: switches of optimisations."""

from __future__ import annotations

from typing import Annotated

import typer


def _optimisations() -> list[tuple[str, str]]:
    """The switches, with what they switch, for shells to offer."""
    from cn_migrate.project.optimisations import OPTIMISATIONS

    return list(OPTIMISATIONS.items())


Without = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="Leave an optimisation out of the code for processors: see docs/design.md.",
        autocompletion=_optimisations,
    ),
]
