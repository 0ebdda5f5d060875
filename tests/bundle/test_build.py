"""What a bundle holds."""

from __future__ import annotations

import base64
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from cn_migrate.bundle import DEFAULT_TARGETS, TARGETS
from cn_migrate.bundle.check import check
from cn_migrate.emitters.llvm import MACHINES
from cn_migrate.runtime.bundle import Bundle, Kind, Manifest
from tests.bundle.bundles import make


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    return make(tmp_path_factory.mktemp("bundle"), tuple(TARGETS))


def test_rows_are_whole() -> None:
    assert set(DEFAULT_TARGETS) <= set(TARGETS)
    for target in TARGETS.values():
        assert (target.kind is Kind.OPENCL_C) == (not target.machine)
        assert not target.machine or target.machine in MACHINES
        assert bool(target.triple) == (target.kind not in (Kind.OPENCL_C, Kind.LLVM_IR))


def test_kernels_are_described(made: tuple[Path, Manifest]) -> None:
    (module,) = made[1].modules
    known = {kernel.name: kernel for kernel in module.kernels}
    assert set(known) == {"saxpy", "reverse", "count", "special", "meet"}
    parameters = [(p.name, p.plain_type, p.size) for p in known["saxpy"].parameters]
    assert parameters == [("a", "f32", 4), ("x", "f32*", 8), ("y", "f32*", 8), ("n", "si32", 4)]
    assert [p.size for p in known["count"].parameters] == [8, 16, 1]
    assert [name for name, kernel in known.items() if kernel.dynamic_shared] == ["reverse"]
    assert [name for name, kernel in known.items() if kernel.blocks_wait] == ["meet"]
    assert set(known["count"].variables) == {"calls", "table"}


def test_variables_have_their_values(made: tuple[Path, Manifest]) -> None:
    (module,) = made[1].modules
    initial = {v.name: base64.b64decode(v.initial) for v in module.variables}
    assert initial["calls"] == struct.pack("<i", 3)
    assert initial["table"] == struct.pack("<4f", 1, 2, 3, 4)


def test_every_kernel_is_in_each_variant_or_told_missing(made: tuple[Path, Manifest]) -> None:
    (module,) = made[1].modules
    assert {v.name for v in module.variants} == {"bytecode", *TARGETS}
    for variant in module.variants:
        missing = {m.kernel for m in module.missing if m.variant == variant.name}
        assert {*variant.kernels, *missing} == {kernel.name for kernel in module.kernels}
    reasons = {m.variant: m.reason for m in module.missing if m.kernel == "special"}
    assert "erfinv" in reasons["processor"] and "opencl" not in reasons


def test_nothing_is_wrong_with_it(made: tuple[Path, Manifest]) -> None:
    with Bundle(made[0]) as opened:
        done = list(check(opened))
    assert len(done) == len(TARGETS) + 1
    assert not [item for item in done if item.fault]


def test_damage_of_each_kind_is_found(made: tuple[Path, Manifest], tmp_path: Path) -> None:
    from cn_migrate.bundle.check import tried

    (module,) = made[1].modules
    with Bundle(made[0]) as opened:
        for variant in module.variants:
            data = opened.read(variant.member)
            assert not tried(variant, data)[1]
            assert tried(variant, b"nothing of the kind (\n")[1], variant.name


def test_the_same_bytes(made: tuple[Path, Manifest], tmp_path: Path) -> None:
    again, _ = make(tmp_path, tuple(TARGETS))
    assert again.read_bytes() == made[0].read_bytes()


@pytest.mark.parametrize("name", [name for name, row in TARGETS.items() if row.kind is Kind.PTX])
def test_ptxas_takes_it(made: tuple[Path, Manifest], tmp_path: Path, name: str) -> None:
    ptxas = shutil.which("ptxas")
    if ptxas is None:
        pytest.skip("ptxas is not installed")
    (module,) = made[1].modules
    (variant,) = [v for v in module.variants if v.name == name]
    file = tmp_path / "a.ptx"
    with Bundle(made[0]) as opened:
        file.write_bytes(opened.read(variant.member))
    arch = "sm_80" if variant.cpu == "sm_70" else variant.cpu  # newer versions know no older ones
    done = subprocess.run(
        [ptxas, f"-arch={arch}", file, "-o", tmp_path / "a.cubin"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
