"""Porting the host text of a small program, from source to edits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.emitters.opencl.host import registrations, rewrite
from cn_migrate.parsers.cuda.host import find_instances, plan_files, spell_stub
from cn_migrate.parsers.cuda.translation_unit import parse
from cn_migrate.source import apply_edits
from cn_migrate.source.host_plan import KernelInstance


@dataclass
class Ported:
    """The rewritten files by name, the registrations' text, and what was reported."""

    files: dict[str, str]
    registrations: str
    diagnostics: Diagnostics

    @property
    def rules(self) -> list[str]:
        return [d.rule for d in self.diagnostics.items]


Port = Callable[..., Ported]


@pytest.fixture
def port(tmp_path: Path) -> Port:
    """Ports `main` (the text of a.cu) with other `files` beside it."""

    def run(main: str | bytes, **files: str) -> Ported:
        source = tmp_path / "source"
        source.mkdir(exist_ok=True)
        (source / "a.cu").write_bytes(main if isinstance(main, bytes) else main.encode())
        for name, text in files.items():
            (source / name.replace("_h", ".h")).write_text(text)
        found = Diagnostics()
        unit = parse(source / "a.cu", [], "host", found)
        assert unit is not None, found.items
        plans = plan_files(unit, found)
        asks = any(p.compiler_macros for p in plans.values())
        data = {f.name: f.data for f in unit.project_files()}
        result = {
            name: apply_edits(data[name], rewrite(plan, data[name], None, asks)).decode(
                "utf-8", "surrogateescape"
            )
            for name, plan in plans.items()
        }
        instances = [
            KernelInstance(f"kernel_{i}", *spell_stub(c))
            for i, c in enumerate(find_instances(unit))
        ]
        return Ported(result, registrations("a.cu", instances), found)

    return run
