"""Run as a module: reads LLVM IR from standard input, and verifies it."""

from __future__ import annotations

import sys

import llvmlite.binding as llvm


def main() -> int:
    """The exit code: 1 where the text is refused."""
    try:
        llvm.parse_assembly(sys.stdin.buffer.read().decode()).verify()
    except (RuntimeError, UnicodeDecodeError) as error:
        sys.stderr.write(" ".join(str(error).split()) + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
