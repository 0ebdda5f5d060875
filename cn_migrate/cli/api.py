"""`cn-migrate api`: what becomes of a name of CUDA."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cn_migrate.cli import consoles
from cn_migrate.cli.explain import CLASSES

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.symbols import Symbol


def _names(incomplete: str) -> list[str]:
    from cn_migrate.parsers.cuda.symbols import names

    return [name for name in names() if name.startswith(incomplete)] if incomplete else []


def _targets() -> list[str]:
    from cn_migrate.driver import TARGETS

    return list(TARGETS)


def api(
    name: Annotated[
        str,
        typer.Argument(
            help="A function, type, constant or header of CUDA, or a pattern such as 'cudaStream*'.",
            autocompletion=_names,
            show_default=False,
        ),
    ],
    to: Annotated[
        str,
        typer.Option(
            "--to", help="What is ported to: opencl, openmp or native.", autocompletion=_targets
        ),
    ] = "opencl",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell what a name of CUDA becomes, how closely, and why.

    [bold]Examples[/]

      cn-migrate api cudaMallocPitch

      cn-migrate api 'cudaStream*' --json
    """
    if to not in _targets():
        consoles.fail(f"there is no target '{to}'; there is: {', '.join(_targets())}")
    found = _found(name)
    if not found:
        consoles.fail(f"'{name}' is no name of CUDA that is known here{_suggestion(name)}")
    if as_json:
        typer.echo(json.dumps([_entry(symbol, to) for symbol in found], indent=2))
        return
    if len(found) == 1:
        typer.echo(_page(found[0], to))
        return
    width = max(len(symbol.name) for symbol in found)
    for symbol in found:
        typer.echo(
            f"{symbol.name:{width}}  {symbol.fidelity:8}  {_becomes(symbol, to) or symbol.note}"
        )


def _found(name: str) -> list[Symbol]:
    from fnmatch import fnmatchcase

    from cn_migrate.parsers.cuda.symbols import names, symbol

    if not set(name) & set("*?["):
        one = symbol(name)
        return [] if one is None else [one]
    matching = (symbol(known) for known in names() if fnmatchcase(known, name))
    return [one for one in matching if one is not None]


def _suggestion(name: str) -> str:
    from difflib import get_close_matches

    from cn_migrate.parsers.cuda.symbols import names

    by_lower = {known.lower(): known for known in names()}
    near = get_close_matches(name.lower(), by_lower, 3, cutoff=0.75)
    return f"; did you mean {' or '.join(by_lower[n] for n in near)}?" if near else ""


def _becomes(symbol: Symbol, target: str) -> str:
    """How the target spells it; empty where nothing is left of it."""
    from cn_migrate.diagnostics import Fidelity
    from cn_migrate.emitters.opencl import spell_symbol as opencl
    from cn_migrate.emitters.openmp import spell_symbol as openmp

    spell = openmp.spell_symbol if target == "openmp" else opencl.spell_symbol
    return "" if symbol.fidelity is Fidelity.MANUAL else spell(symbol.kind, symbol.op)


def _entry(symbol: Symbol, target: str) -> dict[str, Any]:
    return {
        "name": symbol.name,
        "kind": symbol.kind,
        "fidelity": symbol.fidelity,
        "becomes": _becomes(symbol, target),
        "note": symbol.note,
        "header": symbol.header,
    }


def _page(symbol: Symbol, target: str) -> str:
    lines = [f"{symbol.name} ({symbol.kind})", ""]
    if becomes := _becomes(symbol, target):
        lines.append(f"  Becomes: {becomes}")
    lines.append(f"  Class:   {symbol.fidelity}: {CLASSES[symbol.fidelity]}.")
    if symbol.note:
        lines.append(f"  Note:    {symbol.note}.")
    if symbol.header:
        lines.append(f"  Header:  {symbol.header}")
    return "\n".join(lines)
