"""Comparisons of recorded launches with the original, each in a process that may be ended."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as TaskTimeout
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pebble import ProcessExpired, ProcessPool

from cn_migrate.report.proof import LaunchProof

if TYPE_CHECKING:
    from cn_migrate.verify.replay_project import Original

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Limits:
    """At most `threads` threads of a launch, `seconds` for each comparison, `jobs` of them at once (0: one for
    each processor)."""

    threads: int = 1 << 16
    seconds: float = 120.0
    jobs: int = 0


@dataclass(frozen=True)
class Comparisons:
    """Compares recordings of the port of `source`, which is compiled with the extra `flags`.

    `tolerance` multiplies those of floating-point numbers.
    """

    source: Path
    flags: tuple[str, ...] = ()
    tolerance: float = 1.0
    limits: Limits = Limits()

    def replays(
        self, device: str, paths: Sequence[Path], generated: bool = False
    ) -> Iterator[LaunchProof]:
        """What came of each recording, in their order."""
        task = partial(_replayed, self, device=device, generated=generated)
        for path, result in zip(paths, self._each(task, paths), strict=True):
            yield self._proof(path, device, generated, result)

    def variations(self, paths: Sequence[Path], seed: int, count: int) -> Iterator[list[bytes]]:
        """Launches on generated inputs, like each of the recorded ones, as a port reads them."""
        for result in self._each(partial(_varied, self, seed=seed, count=count), paths):
            try:
                yield result()
            except (TaskTimeout, ProcessExpired):
                yield []

    def sameness(self, texts: Sequence[Path]) -> dict[tuple[Path, str], str]:
        """For each kernel of each emitted file: the first difference to what was printed, or nothing."""
        found: dict[tuple[Path, str], str] = {}
        for path, result in zip(texts, self._each(partial(_read_back, self), texts), strict=True):
            try:
                kernels = result()
            except (TaskTimeout, ProcessExpired):
                continue
            found |= {(path, name): text for name, text in kernels.items()}
        return found

    def _each(
        self, task: Callable[[Path], _Result], paths: Sequence[Path]
    ) -> Iterator[Callable[[], _Result]]:
        if not paths:
            return
        workers = min(self.limits.jobs or os.cpu_count() or 1, len(paths))
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["cn_migrate.verify.replay_project"])
        with ProcessPool(max_workers=workers, context=context) as pool:
            try:
                for done in [
                    pool.schedule(task, (path,), timeout=self.limits.seconds) for path in paths
                ]:
                    yield done.result
            except BaseException:  # Ctrl-C among them: do not wait for what is still running
                pool.stop()
                raise

    def _proof(
        self, path: Path, device: str, generated: bool, result: Callable[[], LaunchProof]
    ) -> LaunchProof:
        _, module, kernel = path.stem.split("-", 2)
        skipped = partial(
            LaunchProof, kernel=kernel, module=module, device=device, generated=generated
        )
        try:
            return result()
        except TaskTimeout:
            return skipped(skipped=f"the interpreter took more than {self.limits.seconds:.0f} s")
        except ProcessExpired as error:
            return skipped(skipped=f"the interpreter's process ended with {error.exitcode}")


def _replayed(comparisons: Comparisons, path: Path, device: str, generated: bool) -> LaunchProof:
    from cn_migrate.dialects.cnative.interpreter import InterpreterError
    from cn_migrate.verify.launch_record import RecordError, read_record

    record = read_record(path)
    proof = partial(
        LaunchProof,
        kernel=record.kernel,
        module=record.module,
        device=device,
        generated=generated,
    )
    limit = comparisons.limits.threads
    if record.threads > limit:
        reason = f"{record.threads} threads are more than the limit of {limit}; give smaller inputs"
        return proof(skipped=reason)
    try:
        original = _original(comparisons.source, comparisons.flags)
        replay = original.replay(record, comparisons.tolerance, generated)
    except (RecordError, InterpreterError) as error:
        return proof(skipped=str(error))
    wrong = [finding for finding in replay.report if finding.severity == "error"]
    return proof(
        findings=[*map(str, replay.differences), *map(str, wrong)],
        remarks=[str(finding) for finding in replay.report if finding not in wrong],
        undetermined=list(map(str, replay.undetermined)),
    )


def _varied(comparisons: Comparisons, path: Path, seed: int, count: int) -> list[bytes]:
    from cn_migrate.dialects.cnative.interpreter import InterpreterError
    from cn_migrate.verify.launch_record import RecordError, read_record
    from cn_migrate.verify.variation import variation_bytes

    record = read_record(path)
    if record.threads > comparisons.limits.threads:
        return []
    original = _original(comparisons.source, comparisons.flags)
    try:
        return [variation_bytes(made) for made in original.variations(record, seed, count)]
    except (RecordError, InterpreterError):
        return []


def _read_back(comparisons: Comparisons, text: Path) -> dict[str, str]:
    from cn_migrate.verify.same_ir import compare_with_text

    original = _original(comparisons.source, comparisons.flags)
    found: dict[str, str] = {}
    for unit in original.units(text.name):
        kernels = compare_with_text(unit.module, text)
        found |= {name: "" if known.holds else str(known) for name, known in kernels.items()}
    return found


@cache
def _original(source: Path, flags: tuple[str, ...]) -> Original:
    from cn_migrate.verify.replay_project import Original

    return Original(source, flags)
