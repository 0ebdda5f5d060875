"""`cn-migrate report`: the report of a finished port or batch, as a page or in another form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cn_migrate.cli import consoles

if TYPE_CHECKING:
    from cn_migrate.report.html import Texts


def report(
    folder: Annotated[
        Path, typer.Argument(help="A port, or the output of a batch.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Where the page goes.  [default: cn-report.html or cn-batch.html in FOLDER]",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write the report of a port or a batch as one HTML page that needs no network.

    It shows what was ported and what was not, the effort that is left, and every edit beside the original.

    [bold]Examples[/]

      cn-migrate report ./heat-opencl

      cn-migrate report ./ported -o /tmp/ported.html
    """
    from pydantic import ValidationError

    from cn_migrate.batch import run as batch
    from cn_migrate.project import ProjectError
    from cn_migrate.project.output import REPORT_NAME, write_whole
    from cn_migrate.report.batch import BatchReport
    from cn_migrate.report.html import batch_page, port_page
    from cn_migrate.report.model import Report

    try:
        if (folder / batch.REPORT_NAME).is_file():
            name = "cn-batch.html"
            found = BatchReport.model_validate_json((folder / batch.REPORT_NAME).read_bytes())
            texts = {project.name: _texts(folder / project.out) for project in found.projects}
            page = batch_page(found, texts)
        elif (folder / REPORT_NAME).is_file():
            name = "cn-report.html"
            ported = Report.model_validate_json((folder / REPORT_NAME).read_bytes())
            page = port_page(ported, _texts(folder))
        else:
            consoles.fail(f"'{folder}' is no port and no output of a batch")
        place = out or folder / name
        write_whole(place, page.encode("utf-8", "replace"))
    except (ProjectError, OSError) as error:
        consoles.fail(str(error))
    except ValidationError as error:
        first = error.errors()[0]
        consoles.fail(
            f"the report in '{folder}' cannot be read ({first['msg']}); port again with this version"
        )
    typer.echo(f"page: {place}")


def _texts(port: Path) -> Texts:
    """The texts that a port has kept; none where it has kept none, or they are damaged."""
    from cn_migrate.project.state import State, StateError
    from cn_migrate.report.html import Texts

    try:
        state = State.of(port)
    except StateError as error:
        consoles.messages().print(f"warning: {error}; the page shows no sources", markup=False)
        return Texts()
    return Texts(state.originals, state.generated) if state else Texts()
