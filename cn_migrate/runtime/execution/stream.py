"""Work in order."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


class Stream:
    """Work in order, done by a thread of its own."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="cn-stream")
        self._last: Future[None] | None = None
        self._failed: BaseException | None = None

    def submit(self, work: Any) -> Future[None]:
        """Do `work` after all before it."""
        self._last = self._worker.submit(self._run, work)
        return self._last

    def _run(self, work: Any) -> None:
        if self._failed is not None:
            return
        try:
            work()
        except BaseException as error:
            self._failed = error
            raise

    def synchronize(self) -> None:
        """Wait until all is done.  Raises what the first work that failed has raised, once."""
        if self._last is not None:
            self._last.exception()
        failed, self._failed = self._failed, None
        if failed is not None:
            raise failed

    def close(self) -> None:
        """Wait, and end the thread."""
        self._worker.shutdown(wait=True)
