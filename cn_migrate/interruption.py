"""Ctrl-C and SIGTERM, also while libclang calls back into Python.

An exception that a signal raises inside such a callback is printed and lost, so there the signal waits until the
conversion of the unit at hand is done.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_deferrals = 0
_pending = False


def install() -> None:
    """Let both signals end the command as Ctrl-C does: by KeyboardInterrupt."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _handle)


@contextmanager
def deferred() -> Iterator[None]:
    """A signal that comes inside takes effect at the end.  Raises KeyboardInterrupt there."""
    global _deferrals, _pending
    _deferrals += 1
    try:
        yield
    finally:
        _deferrals -= 1
    if _pending and not _deferrals:
        _pending = False
        raise KeyboardInterrupt


def _handle(_number: int, _frame: FrameType | None) -> None:
    global _pending
    if not _deferrals:
        raise KeyboardInterrupt
    _pending = True
