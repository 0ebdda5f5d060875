"""Loops over threads, and what stands in them, as statements of C++."""

from __future__ import annotations

from collections.abc import Iterator

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.emitters.opencl.addresses import target
from cn_migrate.emitters.opencl.builtins import initialiser
from cn_migrate.emitters.opencl.comments import CommentCursor
from cn_migrate.emitters.opencl.context import FunctionContext
from cn_migrate.emitters.opencl.declarations import Declaration, Declarations
from cn_migrate.emitters.opencl.expressions import exact_argument
from cn_migrate.emitters.opencl.spellings import declaration, pointer_declaration
from cn_migrate.emitters.opencl.statements import StatementPrinter
from cn_migrate.emitters.openmp.indices import declared_type, note_bounds
from cn_migrate.emitters.openmp.printers import OF_LANE, OWN, array_of, in_strip

MAX_THREADS, LANES = "MAX_THREADS", "LANES"
ON_HEAP = "OnHeap"
_UNROLLED = 16
_ZEROS = "{0}"  # C++ takes it for one element where it stands for an array of arrays
_BOUNDS = {"lt": "below", "le": "up_to", "gt": "above", "ge": "from", "eq": "is"}
_HEADS = {True: "EACH_THREAD_AS_LANE", False: "EACH_THREAD"}


class ThreadStatements(StatementPrinter):
    """Prints the body of one function."""

    def __init__(self, ctx: FunctionContext, comments: CommentCursor) -> None:
        super().__init__(ctx, comments)
        self._declarations: _ThreadDeclarations = _ThreadDeclarations(ctx, self._out)
        self._turns = 0
        self._next = ""

    def body(self, block: ir.Block, last_line: int | None) -> list[str]:
        """The lines of a function's body whose closing brace stands on `last_line`."""
        labels = (isinstance(op, c.LabelOp) for op in _operations_within(block))
        self._declarations.passed = any(labels)
        return super().body(block, last_line)

    def _print_op(self, op: ir.OpView) -> None:
        if isinstance(op, threads.ThreadLoopOp):
            self._thread_loop(op)
        elif isinstance(op, threads.StripLoopOp):
            self._strip_loop(op)
        elif isinstance(op, threads.CHOICES):
            pass  # in the head of the loop
        elif isinstance(op, threads.BallotOfOp):
            self._add_of_block("ballots", op)
        elif isinstance(op, threads.ExchangeOp):
            self._add_of_block("exchange", op)
        elif isinstance(op, x.FenceOp):
            self._add("__atomic_thread_fence(__ATOMIC_SEQ_CST);")
        elif isinstance(op, m.StoreOp) and isinstance(op.value.type, t.ArrayType):
            place = target(self.ctx, op.address).text
            values = initialiser(self.ctx, op.value)
            self._add(f"assign({place}, {'{}' if values == _ZEROS else values});")
        elif isinstance(op, c.ReturnOp) and (loop := _thread_loop_of(op)) is not None:
            self._end_turn(op, loop)
        else:
            super()._print_op(op)

    def _add_of_block(self, function: str, op: ir.OpView) -> None:
        """A call for all threads of the block; the operands of `op` are variables of theirs."""
        arrays = ", ".join(array_of(self.ctx, slot) for slot in op.operation.operands)
        self._add(f"{function}({arrays}, block_dim);")

    def _unroll(self, op: ir.OpView) -> None:
        """A request without a count is for as much as GCC would do by itself."""
        if "unroll" in op.attributes:
            self._add(f"UNROLL({op.attributes['unroll'].value or _UNROLLED})")

    def _thread_loop(self, op: threads.ThreadLoopOp) -> None:
        block = op.body.blocks[0]
        self._next = ""
        at = len(self._out.lines)
        if not in_strip(op) and _inner(block):
            call = f"each_lane_apart(block_dim, {self._range(block)}, OF_THREAD"
            with self._braces(call, op, "});"):
                self.block(block)
            return
        with self._braces(self._head(op), op):
            self.block(block)
        if self._next:  # jumps go out of a block of its own: they may not pass declarations
            lines = self._out.lines
            head = next(i for i in range(at, len(lines)) if lines[i].endswith("{"))  # its last line
            lines[head] += " {"
            self._out.lines[-1] += f" {self._next}:; }}"

    def _strip_loop(self, op: threads.StripLoopOp) -> None:
        block = op.body.blocks[0]
        with self._braces(f"each_strip(block_dim, {self._range(block)}, OF_STRIP", op, "});"):
            self.block(block)

    def _range(self, block: ir.Block) -> str:
        """The threads that go in; behind a comma those of them that are away from edges, if some are."""
        inner = _inner(block)
        outer = [o for o in block.operations if isinstance(o, threads.CHOICES) and o not in inner]
        ranges = [
            ".".join(["ThreadRange(block_dim)", *map(self._choice, choices)])
            for choices in (outer, inner)
            if choices or choices is outer
        ]
        return ", ".join(ranges)

    def _head(self, op: threads.ThreadLoopOp) -> str:
        if in_strip(op):
            return "EACH_LANE" if threads.INDEPENDENT in op.attributes else "EACH_LANE_IN_TURN"
        choices = [b for b in op.body.blocks[0].operations if isinstance(b, threads.CHOICES)]
        in_steps = any(isinstance(choice, threads.MultiplesOp) for choice in choices)
        lanes = threads.INDEPENDENT in op.attributes and not any(map(_leaves_few, choices))
        head = "EACH_THREAD_IN_STEPS" if in_steps else _HEADS[lanes]
        # Steps come last: they go from the first thread that is left.
        choices.sort(key=lambda choice: isinstance(choice, threads.MultiplesOp))
        return f"{head}_WHERE({'.'.join(map(self._choice, choices))})" if choices else head

    def _choice(self, op: ir.OpView) -> str:
        """`x_below(n, block_id.x * block_dim.x)`: threads for which the sum of index and base is below."""
        if isinstance(op, threads.MultiplesOp):
            return f"x_multiples({exact_argument(self.ctx, op.step).text})"
        if isinstance(op, threads.ScaledOp):
            scale, limit = (exact_argument(self.ctx, value).text for value in (op.scale, op.limit))
            return f"x_scaled_below({scale}, {limit})"
        assert isinstance(op, (threads.BoundOp, threads.InnerOp))
        values = [exact_argument(self.ctx, value) for value in (op.limit, op.base)]
        texts = [value.text for value in values]
        arguments = ", ".join(texts[:1] if texts[1] in ("0", "0u") else texts)
        return f"{'xyz'[op.dim.value]}_{_BOUNDS[op.comparison.value]}({arguments})"

    def _end_turn(self, op: c.ReturnOp, loop: ir.Operation) -> None:
        parent = op.operation.parent
        if parent == loop:
            return  # the last op of the turn
        if _inner(loop.regions[0].blocks[0]):  # it is a function
            self._add("return;")
            return
        while parent != loop and not isinstance(parent.opview, (c.ForOp, c.WhileOp, c.DoOp)):
            parent = parent.parent
        if parent == loop:
            self._add("continue;")
            return
        if not self._next:
            self._turns += 1
            self._next = f"next_{self._turns}"
        self._add(f"goto {self._next};")


class _ThreadDeclarations(Declarations):
    """Variables with one copy for each thread are arrays.

    `passed`: jumps may pass declarations, which C++ allows where those give no value.
    """

    passed = False
    _on_stack = 0  # bytes

    def _define(self, result: ir.Value, text: str) -> None:
        if not self.passed:
            super()._define(result, text)
            return
        name = self._ctx.names[result]
        self._out.add(f"{self._of_value(result, name)};")
        self._out.add(f"{name} = {text};")

    def type_of(self, op: m.SlotOp) -> ir.Type:
        note_bounds(self._ctx, op)
        return declared_type(self._ctx, op)

    def slot(self, op: m.SlotOp) -> Declaration:
        if threads.PER_THREAD not in op.attributes:
            return super().slot(op)
        ctx, type_ = self._ctx, t.pointee(op.result.type)
        name = ctx.scopes.new(op.name.value)
        count, own = (LANES, OF_LANE) if in_strip(op) else (MAX_THREADS, OWN)
        ctx.names[op.result] = f"{name}{own}"
        if t.is_bool(type_):
            ctx.bytes_for_bool.add(op.result)
        qualifiers = ctx.module.qualifiers.of(op.result)
        if not in_strip(op) and not self._fits(type_):
            of_one = declaration(type_, "", qualifiers, extents=ctx.extents(op)).replace(" [", "[")
            return Declaration(f"static thread_local {ON_HEAP}<{of_one}> {name}", name)
        if in_strip(op) and _is_indexed(op):  # neighbours side by side
            ctx.names[op.result], ctx.behind[op.result] = name, own
            extents = [*ctx.extents(op), count]
            of_one = t.array(t.element(type_), 1)
            text = declaration(t.array(of_one, 1), name, qualifiers, extents=extents)
        elif isinstance(type_, t.PtrType):
            text = pointer_declaration(type_, f"{name}[{count}]", of_pointee=qualifiers)
        else:
            extents = [count, *ctx.extents(op)]
            text = declaration(t.array(type_, 1), name, qualifiers, extents=extents)
        return Declaration(text, name)

    def _fits(self, type_: ir.Type) -> bool:
        """Is there room on the stack for a copy of each thread?"""
        if not isinstance(type_, (t.ArrayType, t.RecordType)):
            return True
        size = self._ctx.module.layout.size(type_) * threads.MAX_THREADS
        if self._on_stack + size > threads.STACK_BYTES:
            return False
        self._on_stack += size
        return True


def _is_indexed(op: m.SlotOp) -> bool:
    """Is it an array of which only single elements are used?"""
    type_ = t.pointee(op.result.type)
    if not isinstance(type_, t.ArrayType) or isinstance(t.element(type_), t.ArrayType):
        return False
    elements = [use.owner.opview for use in op.result.uses]
    return all(
        isinstance(element, m.ElementOp)
        and all(
            isinstance(u.owner, (m.LoadOp, m.UpdateOp)) or _is_stored_to(u)
            for u in element.result.uses
        )
        for element in elements
    )


def _is_stored_to(use: ir.OpOperand) -> bool:
    return isinstance(use.owner, m.StoreOp) and use.operand_number == 1


def _inner(block: ir.Block) -> list[ir.OpView]:
    return [op for op in block.operations if isinstance(op, threads.InnerOp)]


def _leaves_few(choice: ir.OpView) -> bool:
    """Is what is left of the threads no work for vectors?"""
    if isinstance(choice, threads.BoundOp):
        return bool(choice.comparison.value == "eq" and choice.dim.value == 0)
    return True


def _operations_within(block: ir.Block) -> Iterator[ir.OpView]:
    """All ops in `block`, and in the regions of those."""
    for op in block.operations:
        yield op
        for region in op.operation.regions:
            for inner in region.blocks:
                yield from _operations_within(inner)


def _thread_loop_of(op: ir.OpView) -> ir.Operation | None:
    parent = op.operation.parent
    while parent is not None and parent.name != threads.ThreadLoopOp.OPERATION_NAME:
        parent = None if parent.name == "func.func" else parent.parent
    return parent
