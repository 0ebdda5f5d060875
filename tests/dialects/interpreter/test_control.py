"""Structured control flow: early exits, fall-through, calls."""

import numpy as np

from cn_migrate.dialects.cnative import control
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.interpreter import Interpreter
from tests.dialects.kernel_builder import KernelBuilder


def run(build, count: int = 1) -> list[int]:
    """`build(builder, sum slot, thread id)`; the sum of each thread."""
    with KernelBuilder() as b:
        with b.function("k", [t.ptr(b.si32, "global")]) as (out,):
            total = b.slot(b.si32, b.const(b.si32, 0), "total")
            build(b, total, b.convert(b.id(), b.si32))
            b.store(b.load(total), b.at(out, b.id()))
        out = np.zeros(count, np.int32)
        report = Interpreter(b.module).launch("k", (1,), (count,), [out])
    assert not report.findings
    return out.tolist()


def add(b, total, value) -> None:
    b.update("add", total, b.const(b.si32, value) if isinstance(value, int) else value)


def test_if_else() -> None:
    def build(b, total, i):
        with b.if_(b.compare("lt", i, b.const(b.si32, 2))) as op:
            add(b, total, 1)
        with b.region(op.otherwise):
            add(b, total, 10)
        with b.if_(b.compare("eq", i, b.const(b.si32, 0))):
            add(b, total, 100)

    assert run(build, 4) == [101, 1, 10, 10]


def test_for_with_break_and_continue_runs_the_step() -> None:
    def build(b, total, _):
        with b.count(10) as i:
            with b.if_(b.compare("eq", b.load(i), b.const(b.si32, 3))):
                b.continue_()
            with b.if_(b.compare("eq", b.load(i), b.const(b.si32, 6))):
                b.break_()
            add(b, total, b.load(i))

    assert run(build) == [0 + 1 + 2 + 4 + 5]


def test_for_without_condition() -> None:
    def build(b, total, i):
        op = b.op(control.ForOp)
        with b.region(op.step):
            add(b, total, 1)
        with b.region(op.body), b.if_(b.compare("ge", b.load(total), i)):
            b.break_()

    assert run(build, 3) == [0, 1, 2]


def test_while_and_do() -> None:
    def build(b, total, i):
        left = b.slot(b.si32, i, "left")
        zero = b.const(b.si32, 0)
        with b.while_(lambda: b.compare("gt", b.load(left), zero)):
            b.update("sub", left, b.const(b.si32, 1))
            with b.if_(b.compare("eq", b.load(left), b.const(b.si32, 1))):
                b.continue_()
            add(b, total, 1)
        with b.do(
            lambda: b.compare("lt", b.update("add", left, b.const(b.si32, 1)), b.const(b.si32, 3))
        ):
            with b.if_(b.compare("eq", b.load(left), b.const(b.si32, 1))):
                b.continue_()  # to the condition
            add(b, total, 100)

    assert run(build, 4) == [200, 201, 201, 202]


def test_switch_falls_through_and_nests_in_loops() -> None:
    def build(b, total, _):
        with b.count(10) as i:
            op = b.switch(b.load(i))
            with b.region(op.body):
                with b.case(1, 2):
                    b.continue_()
                with b.case(3):
                    add(b, total, 100)
                with b.case(4):
                    add(b, total, 1000)
                    b.break_()
                with b.case(9, default=True):
                    add(b, total, b.load(i))
            add(b, total, 10000)

    expected = 0
    for i in range(10):
        if i in (1, 2):
            continue
        expected += {3: 1100, 4: 1000}.get(i, i) + 10000
    assert run(build) == [expected]


def test_switch_in_a_switch_continues_the_loop() -> None:
    def build(b, total, _):
        with b.count(4) as i:
            outer = b.switch(b.load(i))
            with b.region(outer.body), b.case(1, default=True):
                inner = b.switch(b.load(i))
                with b.region(inner.body), b.case(2):
                    b.continue_()
                add(b, total, 1)
            add(b, total, 10)

    assert run(build) == [33]


def test_switch_without_match_and_scope() -> None:
    def build(b, total, i):
        op = b.switch(i)
        with b.region(op.body), b.case(7):
            add(b, total, 1)
        scope = b.op(control.ScopeOp)
        with b.region(scope.body):
            add(b, total, 5)

    assert run(build) == [5]


def test_return_leaves_loops_and_recursion_works() -> None:
    with KernelBuilder() as b:
        with b.function("factorial", [b.si32], [b.si32]) as (n,):
            one = b.const(b.si32, 1)
            with b.while_(lambda: b.const(b.bool, True)):
                with b.if_(b.compare("le", n, one)):
                    b.ret(one)
                rest = b.call("factorial", b.binary("sub", n, one), result=b.si32)
                b.ret(b.binary("mul", n, rest))
            b.ret(one)
        with b.function("k", [t.ptr(b.si32, "global")]) as (out,):
            n = b.convert(b.id(), b.si32)
            with b.if_(b.compare("eq", n, b.const(b.si32, 2))):
                b.ret()
            b.store(b.call("factorial", n, result=b.si32), b.at(out, b.id()))
        out = np.zeros(6, np.int32)
        Interpreter(b.module).launch("k", (1,), (6,), [out])
    assert out.tolist() == [1, 1, 0, 6, 24, 120]


def test_records_are_passed_by_value() -> None:
    with KernelBuilder() as b:
        point = b.record("point", [("x", b.si32, 0), ("y", b.si32, 4)], 8, 4)
        with b.function("change", [point], [b.si32]) as (p,):
            local = b.slot(point, p, "p")
            b.update("add", b.member(local, "x", b.si32), b.const(b.si32, 1))
            b.ret(b.load(b.member(local, "x", b.si32)))
        with b.function("k", [t.ptr(point, "global"), t.ptr(b.si32, "global")]) as (p, out):
            b.store(b.call("change", b.load(p), result=b.si32), out)
        p, out = np.array([4, 5], np.int32), np.zeros(1, np.int32)
        Interpreter(b.module).launch("k", (1,), (1,), [p, out])
    assert (p.tolist(), out.tolist()) == ([4, 5], [5])
