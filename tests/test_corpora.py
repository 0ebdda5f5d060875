"""Every program of the corpus: ported, built, run on every driver of this machine, by its own check."""

import subprocess
from pathlib import Path

import pytest

from cn_migrate.build import build
from cn_migrate.driver import Progress, Request, port
from tests.opencl_drivers import drivers

CORPUS = Path(__file__).resolve().parents[1] / "corpora" / "cuda"
PROGRAMS = sorted(path.name for path in CORPUS.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", PROGRAMS)
def test_program(name: str, tmp_path: Path):
    done = port(Request(CORPUS / name, out=tmp_path / "out", jobs=1), Progress())
    assert done.report.status == "converted", done.report.diagnostics
    programs = [target.name for target in done.report.targets if target.executable]
    binaries = build(done.out)
    found = [driver for driver in drivers() if not driver.missing]
    for driver in found:
        for program in programs:
            ended = subprocess.run(
                [binaries / program],
                env=driver.env,
                cwd=tmp_path,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            assert ended.returncode == 0, f"{driver.name}: {ended.stdout}{ended.stderr}"
    if not found:
        pytest.skip("built, but no OpenCL driver is installed to run it on")
