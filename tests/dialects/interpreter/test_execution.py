"""Ids, barriers, atomics and launches."""

import numpy as np
import pytest

from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import index, text
from cn_migrate.dialects.cnative.interpreter import Interpreter
from tests.dialects.kernel_builder import KernelBuilder


def test_ids_in_three_dimensions() -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.ui32, "global")]) as (out,):
            position, row = b.const(b.ui32, 0), None
            for kind, size in (("block_id", "grid_dim"), ("thread_id", "block_dim")):
                for dim in (2, 1, 0):
                    position = b.binary("mul", position, b.id(size, dim))
                    position = b.binary("add", position, b.id(kind, dim))
            row = b.at(out, position)
            b.store(b.binary("add", position, b.const(b.ui32, 1)), row)
        out = np.zeros(2 * 3 * 4 * 3 * 2 * 2, np.uint32)
        Interpreter(b.module).launch("k", (4, 3, 2), (2, 2, 3), [out])
    assert out.tolist() == list(range(1, len(out) + 1))


def reduction(size: int) -> KernelBuilder:
    """Tree reduction of a block in a device function, with barriers in its loop."""
    b = KernelBuilder()
    with b:
        tile = t.ptr(t.array(b.f32, size), "shared")
        with b.function("reduce", [tile]) as (s,):
            stride = b.slot(b.ui32, b.const(b.ui32, size // 2), "stride")
            with b.while_(lambda: b.compare("gt", b.load(stride), b.const(b.ui32, 0))):
                with b.if_(b.compare("lt", b.id(), b.load(stride))):
                    other = b.load(b.at(s, b.binary("add", b.id(), b.load(stride))))
                    b.update("add", b.at(s, b.id()), other)
                b.barrier()
                b.update("shr", stride, b.const(b.ui32, 1))
        with b.function("k", [t.ptr(b.f32, "global")] * 2 + [b.ui32]) as (x_, out, n):
            s = b.shared(t.array(b.f32, size))
            place = b.at(s, b.id())
            b.store(b.const(b.f32, 0), place)
            with b.if_(b.compare("lt", b.global_id(), n)):
                b.store(b.load(b.at(x_, b.global_id())), place)
            b.barrier()
            b.call("reduce", s)
            with b.if_(b.compare("eq", b.id(), b.const(b.ui32, 0))):
                b.store(b.load(b.at(s, b.const(b.ui32, 0))), b.at(out, b.id("block_id")))
    return b


@pytest.mark.parametrize("n", [1, 63, 64, 1000])
def test_reduction_with_barriers_in_a_device_function(n: int) -> None:
    b = reduction(64)
    with b:
        blocks = (n + 63) // 64
        values = np.random.default_rng(n).integers(0, 100, n).astype(np.float32)
        out = np.zeros(blocks, np.float32)
        report = Interpreter(b.module).launch("k", (blocks,), (64,), [values, out, n])
    assert out.sum() == values.sum()
    assert not report.findings


@pytest.mark.parametrize(
    ("op", "start", "values", "result"),
    [
        ("add", 5, [7], 12),
        ("sub", 5, [7], 2**32 - 2),
        ("min", 5, [3], 3),
        ("max", 5, [3], 5),
        ("and", 12, [10], 8),
        ("or", 12, [10], 14),
        ("xor", 12, [10], 6),
        ("inc", 5, [5], 0),
        ("inc", 4, [5], 5),
        ("dec", 0, [9], 9),
        ("dec", 12, [9], 9),
        ("dec", 4, [9], 3),
        ("exchange", 4, [9], 9),
        ("compare_exchange", 4, [4, 8], 8),
        ("compare_exchange", 4, [5, 8], 4),
    ],
)
def test_atomics(op: str, start: int, values: list[int], result: int) -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.ui32, "global")]) as (p,):
            old = b.atomic(op, p, *(b.const(b.ui32, value) for value in values))
            b.store(old, b.at(p, b.const(b.si32, 1)))
        memory = np.array([start, 0], np.uint32)
        Interpreter(b.module).launch("k", (1,), (1,), [memory])
    assert memory.tolist() == [result, start]


def test_float_and_shared_atomics_do_not_race() -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.f32, "global"), t.ptr(b.f64, "global")]) as (f, d):
            count = b.shared(b.ui32, "count")
            with b.if_(b.compare("eq", b.id(), b.const(b.ui32, 0))):
                b.store(b.const(b.ui32, 0), count)
            b.barrier()
            b.atomic("add", f, b.const(b.f32, 0.5))
            b.atomic("add", d, b.const(b.f64, 0.25))
            b.atomic("inc", count, b.const(b.ui32, 1000))
            b.barrier()
            with b.if_(b.compare("eq", b.id(), b.const(b.ui32, 0))):
                b.atomic("add", d, b.convert(b.load(count), b.f64))
        f, d = np.zeros(1, np.float32), np.zeros(1)
        report = Interpreter(b.module).launch("k", (3,), (40,), [f, d])
    assert (f[0], d[0]) == (60, 150)
    assert not report.findings


def test_host_function_launches() -> None:
    with KernelBuilder() as b:
        pointer = t.ptr(b.f32, "global")
        with b.function("scale", [pointer, b.f32]) as (p, factor):
            s = b.op(m.DynamicSharedOp, text("s"), t.ptr(b.f32, "shared"))
            b.store(factor, b.at(s, b.id()))
            b.update("mul", b.at(p, b.global_id()), b.load(b.at(s, b.id())))
        with b.function("main", [pointer]) as (p,):
            sizes = [b.const(b.ui32, size) for size in (2, 1, 1, 4, 1, 1)]
            arguments = [p, b.const(b.f32, 3)]
            shared = b.const(b.ui64, 16)
            with b.count(2):
                b.op(x.LaunchOp, text("scale"), index(0), sizes, shared, arguments)
            b.op(x.EventRecordOp, index(0), index(0))
            b.op(x.StreamWaitEventOp, index(1), index(0))
            b.op(x.StreamSynchronizeOp, index(1))
        values = np.arange(8, dtype=np.float32)
        interpreter = Interpreter(b.module)
        interpreter.run_host("main", [values])
    assert values.tolist() == [9 * i for i in range(8)]
    assert [report.kernel for report in interpreter.launches] == ["scale", "scale"]
    assert all(report.ok for report in interpreter.launches)
