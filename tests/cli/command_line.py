"""Running the command line: in this process where that is enough, else as a user does."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from cn_migrate.cli import app

ROOT = Path(__file__).resolve().parents[2]
_PLAIN = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}


@dataclass(frozen=True)
class Ended:
    """How a command ended; white space in its texts is made single, because terminals wrap lines."""

    code: int
    out: str
    err: str


def cn_migrate(*arguments: object, cwd: Path) -> Ended:
    """Run `cn-migrate` with arguments in a folder."""
    with contextlib.chdir(cwd):
        done = CliRunner(env=_PLAIN).invoke(
            app, [str(a) for a in arguments], prog_name="cn-migrate"
        )
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Ended(done.exit_code, _single(done.stdout), _single(done.stderr))


def process(*arguments: object, cwd: Path, **environment: str) -> Ended:
    """Run `cn-migrate` in a process of its own, with variables added to its environment."""
    done = subprocess.run(
        [sys.executable, "-m", "cn_migrate", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **_PLAIN, **environment},
    )
    return Ended(done.returncode, _single(done.stdout), _single(done.stderr))


def _single(text: str) -> str:
    return " ".join(text.split())
