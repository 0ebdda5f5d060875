"""`cn-migrate assess`: what a port would be like, with nothing written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from cn_migrate.cli import consoles

if TYPE_CHECKING:
    from cn_migrate.driver import Request


def assess(
    project: Annotated[
        Path, typer.Argument(help="The project's folder, or one .cu file.", show_default=False)
    ],
    to: Annotated[
        str,
        typer.Option("--to", help="What to port to: opencl, openmp, native (both)."),
    ] = "opencl",
    extra_arg: Annotated[
        list[str] | None, typer.Option("--extra-arg", help="A flag as for nvcc.")
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, help="Sources at once; 0: one for each processor.")
    ] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print the report instead.")] = False,
) -> None:
    """Estimate a port before anything is written: what goes by itself, and what hand work is left.

    The port is made in full and thrown away, so the numbers are those that `port` would give.  The effort is
    an estimate by the kind of each finding.

    [bold]Examples[/]

      cn-migrate assess ./solver
    """
    from cn_migrate import driver

    if to not in driver.TARGETS:
        raise typer.BadParameter(
            f"'{to}' is not one of: {', '.join(driver.TARGETS)}", param_hint="--to"
        )
    raise typer.Exit(
        estimate(driver.Request(project, to, None, False, extra_arg or [], jobs), json)
    )


def estimate(request: Request, json: bool) -> int:
    """Show what the port of `request` would be like; the exit code."""
    from cn_migrate import driver
    from cn_migrate.project import ProjectError
    from cn_migrate.report.assessment import assessment

    try:
        with TemporaryDirectory() as place:
            done = driver.port(replace(request, out=Path(place) / "port"), driver.Progress())
    except ProjectError as error:
        consoles.fail(str(error))
    if json:
        typer.echo(done.report.json_bytes(), nl=False)
    else:
        libraries = sorted({lib for t in done.project.targets for lib in t.settings.libraries})
        consoles.output().print(assessment(done.report, libraries))
    return 0 if done.report.status == "converted" else 1
