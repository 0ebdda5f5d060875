"""Headers that programs expect from elsewhere and that come with cn-migrate, in CUDA's terms.

They are CUDA C++ as a user could have written it: a project that misses one gets it as a header of its own, which
is ported with the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project.includes import SUPPLIED, reach
from cn_migrate.project.model import Compilation, Program


def with_supplied(programs: Iterable[Program], diagnostics: Diagnostics) -> list[Program]:
    """The programs, with the folder of the supplied headers for the sources that need one.

    Reports each such header once.
    """
    names: set[str] = set()
    result = [
        replace(program, compilations=tuple(_completed(c, names) for c in program.compilations))
        for program in programs
    ]
    for name in sorted(names):
        diagnostics.report("supplied-header", None, name=name)
    return result


def _completed(compilation: Compilation, names: set[str]) -> Compilation:
    settings = compilation.settings
    settings = replace(settings, include_dirs=(*settings.include_dirs, SUPPLIED))
    completed = replace(compilation, settings=settings)
    found = [path for path in reach(completed) if path.parent == SUPPLIED]
    names |= {path.name for path in found}
    return completed if found else compilation
