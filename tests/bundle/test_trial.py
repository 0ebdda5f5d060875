"""Kernels of a bundle, run on generated inputs: what is right is said to be, and what is wrong is found."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from cn_migrate.bundle import build_bundle
from cn_migrate.bundle.emulated_processor import EmulatedProcessor
from cn_migrate.bundle.trial import Trial, trials, words
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project import discover
from cn_migrate.runtime.bundle import Bundle, write_bundle
from tests.bundle.bundles import SOURCE, make

KERNEL = """__global__ void twice(const float *in, float *out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) out[i] = in[i] + in[i + 1];
}
int main() { twice<<<1, 1>>>(nullptr, nullptr, 0); }"""


def spoilt(folder: Path, old: str, new: str) -> Path:
    """A bundle in whose code for processors something is another."""
    place, _ = make(folder, ("processor",), KERNEL)
    with Bundle(place) as file:
        members = {name: file.read(name) for name in file.manifest.members}
        name = next(name for name in members if name.endswith(".ll"))
        text = members[name].decode()
        assert old in text
        write_bundle(place, file.manifest, {**members, name: text.replace(old, new).encode()})
    return place


def test_what_runs_is_compared(tmp_path: Path) -> None:
    place, _ = make(tmp_path, ("processor",))
    found = {(trial.variant, trial.kernel): trial for trial in trials(place)}
    for kernel in ("saxpy", "reverse", "meet"):
        assert found["processor", kernel] == Trial("a.cu", "processor", kernel)
    assert "Pair" in found["processor", "count"].untried
    said, fault = words(list(found.values()), "a.cu", "processor")
    assert (said, fault) == ("3 of 4 kernels ran as the interpreter does", "")


@pytest.mark.parametrize("machine", ["aarch64", "riscv64"])
def test_other_machines_are_emulated(tmp_path: Path, machine: str) -> None:
    place, made = make(tmp_path, (machine,))
    (variant,) = [v for v in made.modules[0].variants if v.name == machine]
    if missing := EmulatedProcessor().refuses(variant):
        pytest.skip(missing)
    found = list(trials(place))
    said, fault = words(found, "a.cu", machine)
    assert (said, fault) == (
        f"3 of 4 kernels ran as the interpreter does under qemu-{machine}",
        "",
    )


def test_what_would_emulate_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, _ = make(tmp_path, ("aarch64",))
    monkeypatch.setenv("PATH", str(tmp_path))
    reasons = {trial.untried for trial in trials(place) if trial.kernel == "saxpy"}
    assert reasons == {
        f"it is for aarch64, this is {platform.machine()}, and qemu-aarch64 is not installed"
    }


def test_other_results_are_found(tmp_path: Path) -> None:
    (trial,) = trials(spoilt(tmp_path, "fadd", "fsub"))
    assert trial.fault == "'out' is not what the interpreter makes of it"


def test_a_crash_is_found(tmp_path: Path) -> None:
    (trial,) = trials(
        spoilt(tmp_path, "store float", "store volatile i32 1, ptr null\n  store float")
    )
    assert trial.fault.startswith("its process ended with code -")


@pytest.mark.parametrize("run", [False, True])
def test_the_manifest_says_what_ran(tmp_path: Path, run: bool) -> None:
    file, found = tmp_path / "a.cu", Diagnostics()
    file.write_text(SOURCE)
    targets = ("processor",)
    made = build_bundle(discover(file, found), tmp_path / "a.cnb", targets, found, run=run)
    (variant,) = [v for v in made.modules[0].variants if v.name == "processor"]
    assert ("3 of 4 kernels ran" in variant.checked) is run
    with Bundle(tmp_path / "a.cnb") as bundle:
        assert bundle.manifest.modules == made.modules
