"""The project that a port was made of, taken out of the port again: its sources, and how they are compiled."""

from __future__ import annotations

import json
from pathlib import Path

from cn_migrate.project.error import ProjectError
from cn_migrate.project.rules_file import NAME as RULES_NAME
from cn_migrate.project.state import State, StateError


def restore(port: Path, folder: Path) -> None:
    """Write the sources that the port in `port` was made of into `folder`, with a compilation database.

    Raises ProjectError where the port does not hold them.
    """
    try:
        state = State.of(port)
    except StateError as error:
        raise ProjectError(str(error)) from None
    if state is None or not state.commands:
        raise ProjectError(_unknown(port))
    folder = folder.resolve()
    for name, data in {**state.generated, **state.originals}.items():
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise ProjectError(f"'{port.name}' names a file outside of it: '{name}'")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if (port / RULES_NAME).is_file():
        (folder / RULES_NAME).write_bytes((port / RULES_NAME).read_bytes())
    (folder / "compile_commands.json").write_bytes(state.commands)
    listed = [entry["file"] for entry in json.loads(state.commands)]
    if not all((folder / name).is_file() for name in listed):
        raise ProjectError(_unknown(port))


def _unknown(port: Path) -> str:
    return (
        f"'{port.name}' does not hold what it was made of; name the project, and this with --port"
    )
