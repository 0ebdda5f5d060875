"""The one exception of the interpreter, and how an MLIR location reads."""

from __future__ import annotations

from cn_migrate._mlir import ir


class InterpreterError(Exception):
    """The program cannot be run: malformed IR, an unknown op, arguments that do not fit.

    `location` is `file:line:column`, or the name of a kernel or argument where there is no source.
    """

    def __init__(self, location: str, message: str) -> None:
        super().__init__(f"{location}: {message}")
        self.location = location
        self.message = message


def locate(location: ir.Location) -> str:
    """`file:line:column` of the innermost file location; "unknown" where there is none."""
    if isinstance(location, ir.FileLineColLoc):
        return f"{location.filename}:{location.start_line}:{location.start_col}"
    if isinstance(location, ir.NameLoc):
        return locate(location.child_loc)
    if isinstance(location, ir.FusedLoc):
        found = (locate(part) for part in location.locations)
        return next((text for text in found if text != "unknown"), "unknown")
    if isinstance(location, ir.CallSiteLoc):
        return locate(location.callee)
    return "unknown"


def fail(op: ir.OpView, message: str) -> InterpreterError:
    """The error `message` about `op`, at its location."""
    return InterpreterError(locate(op.location), f"'{op.operation.name}': {message}")
