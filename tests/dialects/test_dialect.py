"""The dialect: verifiers speak at the op's place, modules survive text and bytecode."""

import io
from collections.abc import Callable, Iterator

import pytest

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import (
    Cnative,
    context,
    control,
    definitions,
    execution,
    expressions,
    memory,
)
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import array, index, number, text, value_of
from cn_migrate.dialects.cnative.layout import Layout
from tests.dialects.kernel_builder import KernelBuilder

Build = Callable[[KernelBuilder], object]


def integer(b: KernelBuilder) -> object:
    return b.const(b.si32, 1)


def pointer(b: KernelBuilder) -> object:
    return b.slot(b.si32, integer(b))


def atomic(b: KernelBuilder, op: str, order: str, scope: str, count: int) -> object:
    values = [integer(b)] * count
    names = text(op), text(order), text(scope)
    return b.op(execution.AtomicOp, *names, pointer(b), b.si32, values)


WRONG: dict[str, Build] = {
    "unknown binary operator 'pow'": lambda b: b.binary("pow", integer(b), integer(b)),
    "'add' needs operands of its result's type": lambda b: b.binary(
        "add", integer(b), b.const(b.f32, 1)
    ),
    "unknown comparison 'like'": lambda b: b.compare("like", integer(b), integer(b)),
    "operands differ in type": lambda b: b.compare("eq", integer(b), b.const(b.ui32, 1)),
    "a comparison yields bool": lambda b: b.op(
        expressions.CompareOp, text("eq"), integer(b), integer(b), b.si32
    ),
    "unknown unary operator 'sqrt'": lambda b: b.unary("sqrt", integer(b)),
    "operand and result differ in type": lambda b: b.op(
        expressions.UnaryOp, text("neg"), integer(b), b.f32
    ),
    "unknown logical operator 'xor'": lambda b: b.op(
        expressions.LogicalOp, text("xor"), b.const(b.bool, True), b.bool
    ),
    "unknown function 'frobnicate'": lambda b: b.math("frobnicate", b.const(b.f32, 1)),
    "'fma' takes 3 arguments": lambda b: b.math("fma", b.const(b.f32, 1)),
    "a slot lives in private memory": lambda b: b.op(
        memory.SlotOp, text("x"), t.ptr(b.si32, "shared")
    ),
    "initial value of 'x' has another type": lambda b: b.slot(b.f32, integer(b)),
    "pointer arithmetic keeps the type": lambda b: b.op(
        memory.OffsetOp, pointer(b), integer(b), t.ptr(b.f32, "private")
    ),
    "the base does not point to an array": lambda b: b.op(
        memory.ElementOp, pointer(b), integer(b), t.ptr(b.si32, "private")
    ),
    "the result does not point to the array's element type": lambda b: b.op(
        memory.ElementOp, b.shared(t.array(b.f32, 2)), integer(b), t.ptr(b.si32, "shared")
    ),
    "the address points to another type than is loaded": lambda b: b.op(
        memory.LoadOp, pointer(b), b.f32
    ),
    "the address points to another type than is stored": lambda b: b.store(
        b.const(b.f32, 1), pointer(b)
    ),
    "unknown operator 'pow'": lambda b: b.update("pow", pointer(b), integer(b)),
    "unknown form": lambda b: b.update("add", pointer(b), integer(b), "late"),
    "unknown id 'warp'": lambda b: b.id("warp"),
    "an id is ui32": lambda b: b.op(
        execution.IdOp, text("thread_id"), number(ir.IntegerType.get_signless(32), 0), b.si32
    ),
    "unknown scope 'galaxy'": lambda b: b.op(execution.FenceOp, text("galaxy")),
    "unknown atomic 'swap'": lambda b: atomic(b, "swap", "relaxed", "device", 1),
    "unknown order or scope": lambda b: atomic(b, "add", "strict", "device", 1),
    "'compare_exchange' takes 2 values": lambda b: atomic(
        b, "compare_exchange", "relaxed", "device", 1
    ),
    "a launch has three grid and three block sizes": lambda b: b.op(
        execution.LaunchOp, text("k"), index(0), [b.const(b.ui32, 1)], b.const(b.ui64, 0), []
    ),
    "stands outside of a loop or switch": lambda b: in_scope(b, b.break_),
    "stands outside of a loop": lambda b: in_scope(b, b.continue_),
}


def in_scope(b: KernelBuilder, build: Callable[[], object]) -> None:
    with b.region(b.op(control.ScopeOp).body):
        build()


@pytest.mark.parametrize("message", WRONG)
def test_verifiers_reject_at_the_place(message: str) -> None:
    with KernelBuilder() as b:
        with b.function("k", []):
            b.line = 23
            WRONG[message](b)
        with pytest.raises(ir.MLIRError) as error:
            b.module.operation.verify()
    assert '"k.cu":23:5: \'cnative.' in str(error.value)
    assert message in str(error.value)


def test_records_are_verified() -> None:
    for kind, size, message in (
        ("class", 8, "a struct or a union"),
        ("struct", 4, "'r' lies outside"),
    ):
        with KernelBuilder() as b:
            b.line = 3
            b.record("r", [("x", b.si32, 8)], size, 4, kind)
            with pytest.raises(ir.MLIRError, match=message) as error:
                b.module.operation.verify()
            assert '"k.cu":3:5' in str(error.value)


def everything() -> KernelBuilder:
    """A module with records, globals, nested control flow, constants of all types and discardable attributes."""
    b = KernelBuilder()
    with b:
        b.record("pair", [("x", b.f32, 0), ("next", t.ptr(t.record("pair"), "global"), 8)], 16, 8)
        b.global_("table", t.array(b.f32, 3), "constant", [(b.f32, 0.1), (b.f32, -0.0)])
        with b.function("k", [t.ptr(t.record("pair"), "global"), t.vec(b.f32, 3)]) as (p, _):
            x = b.member(p, "x", b.f32)
            for type_, value in (
                (b.ui64, 2**64 - 1),
                (b.si64, -(2**63)),
                (b.ui8, 255),
                (b.f64, 0.1),
                (b.f16, 6e-8),
                (b.bool, True),
            ):
                b.line += 1
                b.const(type_, value)
            with b.count(3) as i:
                op = b.switch(b.load(i))
                with b.region(op.body), b.case(1, 2, default=True):
                    b.update("add", x, b.const(b.f32, 1))
                    b.break_()
            b.load(x, volatile=True)
            b.barrier()
            b.atomic("add", x, b.const(b.f32, 2))
            sizes = [b.const(b.ui32, 1)] * 6
            b.op(
                execution.LaunchOp,
                text("k"),
                index(0),
                sizes,
                b.const(b.ui64, 0),
                [p, b.const(b.f32, 1)],
            )
    return b


def test_text_round_trip() -> None:
    b = everything()
    with b:
        printed = b.module.operation.get_asm(enable_debug_info=True)
    with context():
        again = ir.Module.parse(printed)
        assert again.operation.verify()
        assert again.operation.get_asm(enable_debug_info=True) == printed


def test_bytecode_round_trip() -> None:
    b = everything()
    stream = io.BytesIO()
    with b:
        printed = b.module.operation.get_asm(enable_debug_info=True)
        b.module.operation.write_bytecode(stream)
    with context():
        again = ir.Module.parse(stream.getvalue())
        assert again.operation.verify()
        assert again.operation.get_asm(enable_debug_info=True) == printed


def walk(op: ir.Operation) -> Iterator[ir.Operation]:
    for region in op.regions:
        for block in region.blocks:
            for inner in block.operations:
                yield inner.operation
                yield from walk(inner.operation)


def test_every_op_carries_a_location() -> None:
    b = everything()
    with b:
        ops = list(walk(b.module.operation))
        assert {op.location.filename for op in ops} == {"k.cu"}
        assert len({op.location.start_line for op in ops}) == 7


def test_launch_arguments_of_mixed_types() -> None:
    b = everything()
    with b:
        (launch,) = (op for op in walk(b.module.operation) if op.name == "cnative.launch")
        assert [str(value.type) for value in launch.opview.args] == [
            '!cnative.ptr<!cnative.record<"pair">, "global">',
            "f32",
        ]


@pytest.mark.parametrize(
    ("name", "value", "back"),
    [
        ("ui64", 2**64 - 1, 2**64 - 1),
        ("ui32", -1, 2**32 - 1),
        ("si8", 255, -1),
        ("si64", 2**63, -(2**63)),
        ("i1", 1, True),
        ("f64", 0.1, 0.1),
        ("f32", 0.1, 0.10000000149011612),
    ],
)
def test_constants_are_wrapped_and_read_back(name: str, value: float, back: float) -> None:
    with KernelBuilder() as b, b.location:
        assert value_of(number(b.type(name), value)) == back


def test_layout_is_cuda_s() -> None:
    with KernelBuilder() as b:
        record = b.record("r", [("c", b.ui8, 0), ("v", t.vec(b.f32, 3), 4)], 16, 4)
        layout = Layout(b.module)
        expected = {
            t.vec(b.f32, 1): (4, 4),
            t.vec(b.f32, 2): (8, 8),
            t.vec(b.f32, 3): (12, 4),
            t.vec(b.f32, 4): (16, 16),
            t.vec(b.f64, 4): (32, 16),
            t.vec(b.ui8, 4): (4, 4),
            t.array(t.vec(b.f32, 3), 5): (60, 4),
            t.ptr(b.f64): (8, 8),
            b.bool: (1, 1),
            record: (16, 4),
            t.void(): (1, 1),
        }
        for type_, (size, align) in expected.items():
            assert (layout.size(type_), layout.align(type_)) == (size, align), str(type_)
        assert [(f.name, f.offset) for f in layout.fields(t.vec(b.f32, 3))] == [
            ("x", 0),
            ("y", 4),
            ("z", 8),
        ]
        assert layout.records["r"].field("v").offset == 4
        with pytest.raises(KeyError):
            layout.records["r"].field("w")


def test_every_type_and_op_is_documented() -> None:
    for op in Cnative.operations:
        assert op.__doc__, op
    assert definitions.GlobalOp.__doc__
    with KernelBuilder():
        assert array([text("a")])[0].value == "a"
