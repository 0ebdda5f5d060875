"""Where tasks are carried out: on this machine, or on a Dask cluster that sees the same folders."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from typing import IO

from pydantic import ValidationError

from cn_migrate.batch.task import Outcome, State, Task

_WORKER = (sys.executable, "-m", "cn_migrate.batch.worker")
_ANSWER = 5  # seconds in which a scheduler has to answer


class Children:
    """The worker processes that are running, so that all of them can be ended."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._closed = False

    def start(self, task: Task, output: IO[bytes], errors: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start the worker for a task.  Raises InterruptedError after `end_all`."""
        with self._lock:
            if self._closed:
                raise InterruptedError
            child = subprocess.Popen(
                _WORKER,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=errors,
                start_new_session=True,
            )
            self._running.add(child)
        assert child.stdin is not None
        with suppress(BrokenPipeError):  # it has died already, which waiting for it will tell
            child.stdin.write(task.model_dump_json().encode() + b"\n")
            child.stdin.flush()
        return child

    def end(self, child: subprocess.Popen[bytes]) -> None:
        """End a worker and all that it has started."""
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        with self._lock:
            self._running.discard(child)
        if child.stdin is not None:
            with suppress(BrokenPipeError):
                child.stdin.close()

    def end_all(self) -> None:
        """End every worker, and let none start any more."""
        with self._lock:
            self._closed = True
            running = list(self._running)
        for child in running:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)


def carry_out(task: Task, seconds: float, children: Children | None = None) -> Outcome:
    """Carry out one task in a process of its own, which is ended after `seconds`.

    Whatever becomes of the process, the result is an outcome.
    """
    children = children or Children()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        child = children.start(task, output, errors)
        timed_out = False
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            timed_out = True
        finally:
            children.end(child)
        output.seek(0)
        errors.seek(0)
        answer, complaint = output.read().splitlines(), errors.read().decode("utf-8", "replace")
    mark = answer[0].decode("ascii", "replace") if len(answer) > 1 or (timed_out and answer) else ""
    if timed_out:
        message = f"no result after {seconds:.0f} s"
        return Outcome(
            name=task.name,
            fingerprint=mark,
            state=State.TIMED_OUT,
            message=message,
            seconds=seconds,
        )
    try:
        return Outcome.model_validate_json(answer[-1])
    except (IndexError, ValidationError):
        ended = _how_it_ended(child.returncode, complaint)
        return Outcome(name=task.name, state=State.CRASHED, message=ended)


def _how_it_ended(code: int, complaint: str) -> str:
    last = next((line for line in reversed(complaint.splitlines()) if line.strip()), "")
    how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
    return f"the process ended with {how}" + (f": {last.strip()}" if last else "")


def on_this_machine(tasks: Sequence[Task], seconds: float, jobs: int) -> Iterator[Outcome]:
    """Outcomes of `tasks` as they come, `jobs` at once (0: one for each processor).

    When the iterator is closed, so on Ctrl-C too, no worker goes on.
    """
    children = Children()
    with ThreadPoolExecutor(jobs or os.cpu_count() or 1) as threads:
        waiting = [threads.submit(carry_out, task, seconds, children) for task in tasks]
        try:
            for done in as_completed(waiting):
                yield done.result()
        finally:
            for task in waiting:
                task.cancel()
            children.end_all()


def on_cluster(tasks: Sequence[Task], seconds: float, address: str) -> Iterator[Outcome]:
    """Outcomes of `tasks` as they come from the workers of a Dask scheduler.

    The cluster's machines have cn-migrate, and see the folders of the batch at the same paths.
    Raises ImportError without the `cluster` extra, OSError where nothing answers at `address`.
    """
    from distributed import Client
    from distributed import as_completed as completed

    with Client(address, timeout=_ANSWER) as client:
        waiting = client.map(carry_out, tasks, [seconds] * len(tasks), pure=False, retries=1)
        yield from (done.result() for done in completed(waiting))
