"""`cn-migrate bundle` and `cn-migrate run`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.bundle.bundles import SOURCE
from tests.cli.command_line import cn_migrate


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    (folder / "a.cu").write_text(SOURCE)
    ended = cn_migrate("bundle", "build", "a.cu", "-t", "processor", "-t", "opencl", cwd=folder)
    assert ended.code == 0, ended.err
    assert "a.cnb: 5 kernels of 1 sources, 3 variants" in ended.out
    assert "no processor of a.cu:special: 'erfinv'" in ended.out
    return folder


def test_an_earlier_bundle_stays(folder: Path) -> None:
    ended = cn_migrate("bundle", "build", "a.cu", cwd=folder)
    assert ended.code == 3 and "give --force" in ended.err


def test_targets(folder: Path) -> None:
    assert "aarch64" in cn_migrate("bundle", "build", "a.cu", "-t", "list", cwd=folder).out
    ended = cn_migrate("bundle", "build", "a.cu", "-t", "abacus", cwd=folder)
    assert ended.code == 3 and "there is no target 'abacus'" in ended.err


def test_inspect(folder: Path) -> None:
    ended = cn_migrate("bundle", "inspect", "a.cnb", cwd=folder)
    assert "kernel saxpy(a: f32, x: f32*, y: f32*, n: si32)" in ended.out
    found = json.loads(cn_migrate("bundle", "inspect", "a.cnb", "--json", cwd=folder).out)
    assert found["format"] == "cnative-bundle" and found["version"] == 1


def test_explain(folder: Path) -> None:
    ended = cn_migrate("bundle", "explain", "a.cnb", "--device", "cpu", cwd=folder)
    assert ended.code == 0
    assert "a.cu:saxpy processor: runs" in ended.out
    assert "opencl: not: it is no code for processors" in ended.out


def test_verify(folder: Path) -> None:
    ended = cn_migrate("bundle", "verify", "a.cnb", cwd=folder)
    assert ended.code == 0 and "nothing wrong" in ended.out
    data = bytearray((folder / "a.cnb").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "b.cnb").write_bytes(data)
    ended = cn_migrate("bundle", "verify", "b.cnb", cwd=folder)
    assert ended.code == 1 and "damaged" in ended.out + ended.err


def test_run(folder: Path) -> None:
    np.save(folder / "x.npy", np.arange(100, dtype=np.float32))
    given = ["--device", "cpu", "--grid", "2,1", "--block", "64", "--save", "y=y.npy"]
    ended = cn_migrate(
        "run", "a.cnb", "saxpy", *given, "--", "2.5", "x.npy", "zeros:f4:100", "100", cwd=folder
    )
    assert ended.code == 0, ended.err
    assert "y: float32[100] 0 2.5 5 7.5" in ended.out
    assert np.load(folder / "y.npy").tolist() == [2.5 * i for i in range(100)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["saxpy", "1"], "takes 4 arguments, 1 were given"),
        (["nothing"], "has no kernel 'nothing'"),
        (["saxpy", "x", "null", "null", "1"], "'a' is a number"),
        (["saxpy", "1", "what", "null", "1"], "'x' is a pointer"),
        (["saxpy", "1", "missing.npy", "null", "1"], "cannot be read as an array"),
        (["saxpy", "--grid", "a", "1", "null", "null", "0"], "a size is"),
        (["saxpy", "--block", "4096", "1", "null", "null", "0"], "1024 are the most"),
        (["saxpy", "--device", "abacus", "1", "null", "null", "0"], "there is no device"),
        (["saxpy", "--save", "z=z.npy", "1", "null", "null", "0"], "--save takes"),
    ],
)
def test_what_cannot_be_run(folder: Path, arguments: list[str], message: str) -> None:
    ended = cn_migrate("run", "a.cnb", *arguments, cwd=folder)
    assert ended.code in (1, 3) and message in ended.err


def test_no_bundle(folder: Path) -> None:
    for command in (["bundle", "inspect"], ["bundle", "explain"], ["bundle", "verify"], ["run"]):
        ended = cn_migrate(*command, "a.cu", *(["k"] if command == ["run"] else []), cwd=folder)
        assert ended.code in (1, 3) and "is no bundle" in ended.err
