"""`cn-migrate inspect`: the forms that a source takes on its way."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cn_migrate.cli import consoles
from cn_migrate.cli.without import Without

STAGES = {
    "parsed": "the cnative dialect as the parser makes it",
    "normal": "its normal form: a control flow graph over SSA values",
    "lowered": "the cnative dialect after the passes for OpenCL",
    "opencl": "the OpenCL C that is printed from it",
    "cpu": "the cnative dialect as loops over the threads of a block",
    "openmp": "the C++ with OpenMP that is printed from those",
}


def _stages() -> list[tuple[str, str]]:
    return list(STAGES.items())


def inspect(
    file: Annotated[Path, typer.Argument(help="A .cu or .cl file.", show_default=False)],
    stage: Annotated[
        str, typer.Option(help=f"{', '.join(STAGES)}.", autocompletion=_stages)
    ] = "parsed",
    extra_arg: Annotated[
        list[str] | None, typer.Option("--extra-arg", help="A flag as for nvcc.")
    ] = None,
    without: Without = None,
) -> None:
    """Print the device code of one file at a stage of its way: MLIR text, or OpenCL C.

    [bold]Examples[/]

      cn-migrate inspect saxpy.cu

      cn-migrate inspect saxpy.cu --stage=opencl --extra-arg=-DBLOCK=64
    """
    from cn_migrate import convert
    from cn_migrate.project import ProjectError
    from cn_migrate.report import terminal
    from cn_migrate.report.model import entry

    if stage not in STAGES:
        raise typer.BadParameter(
            f"'{stage}' is not one of: {', '.join(STAGES)}", param_hint="--stage"
        )
    try:
        found = convert.inspect(file, stage, extra_arg or [], without or [])
    except ProjectError as error:
        consoles.fail(str(error))
    console = consoles.messages()
    for item in found.diagnostics.items:
        console.print(terminal.diagnostic(entry(item), found.project.source), soft_wrap=True)
    typer.echo(found.text)
    raise typer.Exit(1 if found.diagnostics.failed else 0)
