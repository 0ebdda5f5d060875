"""The proof of a port as it lies in its folder: built, run on devices, compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from cn_migrate import build
from cn_migrate.project import ProjectError
from cn_migrate.project.output import REPORT_NAME, write_whole
from cn_migrate.report.markdown import markdown
from cn_migrate.report.model import Report
from cn_migrate.report.proof import Proof
from cn_migrate.runtime import drivers
from cn_migrate.verify.program import Conditions, Trial, verify_program

PROOF_NAME = "cn-verify.json"


def prove(
    source: Path,
    port: Path,
    report: Report,
    conditions: Conditions,
    program: str = "",
    flags: tuple[str, ...] = (),
    told: Callable[[str], None] = lambda _words: None,
) -> Proof:
    """Build the `port` of `source` and compare what its `program` computes with what the original means.

    `report` is the port's, `flags` are compiler flags of the original; progress is `told` in words.
    Raises ProjectError where the program or kernel is not there, BuildError where the port does not build.
    """
    name = _program(report, program)
    _check_kernel(report, conditions.kernel)
    told("building")
    binaries = build.build(port, conditions.jobs)
    trial = Trial(
        source=source.absolute(),
        port=port,
        program=(binaries / name).absolute(),
        report=report,
        flags=flags,
        environment=drivers.environment(),
        conditions=conditions,
    )
    with TemporaryDirectory(prefix="cn-verify-") as place:
        return verify_program(trial, Path(place), told)


def with_proof(port: Path, report: Report, proof: Proof) -> Report:
    """Write the proof of a port into its folder, and its report anew with it; returns that.

    Raises ProjectError where the folder cannot be written to.
    """
    proved = report.model_copy(update={"proof": proof})
    write_whole(port / PROOF_NAME, proof.json_bytes())
    write_whole(port / REPORT_NAME, proved.json_bytes())
    write_whole(port / "cn-report.md", markdown(proved).encode())
    return proved


def _program(report: Report, wanted: str) -> str:
    names = [target.name for target in report.targets if target.executable]
    if wanted not in names and (wanted or len(names) != 1):
        listed = ", ".join(names) or "none (no main was found)"
        raise ProjectError(f"--program must be one of: {listed}")
    return wanted or names[0]


def _check_kernel(report: Report, wanted: str) -> None:
    names = {kernel.kernel for kernel in report.kernels}
    known = names | {n for k in report.kernels for n in (k.name, k.source_name)}
    if wanted and wanted not in known:
        raise ProjectError(f"--kernel must be one of: {', '.join(sorted(names)) or 'none'}")
