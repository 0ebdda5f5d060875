"""The entry point: `cn-migrate`, and `python -m cn_migrate`."""

from __future__ import annotations

import sys

from cn_migrate import fault, interruption

USAGE, INTERNAL, INTERRUPTED = 3, 2, 130


def main() -> None:
    """Run the command line.

    Exit codes: 0 all converted, 1 something needs a hand, 2 internal error, 3 usage, 130 interrupted.
    """
    interruption.install()
    try:
        from cn_migrate.cli import app

        app(prog_name="cn-migrate")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.exit(0)
    except BaseException as error:
        if isinstance(error, SystemExit) or fault.wanted_raw():
            raise
        fault.record(error, "nothing was written")
        sys.exit(INTERNAL)


if __name__ == "__main__":
    main()
