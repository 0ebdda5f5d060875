"""Memory ops: layout, pointers in memory, and what is reported of wrong addresses."""

import numpy as np
import pytest

from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.dialects.cnative.interpreter import NULL, Interpreter, Memory, Report
from tests.dialects.evaluation import DTYPES
from tests.dialects.kernel_builder import KernelBuilder


def run(b: KernelBuilder, args: list, block: int = 1, grid: int = 1, **options) -> Report:
    return Interpreter(b.module, **options).launch("k", (grid,), (block,), args)


def test_buffers_upload_download_and_offset_pointers() -> None:
    with KernelBuilder() as b:
        pointer = t.ptr(b.f32, "global")
        with b.function("k", [pointer, pointer]) as (x, y):
            b.store(b.load(b.at(x, b.id())), b.at(y, b.id()))
        interpreter = Interpreter(b.module)
        source = interpreter.memory.upload(np.arange(8, dtype=np.float32))
        target = interpreter.memory.allocate(16)
        report = interpreter.launch("k", (1,), (4,), [source.pointer + 8, target])
    assert target.download(np.float32, (2, 2)).tolist() == [[2, 3], [4, 5]]
    assert not report.findings
    with pytest.raises(ValueError, match="do not fit"):
        target.upload(b"x" * 17)
    assert Memory().find(NULL.address) is None


def test_pointers_live_in_memory() -> None:
    """A record with a pointer, a pointer to a pointer, and casts through integers."""
    with KernelBuilder() as b:
        inner = t.ptr(b.si32, "global")
        row = b.record("row", [("count", b.si32, 0), ("data", inner, 8)], 16, 8)
        with b.function("k", [t.ptr(row, "global"), t.ptr(inner, "global")]) as (rows, out):
            data = b.load(b.member(rows, "data", inner))
            bits = b.op(e.PtrCastOp, data, b.ui64)
            moved = b.binary("add", bits, b.const(b.ui64, 4))
            second = b.op(e.PtrCastOp, moved, inner)
            b.store(b.const(b.si32, 42), second)
            b.store(second, out)
            difference = b.op(m.PtrDiffOp, second, data, b.si64)
            b.store(b.convert(difference, b.si32), b.at(data, b.const(b.si32, 2)))
        interpreter = Interpreter(b.module)
        buffer = interpreter.memory.upload(np.zeros(3, np.int32))
        record = np.zeros(1, [("count", "i4"), ("pad", "i4"), ("data", "u8")])
        record["data"] = buffer.pointer.address
        out = np.zeros(1, np.uint64)
        report = interpreter.launch("k", (1,), (1,), [record, out])
    assert buffer.download(np.int32).tolist() == [0, 42, 1]
    assert out[0] == buffer.pointer.address + 4
    assert not report.findings


def test_records_by_value_and_members_of_locals() -> None:
    with KernelBuilder() as b:
        vector = t.vec(b.f32, 4)
        with b.function("k", [vector, t.ptr(b.f32, "global")]) as (v, out):
            local = b.slot(vector, v, "v")
            y = b.member(local, "y", b.f32)
            b.update("mul", y, b.const(b.f32, 3))
            whole = b.load(local)
            b.store(b.op(e.ExtractOp, text("y"), whole, b.f32), out)
        out = np.zeros(1, np.float32)
        run(b, [np.array([1, 2, 3, 4], np.float32), out])
    assert out.tolist() == [6]


@pytest.mark.parametrize("form", ["assign", "pre", "post"])
@pytest.mark.parametrize("addressed", [False, True])
def test_update_forms(form: str, addressed: bool) -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.si32, "global")]) as (out,):
            x = b.slot(b.si8, b.const(b.si8, 100))
            if addressed:
                b.op(m.OffsetOp, x, b.const(b.si32, 0), x.type)
            result = b.update("add", x, b.const(b.si32, 100), form)  # 200 does not fit: -56
            b.store(b.convert(result, b.si32), out)
            b.store(b.convert(b.load(x), b.si32), b.at(out, b.const(b.si32, 1)))
        out = np.zeros(2, np.int32)
        run(b, [out])
    assert out.tolist() == [100 if form == "post" else -56, -56]


def test_update_converts_there_and_back() -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.si32, "global"), t.ptr(b.f32, "global")]) as (i, p):
            b.update("mul", i, b.const(b.f64, 2.5))  # int *= double
            pointer = b.slot(p.type, p, "p")
            b.update("add", pointer, b.const(b.si32, 2))
            b.store(b.const(b.f32, 7), b.load(pointer))
        i, f = np.array([3], np.int32), np.zeros(3, np.float32)
        run(b, [i, f])
    assert i.tolist() == [7]
    assert f.tolist() == [0, 0, 7]


@pytest.mark.parametrize(
    ("type_", "start", "op", "result"),
    [
        ("ui32", 0xF0000000, "shr", 0x0F000000),
        ("si64", 1, "shl", 1 << 40),
        ("ui8", 200, "shl", 0),  # computed in int
    ],
)
def test_shifts_compute_in_the_type_of_the_place(
    type_: str, start: int, op: str, result: int
) -> None:
    with KernelBuilder() as b:
        place = t.ptr(b.type(type_), "global")
        with b.function("k", [place, b.si32]) as (x, count):
            b.update(op, x, count)
        value = np.array([start], DTYPES[type_])
        run(b, [value, 40 if type_ == "si64" else 4 if op == "shr" else 24])
    assert value[0] == result


def test_store_as_a_value() -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.si32, "global")]) as (out,):
            value = b.op(m.StoreOp, b.const(b.si32, 5), out, result=b.si32)
            b.store(value, b.at(out, b.const(b.si32, 1)))
        out = np.zeros(2, np.int32)
        run(b, [out])
    assert out.tolist() == [5, 5]


def test_globals_are_initialised_and_settable() -> None:
    with KernelBuilder() as b:
        four = t.array(b.f32, 4)
        b.global_("coef", four, "constant", [(b.f32, 1), (b.f32, 2)])
        b.global_("count", b.ui32)
        with b.function("k", [t.ptr(b.f32, "global")]) as (out,):
            coef = b.op(m.GlobalRefOp, text("coef"), t.ptr(four, "constant"))
            first = b.op(m.DecayOp, coef, t.ptr(b.f32, "constant"))
            b.store(b.load(b.at(first, b.id())), b.at(out, b.id()))
            count = b.op(m.GlobalRefOp, text("count"), t.ptr(b.ui32, "global"))
            b.atomic("add", count, b.const(b.ui32, 1))
        interpreter = Interpreter(b.module)
        out = np.zeros(4, np.float32)
        interpreter.globals["coef"].upload(np.float32(9).tobytes(), 12)
        report = interpreter.launch("k", (1,), (4,), [out])
    assert out.tolist() == [1, 2, 0, 9]
    assert interpreter.globals["count"].download(np.uint32).tolist() == [4]
    assert not report.findings


def test_dynamic_shared_memory_and_its_size() -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.si32, "global")]) as (out,):
            tile = b.op(m.DynamicSharedOp, text("tile"), t.ptr(b.si32, "shared"))
            b.store(b.convert(b.id(), b.si32), b.at(tile, b.id()))
            b.barrier()
            other = b.binary("sub", b.const(b.ui32, 3), b.id())
            b.store(b.load(b.at(tile, other)), b.at(out, b.id()))
        interpreter = Interpreter(b.module)
        out = np.zeros(4, np.int32)
        assert not interpreter.launch("k", (1,), (4,), [out], shared_bytes=16).findings
        assert out.tolist() == [3, 2, 1, 0]
        report = interpreter.launch("k", (1,), (4,), [out], shared_bytes=12)
    assert {f.thread for f in report.of("out-of-bounds")} == {(3, 0, 0), (0, 0, 0)} or report.of(
        "out-of-bounds"
    )


def wrong_access(kind: str) -> Report:
    """A kernel that stores or loads wrongly in line 12."""
    with KernelBuilder() as b:
        pointer = t.ptr(b.si32, "global")
        b.global_("table", b.si32, "constant")
        with b.function("k", [pointer, pointer]) as (x, null):
            one = b.const(b.si32, 1)
            table = b.op(m.GlobalRefOp, text("table"), t.ptr(b.si32, "constant"))
            x8 = b.op(e.PtrCastOp, x, t.ptr(b.si8, "global"))
            odd = b.op(e.PtrCastOp, b.at(x8, b.const(b.si32, 2)), pointer)
            space = b.op(e.PtrCastOp, x, t.ptr(b.si32, "shared"))
            local = b.slot(b.si32)
            line = {
                "out-of-bounds": lambda: b.store(one, b.at(x, b.const(b.si32, 4))),
                "null-pointer": lambda: b.load(b.at(null, one)),
                "misaligned": lambda: b.load(odd),
                "wrong-space": lambda: b.load(space),
                "write-to-constant": lambda: b.store(one, table),
                "uninitialised": lambda: b.load(local),
                "invalid-pointer": lambda: b.load(b.at(x, b.const(b.si64, 1 << 50))),
            }
            b.line = 12
            line[kind]()
        array = np.zeros(4, np.int32)
        return run(b, [array, None], block=2, grid=2)


@pytest.mark.parametrize(
    "kind",
    [
        "out-of-bounds",
        "null-pointer",
        "misaligned",
        "wrong-space",
        "write-to-constant",
        "uninitialised",
        "invalid-pointer",
    ],
)
def test_wrong_accesses_are_located(kind: str) -> None:
    report = wrong_access(kind)
    (finding,) = report.findings
    assert (finding.kind, finding.location, finding.kernel) == (kind, "k.cu:12:5", "k")
    assert (finding.block, finding.thread, finding.count) == ((0, 0, 0), (0, 0, 0), 4)
    assert not report.ok
    assert str(finding).startswith("k.cu:12:5: error: ")


def test_uninitialised_shared_and_local_memory() -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.f32, "global")]) as (out,):
            array = t.array(b.f32, 8)
            tile, local = b.shared(array), b.slot(array, name="acc")
            b.store(b.const(b.f32, 1), b.at(tile, b.const(b.si32, 0)))
            b.store(b.const(b.f32, 1), b.at(local, b.const(b.si32, 0)))
            for line, position in ((20, 0), (21, 1)):
                b.line = line
                for base in (tile, local):
                    b.store(b.load(b.at(base, b.const(b.si32, position))), out)
        report = run(b, [np.zeros(1, np.float32)])
        unchecked = run(b, [np.zeros(1, np.float32)], check=False)
    assert [f.location for f in report.of("uninitialised")] == ["k.cu:21:5"]
    assert report.of("uninitialised")[0].count == 2
    assert not unchecked.findings


def test_local_variable_that_is_gone() -> None:
    with KernelBuilder() as b:
        local = t.ptr(b.si32, "private")
        with b.function("leak", [], [local]):
            x = b.slot(b.si32, b.const(b.si32, 1))
            b.ret(b.at(x, b.const(b.si32, 0)))
        with b.function("k", []):
            pointer = b.call("leak", result=local)
            b.line = 9
            b.load(pointer)
        (finding,) = run(b, []).findings
    assert (finding.kind, finding.location) == ("invalid-pointer", "k.cu:9:5")


def test_a_local_in_a_loop_starts_anew() -> None:
    with KernelBuilder() as b:
        with b.function("k", []), b.count(2):
            array = b.slot(t.array(b.si32, 2), name="acc")
            first = b.at(array, b.const(b.si32, 0))
            b.line = 5
            b.load(first)
            b.line = 6
            b.store(b.const(b.si32, 1), first)
        (finding,) = run(b, []).findings
    assert (finding.kind, finding.location, finding.count) == ("uninitialised", "k.cu:5:5", 2)


def test_pointers_to_shared_memory_as_arguments() -> None:
    """How a lowered kernel gets its dynamic shared memory: each block its own."""
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.ui32, "shared"), t.ptr(b.ui32, "global")]) as (tile, out):
            b.store(b.global_id(), b.at(tile, b.id()))
            b.barrier()
            other = b.binary("xor", b.id(), b.const(b.ui32, 1))
            b.store(b.load(b.at(tile, other)), b.at(out, b.global_id()))
        interpreter, out = Interpreter(b.module), np.zeros(4, np.uint32)
        assert not interpreter.launch("k", (2,), (2,), [8, out]).findings
        assert out.tolist() == [1, 0, 3, 2]
        report = interpreter.launch("k", (2,), (2,), [4, out])
    assert report.of("out-of-bounds")
