"""`cn-migrate batch`: all projects below a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cn_migrate.cli import consoles

if TYPE_CHECKING:
    from cn_migrate.batch.run import Batch
    from cn_migrate.batch.task import Outcome
    from cn_migrate.report.batch import BatchReport

_LIMITS_PANEL = "Limits for each project"
_SHOWN = 10  # blockers on the terminal; the report has all


def batch(
    root: Annotated[
        Path, typer.Argument(help="The folder that holds the projects.", show_default=False)
    ],
    to: Annotated[
        str,
        typer.Option("--to", help="What to port to: opencl, openmp, native (both)."),
    ] = "opencl",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Where ports and reports go.  [default: ./ROOT-opencl]",
            show_default=False,
        ),
    ] = None,
    build: Annotated[bool, typer.Option("--build", help="Build every port.")] = False,
    run: Annotated[
        bool,
        typer.Option(
            "--run", help="Build, and run the program of every port that has exactly one."
        ),
    ] = False,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify",
            help="Build, and compare what the program of every port that has exactly one computes with what the "
            "original means.",
        ),
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(help="Only projects with such a name: a pattern as for files."),
    ] = None,
    without: Annotated[list[str] | None, typer.Option(help="No projects with such a name.")] = None,
    extra_arg: Annotated[
        list[str] | None,
        typer.Option("--extra-arg", help="A flag as for nvcc, for every project."),
    ] = None,
    seconds: Annotated[
        float,
        typer.Option(
            "--time", min=1, help="Seconds for one project.", rich_help_panel=_LIMITS_PANEL
        ),
    ] = 600,
    memory: Annotated[
        int,
        typer.Option(
            min=0, help="MiB of memory for one process; 0: no limit.", rich_help_panel=_LIMITS_PANEL
        ),
    ] = 0,
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", min=0, help="Projects at once; 0: one for each processor."),
    ] = 0,
    cluster: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Port on a Dask cluster: the address of its scheduler, tcp://HOST:PORT.",
        ),
    ] = "",
    list_only: Annotated[
        bool, typer.Option("--list", help="Only print which projects there are.")
    ] = False,
) -> None:
    """Port all projects below a folder, each in a process of its own.

    What happens to one project costs no other one: crashes, hangs and limits are results.  Every result is on
    disk when it is known.  A batch that was ended goes on where it was when the same command is given again;
    one that was finished ports only what has changed since.

    [bold]Examples[/]

      cn-migrate batch ./samples -o ported --build

      cn-migrate batch ./code --only 'solvers/*' --time 120 --memory 4096
    """
    from cn_migrate import driver
    from cn_migrate.batch.run import Batch, chosen, succeeded
    from cn_migrate.batch.task import Options
    from cn_migrate.project import ProjectError

    if to not in driver.TARGETS:
        raise typer.BadParameter(
            f"'{to}' is not one of: {', '.join(driver.TARGETS)}", param_hint="--to"
        )
    root = root.absolute()
    options = Options(
        target=to,
        build=build,
        run=run,
        verify=verify,
        flags=tuple(extra_arg or ()),
        memory=memory,
    )
    wanted = Batch(
        root,
        out or Path.cwd() / f"{root.name}-{to}",
        options,
        seconds,
        jobs,
        tuple(only or ()),
        tuple(without or ()),
        cluster,
    )
    try:
        if list_only:
            for name in chosen(wanted):
                typer.echo(name)
            return
        report = _with_progress(wanted)
    except ProjectError as error:
        consoles.fail(str(error))
    except ImportError:
        consoles.fail("--cluster needs Dask; install it with: pip install 'cn-migrate[cluster]'")
    except OSError as error:
        if not cluster:
            raise
        consoles.fail(f"the cluster at {cluster} does not answer: {error}")
    _write(wanted, report)
    _show(wanted, report)
    raise typer.Exit(0 if succeeded(report) else 1)


def _with_progress(wanted: Batch) -> BatchReport:
    """Port, with a bar, and a line for every project that did not go well."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    from cn_migrate.batch.run import Progress, run_batch
    from cn_migrate.batch.task import State

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    console = consoles.messages()
    with Bar(*columns, console=console, transient=True) as bar:
        progress = Progress()
        task = bar.add_task("looking for projects", total=None)

        def begun(projects: int, left: int) -> None:
            bar.update(task, total=projects, completed=projects - left, description="porting")

        def ended(outcome: Outcome) -> None:
            bar.update(task, advance=1, description=outcome.name)
            if outcome.state not in (State.CONVERTED, State.NEEDS_A_HAND):
                bar.print(f"{outcome.name}: {outcome.state.value}: {outcome.message}", markup=False)

        progress.begun, progress.ended = begun, ended
        return run_batch(wanted, progress)


def _write(wanted: Batch, report: BatchReport) -> None:
    from cn_migrate.batch.run import REPORT_NAME
    from cn_migrate.project.output import write_whole
    from cn_migrate.report.batch_markdown import batch_markdown

    write_whole(wanted.out / REPORT_NAME, report.json_bytes())
    write_whole(wanted.out / "cn-batch.md", batch_markdown(report).encode())


def _show(wanted: Batch, report: BatchReport) -> None:
    from cn_migrate.report.batch_terminal import batch_summary

    console = consoles.output()
    console.print(batch_summary(report, _SHOWN))
    console.print(f"report: {wanted.out / 'cn-batch.md'}", soft_wrap=True, markup=False)
