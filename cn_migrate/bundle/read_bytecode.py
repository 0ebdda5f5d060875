"""Run as a module: reads MLIR bytecode of the dialect from standard input, and verifies it."""

from __future__ import annotations

import sys

from cn_migrate._mlir import ir
from cn_migrate.dialects import cnative


def main() -> int:
    """The exit code: 1 where the bytecode is refused."""
    with cnative.context(), ir.Location.unknown():
        try:
            module = ir.Module.parse(sys.stdin.buffer.read())
            module.operation.verify()
        except (ir.MLIRError, ValueError) as error:
            sys.stderr.write(" ".join(str(error).split()) + "\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
