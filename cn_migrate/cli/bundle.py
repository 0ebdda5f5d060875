"""`cn-migrate bundle`: device code of a project in one file, for many machines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from cn_migrate.cli import consoles
from cn_migrate.cli.without import Without

bundle = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
_FILE = typer.Argument(metavar="BUNDLE", help="A .cnb file.", show_default=False)


@bundle.callback()
def _main() -> None:
    """Device code of a project in one file, for many machines: make it, look into it, run it (cn-migrate run)."""


@bundle.command()
def build(
    project: Annotated[
        Path, typer.Argument(help="The project's folder, or one .cu file.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="The bundle.  [default: ./PROJECT.cnb]", show_default=False
        ),
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(
            "--target",
            "-t",
            help="A form to put in; `--target list` lists them.  [default: the usual ones]",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier bundle.")] = False,
    run: Annotated[
        bool,
        typer.Option(
            help="Run the kernels on generated inputs, where this machine can, and compare with the interpreter."
        ),
    ] = True,
    extra_arg: Annotated[
        list[str] | None, typer.Option("--extra-arg", help="A flag as for nvcc.")
    ] = None,
    without: Without = None,
) -> None:
    """Make a bundle: the portable form of every kernel, and code for several kinds of machines.

    Exit code 1: some kernel has no form at all, or a source could not be read.

    [bold]Examples[/]

      cn-migrate bundle build ./cuda_project -o kernels.cnb

      cn-migrate bundle build saxpy.cu --target processor --target aarch64
    """
    from cn_migrate.bundle import DEFAULT_TARGETS, TARGETS, build_bundle
    from cn_migrate.diagnostics import Diagnostics
    from cn_migrate.project import ProjectError, discover
    from cn_migrate.report import terminal
    from cn_migrate.report.model import entry
    from cn_migrate.runtime.bundle import BundleError

    targets = tuple(target or DEFAULT_TARGETS)
    if targets == ("list",):
        for name, row in TARGETS.items():
            typer.echo(f"{name:16} {row.kind:9} {row.triple}".rstrip())
        return
    if unknown := [name for name in targets if name not in TARGETS]:
        consoles.fail(f"there is no target '{unknown[0]}'; there is: {', '.join(TARGETS)}")
    place = out or Path(f"{project.resolve().stem}.cnb")
    if place.exists() and not force:
        consoles.fail(f"'{place}' is there already; give --force to replace it")
    found = Diagnostics()
    console = consoles.messages()
    try:
        discovered = discover(project, found, extra_arg or []).leaving_out(without or [])
        with console.status("compiling device code"):
            manifest = build_bundle(discovered, place, targets, found, run=run)
    except (ProjectError, BundleError) as error:
        consoles.fail(str(error))
    for item in found.items:
        console.print(terminal.diagnostic(entry(item), discovered.source), soft_wrap=True)
    kernels = sum(len(module.kernels) for module in manifest.modules)
    forms = sum(len(module.variants) for module in manifest.modules)
    typer.echo(f"{place}: {kernels} kernels of {len(manifest.modules)} sources, {forms} variants")
    for module in manifest.modules:
        for gap in module.missing:
            what = f"{module.name}:{gap.kernel}" if gap.kernel else module.name
            typer.echo(f"  no {gap.variant} of {what}: {gap.reason}")
    raise typer.Exit(1 if found.failed or not manifest.modules else 0)


@bundle.command()
def inspect(
    file: Annotated[Path, _FILE],
    json: Annotated[bool, typer.Option("--json", help="Print the manifest.")] = False,
) -> None:
    """List what is in a bundle: kernels with their parameters, variants, and what is missing with the reason."""
    from cn_migrate.runtime.bundle import Bundle, BundleError

    try:
        with Bundle(file) as opened:
            manifest = opened.manifest
    except BundleError as error:
        consoles.fail(str(error))
    if json:
        typer.echo(manifest.model_dump_json(indent=2))
        return
    typer.echo(f"{file}: version {manifest.version}, made by {manifest.tool}")
    for module in manifest.modules:
        typer.echo(f"\n{module.name}")
        for kernel in module.kernels:
            parameters = ", ".join(f"{p.name}: {p.plain_type}" for p in kernel.parameters)
            typer.echo(f"  kernel {kernel.name}({parameters})")
        for variable in module.variables:
            typer.echo(f"  variable {variable.name}, {variable.size} bytes")
        for variant in module.variants:
            size = manifest.members[variant.member].size
            typer.echo(
                f"  variant {variant.name}: {variant.kind}, {len(variant.kernels)} kernels, {size} bytes, "
                f"{variant.checked}"
            )
        for gap in module.missing:
            typer.echo(f"  missing {gap.variant} {gap.kernel}: {gap.reason}")


@bundle.command()
def explain(
    file: Annotated[Path, _FILE],
    device: Annotated[
        list[str] | None, typer.Option("--device", help="Devices to ask.  [default: all]")
    ] = None,
) -> None:
    """Say what would run here: for each device the variant of each kernel, and why it is not another."""
    from cn_migrate.runtime.bundle import Bundle, BundleError
    from cn_migrate.runtime.execution import DeviceError, device_names, open_device
    from cn_migrate.runtime.execution.choice import verdicts

    try:
        opened = Bundle(file)
    except BundleError as error:
        consoles.fail(str(error))
    with opened:
        for name in device or device_names():
            try:
                found = open_device(name)
            except DeviceError as error:
                typer.echo(f"{name}: {error}")
                continue
            with found:
                typer.echo(f"{name}: {found.capabilities.name}")
                for module in opened.manifest.modules:
                    for kernel in module.kernels:
                        typer.echo(f"  {module.name}:{kernel.name}")
                        for verdict in verdicts(found, opened.manifest, module, kernel):
                            said = f"not: {verdict.reason}" if verdict.reason else "runs"
                            typer.echo(f"    {verdict.variant.name}: {said}")


@bundle.command()
def verify(
    file: Annotated[Path, _FILE],
    run: Annotated[
        bool,
        typer.Option(help="Run the kernels on generated inputs, and compare with the interpreter."),
    ] = True,
) -> None:
    """Check a bundle: the hash of every member, and whether it is what it says, as far as this machine can tell.

    Exit code 1: something is wrong.
    """
    from cn_migrate.bundle.check import check
    from cn_migrate.bundle.trial import trials, words
    from cn_migrate.runtime.bundle import Bundle, BundleError

    table = Table("source", "variant", "checked", "found", box=None)
    wrong = False
    try:
        with Bundle(file) as opened:
            checked = list(check(opened))
        # What is damaged is not run.
        ran = list(trials(file)) if run and not any(done.fault for done in checked) else []
        for done in checked:
            said, fault = words(ran, done.module, done.variant)
            fault = done.fault or fault
            wrong = wrong or bool(fault)
            how = f"{done.how}; {said}" if said else done.how
            table.add_row(done.module, done.variant, how, fault or "nothing wrong")
    except BundleError as error:
        consoles.fail(str(error), 1)
    consoles.output().print(table)
    raise typer.Exit(1 if wrong else 0)
