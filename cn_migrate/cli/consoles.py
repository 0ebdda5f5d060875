"""Where commands print: results to standard output, everything else to standard error."""

from __future__ import annotations

from typing import NoReturn

import typer
from rich.console import Console

USAGE = 3


def output() -> Console:
    """The console for results."""
    return Console(highlight=False)


def messages() -> Console:
    """The console for progress, findings and errors."""
    return Console(stderr=True, highlight=False)


def fail(message: str, code: int = USAGE) -> NoReturn:
    """End the command with one clear message."""
    messages().print(f"[bold red]error[/]: {_plain(message)}", soft_wrap=True)
    raise typer.Exit(code)


def _plain(text: str) -> str:
    return text.replace("[", "\\[")
