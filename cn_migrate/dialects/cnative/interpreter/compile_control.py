"""What the ops of `control` and calls become.

`break` is Python's: loops and switches both are Python loops.  `continue` is written out at
each place: the step or condition of the loop, then Python's; inside of a switch it sets a flag
and leaves the switch first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative.attributes import value_of
from cn_migrate.dialects.cnative.interpreter.error import fail
from cn_migrate.dialects.cnative.interpreter.function_compiler import FunctionCompiler
from cn_migrate.dialects.cnative.interpreter.turns import TURNS, turn
from cn_migrate.dialects.cnative.interpreter.waiting import Wait


def scope(c: FunctionCompiler, op: Any) -> None:
    """`{ ... }`."""
    c.statements(op.body)


def if_(c: FunctionCompiler, op: Any) -> None:
    """`if (condition) then else otherwise`."""
    with c.under(f"if {c.name(op.condition)}:"):
        c.statements(op.then)
    if len(op.otherwise.blocks):
        with c.under("else:"):
            c.statements(op.otherwise)
    reunite(c, op)


def reunite(c: FunctionCompiler, op: Any) -> None:
    """Behind `op`, a warp that counts on lockstep is together again, as on devices where that was so."""
    if c.program.waiting.steps(op.operation):
        c.emit("t.mask = 0")
        c.emit(f"yield {c.program.constant(Wait('warp', c.program.site(op)))}")


def for_(c: FunctionCompiler, op: Any) -> None:
    """`for (; condition; step) body`."""

    def again() -> None:
        c.statements(op.step)
        c.emit("continue")

    with turning(c, op):
        if len(op.condition.blocks):
            leave_unless(c, op)
        body(c, op, again)
        c.statements(op.step)


def while_(c: FunctionCompiler, op: Any) -> None:
    """`while (condition) body`."""
    with turning(c, op):
        leave_unless(c, op)
        body(c, op, lambda: c.emit("continue"))


def do(c: FunctionCompiler, op: Any) -> None:
    """`do body while (condition)`."""

    def again() -> None:
        leave_unless(c, op)
        c.emit("continue")

    with turning(c, op):
        body(c, op, again)
        leave_unless(c, op)


@contextmanager
def turning(c: FunctionCompiler, op: Any) -> Iterator[None]:
    """Write a loop whose turns are limited, and which lets others run where it spins."""
    counter = c.fresh("turns")
    c.emit(f"{counter} = {TURNS}")
    with c.under("while True:"):
        turn(c, op, counter)
        yield
    reunite(c, op)


def leave_unless(c: FunctionCompiler, op: Any) -> None:
    """Write the condition and the exit."""
    c.emit(f"if not {c.yielded(op, op.condition)}: break")


def body(c: FunctionCompiler, op: Any, again: Callable[[], None]) -> None:
    """Write the body, in which `continue` is what `again` writes."""
    c.continues.append(again)
    c.statements(op.body)
    c.continues.pop()


def switch(c: FunctionCompiler, op: Any) -> None:
    """A loop of one turn over the cases from the one that matches."""
    cases = [case for block in op.body.blocks for case in block.operations]
    starts = {value_of(value): number for number, case in enumerate(cases) for value in case.values}
    default = next((n for n, case in enumerate(cases) if case.is_default.value), len(cases))
    start, skipped = c.fresh("case"), c.fresh("continue")

    def again() -> None:
        c.emit(f"{skipped} = True")
        c.emit("break")

    c.emit(f"{start} = {c.program.constant(starts)}.get({c.name(op.value)}, {default})")
    c.emit(f"{skipped} = False")
    with c.under("while True:"):
        c.continues.append(again)
        for number, case in enumerate(cases):
            with c.under(f"if {start} <= {number}:"):
                c.statements(case.body)
        c.continues.pop()
        c.emit("break")
    reunite(c, op)
    if c.continues:
        with c.under(f"if {skipped}:"):
            c.continues[-1]()


def case(_c: FunctionCompiler, op: Any) -> None:
    """Written by its switch."""
    raise fail(op, "a case outside of a switch")


def break_(c: FunctionCompiler, _op: Any) -> None:
    """Leaves the innermost loop or switch."""
    c.emit("break")


def continue_(c: FunctionCompiler, _op: Any) -> None:
    """Goes on with the innermost loop's next turn."""
    c.continues[-1]()


def flattened(_c: FunctionCompiler, op: Any) -> None:
    """A function with labels is brought into plain control flow first."""
    raise fail(op, "stands in a function that is not flattened")


def return_(c: FunctionCompiler, op: Any) -> None:
    """Leaves the function."""
    c.emit(f"return {', '.join(map(c.name, op.operation.operands))}")


def yield_(_c: FunctionCompiler, op: Any) -> None:
    """Written by the op whose region it ends; without a value it says nothing."""
    if len(op.operation.operands):
        raise fail(op, "nobody takes the value")


def call(c: FunctionCompiler, op: Any) -> None:
    """A call; one that may wait hands its waits on."""
    callee = ir.FlatSymbolRefAttr(op.attributes["callee"]).value
    name, waits = c.program.function(op, callee)
    text = f"{name}({', '.join(['t', *map(c.name, op.operation.operands)])})"
    text = f"(yield from {text})" if waits else text
    if len(op.operation.results):
        c.define(op.operation.results[0], text)
    else:
        c.emit(text)


EMITTERS = {
    "cnative.scope": scope,
    "cnative.if": if_,
    "cnative.for": for_,
    "cnative.while": while_,
    "cnative.do": do,
    "cnative.switch": switch,
    "cnative.case": case,
    "cnative.break": break_,
    "cnative.continue": continue_,
    "cnative.label": flattened,
    "cnative.goto": flattened,
    "cnative.return": return_,
    "cnative.yield": yield_,
    "func.call": call,
    "func.return": return_,
}
