"""The entry point: `cn-migrate`, and `python -m cn_migrate`."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import traceback
from types import FrameType

USAGE, INTERNAL, INTERRUPTED = 3, 2, 130


def main() -> None:
    """Run the command line.

    Exit codes: 0 all converted, 1 something needs a hand, 2 internal error, 3 usage, 130 interrupted.
    """
    signal.signal(signal.SIGTERM, _terminate)
    try:
        from cn_migrate.cli import app

        app(prog_name="cn-migrate")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.exit(0)
    except BaseException as error:
        if isinstance(error, SystemExit) or os.environ.get("CN_MIGRATE_DEBUG") == "1":
            raise
        sys.exit(_internal_error(error))


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _internal_error(error: BaseException) -> int:
    """Say in one paragraph what happened, and where the details are."""
    with tempfile.NamedTemporaryFile("w", prefix="cn-migrate-", suffix=".log", delete=False) as log:
        traceback.print_exception(error, file=log)
    sys.stderr.write(
        f"internal error: {type(error).__name__}: {error}\n"
        "This is a fault of cn-migrate, not of your project; nothing was written.  Details are in\n"
        f"{log.name}; please report them.  CN_MIGRATE_DEBUG=1 shows them here.\n"
    )
    return INTERNAL


if __name__ == "__main__":
    main()
