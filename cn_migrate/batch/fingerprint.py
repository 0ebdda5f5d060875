"""What a port depends on, as one number: equal fingerprints mean equal ports."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from cn_migrate import __version__
from cn_migrate.batch.task import Options
from cn_migrate.project import Project


def fingerprint(project: Project, options: Options) -> str:
    """SHA-256 over the tool, the options, and the names and contents of every file that the port reads.

    Headers from outside the project's folder are among them.
    """
    digest = hashlib.sha256(f"{tool()}\n{options.model_dump_json()}\n".encode())
    units = [unit.name for unit in project.units]
    for name in sorted({*units, *project.plain, *project.headers, *project.others}):
        path = project.path(name)
        content = b"" if path.is_symlink() else path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    for unit in project.units:
        digest.update(repr((unit.name, unit.settings.defines, unit.settings.options)).encode())
    return digest.hexdigest()


@cache
def tool() -> str:
    """SHA-256 of this tool: its version, and the files that it consists of."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(__version__.encode())
    for file in sorted(p for p in package.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0")
        digest.update(file.read_bytes())
    return digest.hexdigest()
