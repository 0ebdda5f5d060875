"""Replays of recordings made by hand: what counts as a difference, and what it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from cn_migrate.verify.launch_record import RecordError
from cn_migrate.verify.replay import Replay
from cn_migrate.verify.replay_project import replay_project
from tests.verify.recordings import array, pointer, write

SOURCE = """
struct Padded { char tag; double value; };
struct View { int count; float *data; };
__constant__ int step;
__global__ void doubled(const int *in, int *out) { out[threadIdx.x] = 2 * in[threadIdx.x]; }
__global__ void halved(float *x) { x[threadIdx.x] /= 2; }
__global__ void tag(Padded *p) { p[threadIdx.x].tag = 'a'; p[threadIdx.x].value = 1.5; }
__global__ void fill(View *views, View more) { *views->data = 1; *more.data = 2; }
__global__ void add(short *x) { x[threadIdx.x] += step; }
__global__ void number(int *next, int *out) { out[threadIdx.x] = atomicAdd(next, 1); }
__global__ void shift(int *x) { x[threadIdx.x] = x[threadIdx.x + 1]; }
__global__ void half(int *x) { x[0] = 1; }
__global__ void bytes(char **p, unsigned char *x) { x[0] = 7; }
int main() {
    doubled<<<1, 1>>>(nullptr, nullptr);
    halved<<<1, 1>>>(nullptr);
    tag<<<1, 1>>>(nullptr);
    fill<<<1, 1>>>(nullptr, View{});
    add<<<1, 1>>>(nullptr);
    number<<<1, 1>>>(nullptr, nullptr);
    shift<<<1, 1>>>(nullptr);
    half<<<1, 1>>>(nullptr);
    bytes<<<1, 1>>>(nullptr, nullptr);
}
"""
FIRST, SECOND, THIRD = 0x7F0000001000, 0x7F0000002000, 0x7F0000003000


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "k.cu").write_text(SOURCE)
    return folder


def only(source: Path, recording: Path) -> Replay:
    (replay,) = replay_project(source, recording.parent)
    return replay


def told(replay: Replay) -> list[str]:
    return list(map(str, replay.differences))


def test_integers_are_exact(source, tmp_path):
    before = array("i4", 1, 2, 3)
    memory = {FIRST: (before, before), SECOND: (bytes(12), array("i4", 2, 5, 7))}
    replay = only(source, write(tmp_path, "doubled", 3, [pointer(FIRST), pointer(SECOND)], memory))
    assert told(replay) == ["argument 1[1]: the driver gave 5, the interpreter 4 (and 1 more)"]
    assert not replay.ok


def test_arrays_cut_out_of_one_allocation(source, tmp_path):
    before = array("i4", 1, 2, 0, 0)
    memory = {FIRST: (before, array("i4", 1, 2, 2, 4))}
    arguments = [pointer(FIRST), pointer(FIRST + 8)]
    assert only(source, write(tmp_path, "doubled", 2, arguments, memory)).ok
    memory = {FIRST: (before, array("i4", 1, 2, 2, 3))}
    replay = only(source, write(tmp_path, "doubled", 2, arguments, memory))
    assert told(replay) == ["argument 1[1]: the driver gave 3, the interpreter 4"]


@pytest.mark.parametrize(
    ("driver", "agrees"),
    [
        ((2.00001, 0.5e-8, float("inf"), float("nan")), True),
        ((2.0001, 0.5e-8, float("inf"), float("nan")), False),
        ((2.0, 1.5e-6, float("inf"), float("nan")), True),  # what is left of terms near 2
        ((2.0, 1.5e-5, float("inf"), float("nan")), False),
        ((2.0, 0.5e-8, 3e38, float("nan")), False),
        ((2.0, 0.5e-8, float("inf"), 0.0), False),
    ],
)
def test_floats_have_a_tolerance(source, tmp_path, driver, agrees):
    before = array("f4", 4, 1e-8, float("inf"), float("nan"))
    memory = {FIRST: (before, array("f4", *driver))}
    assert only(source, write(tmp_path, "halved", 4, [pointer(FIRST)], memory)).ok is agrees


def test_padding_does_not_count(source, tmp_path):
    record = b"a" + b"\xee" * 7 + array("f8", 1.5)
    memory = {FIRST: (bytes(32), record + record)}
    assert only(source, write(tmp_path, "tag", 2, [pointer(FIRST)], memory)).ok
    memory = {FIRST: (bytes(32), record + b"b" + record[1:])}
    replay = only(source, write(tmp_path, "tag", 2, [pointer(FIRST)], memory))
    assert told(replay) == ["argument 0[1].tag: the driver gave 98, the interpreter 97"]


def test_pointers_in_memory_are_followed(source, tmp_path):
    view = array("i8", 1) + pointer(SECOND)
    more = array("i8", 1) + pointer(THIRD)
    memory = {FIRST: (view, view), SECOND: (bytes(4), array("f4", 1)), THIRD: (bytes(4),) * 2}
    recording = write(tmp_path, "fill", 1, [pointer(FIRST), more], memory, indirect=True)
    replay = only(source, recording)
    assert told(replay) == ["argument 1.data[0]: the driver gave 0.0, the interpreter 2.0"]
    assert not replay.report.findings


def test_variables_of_the_device(source, tmp_path):
    step = array("i4", 5)
    memory = {FIRST: (array("i2", 1, -6), array("i2", 6, -1)), SECOND: (step, step)}
    recording = write(tmp_path, "add", 2, [pointer(FIRST)], memory, {"step": SECOND})
    assert only(source, recording).ok


def test_what_depends_on_the_order_of_threads_is_told_apart(source, tmp_path):
    memory = {
        FIRST: (array("i4", 0), array("i4", 3)),
        SECOND: (bytes(12), array("i4", 1, 0, 2)),
    }
    replay = only(source, write(tmp_path, "number", 3, [pointer(FIRST), pointer(SECOND)], memory))
    assert replay.ok
    assert [difference.column for difference in replay.undetermined] == ["argument 1[]"]
    memory[FIRST] = (array("i4", 0), array("i4", 2))
    replay = only(source, write(tmp_path, "number", 3, [pointer(FIRST), pointer(SECOND)], memory))
    assert told(replay) == ["argument 0[0]: the driver gave 2, the interpreter 3"]


def test_narrow_floats_are_numbers(source, tmp_path):
    (source / "k.cu").write_text("""#include <cuda_fp16.h>
__global__ void narrow(__half *x) { x[threadIdx.x] = __float2half(0.1f * threadIdx.x); }
int main() { narrow<<<1, 1>>>(nullptr); }
""")
    for last, agrees in ((0.2001, True), (0.21, False)):
        memory = {FIRST: (bytes(6), array("f2", 0, 0.1, last))}
        assert only(source, write(tmp_path, "narrow", 3, [pointer(FIRST)], memory)).ok is agrees


def test_numbers_that_look_like_addresses(source, tmp_path):
    """A byte of such a word is written, the others stay: no difference."""
    words = pointer(FIRST)
    memory = {FIRST: (pointer(SECOND),) * 2, SECOND: (words, b"\7" + words[1:])}
    arguments = [pointer(FIRST), pointer(SECOND)]
    assert only(source, write(tmp_path, "bytes", 1, arguments, memory, indirect=True)).ok
    memory = {FIRST: (pointer(SECOND),) * 2, SECOND: (words, b"\7\7" + words[2:])}
    assert not only(source, write(tmp_path, "bytes", 1, arguments, memory, indirect=True)).ok


def test_faults_of_the_kernel_are_reported(source, tmp_path):
    before = array("i4", 1, 2, 3)
    recording = write(
        tmp_path, "shift", 3, [pointer(FIRST)], {FIRST: (before, array("i4", 2, 3, 0))}
    )
    found = {finding.kind for finding in only(source, recording).report}
    assert found == {"data-race", "out-of-bounds"}


def test_a_name_that_opencl_reserves(source, tmp_path):
    memory = {FIRST: (bytes(4), array("i4", 1))}
    assert only(source, write(tmp_path, "half_", 1, [pointer(FIRST)], memory)).ok


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: data[:-1], "is cut off"),
        (lambda data: b"", "is not a recording"),
        (lambda data: data.replace(b'"version": 1', b'"version": 2'), "version 2 is not known"),
        (lambda data: data.replace(b'"doubled"', b'"tripled"'), "0 sources of the project have"),
        (lambda data: data.replace(b'["', b'["00", "', 1), "takes 2 arguments"),
        (lambda data: data.replace(b'"symbols": []', b'"symbols": [1]'), "is not a recording"),
    ],
)
def test_recordings_that_do_not_fit(source, tmp_path, damage, message):
    before = array("i4", 1)
    memory = {FIRST: (before, before), SECOND: (before, before)}
    path = write(tmp_path, "doubled", 1, [pointer(FIRST), pointer(SECOND)], memory)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(RecordError, match=message):
        only(source, path)
