"""Replay of all recordings of one ported program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.emitters.opencl.host.file_names import device_name
from cn_migrate.parsers.cuda.unit import ParsedUnit, parse_unit
from cn_migrate.project import Project, discover
from cn_migrate.verify.launch_record import LaunchRecord, RecordError, read_record
from cn_migrate.verify.replay import Replay, replay


def replay_project(source: Path, recordings: Path) -> Iterator[Replay]:
    """Replay each file of the folder `recordings` on the kernels of the original project `source`.

    Raises ProjectError, RecordError and InterpreterError: see `discover`, `read_record` and `replay`.
    """
    project = discover(source, Diagnostics())
    parsed: dict[str, ParsedUnit] = {}
    for path in sorted(recordings.glob("*.launch")):
        record = read_record(path)
        if record.module not in parsed:
            parsed[record.module] = _parse(project, record)
        yield replay(parsed[record.module].module, record)


def _parse(project: Project, record: LaunchRecord) -> ParsedUnit:
    for unit in project.units:
        if device_name(unit.name) != record.module:
            continue
        parsed = parse_unit(unit.file, unit.name, unit.args, project.root, Diagnostics())
        if parsed is not None and parsed.module is not None:
            return parsed
    raise RecordError(f"no source of the project has the kernels of {record.module}")
