"""Warp operations and counting barriers: kernels from their text, in the interpreter, against CUDA's rules."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cn_migrate.dialects.cnative.interpreter import Interpreter, Report
from tests.parsers.cuda.device.run_source import translate_source

LANES = np.arange(32)


def run(folder: Path, body: str, threads: int = 32) -> tuple[list[int], Report]:
    """What each thread leaves in `r`, and what was found; `t` is its number, `v` is 100 more."""
    source = f"""
        template <class T> __device__ T sum(T v) {{
            for (int d = warpSize / 2; d > 0; d /= 2) v += __shfl_down_sync(~0u, v, d);
            return v;
        }}
        __global__ void kernel(unsigned *out) {{
            int t = threadIdx.x, v = t + 100;
            unsigned r = 0;
            {body}
            out[t] = r;
        }}"""
    code, diagnostics = translate_source(folder, source)
    assert not diagnostics.items
    out = np.zeros(threads, np.uint32)
    with code.context:
        report = Interpreter(code.module).launch("kernel", [1], [threads], [out])
    return out.tolist(), report


def bits(lanes: np.ndarray) -> int:
    return int(sum(1 << int(lane) for lane in lanes))


SHUFFLES = {  # call: the lane that each lane reads
    "__shfl_sync(~0u, v, 5)": np.full(32, 5),
    "__shfl_sync(~0u, v, t + 40)": (LANES + 40) % 32,
    "__shfl_sync(~0u, v, 9, 8)": LANES // 8 * 8 + 1,
    "__shfl_up_sync(~0u, v, 3)": np.where(LANES < 3, LANES, LANES - 3),
    "__shfl_up_sync(~0u, v, 3, 16)": np.where(LANES % 16 < 3, LANES, LANES - 3),
    "__shfl_down_sync(~0u, v, 3)": np.where(LANES > 28, LANES, LANES + 3),
    "__shfl_down_sync(~0u, v, 3, 4)": np.where(LANES % 4 > 0, LANES, LANES + 3),
    "__shfl_xor_sync(~0u, v, 21)": LANES ^ 21,
    "__shfl_xor_sync(~0u, v, 4, 4)": np.where(LANES & 4, LANES ^ 4, LANES),
    "__shfl(v, 31 - t)": 31 - LANES,
    "__shfl_up(v, 1)": np.maximum(LANES - 1, 0),
    "__shfl_down(v, 1)": np.minimum(LANES + 1, 31),
    "__shfl_xor(v, 1)": LANES ^ 1,
    "(int)__shfl_xor_sync(~0u, (float)v, 2)": LANES ^ 2,
    "(int)__shfl_xor_sync(~0u, (double)v, 2)": LANES ^ 2,
    "(int)(__shfl_xor_sync(~0u, (unsigned long long)v << 33, 2) >> 33)": LANES ^ 2,
}


@pytest.mark.parametrize("call", SHUFFLES)
def test_shuffle(call: str, tmp_path: Path) -> None:
    values, report = run(tmp_path, f"r = {call};")
    assert values == (SHUFFLES[call] + 100).tolist()
    assert not report.findings


VOTES = {  # call: the result of each thread
    "__ballot_sync(~0u, t % 3)": np.full(32, bits(LANES[LANES % 3 != 0])),
    "__any_sync(~0u, t == 9)": np.full(32, 1),
    "__any_sync(~0u, t == 99)": np.full(32, 0),
    "__all_sync(~0u, t < 32)": np.full(32, 1),
    "__all_sync(~0u, t < 31)": np.full(32, 0),
    "__uni_sync(~0u, t < 32)": np.full(32, 1),
    "__activemask()": np.full(32, 2**32 - 1),
    "t < 7 ? __activemask() : __ballot(1)": np.where(LANES < 7, 127, 2**32 - 128),
    "t < 7 ? __ballot_sync(127, t & 1) : 5": np.where(LANES < 7, 0b0101010, 5),
    "__any(t == 3) + __all(t != 3)": np.full(32, 1),
    "__match_any_sync(~0u, t / 8)": np.left_shift(255, LANES // 8 * 8),
    "__match_any_sync(~0u, t < 16 ? 0.0f : 1.0f)": np.where(LANES < 16, 2**16 - 1, 2**32 - 2**16),
    "t & 1 ? __match_any_sync(0xaaaaaaaa, t & 2) : 0": np.where(
        LANES & 1, np.where(LANES & 2, 0x88888888, 0x22222222), 0
    ),
    "__reduce_add_sync(~0u, t)": np.full(32, 496),
    "__reduce_min_sync(~0u, t - 8) + 100": np.full(32, 92),
    "__reduce_max_sync(~0u, 3u * t)": np.full(32, 93),
    "__reduce_or_sync(~0u, 1u << t)": np.full(32, 2**32 - 1),
    "__reduce_and_sync(~0u, t | 64u)": np.full(32, 64),
    "t < 4 ? __reduce_xor_sync(15, 1u << t) : 0": np.where(LANES < 4, 15, 0),
}


@pytest.mark.parametrize("call", VOTES)
def test_vote(call: str, tmp_path: Path) -> None:
    values, report = run(tmp_path, f"r = {call};")
    assert values == VOTES[call].tolist()
    assert not report.findings


def test_match_all(tmp_path: Path) -> None:
    body = "int same; r = __match_all_sync(~0u, t / 32, &same); r = same ? r & 255 : 1;"
    assert run(tmp_path, body)[0] == [255] * 32


@pytest.mark.parametrize(
    ("call", "result"),
    [
        ("__syncthreads_count(t % 3 == 0)", 24),
        ("__syncthreads_or(t == 69)", 1),
        ("__syncthreads_and(t < 69)", 0),
    ],
)
def test_barrier_that_counts(call: str, result: int, tmp_path: Path) -> None:
    values, report = run(tmp_path, f"r = {call}; r += {call};", 70)
    assert values == [2 * result] * 70
    assert not report.findings


def test_second_stage_of_a_reduction_in_a_branch(tmp_path: Path) -> None:
    body = """
        __shared__ int sums[32];
        v = sum(t);
        if (t % 32 == 0) sums[t / 32] = v;
        __syncthreads();
        if (t < 32) r = sum(t < 3 ? sums[t] : 0);"""
    values, report = run(tmp_path, body, 96)
    assert values[0] == sum(range(96))
    assert {finding.kind for finding in report} <= {"absent-lane"}


def test_last_warp_may_be_short(tmp_path: Path) -> None:
    values, report = run(tmp_path, "r = __ballot_sync(~0u, 1);", 40)
    assert values == [2**32 - 1] * 32 + [255] * 8
    assert not report.findings


def test_threads_that_have_ended_are_not_waited_for(tmp_path: Path) -> None:
    values, report = run(tmp_path, "if (t > 9) return; r = __ballot_sync(~0u, 1);")
    assert values == [1023] * 10 + [0] * 22
    assert not report.findings


def test_lanes_of_a_loop_that_ends_for_some_first(tmp_path: Path) -> None:
    body = "for (int i = 0; i < t; i++) r += __popc(__activemask()); r += __ballot(1) == ~0u;"
    values, report = run(tmp_path, body)
    assert values == [sum(31 - i for i in range(t)) + 1 for t in range(32)]
    assert not report.findings


def test_warp_barrier_orders_memory(tmp_path: Path) -> None:
    body = "__shared__ int s[64]; s[t] = v; {} r = s[t ^ 1];"
    values, report = run(tmp_path, body.format("__syncwarp();"), 64)
    assert values == [(t ^ 1) + 100 for t in range(64)]
    assert not report.findings
    assert run(tmp_path, body.format(""), 64)[1].of("data-race")


@pytest.mark.parametrize(
    "body",
    [
        "if (t < 16) r = __shfl_sync(~0u, v, 0); __syncthreads();",
        "r = t < 16 ? __ballot_sync(0xffff, 1) : __ballot_sync(0xff, 1);",
        "r = t < 16 ? __any_sync(~0u, 1) : __all_sync(~0u, 1);",
    ],
    ids=["never comes", "own lane missing", "different operations"],
)
def test_masks_that_lie_are_reported(body: str, tmp_path: Path) -> None:
    _, report = run(tmp_path, body)
    assert report.of("divergent-warp") and not report.ok


def test_value_of_a_lane_that_takes_no_part(tmp_path: Path) -> None:
    values, report = run(tmp_path, "if (t < 16) r = __shfl_sync(0xffff, v, 20);")
    assert report.of("absent-lane") and report.ok
    assert values[:16] == list(range(100, 116))
