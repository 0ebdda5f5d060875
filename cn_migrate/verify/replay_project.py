"""Replay of the recordings of one ported program."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.emitters.opencl.host.file_names import device_name
from cn_migrate.parsers.cuda.unit import ParsedUnit, parse_unit
from cn_migrate.project import Project, discover
from cn_migrate.verify.launch_record import LaunchRecord, RecordError, read_record
from cn_migrate.verify.replay import Replay, has_kernel, replay
from cn_migrate.verify.variation import rounded_otherwise, variations


class Original:
    """The kernels of an original project, each of its sources parsed when a recording first asks for it."""

    def __init__(self, source: Path, extra_arguments: tuple[str, ...] = ()) -> None:
        self._source = source
        self._extra_arguments = extra_arguments
        self._parsed: dict[str, list[ParsedUnit]] = {}

    def replay(self, record: LaunchRecord, slack: float = 1.0, generated: bool = False) -> Replay:
        """Replay one recorded launch, of a program's own or on `generated` inputs.

        See `cn_migrate.verify.replay` for what it raises.
        """
        module = self.module_of(record)
        otherwise = rounded_otherwise(module, record) if generated else None
        return replay(module, record, slack, otherwise)

    def variations(self, record: LaunchRecord, seed: int, count: int) -> Iterator[LaunchRecord]:
        """Launches like the recorded one on generated inputs; see `cn_migrate.verify.variation`."""
        return variations(self.module_of(record), record, seed, count)

    def module_of(self, record: LaunchRecord) -> ir.Module:
        """The module of a launch's kernel.  Raises RecordError where none or several have it."""
        return _module_of(record, self.units(record.module))

    def units(self, module: str) -> list[ParsedUnit]:
        """The sources whose device code is called `module`."""
        if module not in self._parsed:
            self._parsed[module] = list(self._parse(module))
        return self._parsed[module]

    @cached_property
    def _project(self) -> Project:
        return discover(self._source, Diagnostics(), self._extra_arguments)

    def _parse(self, module: str) -> Iterator[ParsedUnit]:
        """The units whose device code is called `module`: one, unless folders hold files of the same name."""
        root = self._project.root
        for unit in self._project.units:
            if PurePosixPath(device_name(unit.name)).name != module:
                continue
            parsed = parse_unit(
                unit.file, unit.name, unit.args, root, Diagnostics(), language=unit.language
            )
            if parsed is not None and parsed.module is not None:
                yield parsed


def replay_project(source: Path, recordings: Path, slack: float = 1.0) -> Iterator[Replay]:
    """Replay each file of the folder `recordings` on the kernels of the original project `source`.

    Raises ProjectError, RecordError and InterpreterError: see `discover`, `read_record` and `replay`.
    """
    original = Original(source)
    for path in sorted(recordings.glob("*.launch")):
        yield original.replay(read_record(path), slack)


def _module_of(record: LaunchRecord, units: list[ParsedUnit]) -> ir.Module:
    found = [unit.module for unit in units if has_kernel(unit.module, record.kernel)]
    if len(found) != 1:
        raise RecordError(
            f"{len(found)} sources of the project have a kernel {record.kernel} in {record.module}"
        )
    return found[0]
