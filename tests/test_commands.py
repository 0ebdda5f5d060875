"""The README's commands and the continuous integration are the same."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_ci_runs_what_the_readme_says():
    readme, ci = (ROOT / "README.md").read_text(), (ROOT / ".ci" / "run").read_text()
    for part in (".[opencl,test]", "scripts/check"):
        assert part in readme
        assert part in ci


def test_scripts_can_be_run():
    for name in (".ci/run", "scripts/check", "scripts/bench", "scripts/speed"):
        assert (ROOT / name).stat().st_mode & 0o111
