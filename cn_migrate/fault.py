"""Faults of the tool itself: kept for the developers, told to the user in one line."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback

DEBUG = "CN_MIGRATE_DEBUG"


def wanted_raw() -> bool:
    """Does somebody debug the tool, and want tracebacks?"""
    return os.environ.get(DEBUG) == "1"


def record(error: BaseException, what: str) -> None:
    """Write the traceback of `error` to a file, and say on stderr that `what` failed and where the file is."""
    with tempfile.NamedTemporaryFile("w", prefix="cn-migrate-", suffix=".log", delete=False) as log:
        traceback.print_exception(error, file=log)
    sys.stderr.write(
        f"internal error: {what}: {type(error).__name__}: {error}\n"
        f"This is a fault of cn-migrate, not of your project.  Details are in {log.name}; please report them.\n"
    )
