"""Of the variants that a device can run, the fastest is chosen in the end, and known the next time."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cn_migrate import cache
from cn_migrate.runtime.bundle import Bundle, Kind
from cn_migrate.runtime.execution.choice import verdicts
from cn_migrate.runtime.execution.device import DeviceError, Launch
from cn_migrate.runtime.execution.measured_times import MeasuredTimes
from cn_migrate.runtime.execution.processor_device import ProcessorDevice
from tests.bundle.bundles import make


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> MeasuredTimes:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return MeasuredTimes("a device")


def test_short_kernels_stay_with_what_is_preferred(times: MeasuredTimes) -> None:
    for _ in range(100):
        assert times.choose(["one", "two"]) == "one"
        times.note("one", 1e-5, 64)


def test_the_fastest_is_found_and_kept(times: MeasuredTimes) -> None:
    cost = {"one": 0.02, "two": 0.04, "three": 0.01}
    chosen = []
    for threads in range(100, 120):
        chosen.append(times.choose(list(cost)))
        times.note(chosen[-1], cost[chosen[-1]] * threads / 100, threads)
    assert set(chosen) == set(cost) and chosen[-8:] == ["three"] * 8
    assert times.ratio("two", "three") == pytest.approx(4)
    times.save()
    again = MeasuredTimes("a device")
    assert again.choose(list(cost)) == "three" and again.ratio("two", "one") == pytest.approx(2)
    assert MeasuredTimes("another").choose(list(cost)) == "one"


@pytest.mark.parametrize("text", ["", "[]", '{"one": 3}', '{"one": {"launches": "x"}}', "\0"])
def test_a_damaged_file_is_none(times: MeasuredTimes, text: str) -> None:
    times.note("one", 1, 1)
    times.save()
    folder = cache.folder("times")
    assert folder is not None
    (file,) = folder.iterdir()
    file.write_text(text)
    assert MeasuredTimes("a device").choose(["two", "one"]) == "two"


def test_launches_try_variants(
    times: MeasuredTimes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two variants that do the same; what is preferred is made slower."""

    class Slow(ProcessorDevice):
        def load(self, bundle: Bundle, variant: Any) -> Any:
            code: Any = super().load(bundle, variant)
            code.kind = variant.kind
            return code

        def run(self, code: Any, launch: Launch) -> None:
            kinds.append(code.kind)
            if code.kind is Kind.OBJECT:
                time.sleep(0.06)
            super().run(code, launch)

    kinds: list[Kind] = []
    place, _ = make(tmp_path, ("processor", "x86-64-v3"))
    y = np.zeros(64, np.float32)
    with Bundle(place) as file, Slow() as device:
        (module,) = file.manifest.modules
        kernel = next(k for k in module.kernels if k.name == "saxpy")
        if device.refuses(next(v for v in module.variants if v.kind is Kind.OBJECT)):
            pytest.skip("no object of the bundle is for this machine")
        saxpy = device.program(file)["saxpy"]
        for _ in range(12):
            saxpy.launch(1, 64, 1, np.ones(64, np.float32), y, 64)
            device.synchronize()
        said = {v.variant.kind: v.reason for v in verdicts(device, file.manifest, module, kernel)}
    assert kinds == [Kind.OBJECT] * 3 + [Kind.LLVM_IR] * 9
    assert y.tolist() == [12.0] * 64
    assert said[Kind.LLVM_IR] == "" and "times as long as 'processor'" in said[Kind.OBJECT]


def test_what_does_not_load_is_passed_over(tmp_path: Path) -> None:
    class Picky(ProcessorDevice):
        disliked = Kind.OBJECT

        def load(self, bundle: Bundle, variant: Any) -> Any:
            if variant.kind is self.disliked:
                raise DeviceError("it does not load")
            return super().load(bundle, variant)

    place, _ = make(tmp_path, ("processor", "x86-64-v3"))
    y = np.zeros(64, np.float32)
    with Bundle(place) as file, Picky() as device:
        if all(
            device.refuses(v) for v in file.manifest.modules[0].variants if v.kind is Kind.OBJECT
        ):
            pytest.skip("no object of the bundle is for this machine")
        device.program(file)["saxpy"].launch(1, 64, 1, np.ones(64, np.float32), y, 64)
        device.synchronize()
    assert y.tolist() == [1.0] * 64
    place, _ = make(tmp_path, ("processor",))
    Picky.disliked = Kind.LLVM_IR
    with Bundle(place) as file, Picky() as device, pytest.raises(DeviceError, match="not load"):
        device.program(file)["saxpy"].launch(1, 64, 1, y, y, 64)
