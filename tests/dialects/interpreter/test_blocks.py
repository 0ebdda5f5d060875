"""Functions of several blocks, as the normal form has them."""

from __future__ import annotations

import numpy as np
import pytest

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import context
from cn_migrate.dialects.cnative.blocks import BlockGraph
from cn_migrate.dialects.cnative.interpreter import Interpreter, InterpreterError

OUT = '!cnative.ptr<si32, "global">'
ONE = '%one = "cnative.constant"() {value = 1 : si32} : () -> si32'


def run(*blocks: str, shape: tuple[int, int] = (1, 1)) -> tuple[list[int], Interpreter]:
    """Run the kernel of these blocks, which gets an array `%o` of 4 ints and a number `%n` = 3."""
    text = "\n".join([f"func.func @k(%o: {OUT}, %n: si32) {{", ONE, *blocks, "}"])
    out = np.zeros(4, np.int32)
    with context():
        interpreter = Interpreter(ir.Module.parse(text))
        report = interpreter.launch("k", shape[:1], shape[1:], [out, 3])
    assert report.ok, str(report)
    return out.tolist(), interpreter


def store(value: str) -> str:
    """`*o = value; return`."""
    return (
        f'"cnative.store"({value}, %o) {{resultSegmentSizes = array<i32: 0>}} : (si32, {OUT}) -> ()\n'
        '"cnative.return"() {operandSegmentSizes = array<i32: 0>} : () -> ()'
    )


def binary(result: str, op: str, lhs: str, rhs: str) -> str:
    return f'{result} = "cnative.binary"({lhs}, {rhs}) {{op = "{op}"}} : (si32, si32) -> si32'


def compare(result: str, op: str, lhs: str, rhs: str) -> str:
    return f'{result} = "cnative.compare"({lhs}, {rhs}) {{op = "{op}"}} : (si32, si32) -> i1'


def test_arguments_change_all_at_once() -> None:
    """Fibonacci: both arguments are read before either is written."""
    out, _ = run(
        "cf.br ^head(%one, %one, %n : si32, si32, si32)",
        "^head(%a: si32, %b: si32, %left: si32):",
        binary("%next", "add", "%a", "%b"),
        binary("%less", "sub", "%left", "%one"),
        compare("%again", "gt", "%left", "%one"),
        "cf.cond_br %again, ^head(%b, %next, %less : si32, si32, si32), ^end(%a, %b : si32, si32)",
        "^end(%x: si32, %y: si32):",
        binary("%both", "mul", "%x", "%y"),
        store("%both"),
    )
    assert out[0] == 2 * 3


def test_blocks_may_stand_in_any_order() -> None:
    out, _ = run(
        "cf.br ^first",
        "^last:",
        store("%two"),
        "^first:",
        binary("%two", "add", "%one", "%one"),
        "cf.br ^last",
    )
    assert out[0] == 2


def test_nested_loops_count_their_turns_anew() -> None:
    out, _ = run(
        "cf.br ^outer(%n, %one : si32, si32)",
        "^outer(%i: si32, %s: si32):",
        "cf.br ^inner(%i, %s : si32, si32)",
        "^inner(%j: si32, %t: si32):",
        binary("%sum", "add", "%t", "%j"),
        binary("%k", "sub", "%j", "%one"),
        compare("%more", "ge", "%k", "%one"),
        "cf.cond_br %more, ^inner(%k, %sum : si32, si32), ^step",
        "^step:",
        binary("%m", "sub", "%i", "%one"),
        compare("%again", "ge", "%m", "%one"),
        "cf.cond_br %again, ^outer(%m, %sum : si32, si32), ^end",
        "^end:",
        store("%sum"),
    )
    assert out[0] == 1 + 6 + 3 + 1


def test_conditions_that_mlir_made() -> None:
    out, _ = run(
        compare("%c", "gt", "%n", "%one"),
        "%true = arith.constant true",
        "%not = arith.xori %c, %true : i1",
        "%both = arith.andi %c, %not : i1",
        "%any = arith.ori %both, %c : i1",
        "%value = arith.select %any, %n, %one : si32",
        store("%value"),
    )
    assert out[0] == 3


def test_deep_trees_of_blocks() -> None:
    """Python nests a hundred levels at most."""
    blocks = []
    for i in range(150):
        blocks += [compare(f"%c{i}", "lt", "%n", "%one"), f"cf.cond_br %c{i}, ^r{i}, ^b{i}"]
        blocks += [f"^r{i}:", store("%one"), f"^b{i}:"]
    assert run(*blocks, store("%n"))[0][0] == 3


def test_a_loop_that_does_not_end_is_located() -> None:
    with pytest.raises(InterpreterError, match=r"k.cu:4:5: the loop does not end"):
        run('cf.br ^a loc("k.cu":3:5)', "^a:", 'cf.br ^a loc("k.cu":4:5)')


def test_the_graph_of_a_region() -> None:
    text = """func.func @f(%c: i1) {
        cf.br ^head
      ^end:
        "cnative.return"() {operandSegmentSizes = array<i32: 0>} : () -> ()
      ^head:
        cf.cond_br %c, ^body, ^end
      ^body:
        cf.cond_br %c, ^head, ^head
      ^unreachable:
        cf.br ^end
    }"""
    with context():
        module = ir.Module.parse(text)
        region = module.body.operations[0].regions[0]
        entry, end, head, body, unreachable = region.blocks
        graph = BlockGraph(region)
    assert graph.order == [entry, head, body, end]
    assert unreachable not in graph.index
    assert graph.predecessors[head] == [entry, body, body]
    assert graph.is_head(head) and not graph.is_head(end)
    assert graph.loop(head) == graph.looping() == {head, body}
