"""The results of a batch on disk: an SQLite database that holds every outcome from the moment it is known.

run       one call of the command; `finished` is NULL while it runs, or when it was ended from outside
outcome   the last outcome of each project, and the run that it came from
history   how many projects were in which state after each finished run
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from cn_migrate.batch.task import Options, Outcome
from cn_migrate.project import ProjectError

NAME = "cn-batch.sqlite"
_VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS run (id INTEGER PRIMARY KEY, root TEXT, options TEXT, started TEXT, finished TEXT);
CREATE TABLE IF NOT EXISTS outcome (name TEXT PRIMARY KEY, run INTEGER, fingerprint TEXT, outcome TEXT);
CREATE TABLE IF NOT EXISTS history (run INTEGER, state TEXT, projects INTEGER, PRIMARY KEY (run, state));
"""


class Store:
    """The database of one batch folder; a context manager.

    Raises ProjectError where the file is no database of this version, or another batch is using it.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self._path, timeout=5, isolation_level=None)
            self._prepare()
        except OSError as error:
            raise ProjectError(f"cannot write to '{folder}': {error.strerror}") from None
        except sqlite3.Error as error:
            raise ProjectError(f"'{self._path}' cannot be used: {error}") from None

    def _prepare(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _VERSION):
            raise ProjectError(f"'{self._path}' was written by another version of cn-migrate")
        # One batch at a time: the lock is held until the connection closes, whatever ends it.
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("BEGIN EXCLUSIVE")
        for statement in _TABLES.strip().splitlines():
            self._db.execute(statement)
        self._db.execute(f"PRAGMA user_version = {_VERSION}")
        self._db.execute("COMMIT")

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    def begin(self, root: Path, options: Options) -> tuple[int, bool]:
        """The number of this run, and whether it goes on with one that was ended before it was finished."""
        text = options.model_dump_json()
        with closing(
            self._db.execute("SELECT id, root, options, finished FROM run ORDER BY id DESC LIMIT 1")
        ) as rows:
            last = rows.fetchone()
        if last and last[3] is None and (last[1], last[2]) == (str(root), text):
            return int(last[0]), True
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = self._db.execute(
            "INSERT INTO run (root, options, started) VALUES (?, ?, ?)", (str(root), text, now)
        )
        return int(row.lastrowid or 0), False

    def put(self, run: int, outcome: Outcome) -> None:
        """Keep an outcome; it is on disk when this returns."""
        self._db.execute(
            "INSERT OR REPLACE INTO outcome VALUES (?, ?, ?, ?)",
            (outcome.name, run, outcome.fingerprint, outcome.model_dump_json()),
        )

    def keep(self, run: int, name: str) -> None:
        """Let the earlier outcome of a project stand for this run too."""
        self._db.execute("UPDATE outcome SET run = ? WHERE name = ?", (run, name))

    def known(self) -> dict[str, tuple[int, Outcome]]:
        """The last outcome of every project that ever was in the batch, with its run."""
        rows = self._db.execute("SELECT name, run, outcome FROM outcome").fetchall()
        return {name: (int(run), Outcome.model_validate_json(text)) for name, run, text in rows}

    def finish(self, run: int, states: Counter[str]) -> None:
        """Close a run with the number of projects in each state."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT OR REPLACE INTO history VALUES (?, ?, ?)",
            [(run, state, count) for state, count in states.items()],
        )
        self._db.execute("UPDATE run SET finished = ? WHERE id = ?", (now, run))
        self._db.execute("COMMIT")

    def history(self) -> list[tuple[str, dict[str, int]]]:
        """When each finished run began, and its projects by state, the first run first."""
        rows = self._db.execute(
            "SELECT run.id, run.started, history.state, history.projects FROM run JOIN history "
            "ON run.id = history.run WHERE run.finished IS NOT NULL ORDER BY run.id"
        ).fetchall()
        runs: dict[int, tuple[str, dict[str, int]]] = {}
        for number, started, state, projects in rows:
            runs.setdefault(number, (started, {}))[1][state] = projects
        return list(runs.values())
