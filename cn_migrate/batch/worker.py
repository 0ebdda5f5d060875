"""The process that carries out one task: reads it as a line of JSON, answers with its fingerprint and its outcome.

Started as `python -m cn_migrate.batch.worker`.  It ends, with all that it has started, when its parent does.
"""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import BinaryIO

from cn_migrate.batch.fingerprint import fingerprint
from cn_migrate.batch.task import Outcome, State, Task
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project import ProjectError, discover
from cn_migrate.project.output import is_earlier_output
from cn_migrate.report.batch import Step
from cn_migrate.report.model import Report, faults

# A batch verifies with the arguments that programs have by themselves: what is large is left out.
_LAUNCHES, _THREADS, _SECONDS = 2, 1 << 13, 30.0
_SHOWN = 4000  # characters of a failed step's output that are kept


def main() -> None:
    """Carry out the task on standard input."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no part of the answer
    task = Task.model_validate_json(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        outcome = carry_out(task, answer)
    except Exception as error:
        if not _out_of_memory(error):
            raise
        message = f"MemoryError: the limit is {task.options.memory} MiB"
        outcome = Outcome(name=task.name, state=State.CRASHED, message=message)
    answer.write(outcome.model_dump_json().encode() + b"\n")
    answer.close()


def _out_of_memory(error: BaseException | None) -> bool:
    """Was it, or what it came from, a lack of memory?"""
    while error is not None:
        if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
            return True
        error = error.__context__
    return False


def _end_with_parent() -> None:
    """Standard input stays open as long as the parent lives."""
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)


def carry_out(task: Task, answer: BinaryIO) -> Outcome:
    """Port one project, and build and run it where that is asked for; its fingerprint is told as soon as known."""
    from cn_migrate.driver import Progress, Request, port

    options = task.options
    if options.memory:
        size = options.memory << 20
        resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))
    started = time.monotonic()
    try:
        mark = fingerprint(discover(task.project, Diagnostics(), options.flags), options)
        answer.write(mark.encode() + b"\n")
        answer.flush()
        if mark == task.known and is_earlier_output(task.out):
            return Outcome(name=task.name, fingerprint=mark, unchanged=True)
        request = Request(task.project, options.target, task.out, True, options.flags, jobs=1)
        done = port(request, Progress())
    except ProjectError as error:
        return Outcome(name=task.name, state=State.UNUSABLE, message=str(error))
    broken = faults(done.report)
    built = _build(task) if options.build or options.run or options.verify else None
    ran = _run(task, done.report) if options.run and built and built.ok else None
    report = _verified(task, done.report) if options.verify and built and built.ok else done.report
    return Outcome(
        name=task.name,
        fingerprint=mark,
        state=State.CRASHED if broken else State(done.report.status),
        message=broken[0].message if broken else "",
        seconds=time.monotonic() - started,
        peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
        report=report,
        build=built,
        run=ran,
    )


def _build(task: Task) -> Step:
    from cn_migrate.build import BuildError, build

    def made() -> str:
        try:
            build(task.out, jobs=1)
        except BuildError as error:
            return str(error)
        return ""

    return _step(made)


def _run(task: Task, report: Report) -> Step | None:
    """Run the port's program in its own folder; None where there is not exactly one."""
    from cn_migrate.runtime import drivers

    programs = [target.name for target in report.targets if target.executable]
    if len(programs) != 1:
        return None

    def ran() -> str:
        done = subprocess.run(
            [task.out / "build" / "bin" / programs[0]],
            cwd=task.out,
            env={**os.environ, **drivers.environment()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=_lift_limit,
            check=False,
        )
        text = done.stdout.decode("utf-8", "replace")
        return f"{text}\nended with exit code {done.returncode}" if done.returncode else ""

    return _step(ran)


def _verified(task: Task, report: Report) -> Report:
    """The report with the proof of the program; as it was where there is not exactly one."""
    from cn_migrate.verify.program import Conditions
    from cn_migrate.verify.prove import prove, with_proof

    if sum(target.executable for target in report.targets) != 1:
        return report
    _lift_limit()
    conditions = Conditions(launches=_LAUNCHES, threads=_THREADS, seconds=_SECONDS, jobs=1)
    proof = prove(task.project, task.out, report, conditions, flags=task.options.flags)
    return with_proof(task.out, report, proof)


def _lift_limit() -> None:
    """Drivers reserve more addresses than they use memory."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _step(work: Callable[[], str]) -> Step:
    """Time `work`, which returns the output of what failed."""
    started = time.monotonic()
    failure = work()
    return Step(
        ok=not failure, seconds=time.monotonic() - started, output=failure.strip()[-_SHOWN:]
    )


if __name__ == "__main__":
    main()
