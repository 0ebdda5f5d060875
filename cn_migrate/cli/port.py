"""`cn-migrate port`: a project in, a project out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cn_migrate.cli import consoles
from cn_migrate.cli.without import Without

if TYPE_CHECKING:
    from rich.console import Console

    from cn_migrate.driver import Port, Progress, Request
    from cn_migrate.project import Project
    from cn_migrate.report.model import DiagnosticEntry

_SHOWN = 20  # findings on the terminal; the report has all
_BUILD_PANEL = "Build and run"
_REPORT_PANEL = "Reports and gates"
_UNVERIFIED = "unverified"  # what nothing proves, beside classes of fidelity
_FLAGS_PANEL = "How the project is compiled"


def _targets() -> list[str]:
    return ["opencl", "openmp", "native"]


def _classes() -> list[str]:
    return ["emulated", "weakened", "dropped", "manual", _UNVERIFIED]


def port(
    project: Annotated[
        Path, typer.Argument(help="The project's folder, or one .cu file.", show_default=False)
    ],
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[-- ARGS]...",
            help="With --run or --verify: arguments for the program.",
            show_default=False,
        ),
    ] = None,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            help="What to port to: opencl, openmp, native (both).",
            autocompletion=_targets,
        ),
    ] = "opencl",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Where the port goes.  [default: ./PROJECT-opencl]",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier port.")] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Write nothing; only estimate, as cn-migrate assess does."),
    ] = False,
    build: Annotated[
        bool,
        typer.Option("--build", help="Build the port with CMake.", rich_help_panel=_BUILD_PANEL),
    ] = False,
    run: Annotated[
        bool,
        typer.Option(
            "--run",
            help="Build, then run the program with ARGS, here.",
            rich_help_panel=_BUILD_PANEL,
        ),
    ] = False,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify",
            help="Build, and compare what the program computes with ARGS with what the original means; see "
            "cn-migrate verify. The proof becomes part of the report.",
            rich_help_panel=_BUILD_PANEL,
        ),
    ] = False,
    program: Annotated[
        str,
        typer.Option(
            help="Which program to run, where there are several.", rich_help_panel=_BUILD_PANEL
        ),
    ] = "",
    define: Annotated[
        list[str] | None,
        typer.Option(
            "--define",
            "-D",
            help="Define a macro: NAME or NAME=VALUE.",
            rich_help_panel=_FLAGS_PANEL,
        ),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include", "-I", help="Look for headers in this folder.", rich_help_panel=_FLAGS_PANEL
        ),
    ] = None,
    extra_arg: Annotated[
        list[str] | None,
        typer.Option("--extra-arg", help="A flag as for nvcc.", rich_help_panel=_FLAGS_PANEL),
    ] = None,
    without: Without = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, help="Sources at once; 0: one for each processor.")
    ] = 0,
    json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="Print the report (cn-report.json) instead of a summary.",
            rich_help_panel=_REPORT_PANEL,
        ),
    ] = False,
    fail_on: Annotated[
        str,
        typer.Option(
            metavar="CLASS",
            help="End with exit code 1 where something is of this fidelity class or a worse one: emulated, "
            "weakened, dropped, manual; unverified: where a kernel was not shown to give the same results.",
            autocompletion=_classes,
            rich_help_panel=_REPORT_PANEL,
        ),
    ] = "manual",
    sarif: Annotated[
        Path | None,
        typer.Option(
            help="Write the findings as SARIF 2.1.0, for code review tools.",
            show_default=False,
            rich_help_panel=_REPORT_PANEL,
        ),
    ] = None,
    junit: Annotated[
        Path | None,
        typer.Option(
            help="Write the result as JUnit XML, for build servers.",
            show_default=False,
            rich_help_panel=_REPORT_PANEL,
        ),
    ] = None,
) -> None:
    """Port a CUDA project: its sources rewritten, its kernels as readable OpenCL C, and a CMakeLists.txt.

    How the project is compiled is read from compile_commands.json, CMakeLists.txt or the Makefile, whichever
    is there; nothing of it is run, and no CUDA toolkit is needed.  The input is never changed.

    Every construct that is not converted exactly is reported with its place.  The full report is in
    cn-report.md and cn-report.json of the port.

    [bold]Examples[/]

      cn-migrate port ./heat --to=opencl

      cn-migrate port saxpy.cu -o ported --run -- 1000000

      cn-migrate port ./solver -D USE_FLOAT -I ../common --build --force

      cn-migrate port ./heat --verify --fail-on unverified --junit heat.xml -- 63 3
    """
    from cn_migrate import driver
    from cn_migrate.cli.assess import estimate
    from cn_migrate.diagnostics import Fidelity
    from cn_migrate.project import ProjectError
    from cn_migrate.report.model import failing, faults, unproved

    if to not in driver.TARGETS:
        raise typer.BadParameter(
            f"'{to}' is not one of: {', '.join(driver.TARGETS)}", param_hint="--to"
        )
    if arguments and not (run or verify):
        raise typer.BadParameter("arguments for the program need --run", param_hint="ARGS")
    if fail_on == _UNVERIFIED and not verify:
        raise typer.BadParameter("unverified needs --verify", param_hint="--fail-on")
    if fail_on not in _classes():
        raise typer.BadParameter(
            f"'{fail_on}' is not one of: {', '.join(_classes())}", param_hint="--fail-on"
        )
    flags = [f"-D{d}" for d in define or []] + [f"-I{i}" for i in include or []] + (extra_arg or [])
    request = driver.Request(project, to, out, force, flags, jobs, without or [])
    if dry_run:
        _check_nothing_is_written(build or run or verify, sarif or junit)
        raise typer.Exit(estimate(request, json))
    try:
        done = _with_progress(request, quiet=json)
    except ProjectError as error:
        consoles.fail(str(error))
    if verify:
        done = _verified(done, request, program, arguments or [])
    proved_only = fail_on == _UNVERIFIED
    found = failing(done.report, Fidelity.MANUAL if proved_only else Fidelity(fail_on))
    if proved_only:
        found += unproved(done.report)
    try:
        _export(done, found, sarif, junit)
    except ProjectError as error:
        consoles.fail(str(error))
    _show(done, json)
    wrong = done.report.proof is not None and done.report.proof.disproved
    code = 1 if found or wrong else 0
    if faults(done.report):
        code = 2
    if build or run:
        code = _build_and_run(done, program, arguments or [], run, jobs) or code
    raise typer.Exit(code)


def _check_nothing_is_written(runs: bool, written: Path | None) -> None:
    if runs or written:
        raise typer.BadParameter(
            "goes with no option that builds, runs or writes something", param_hint="--dry-run"
        )


def _with_progress(request: Request, quiet: bool) -> Port:
    """Port, with a bar where there is more than one source and somebody to see it."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    from cn_migrate import driver

    console = consoles.messages()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=console, transient=True, disable=quiet) as bar:
        progress: Progress = driver.Progress()
        task = bar.add_task("reading the project", total=None, visible=False)

        def discovered(project: Project) -> None:
            bar.update(task, total=len(project.units), visible=len(project.units) > 1)

        def converted(name: str) -> None:
            bar.update(task, advance=1, description=name)

        progress.discovered, progress.converted = discovered, converted
        return driver.port(request, progress)


def _export(
    done: Port, found: list[DiagnosticEntry], sarif: Path | None, junit: Path | None
) -> None:
    """Write the report in the formats of other tools.  Raises ProjectError where that cannot be."""
    from cn_migrate.project.output import write_whole
    from cn_migrate.report import junit as junit_report
    from cn_migrate.report import sarif as sarif_report

    if sarif:
        write_whole(sarif, sarif_report.sarif(done.report.diagnostics, done.project.source))
    if junit:
        write_whole(junit, junit_report.junit(done.report, found))


def _show(done: Port, json: bool) -> None:
    """Print findings and summary, or the whole report."""
    from cn_migrate.project.output import REPORT_NAME
    from cn_migrate.report import terminal

    if json:
        typer.echo((done.out / REPORT_NAME).read_text(), nl=False)
        return
    console: Console = consoles.messages()
    terminal.findings(console, done.report, done.project.source, _SHOWN)
    result = consoles.output()
    result.print(terminal.summary(done.report))
    result.print(
        f"port: {_short(done.out)}, report: {_short(done.out / 'cn-report.md')}", soft_wrap=True
    )


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _verified(done: Port, request: Request, program: str, arguments: list[str]) -> Port:
    """Prove the port, and write the proof into it and its report."""
    from dataclasses import replace

    from rich.status import Status

    from cn_migrate import build
    from cn_migrate.cli.verify import show
    from cn_migrate.project import ProjectError
    from cn_migrate.verify.program import Conditions
    from cn_migrate.verify.prove import prove, with_proof

    conditions = Conditions(arguments=arguments, jobs=request.jobs)
    flags = tuple(request.extra_arguments)
    try:
        with Status("building", console=consoles.messages()) as status:
            proof = prove(
                request.project, done.out, done.report, conditions, program, flags, status.update
            )
        report = with_proof(done.out, done.report, proof)
    except ProjectError as error:
        consoles.fail(str(error), 1)
    except build.BuildError as error:
        typer.echo(str(error), err=True)
        consoles.fail("the port does not build; the compiler's output is above", 1)
    show(proof, consoles.messages())
    return replace(done, report=report)


def _build_and_run(done: Port, program: str, arguments: list[str], run: bool, jobs: int) -> int:
    """Build the port, and run a program of it; 0 where that went well."""
    from cn_migrate import build
    from cn_migrate.project import ProjectError
    from cn_migrate.runtime import drivers

    names = [t.name for t in done.report.targets if t.executable]
    if run and program not in names and (program or len(names) != 1):
        consoles.fail(f"--program must be one of: {', '.join(names) or 'none (no main was found)'}")
    try:
        binaries = build.build(done.out, jobs)
    except ProjectError as error:
        consoles.fail(str(error), 1)
    except build.BuildError as error:
        typer.echo(str(error), err=True)
        consoles.fail("the port does not build; the compiler's output is above", 1)
    if not run:
        return 0
    code = build.run(binaries / (program or names[0]), arguments, drivers.environment())
    if code:
        consoles.messages().print(
            f"[bold red]error[/]: {program or names[0]} ended with exit code {code}"
        )
    return 1 if code else 0
