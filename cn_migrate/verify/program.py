"""Verification of a whole ported program: run it on devices, and compare its launches with the original's meaning."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cn_migrate import __version__
from cn_migrate.report.model import KernelEntry, Report
from cn_migrate.report.proof import KernelProof, LaunchProof, Proof, RunProof, kernel_proof
from cn_migrate.verify.comparisons import Comparisons, Limits
from cn_migrate.verify.device_source import compiles

_SHOWN = 2000  # characters of a failed run's output that are kept


@dataclass(frozen=True)
class Conditions:
    """How a program is tried: with `arguments`, on each of `devices` (values of CN_DEVICE; empty: its own choice).

    The first `launches` of each kernel are compared, those of at most `threads` threads; `seconds` limit each run
    and each comparison; `tolerance` multiplies those of floating-point numbers.  Each kernel that was launched is
    also tried on `inputs` generated ones, which are the same for the same `seed`.  Where a `kernel` is named, as the
    original or the port calls it, only that is compared.
    """

    arguments: Sequence[str] = ()
    devices: Sequence[str] = ("",)
    tolerance: float = 1.0
    launches: int = 3
    threads: int = 1 << 16
    seconds: float = 120.0
    jobs: int = 0
    inputs: int = 3
    seed: int = 0
    kernel: str = ""


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

    @property
    def kernels(self) -> list[KernelEntry]:
        """The instances of kernels that are to be compared."""
        wanted = self.conditions.kernel
        return [k for k in self.report.kernels if wanted in ("", k.name, k.source_name, k.kernel)]


def verify_program(trial: Trial, folder: Path, told: Callable[[str], None]) -> Proof:
    """Try a program; recordings go to `folder`, progress is `told` in words.

    A fault that only shows with other inputs than the program's and the generated ones is not found.
    """
    runs: list[RunProof] = []
    launches: list[LaunchProof] = []
    for number, device in enumerate(trial.conditions.devices):
        attempt = _Attempt(trial, device, folder / f"{number}", told)
        runs.append(attempt.run())
        launches += attempt.compare()
        launches += attempt.compare_generated()
    return Proof(
        version=__version__,
        project=trial.report.project,
        target=trial.report.target,
        arguments=list(trial.conditions.arguments),
        tolerance=trial.conditions.tolerance,
        inputs=trial.conditions.inputs,
        seed=trial.conditions.seed,
        runs=runs,
        kernels=list(_kernels(trial, launches, _sameness(trial, told))),
    )


class _Attempt:
    """A program on one device."""

    def __init__(
        self, trial: Trial, device: str, folder: Path, told: Callable[[str], None]
    ) -> None:
        conditions = trial.conditions
        self._trial = trial
        self._name = device or "default device"
        self._variables = {"CN_DEVICE": device} if device else {}
        self._recordings, self._generated = folder / "own", folder / "generated"
        self._variations = folder / "variations"
        for made in (self._recordings, self._generated):
            made.mkdir(parents=True)
        self._told = told
        limits = Limits(conditions.threads, conditions.seconds, conditions.jobs)
        self._comparisons = Comparisons(trial.source, trial.flags, conditions.tolerance, limits)

    def run(self) -> RunProof:
        """Let the program run, and record its launches."""
        self._told(f"running on {self._name}")
        limit = str(self._trial.conditions.launches)
        recording = {"CN_RECORD": str(self._recordings), "CN_RECORD_LIMIT": limit}
        return _run(self._trial, self._name, {**self._variables, **recording})

    def compare(self) -> Iterator[LaunchProof]:
        """Compare the launches of the program's own."""
        paths = self._paths(self._recordings)
        return self._counted(self._comparisons.replays(self._name, paths), len(paths), "launches")

    def compare_generated(self) -> Iterator[LaunchProof]:
        """Let the port do launches on generated inputs, and compare these."""
        conditions = self._trial.conditions
        smallest: dict[str, Path] = {}
        for path in sorted(self._paths(self._recordings), key=lambda path: path.stat().st_size):
            smallest.setdefault(path.stem.split("-", 1)[1], path)
        if not smallest or not conditions.inputs:
            return
        self._told("generating inputs")
        made = self._comparisons.variations(
            [*smallest.values()], conditions.seed, conditions.inputs
        )
        wanted = dict(zip(smallest, made, strict=True))
        self._variations.write_bytes(b"".join(one for of_it in wanted.values() for one in of_it))
        self._told(f"running on {self._name} with generated inputs")
        recording = {
            "CN_RECORD": str(self._generated),
            "CN_RECORD_LIMIT": str(conditions.inputs),
            "CN_VARIATIONS": str(self._variations),
        }
        run = _run(self._trial, self._name, {**self._variables, **recording})
        yield from _not_done(wanted, self._paths(self._generated), run)
        paths = self._paths(self._generated)
        replays = self._comparisons.replays(self._name, paths, generated=True)
        yield from self._counted(replays, len(paths), "launches on generated inputs")

    def _paths(self, folder: Path) -> list[Path]:
        wanted = {kernel.name for kernel in self._trial.kernels}
        found = sorted(folder.glob("*.launch"))
        return [path for path in found if path.stem.split("-", 2)[2] in wanted]

    def _counted(
        self, proofs: Iterable[LaunchProof], total: int, what: str
    ) -> Iterator[LaunchProof]:
        for done, proof in enumerate(proofs, 1):
            self._told(f"{self._name}: compared {done} of {total} {what}")
            yield proof


def _not_done(
    wanted: Mapping[str, Sequence[bytes]], paths: Iterable[Path], run: RunProof
) -> Iterator[LaunchProof]:
    """What the port did not do: its first missing launch is where it failed."""
    done = Counter(path.stem.split("-", 1)[1] for path in paths)
    failed = False
    for name, variations in wanted.items():
        module, kernel = name.split("-", 1)
        proof = partial(
            LaunchProof, kernel=kernel, module=module, device=run.device, generated=True
        )
        if not variations:
            yield proof(skipped="no other input was found that the original takes without an error")
        elif done[name] < len(variations) and not failed:
            failed = True
            last = run.output.strip().rpartition("\n")[2]
            yield proof(findings=[f"the port failed with exit code {run.code}: {last}"])
        elif done[name] < len(variations):
            yield proof(skipped="the port had failed before")


def _run(trial: Trial, name: str, variables: Mapping[str, str]) -> RunProof:
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


def _sameness(trial: Trial, told: Callable[[str], None]) -> dict[tuple[Path, str], str]:
    """For each kernel of each emitted file, what `Comparisons.sameness` says."""
    from cn_migrate.emitters.opencl.host.file_names import device_name

    conditions = trial.conditions
    limits = Limits(conditions.threads, conditions.seconds, conditions.jobs)
    names = dict.fromkeys(device_name(kernel.file) for kernel in trial.kernels)
    texts = [path for name in names if (path := trial.port / name).is_file()]
    told("reading the port back")
    return Comparisons(trial.source, trial.flags, limits=limits).sameness(texts)


def _kernels(
    trial: Trial, launches: Sequence[LaunchProof], sameness: Mapping[tuple[Path, str], str]
) -> Iterator[KernelProof]:
    from cn_migrate.emitters.opencl.host.file_names import device_name

    for kernel in trial.kernels:
        module = device_name(kernel.file)
        of_it = [
            launch
            for launch in launches
            if launch.kernel == kernel.name and launch.module == Path(module).name
        ]
        there = compiles(trial.port / module)
        same = sameness.get((trial.port / module, kernel.name))
        yield kernel_proof(kernel.name, kernel.source_name, kernel.file, there, of_it, same)
