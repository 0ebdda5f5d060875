"""Replay of all recordings of one ported program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.emitters.opencl.host.file_names import device_name
from cn_migrate.parsers.cuda.unit import ParsedUnit, parse_unit
from cn_migrate.project import Project, discover
from cn_migrate.verify.launch_record import LaunchRecord, RecordError, read_record
from cn_migrate.verify.replay import Replay, has_kernel, replay


def replay_project(source: Path, recordings: Path, slack: float = 1.0) -> Iterator[Replay]:
    """Replay each file of the folder `recordings` on the kernels of the original project `source`.

    Raises ProjectError, RecordError and InterpreterError: see `discover`, `read_record` and `replay`.
    """
    project = discover(source, Diagnostics())
    parsed: dict[str, list[ParsedUnit]] = {}
    for path in sorted(recordings.glob("*.launch")):
        record = read_record(path)
        if record.module not in parsed:
            parsed[record.module] = list(_parse(project, record.module))
        yield replay(_module_of(record, parsed[record.module]), record, slack)


def _parse(project: Project, module: str) -> Iterator[ParsedUnit]:
    """The units whose device code is called `module`: one, unless folders hold files of the same name."""
    for unit in project.units:
        if PurePosixPath(device_name(unit.name)).name != module:
            continue
        parsed = parse_unit(unit.file, unit.name, unit.args, project.root, Diagnostics())
        if parsed is not None and parsed.module is not None:
            yield parsed


def _module_of(record: LaunchRecord, units: list[ParsedUnit]) -> ir.Module:
    found = [unit.module for unit in units if has_kernel(unit.module, record.kernel)]
    if len(found) != 1:
        raise RecordError(
            f"{len(found)} sources of the project have a kernel {record.kernel} in {record.module}"
        )
    return found[0]
