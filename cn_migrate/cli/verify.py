"""`cn-migrate verify`: what a port computes, compared with what its original means."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from cn_migrate.cli import consoles

if TYPE_CHECKING:
    from rich.console import Console

    from cn_migrate.report.model import Report
    from cn_migrate.report.proof import Proof
    from cn_migrate.verify.program import Conditions

_LIMITS_PANEL = "Limits"
_INPUTS_PANEL = "Inputs"


def verify(
    project: Annotated[
        Path,
        typer.Argument(
            help="The CUDA project: a folder, or one .cu file; or a port, which holds what it was made of.",
            show_default=False,
        ),
    ],
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[-- ARGS]...", help="Arguments for the program.", show_default=False
        ),
    ] = None,
    port: Annotated[
        Path | None,
        typer.Option(
            help="An earlier port of the project, with its hand edits.  [default: port it now]",
            show_default=False,
        ),
    ] = None,
    program: Annotated[
        str, typer.Option(help="Which program to run, where there are several.")
    ] = "",
    device: Annotated[
        list[str] | None,
        typer.Option(
            help="Run on this device, as CN_DEVICE names it; may be given several times.",
            show_default=False,
        ),
    ] = None,
    extra_arg: Annotated[
        list[str] | None, typer.Option("--extra-arg", help="A flag as for nvcc.")
    ] = None,
    tolerance: Annotated[
        float,
        typer.Option(
            min=0,
            help="Multiplies the tolerances of floating-point numbers (1: 1e-5 for float, 1e-12 for double).",
        ),
    ] = 1.0,
    launches: Annotated[
        int,
        typer.Option(
            min=1, help="Launches of each kernel to compare.", rich_help_panel=_LIMITS_PANEL
        ),
    ] = 3,
    threads: Annotated[
        int,
        typer.Option(
            min=1,
            help="Compare launches of at most so many threads.",
            rich_help_panel=_LIMITS_PANEL,
        ),
    ] = 1 << 16,
    seconds: Annotated[
        float,
        typer.Option(
            "--time",
            min=1,
            help="Seconds for each run and for each comparison.",
            rich_help_panel=_LIMITS_PANEL,
        ),
    ] = 120,
    inputs: Annotated[
        int,
        typer.Option(
            min=0,
            help="Generated inputs to try each launched kernel on, besides the program's own.",
            rich_help_panel=_INPUTS_PANEL,
        ),
    ] = 3,
    seed: Annotated[
        int,
        typer.Option(
            min=0,
            help="Where generated inputs come from: the same seed gives the same ones.",
            rich_help_panel=_INPUTS_PANEL,
        ),
    ] = 0,
    kernel: Annotated[
        str,
        typer.Option(
            help="Compare this kernel only; by its name in the original or in the port.",
            rich_help_panel=_INPUTS_PANEL,
        ),
    ] = "",
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", min=0, help="Comparisons at once; 0: one for each processor."),
    ] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print the proof as JSON.")] = False,
) -> None:
    """Run a port, and compare what each kernel computed with what the original kernel means.

    The ported program is built and run; the memory before and after its first launches is recorded; a reference
    interpreter runs the original CUDA kernels on the same memory.  Integers have to be equal, floating-point
    numbers agree within a tolerance.  The interpreter also finds races, accesses out of bounds and divergent
    barriers of the original.  No GPU is needed.

    Only kernels that the program launches are compared: choose inputs that are small and odd.  Each of them then also
    runs on generated inputs: other numbers, smaller sizes, NaN and infinities, in memory that lies as the program's
    does.  Exit code 0 means that every kernel instance gave the same results, 1 that one did not, or could not be
    compared.

    [bold]Examples[/]

      cn-migrate verify ./heat -- 63 3

      cn-migrate verify ./heat-opencl -- 63 3

      cn-migrate verify ./heat --port ./heat-opencl --device intel --device pocl -- 63 3

      cn-migrate verify ./heat --kernel step --inputs 30 --seed 7 -- 63 3
    """
    from cn_migrate.project import ProjectError
    from cn_migrate.verify.program import Conditions

    conditions = Conditions(
        arguments=arguments or (),
        devices=device or ("",),
        tolerance=tolerance,
        launches=launches,
        threads=threads,
        seconds=seconds,
        jobs=jobs,
        inputs=inputs,
        seed=seed,
        kernel=kernel,
    )
    try:
        with TemporaryDirectory(prefix="cn-verify-") as place:
            flags = tuple(extra_arg or ())
            proof = _prove(project, port, Path(place), program, flags, conditions)
    except ProjectError as error:
        consoles.fail(str(error))
    if json:
        typer.echo(proof.json_bytes(), nl=False)
    else:
        show(proof, consoles.output())
    raise typer.Exit(0 if proof.holds else 1)


def _prove(
    project: Path,
    port: Path | None,
    place: Path,
    program: str,
    flags: tuple[str, ...],
    conditions: Conditions,
) -> Proof:
    """Port where that is not done, build, run and compare.  Raises ProjectError."""
    from rich.status import Status

    from cn_migrate import build, driver
    from cn_migrate.project.output import is_earlier_output
    from cn_migrate.project.restore import restore
    from cn_migrate.verify.prove import prove

    if port is None and is_earlier_output(project):
        port, project = project, place / "original"
        restore(port, project)
    with Status("porting", console=consoles.messages()) as status:
        if port is None:
            port = place / "port"
            request = driver.Request(project, out=port, extra_arguments=flags, jobs=conditions.jobs)
            report = driver.port(request, driver.Progress()).report
        else:
            report = _report_of(port)
        try:
            return prove(project, port, report, conditions, program, flags, status.update)
        except build.BuildError as error:
            typer.echo(str(error), err=True)
            consoles.fail("the port does not build; the compiler's output is above", 1)


def _report_of(port: Path) -> Report:
    from pydantic import ValidationError

    from cn_migrate.project import ProjectError
    from cn_migrate.project.output import REPORT_NAME
    from cn_migrate.report.model import Report

    try:
        return Report.model_validate_json((port / REPORT_NAME).read_bytes())
    except (OSError, ValidationError):
        raise ProjectError(f"'{port}' is no port that this version made") from None


def show(proof: Proof, console: Console) -> None:
    """Print a proof: how the program ran, and the level of each kernel."""
    from rich.table import Table
    from rich.text import Text

    from cn_migrate.report.proof import Level

    style = {Level.SAME_RESULTS: "green", Level.DIFFERS: "bold red"}
    for run in proof.runs:
        console.print(f"{run.device}: ended with exit code {run.code}", markup=False)
        if run.output:
            consoles.messages().print(run.output, markup=False)
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("kernel")
    table.add_column("level")
    table.add_column("same IR")
    table.add_column("launches compared", justify="right")
    table.add_column("on generated inputs", justify="right")
    for kernel in proof.kernels:
        level = Text(kernel.level.value, style.get(kernel.level, "yellow"))
        counts = (str(kernel.compared), str(kernel.generated))
        table.add_row(Text(kernel.source_name), level, "yes" if kernel.same_ir else "", *counts)
    console.print(table)
    for kernel in proof.kernels:
        for text in (*kernel.findings, *kernel.notes):
            console.print(f"{kernel.source_name}: {text}", markup=False, soft_wrap=True)
    if any("on generated inputs" in text for k in proof.kernels for text in k.findings):
        console.print(f"generated inputs come again with --seed {proof.seed} --kernel NAME")
    same = sum(kernel.level is Level.SAME_RESULTS for kernel in proof.kernels)
    console.print(f"same results: {same} of {len(proof.kernels)} kernel instances")
    proved = sum(kernel.same_ir for kernel in proof.kernels)
    console.print(f"same IR: {proved} of {len(proof.kernels)} kernel instances")
