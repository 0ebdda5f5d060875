"""Races: what is reported, what is ordered by barriers, fences and atomics, and where it points to."""

import numpy as np
import pytest

from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.dialects.cnative.interpreter import Interpreter, Report
from tests.dialects.kernel_builder import KernelBuilder


def launch(b: KernelBuilder, args: list, grid: int, block: int, **options) -> Report:
    return Interpreter(b.module, **options).launch("k", (grid,), (block,), args)


def shift(barrier: bool) -> tuple[KernelBuilder, list]:
    """`s[i] = x[i]` in line 10, `y[i] = s[(i + 1) % n]` in line 11."""
    b = KernelBuilder()
    with b, b.function("k", [t.ptr(b.si32, "global")] * 2) as (source, out):
        tile = b.shared(t.array(b.si32, 8))
        b.line = 10
        b.store(b.load(b.at(source, b.id())), b.at(tile, b.id()))
        if barrier:
            b.barrier()
        b.line = 11
        following = b.binary("rem", b.binary("add", b.id(), b.const(b.ui32, 1)), b.const(b.ui32, 8))
        b.store(b.load(b.at(tile, following)), b.at(out, b.id()))
    return b, [np.arange(1, 9, dtype=np.int32), np.zeros(8, np.int32)]


def test_missing_barrier_in_shared_memory() -> None:
    b, args = shift(barrier=False)
    with b:
        report = launch(b, args, 1, 8)
        assert not launch(b, args, 1, 8, check=False).findings
    first, *_ = report.of("data-race")
    assert (first.location, first.other_location) == ("k.cu:10:5", "k.cu:11:5")
    assert (first.thread, first.other_thread) == ((1, 0, 0), (0, 0, 0))
    assert (first.block, first.other_block) == ((0, 0, 0), (0, 0, 0))
    assert not first.same_value
    assert "'tile'" in first.message


def test_barrier_orders() -> None:
    b, args = shift(barrier=True)
    with b:
        assert not launch(b, args, 1, 8).findings
    assert args[1].tolist() == [2, 3, 4, 5, 6, 7, 8, 1]


def test_same_value_writes_are_flagged() -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.si32, "global")]) as (stop,):
            b.line = 4
            b.store(b.const(b.si32, 1), stop)
        report = launch(b, [np.zeros(1, np.int32)], 3, 4)
    (finding,) = report.findings
    assert (finding.kind, finding.location, finding.same_value) == ("data-race", "k.cu:4:5", True)
    assert finding.severity == "warning"
    assert report.ok


def test_different_values_race() -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.ui32, "global")]) as (p,):
            b.store(b.global_id(), p)
        report = launch(b, [np.zeros(1, np.uint32)], 2, 1)
    (finding,) = report.findings
    assert not finding.same_value
    assert (finding.block, finding.other_block) == ((1, 0, 0), (0, 0, 0))


def test_blocks_race_through_global_memory_in_spite_of_barriers() -> None:
    """An in-place stencil: reads of the neighbouring block's cells."""
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.f32, "global")]) as (p,):
            b.line = 6
            right = b.load(b.at(p, b.binary("add", b.global_id(), b.const(b.ui32, 1))))
            b.barrier()
            b.line = 8
            b.store(b.binary("add", right, b.const(b.f32, 1)), b.at(p, b.global_id()))
        one_block = launch(b, [np.zeros(5, np.float32)], 1, 4)
        report = launch(b, [np.zeros(9, np.float32)], 2, 4)
    assert not one_block.findings
    (finding,) = report.findings
    assert {finding.location, finding.other_location} == {"k.cu:6:5", "k.cu:8:5"}
    assert {finding.block, finding.other_block} == {(0, 0, 0), (1, 0, 0)}


def test_bytes_of_one_word_do_not_race() -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.ui8, "global"), t.ptr(b.ui32, "global")]) as (p, q):
            b.store(b.convert(b.id(), b.ui8), b.at(p, b.id()))
            first = b.compare("eq", b.id(), b.const(b.ui32, 0))
            b.barrier()
            with b.if_(first):  # now as words
                word = b.op(e.PtrCastOp, p, q.type)
                b.store(b.load(word), q)
        words = np.zeros(1, np.uint32)
        report = launch(b, [np.zeros(8, np.uint8), words], 1, 8)
    assert words[0] == 0x03020100
    assert not report.findings


def test_word_and_byte_race() -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.ui32, "global")]) as (q,):
            byte = b.op(e.PtrCastOp, q, t.ptr(b.ui8, "global"))
            with b.if_(b.compare("eq", b.id(), b.const(b.ui32, 0))) as op:
                b.store(b.const(b.ui32, 0x01010101), q)
            with b.region(op.otherwise):
                b.store(b.const(b.ui8, 7), b.at(byte, b.const(b.si32, 2)))
        assert len(launch(b, [np.zeros(1, np.uint32)], 1, 2).of("data-race")) == 1


def test_atomic_against_plain_access() -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.ui32, "global")]) as (p,):
            b.line = 3
            b.atomic("add", p, b.const(b.ui32, 1))
            b.line = 4
            b.load(p)
        report = launch(b, [np.zeros(1, np.uint32)], 1, 2)
    (finding,) = report.findings
    assert {finding.location, finding.other_location} == {"k.cu:3:5", "k.cu:4:5"}


def last_block_sums(fence: bool) -> KernelBuilder:
    """Each block writes its part and counts up; the last one to do so reads all of them."""
    b = KernelBuilder()
    with b, b.function("k", [t.ptr(b.ui32, "global")] * 3) as (parts, count, out):
        last = b.shared(b.bool, "last")
        first = b.compare("eq", b.id(), b.const(b.ui32, 0))
        with b.if_(first):
            b.store(b.id("block_id"), b.at(parts, b.id("block_id")))
            if fence:
                b.fence()
            ticket = b.atomic("inc", count, b.id("grid_dim"))
            limit = b.binary("sub", b.id("grid_dim"), b.const(b.ui32, 1))
            b.store(b.compare("eq", ticket, limit), last)
        b.barrier()
        with b.if_(b.load(last)):
            b.line = 30
            b.store(b.load(b.at(parts, b.id())), b.at(out, b.id()))
    return b


@pytest.mark.parametrize("fence", [True, False])
def test_fence_and_atomic_order_blocks(fence: bool) -> None:
    b = last_block_sums(fence)
    out = np.full(4, 9, np.uint32)
    with b:
        report = launch(b, [np.full(4, 9, np.uint32), np.zeros(1, np.uint32), out], 4, 4)
    assert out.tolist() == [0, 1, 2, 3]
    assert len(report.of("data-race")) == (0 if fence else 1)


def test_spin_lock_between_blocks_and_threads() -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.ui32, "global"), t.ptr(b.si32, "global")]) as (lock, total):
            zero, one = b.const(b.ui32, 0), b.const(b.ui32, 1)
            done = b.slot(b.bool, b.const(b.bool, False), "done")
            with b.while_(lambda: b.unary("lnot", b.load(done))):
                taken = b.atomic("compare_exchange", lock, zero, one, order="acquire")
                with b.if_(b.compare("eq", taken, zero)):
                    b.update("add", total, b.const(b.si32, 2))
                    b.fence()
                    b.atomic("exchange", lock, zero)
                    b.store(b.const(b.bool, True), done)
        total = np.zeros(1, np.int32)
        report = launch(b, [np.zeros(1, np.uint32), total], 3, 8)
    assert total[0] == 48
    assert not report.findings


def test_blocks_may_wait_for_later_blocks() -> None:
    """A grid barrier: a counter and a volatile load."""
    with KernelBuilder() as b:
        pointers = [t.ptr(b.ui32, "global")] * 3
        with b.function("k", pointers) as (count, cells, out):
            b.store(b.id("block_id"), b.at(cells, b.id("block_id")))
            b.fence()
            b.atomic("add", count, b.const(b.ui32, 1))
            waiting = lambda: b.compare("lt", b.load(count, volatile=True), b.id("grid_dim"))  # noqa: E731
            with b.while_(waiting):
                pass
            opposite = b.binary("sub", b.id("grid_dim"), b.id("block_id"))
            opposite = b.binary("sub", opposite, b.const(b.ui32, 1))
            b.store(b.load(b.at(cells, opposite)), b.at(out, b.id("block_id")))
        out = np.zeros(4, np.uint32)
        report = launch(b, [np.zeros(1, np.uint32), np.zeros(4, np.uint32), out], 4, 1)
    assert out.tolist() == [3, 2, 1, 0]
    assert not report.findings


def test_lockstep_of_a_warp_is_reported() -> None:
    with KernelBuilder() as b:
        with b.function("k", []):
            tile = b.shared(t.array(b.f32, 64))
            b.store(b.const(b.f32, 1), b.at(tile, b.id()), volatile=True)
            b.line = 7
            neighbour = b.binary("xor", b.id(), b.const(b.ui32, 1))
            b.load(b.at(tile, neighbour), volatile=True)
        report = launch(b, [], 1, 64)
    assert report.of("lockstep")[0].severity == "warning"
    assert "k.cu:7:5" in {f.location for f in report} | {f.other_location for f in report}
    assert not report.of("data-race")


def test_threads_at_different_barriers() -> None:
    with KernelBuilder() as b:
        with b.function("k", []):
            with b.if_(b.compare("lt", b.id(), b.const(b.ui32, 2))) as op:
                b.line = 5
                b.barrier()
            with b.region(op.otherwise):
                b.line = 7
                b.barrier()
        (finding,) = launch(b, [], 1, 4).findings
    assert finding.kind == "divergent-barrier"
    assert (finding.location, finding.thread) == ("k.cu:7:5", (2, 0, 0))
    assert (finding.other_location, finding.other_thread) == ("k.cu:5:5", (0, 0, 0))


def test_threads_that_ended_before_the_barrier_are_noted() -> None:
    with KernelBuilder() as b:
        with b.function("k", []):
            with b.if_(b.compare("eq", b.id(), b.const(b.ui32, 3))):
                b.ret()
            b.line = 5
            b.barrier()
        report = launch(b, [], 1, 4)
    (finding,) = report.findings
    assert (finding.kind, finding.severity, finding.location) == (
        "exited-before-barrier",
        "note",
        "k.cu:5:5",
    )
    assert report.ok


@pytest.mark.parametrize("others_at_barrier", [False, True])
def test_waiting_for_ever_is_reported(others_at_barrier: bool) -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.ui32, "global")]) as (flag,):
            with b.if_(b.compare("eq", b.id(), b.const(b.ui32, 1))):
                b.line = 5
                zero = b.const(b.ui32, 0)
                with b.while_(lambda: b.compare("eq", b.load(flag, volatile=True), zero)):
                    pass
            if others_at_barrier:
                b.line = 9
                b.barrier()
        (finding,) = launch(b, [np.zeros(1, np.uint32)], 1, 2).findings
    assert finding.kind == ("divergent-barrier" if others_at_barrier else "no-progress")
    assert (finding.location, finding.thread) == ("k.cu:5:5", (1, 0, 0))
    assert finding.other_location == ("k.cu:9:5" if others_at_barrier else None)


def test_block_fence_is_not_enough_for_other_blocks() -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.ui32, "global")] * 2) as (data, flag):
            with b.if_(b.compare("eq", b.id("block_id"), b.const(b.ui32, 0))) as op:
                b.store(b.const(b.ui32, 5), data)
                b.op(x.FenceOp, text("block"))
                b.atomic("exchange", flag, b.const(b.ui32, 1))
            with b.region(op.otherwise):
                b.atomic("add", flag, b.const(b.ui32, 0))
                b.load(data)
        report = launch(b, [np.zeros(1, np.uint32), np.zeros(1, np.uint32)], 2, 1)
    assert len(report.of("data-race")) == 1
