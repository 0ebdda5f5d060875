"""Every op has semantics; what cannot be run is an error with a place, never a traceback."""

import numpy as np
import pytest

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import Cnative, context, control
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.dialects.cnative.execution import ATOMICS
from cn_migrate.dialects.cnative.interpreter import Interpreter, InterpreterError
from cn_migrate.dialects.cnative.interpreter.atomics import ATOMIC_SEMANTICS
from cn_migrate.dialects.cnative.interpreter.program import DEFINITIONS, EMITTERS
from tests.dialects.kernel_builder import KernelBuilder

# The form for processors that run a block's threads in turn is not interpreted: what is printed from it is run
# (tests/emitters/openmp).
LOWERED = {
    f"cnative.{op}"
    for op in (
        "thread_loop",
        "strip_loop",
        "bound",
        "multiples",
        "scaled",
        "inner",
        "edge",
        "exchange",
        "first",
        "any_of",
        "ballot_of",
    )
}


def test_every_op_has_semantics() -> None:
    names = {op.OPERATION_NAME for op in Cnative.operations if hasattr(op, "OPERATION_NAME")}
    assert names - LOWERED <= set(EMITTERS) | set(DEFINITIONS)
    assert names >= LOWERED
    assert not set(EMITTERS) & set(DEFINITIONS)
    assert set(ATOMIC_SEMANTICS) == set(ATOMICS)


def parse_and_launch(source: str, args: list) -> None:
    with context():
        Interpreter(ir.Module.parse(source)).launch("k", (1,), (1,), args)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            '%c = arith.constant 1 : i32 loc("a.cu":3:4)',
            "a.cu:3:4: 'arith.constant': the interpreter does not know",
        ),
        (
            'func.call @gone() : () -> () loc("a.cu":5:1)',
            "a.cu:5:1: 'func.call': no function with a body",
        ),
        (
            '%g = "cnative.global_ref"() {symbol = "g"} : () -> !cnative.ptr<f32, "global"> loc("a.cu":6:1)',
            "a.cu:6:1: 'cnative.global_ref': no global is called 'g'",
        ),
        (
            '%z = "cnative.zero"() : () -> !cnative.record<"r"> loc(fused["a.cu":7:2, "b.h":1:1])',
            "a.cu:7:2: 'cnative.zero': no record is called 'r'",
        ),
        (
            '%z = "cnative.zero"() : () -> index loc("n"("a.cu":8:2))',
            "a.cu:8:2: 'cnative.zero': type index",
        ),
    ],
)
def test_unknown_things_are_located(body: str, message: str) -> None:
    source = "func.func private @gone()\nfunc.func @k() {\n BODY\n return\n}".replace("BODY", body)
    with pytest.raises(InterpreterError) as error:
        parse_and_launch(source, [])
    assert str(error.value).startswith(message)


def test_malformed_ir_is_located() -> None:
    with KernelBuilder() as b:
        with b.function("k", []):
            b.line = 17
            one = b.const(b.si32, 1)
            b.op(e.BinaryOp, text("power"), one, one, b.si32)
        with pytest.raises(InterpreterError, match=r"k.cu:17:5: 'cnative.binary': unknown binary"):
            Interpreter(b.module)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "k: takes 2 arguments, not 0"),
        ([1.5, 2], "argument 0: float is no pointer"),
        ([None, "x"], "argument 1: str is no si32"),
        ([np.zeros((4, 4))[:, 1], 1], "argument 0: an array must be contiguous"),
    ],
)
def test_arguments_that_do_not_fit(args: list, message: str) -> None:
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.f32, "global"), b.si32]):
            pass
        with pytest.raises(InterpreterError, match=message):
            Interpreter(b.module).launch("k", (1,), (1,), args)


def test_overlapping_and_repeated_arrays() -> None:
    with KernelBuilder() as b:
        pointer = t.ptr(b.f32, "global")
        with b.function("k", [pointer, pointer]) as (x, y):
            b.store(b.const(b.f32, 5), x)
            b.store(b.load(x), b.at(y, b.const(b.si32, 1)))
        interpreter, values = Interpreter(b.module), np.zeros(4, np.float32)
        interpreter.launch("k", (1,), (1,), [values, values])
        assert values.tolist() == [5, 5, 0, 0]
        with pytest.raises(InterpreterError, match="argument 1: overlaps another array"):
            interpreter.launch("k", (1,), (1,), [values, values[1:]])


@pytest.mark.parametrize(
    ("grid", "block", "message"),
    [((0,), (1,), "no size"), ((1,), (1, 2, 3, 4), "no size"), ((1,), (1025,), "at most 1024")],
)
def test_sizes_that_do_not_fit(grid: tuple, block: tuple, message: str) -> None:
    with KernelBuilder() as b:
        with b.function("k", []):
            pass
        with pytest.raises(InterpreterError, match=message):
            Interpreter(b.module).launch("k", grid, block, [])
        with pytest.raises(InterpreterError, match="no function"):
            Interpreter(b.module).launch("other", (1,), (1,), [])


def test_endless_recursion_and_loops() -> None:
    with KernelBuilder() as b:
        with b.function("k", []):
            b.call("k")
        with pytest.raises(InterpreterError, match="nested too deeply"):
            Interpreter(b.module).launch("k", (1,), (1,), [])
    with KernelBuilder() as b:
        with b.function("k", []):
            b.line = 8
            with b.while_(lambda: b.const(b.bool, True)):
                pass
        with pytest.raises(InterpreterError, match=r"k.cu:8:5: the loop does not end"):
            Interpreter(b.module).launch("k", (1,), (1,), [])


def test_a_case_outside_of_a_switch() -> None:
    with KernelBuilder() as b:
        with b.function("k", []), b.case(1):
            pass
        with pytest.raises(InterpreterError, match="case outside of a switch"):
            Interpreter(b.module).launch("k", (1,), (1,), [])


def test_a_statement_in_a_switch_outside_of_cases() -> None:
    with KernelBuilder() as b:
        with b.function("k", []):
            op = b.op(control.SwitchOp, b.const(b.si32, 1))
            with b.region(op.body):
                b.line = 4
                b.const(b.si32, 1)
        with pytest.raises(InterpreterError, match=r"k.cu:4:5: .*outside of a case"):
            Interpreter(b.module).launch("k", (1,), (1,), [])
