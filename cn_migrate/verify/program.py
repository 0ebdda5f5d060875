"""Verification of a whole ported program: run it on devices, and compare its launches with the original's meaning."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import TimeoutError as TaskTimeout
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from cn_migrate import __version__
from cn_migrate.report.model import Report
from cn_migrate.report.proof import KernelProof, LaunchProof, Proof, RunProof, kernel_proof
from cn_migrate.verify.device_source import compiles

if TYPE_CHECKING:
    from cn_migrate.verify.replay_project import Original

_SHOWN = 2000  # characters of a failed run's output that are kept


@dataclass(frozen=True)
class Conditions:
    """How a program is tried: with `arguments`, on each of `devices` (values of CN_DEVICE; empty: its own choice).

    The first `launches` of each kernel are compared, those of at most `threads` threads; `seconds` limit each run
    and each comparison; `tolerance` multiplies those of floating-point numbers.
    """

    arguments: Sequence[str] = ()
    devices: Sequence[str] = ("",)
    tolerance: float = 1.0
    launches: int = 3
    threads: int = 1 << 16
    seconds: float = 120.0
    jobs: int = 0


@dataclass(frozen=True)
class Trial:
    """A ported and built program: `source` is the original with its extra compiler `flags`, `port` the ported
    folder, `program` the binary, which runs with `environment` added."""

    source: Path
    port: Path
    program: Path
    report: Report
    flags: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    conditions: Conditions = field(default_factory=Conditions)


def verify_program(trial: Trial, folder: Path, told: Callable[[str], None]) -> Proof:
    """Try a program; recordings go to `folder`, progress is `told` in words.

    A fault that only shows with other inputs is not found: what is compared is what the program launches.
    """
    runs: list[RunProof] = []
    launches: list[LaunchProof] = []
    for number, device in enumerate(trial.conditions.devices):
        name = device or "default device"
        told(f"running on {name}")
        recordings = folder / f"{number}"
        recordings.mkdir()
        runs.append(_run(trial, device, name, recordings))
        paths = sorted(recordings.glob("*.launch"))
        for done, proof in enumerate(_replay_all(trial, name, paths), 1):
            told(f"{name}: compared {done} of {len(paths)} launches")
            launches.append(proof)
    kernels = list(_kernels(trial, launches))
    return Proof(
        version=__version__,
        project=trial.report.project,
        target=trial.report.target,
        arguments=list(trial.conditions.arguments),
        tolerance=trial.conditions.tolerance,
        runs=runs,
        kernels=kernels,
    )


def _run(trial: Trial, device: str, name: str, recordings: Path) -> RunProof:
    variables = {"CN_RECORD": str(recordings), "CN_RECORD_LIMIT": str(trial.conditions.launches)}
    if device:
        variables["CN_DEVICE"] = device
    try:
        done = subprocess.run(
            [trial.program, *trial.conditions.arguments],
            env={**os.environ, **trial.environment, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=trial.conditions.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        text = f"{(error.stdout or b'').decode('utf-8', 'replace')}\nno end after {trial.conditions.seconds:.0f} s"
        return RunProof(device=name, code=-1, output=text[-_SHOWN:])
    text = done.stdout.decode("utf-8", "replace") if done.returncode else ""
    return RunProof(device=name, code=done.returncode, output=text[-_SHOWN:])


def _replay_all(trial: Trial, device: str, paths: Sequence[Path]) -> Iterator[LaunchProof]:
    """The recordings compared, each in a process that may be ended."""
    if not paths:
        return
    workers = min(trial.conditions.jobs or os.cpu_count() or 1, len(paths))
    context = multiprocessing.get_context("forkserver")
    with ProcessPool(max_workers=workers, context=context) as pool:
        tasks = [
            pool.schedule(
                _replay_one,
                (
                    trial.source,
                    trial.flags,
                    path,
                    device,
                    trial.conditions.threads,
                    trial.conditions.tolerance,
                ),
                timeout=trial.conditions.seconds,
            )
            for path in paths
        ]
        try:
            for path, task in zip(paths, tasks, strict=True):
                yield _outcome(path, device, trial.conditions.seconds, task.result)
        except BaseException:  # Ctrl-C among them: do not wait for what is still running
            pool.stop()
            raise


def _outcome(
    path: Path, device: str, seconds: float, result: Callable[[], LaunchProof]
) -> LaunchProof:
    _, module, kernel = path.stem.split("-", 2)
    skipped = partial(LaunchProof, kernel=kernel, module=module, device=device)
    try:
        return result()
    except TaskTimeout:
        return skipped(skipped=f"the interpreter took more than {seconds:.0f} s")
    except ProcessExpired as error:
        return skipped(skipped=f"the interpreter's process ended with {error.exitcode}")


def _replay_one(
    source: Path, flags: tuple[str, ...], path: Path, device: str, threads: int, tolerance: float
) -> LaunchProof:
    from cn_migrate.dialects.cnative.interpreter import InterpreterError
    from cn_migrate.verify.launch_record import RecordError, read_record

    record = read_record(path)
    proof = partial(LaunchProof, kernel=record.kernel, module=record.module, device=device)
    if record.threads > threads:
        reason = (
            f"{record.threads} threads are more than the limit of {threads}; give smaller inputs"
        )
        return proof(skipped=reason)
    try:
        replay = _original(source, flags).replay(record, tolerance)
    except (RecordError, InterpreterError) as error:
        return proof(skipped=str(error))
    findings = [*map(str, replay.differences), *map(str, replay.report)]
    return proof(findings=findings, undetermined=list(map(str, replay.undetermined)))


@cache
def _original(source: Path, flags: tuple[str, ...]) -> Original:
    from cn_migrate.verify.replay_project import Original

    return Original(source, flags)


def _kernels(trial: Trial, launches: Sequence[LaunchProof]) -> Iterator[KernelProof]:
    from cn_migrate.emitters.opencl.host.file_names import device_name

    for kernel in trial.report.kernels:
        module = device_name(kernel.file)
        of_it = [
            launch
            for launch in launches
            if launch.kernel == kernel.name and launch.module == Path(module).name
        ]
        there = compiles(trial.port / module)
        yield kernel_proof(kernel.name, kernel.source_name, kernel.file, there, of_it)
