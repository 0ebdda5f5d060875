"""Kernels of a bundle on each kind of device."""

from __future__ import annotations

import struct
import subprocess
import sys
import threading
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pytest

from cn_migrate.runtime.bundle import Bundle, Kind
from cn_migrate.runtime.execution import (
    Device,
    DeviceError,
    LaunchError,
    device_names,
    open_device,
    processor_device,
)
from cn_migrate.runtime.execution.choice import verdicts
from cn_migrate.runtime.execution.processor_device import ProcessorDevice
from cn_migrate.runtime.machine_code import code_here
from tests.bundle.bundles import make
from tests.opencl_drivers import intel

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    targets = ("processor", "opencl", "spirv", "x86-64-v3", "aarch64")
    return make(tmp_path_factory.mktemp("bundle"), targets)[0]


def opened(name: str) -> Device:
    try:
        return open_device(name)
    except DeviceError as error:
        pytest.skip(str(error))


COMPUTING = ["cpu", "opencl"]


@pytest.mark.parametrize("name", COMPUTING)
@pytest.mark.parametrize("n", [1, 31, 1000])
def test_arrays_go_in_and_out(bundle: Path, name: str, n: int) -> None:
    x, y = np.arange(n, dtype=np.float32), np.ones(n, np.float32)
    with Bundle(bundle) as file, opened(name) as device:
        device.program(file)["saxpy"].launch((n + 63) // 64, 64, 2.5, x, y, n)
        device.synchronize()
    assert np.array_equal(y, 1 + np.float32(2.5) * np.arange(n, dtype=np.float32))


@pytest.mark.parametrize("name", COMPUTING)
def test_dynamic_shared_memory(bundle: Path, name: str) -> None:
    data = np.arange(100, dtype=np.int32)
    with Bundle(bundle) as file, opened(name) as device:
        device.program(file)["a.cu:reverse"].launch(1, 100, data, 100, shared_bytes=400)
        device.synchronize()
    assert data.tolist() == list(range(99, -1, -1))


@pytest.mark.parametrize("name", COMPUTING)
def test_variables_records_and_memory(bundle: Path, name: str) -> None:
    pair = struct.pack("<i4xd", 7, 0.5)
    with Bundle(bundle) as file, opened(name) as device:
        program = device.program(file)
        out = device.memory(np.zeros(8, np.float32))
        for twice in (False, True):
            program["count"].launch(1, 8, out, pair, twice)
        device.synchronize()
        assert out.get().tolist() == [100.5 + i % 4 + 1 for i in range(8)]
        assert program.variable("calls").get().view(np.int32).tolist() == [3 + 7 + 7]


@pytest.mark.parametrize("name", COMPUTING)
def test_blocks_that_wait_for_each_other(bundle: Path, name: str) -> None:
    with Bundle(bundle) as file, opened(name) as device:
        blocks = min(2, device.capabilities.units)
        out = np.zeros(2 * blocks, np.int32)
        program = device.program(file)
        program["meet"].launch(blocks, 32, out)
        device.synchronize()
        assert out[blocks:].tolist() == [i + 1 + 10 * ((i + 1) % blocks + 1) for i in range(blocks)]
        program["meet"].launch(100_000, 32, np.zeros(200_000, np.int32))
        with pytest.raises(DeviceError, match="wait for each other"):
            device.synchronize()


@pytest.mark.parametrize("name", COMPUTING)
def test_streams_keep_their_order(bundle: Path, name: str) -> None:
    n = 64
    with Bundle(bundle) as file, opened(name) as device:
        saxpy = device.program(file)["saxpy"]
        one = device.memory(np.ones(n, np.float32))
        results = [device.memory(np.zeros(n, np.float32)) for _ in range(4)]
        streams = [device.stream() for _ in results]
        for turn in range(50):
            for stream, result in zip(streams, results, strict=True):
                saxpy.launch(1, n, float(turn), one, result, n, stream=stream)
        device.synchronize()
        for result in results:
            assert result.get().tolist() == [sum(range(50))] * n


def test_many_threads_launch_at_once(bundle: Path) -> None:
    """None of the launches of 64 threads is lost."""
    with Bundle(bundle) as file, opened("cpu") as device:
        saxpy = device.program(file)["saxpy"]
        one = device.memory(np.ones(8, np.float32))
        results = [np.zeros(8, np.float32) for _ in range(64)]

        def work(result: np.ndarray) -> None:
            stream = device.stream()
            for _ in range(50):
                saxpy.launch(1, 8, 1.0, one, result, 8, stream=stream)
            stream.synchronize()

        threads = [threading.Thread(target=work, args=(result,)) for result in results]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [result.tolist() for result in results] == [[50.0] * 8] * 64


def test_devices_come_and_go(bundle: Path) -> None:
    """Each loads the code anew, also one at the place in memory of an earlier one."""
    y = np.zeros(4, np.float32)
    for _ in range(20):
        with Bundle(bundle) as file, opened("cpu") as device:
            device.program(file)["saxpy"].launch(1, 4, 1, np.ones(4, np.float32), y, 4)
            device.synchronize()
    assert y.tolist() == [20.0] * 4


@pytest.mark.parametrize("kind", [Kind.OBJECT, Kind.LLVM_IR])
def test_processors_take_both_forms(bundle: Path, kind: Kind) -> None:
    """The same results from an object that was compiled before, where the machine takes it, and from LLVM IR."""

    class Picky(ProcessorDevice):
        def preference(self, variant):
            return 0 if variant.kind is kind else 1

    with Bundle(bundle) as file, Picky() as device:
        (module,) = file.manifest.modules
        found = verdicts(
            device, file.manifest, module, next(k for k in module.kernels if k.name == "saxpy")
        )
        if found[0].variant.kind is not kind:
            pytest.skip("no object of the bundle is for this machine")
        y = np.ones(40, np.float32)
        device.program(file)["saxpy"].launch(1, 64, 3, np.ones(40, np.float32), y, 40)
        device.synchronize()
        assert y.tolist() == [4.0] * 40


def test_only_what_is_launched_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left_out: list[set[str]] = []

    def noted(text: str, without: Collection[str] = ()) -> bytes:
        left_out.append(set(without))
        return code_here(text, without)

    monkeypatch.setattr(processor_device, "code_here", noted)
    place, made = make(tmp_path, ("processor",))
    all_ = {kernel.name for kernel in made.modules[0].kernels}
    data, y = np.arange(4, dtype=np.int32), np.zeros(4, np.float32)
    with Bundle(place) as file, ProcessorDevice() as device:
        program = device.program(file)
        for _ in range(3):
            program["saxpy"].launch(1, 4, 1, np.ones(4, np.float32), y, 4)
        program["reverse"].launch(1, 4, data, 4, shared_bytes=16)
        device.synchronize()
    assert left_out == [all_ - {"saxpy", "special"}, all_ - {"reverse", "special"}]
    assert y.tolist() == [3.0] * 4 and data.tolist() == [3, 2, 1, 0]


def test_spirv_runs(bundle: Path) -> None:
    """On Intel's driver, which takes SPIR-V; in a process of its own, because drivers are chosen once in each."""
    driver = intel()
    if driver.missing:
        pytest.skip(f"no driver takes SPIR-V: {driver.missing}")
    variables = {**driver.env, "OCL_ICD_VENDORS": driver.variables["OCL_ICD_FILENAMES"]}
    command = [sys.executable, "-m", "tests.runtime.execution.run_spirv", str(bundle)]
    done = subprocess.run(
        command, env=variables, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["spirv", "right"]


def test_the_null_device_takes_everything(bundle: Path) -> None:
    y = np.ones(4, np.float32)
    with Bundle(bundle) as file, open_device("null") as device:
        device.program(file)["saxpy"].launch(1, 4, 2, y, y, 4)
        device.synchronize()
    assert y.tolist() == [1.0] * 4


@pytest.mark.parametrize(
    ("launch", "message"),
    [
        (lambda k, a: k.launch(1, 2000, 1, a, a, 1), "2000 threads"),
        (lambda k, a: k.launch(0, 1, 1, a, a, 1), "above zero"),
        (lambda k, a: k.launch((1, 1, 1, 1), 1, 1, a, a, 1), "one to three"),
        (lambda k, a: k.launch(1 << 25, 1, 1, a, a, 1), "blocks along an axis"),
        (lambda k, a: k.launch(1, 1, 1, a, a), "takes 4 arguments"),
        (lambda k, a: k.launch(1, 1, b"123", a, a, 1), "'a' has 4 bytes"),
        (lambda k, a: k.launch(1, 1, a, a, a, 1), "'a' is a number"),
        (lambda k, a: k.launch(1, 1, 1, a, a, 1 << 40), "'n' is a number"),
        (lambda k, a: k.launch(1, 1, "x", a, a, 1), "'a' is a number"),
        (lambda k, a: k.launch(1, 1, 1, 5, a, 1), "'x' is a pointer"),
        (lambda k, a: k.launch(1, 1, 1, a[::2], a, 1), "not contiguous"),
    ],
)
def test_what_is_no_launch_is_said_at_once(bundle: Path, launch, message: str) -> None:
    with Bundle(bundle) as file, open_device("null") as device:
        kernel = device.program(file)["saxpy"]
        with pytest.raises(LaunchError, match=message):
            launch(kernel, np.zeros(4, np.float32))


def test_what_is_not_there_is_said(bundle: Path) -> None:
    with Bundle(bundle) as file, opened("cpu") as device:
        program = device.program(file)
        with pytest.raises(DeviceError, match="no kernel 'nothing'"):
            program["nothing"]
        with pytest.raises(DeviceError, match="no variable 'nothing'"):
            program.variable("nothing")
        with pytest.raises(DeviceError, match="erfinv"):
            program["special"].launch(1, 1, np.zeros(1, np.float32))
    with pytest.raises(DeviceError, match="there is no device 'abacus'"):
        open_device("abacus")
    assert {"cpu", "opencl", "null"} <= set(device_names())


def test_an_object_for_another_machine_is_refused(bundle: Path) -> None:
    with Bundle(bundle) as file, opened("cpu") as device:
        (module,) = file.manifest.modules
        refused = {v.name: device.refuses(v) for v in module.variants}
        assert "this is" in refused["aarch64"] or "this is" in refused["x86-64-v3"]
        assert refused["processor"] == "" and refused["opencl"]
