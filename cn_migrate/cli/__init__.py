"""The command line.  Commands import what they need when they run, so that `--help` and completion are quick."""

from __future__ import annotations

from typing import Annotated

import typer

from cn_migrate import __version__
from cn_migrate.cli.api import api
from cn_migrate.cli.assess import assess
from cn_migrate.cli.batch import batch
from cn_migrate.cli.bundle import bundle
from cn_migrate.cli.devices import devices
from cn_migrate.cli.doctor import doctor
from cn_migrate.cli.explain import explain
from cn_migrate.cli.inspect import inspect
from cn_migrate.cli.port import port
from cn_migrate.cli.report import report
from cn_migrate.cli.run import run
from cn_migrate.cli.verify import verify

# Exit code 2 means an internal error here, so that usage errors need another one than typer's own 2.
usage_error = typer.BadParameter.__mro__[1]
usage_error.exit_code = 3  # type: ignore[attr-defined]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all converted, 1 something needs a hand, 2 internal error, 3 usage.",
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"cn-migrate {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take CUDA projects to other vendors' hardware: rewritten source that builds and runs."""


app.command()(port)
app.command()(assess)
app.command()(batch)
app.command()(report)
app.command()(verify)
app.command()(inspect)
app.add_typer(bundle, name="bundle")
app.command()(run)
app.command()(devices)
app.command()(doctor)
app.command()(explain)
app.command()(api)
