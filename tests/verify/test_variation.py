"""Generated inputs: the same for the same seed, only what the original takes, with special numbers among them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cn_migrate.dialects.cnative.interpreter.scalars import SCALARS
from cn_migrate.verify.compare import column, numbers
from cn_migrate.verify.input_values import Boldness, nudged, other_numbers, other_size
from cn_migrate.verify.launch_record import LaunchRecord, read_record
from cn_migrate.verify.replay_project import Original
from cn_migrate.verify.variation import rounded_otherwise, variation_bytes
from tests.verify.recordings import array, pointer, write

SOURCE = """
struct View { float *data; int count; };
__constant__ int step;
__global__ void gather(const int *index, const float *in, float *out, int n)
{
    int i = threadIdx.x;
    if (i < n) out[i] = in[index[i]];
}
__global__ void whole(const float *in, int *out) { out[threadIdx.x] = (int)in[threadIdx.x]; }
__global__ void follow(View *view) { view->data[0] += step; }
int main()
{
    gather<<<1, 8>>>(nullptr, nullptr, nullptr, 0);
    whole<<<1, 8>>>(nullptr, nullptr);
    follow<<<1, 1>>>(nullptr);
}
"""
FIRST, SECOND, THIRD = 0x7F0000001000, 0x7F0000002000, 0x7F0000003000


@pytest.fixture
def original(tmp_path: Path) -> Original:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "k.cu").write_text(SOURCE)
    return Original(tmp_path / "source")


def gather(folder: Path) -> LaunchRecord:
    index, values = array("i4", 3, 1, 0, 2, 2, 5, 7, 4), array("f4", *range(1, 9))
    memory = {FIRST: (index,) * 2, SECOND: (values,) * 2, THIRD: (values,) * 2}
    arguments = [pointer(FIRST), pointer(SECOND), pointer(THIRD), array("i4", 8)]
    return read_record(write(folder, "gather", 8, arguments, memory))


def test_a_seed_gives_the_same_inputs(original: Original, tmp_path: Path) -> None:
    record = gather(tmp_path)
    first, again, other = (
        [variation_bytes(made) for made in original.variations(record, seed, 3)]
        for seed in (1, 1, 2)
    )
    assert first == again
    assert len(first) == 3
    assert not set(first) & set(other)


def test_inputs_are_such_that_the_original_makes_no_error(
    original: Original, tmp_path: Path
) -> None:
    for made in original.variations(gather(tmp_path), 3, 6):
        index = np.frombuffer(made.pieces[0].before, np.int32)
        (count,) = np.frombuffer(made.arguments[3], np.int32)
        assert 1 <= count <= 8
        assert ((index[:count] >= 0) & (index[:count] < 8)).all()
        assert made.arguments[:3] == gather(tmp_path).arguments[:3]


def test_special_numbers_go_where_they_have_a_meaning(original: Original, tmp_path: Path) -> None:
    values = array("f4", *range(1, 9))
    memory = {FIRST: (values,) * 2, SECOND: (bytes(32),) * 2}
    arguments = [pointer(FIRST), pointer(SECOND)]
    record = read_record(write(tmp_path, "whole", 8, arguments, memory))
    whole = [*original.variations(record, 0, 3)]
    assert len(whole) == 3
    assert all(np.isfinite(np.frombuffer(m.pieces[0].before, np.float32)).all() for m in whole)
    *_, special = original.variations(gather(tmp_path), 0, 3)
    assert not np.isfinite(np.frombuffer(special.pieces[1].before, np.float32)).all()


def test_pointers_in_memory_stay(original: Original, tmp_path: Path) -> None:
    view = pointer(SECOND) + array("i4", 1) + bytes(4)
    memory = {
        FIRST: (view, view),
        SECOND: (array("f4", 1, 2),) * 2,
        THIRD: (array("i4", 5),) * 2,
    }
    record = read_record(
        write(tmp_path, "follow", 1, [pointer(FIRST)], memory, {"step": THIRD}, indirect=True)
    )
    made, *_ = original.variations(record, 0, 1)
    assert made.pieces[0].before[:8] == pointer(SECOND)
    assert made.pieces[0].before != view
    text = variation_bytes(made)
    assert text.startswith(b"cn-variation 1\nk.cl\nfollow\n1 1 1 1 1 1 0 1 3\n")
    size = len(record.arguments[0]) + sum(len(piece.before) for piece in made.pieces)
    assert text[-size:] == b"".join([*made.arguments, *(piece.before for piece in made.pieces)])


def test_other_last_digits(original: Original, tmp_path: Path) -> None:
    record = gather(tmp_path)
    changed = rounded_otherwise(original.module_of(record), record)
    before, after = (np.frombuffer(r.pieces[1].before, np.float32) for r in (record, changed))
    assert (before != after).any()
    np.testing.assert_allclose(before, after, rtol=1e-6)
    assert changed.pieces[0] == record.pieces[0] or (
        changed.pieces[0].before == record.pieces[0].before
    )


@pytest.mark.parametrize("name", [name for name, s in SCALARS.items() if s.kind != "ptr"])
@pytest.mark.parametrize("boldness", Boldness)
def test_numbers_of_every_type(name: str, boldness: Boldness) -> None:
    scalar = SCALARS[name]
    random = np.random.default_rng(0)
    old = numbers(np.zeros((40, scalar.size), np.uint8), scalar)
    made = other_numbers(random, scalar, old, boldness, special=True)
    assert made.size == 40
    there = numbers(column(made, scalar), scalar)
    np.testing.assert_array_equal(there, made.astype(there.dtype) if name != "bf16" else there)
    if scalar.kind == "float":
        assert np.isnan(there).any() and np.isinf(there).any()
        assert np.array_equal(np.isnan(nudged(random, scalar, there)), np.isnan(there))
    elif boldness is Boldness.ANY:
        assert len(set(there.tolist())) > 1


def test_sizes_become_smaller() -> None:
    random = np.random.default_rng(0)
    made = {int(other_size(random, SCALARS["si32"], np.array([10], "i4"))[0]) for _ in range(99)}
    assert {1, 5, 9} <= made <= set(range(1, 10))
    large = np.array([2**64 - 1], "u8")
    assert int(other_size(random, SCALARS["ui64"], large)[0]) < 2**64 - 1
    assert other_size(random, SCALARS["si32"], np.array([-3], "i4"))[0] == -3
