"""What shells offer as values of options that several commands have."""

from __future__ import annotations


def optimisations() -> list[tuple[str, str]]:
    """The switches of --without, with what they switch."""
    from cn_migrate.project.optimisations import OPTIMISATIONS

    return list(OPTIMISATIONS.items())
