"""Loops over the threads of a block become loops that count them, for targets without such loops of their own.

`thread_loop` is three nested `for`s, x innermost; a variable with one copy for each thread is an array of MAX_THREADS
elements; what threads tell each other is read from those.  Runs on the form that `ThreadLoops` makes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import index, number, text
from cn_migrate.dialects.cnative.execution import IdOp
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.dialects.cnative.warp import WARP_SIZE
from cn_migrate.lowering.call_graph import CallGraph
from cn_migrate.lowering.converge.quiet import operations_of
from cn_migrate.lowering.normalise.expand_updates import expand_updates

_FAR = 1 << 62  # beyond all indices
_AXES = "xyz"


@dataclass(frozen=True)
class CountThreads:
    """See the module."""

    name: str = "count-threads"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """See the class."""
        with module.context:
            for kernel in CallGraph(module).kernels.values():
                expand_updates(kernel)
                _Counting(kernel).run()


@dataclass
class _Turn:
    """One loop over threads: the variables that count, and the block of one turn."""

    counters: list[ir.Value]
    body: ir.Block
    places: dict[ir.Operation, ir.Value] = field(default_factory=dict)


@dataclass
class _Counting:
    kernel: func.FuncOp
    turns: int = 0

    def run(self) -> None:
        arrays = {s.result: self._array(s) for s in self._per_thread()}
        for kind, rule in (
            (threads.AnyOfOp, self._any_of),
            (threads.BallotOfOp, self._ballots),
            (threads.ExchangeOp, self._exchange),
            (threads.FirstOp, self._first),
        ):
            for op in of_kinds(self.kernel, kind):
                rule(op, arrays)
        for loop in of_kinds(self.kernel, threads.ThreadLoopOp):
            self._loop(loop, arrays)
        for slot in arrays:
            slot.owner.erase()

    def _per_thread(self) -> list[m.SlotOp]:
        slots = of_kinds(self.kernel, m.SlotOp)
        return [slot for slot in slots if threads.PER_THREAD in slot.attributes]

    def _array(self, slot: m.SlotOp) -> ir.Value:
        old = slot.result.type
        type_ = t.ptr(t.array(t.pointee(old), threads.MAX_THREADS), t.space(old))
        with slot.location, ir.InsertionPoint(slot):
            array = m.SlotOp(slot.name, type_)
        array.attributes[threads.PER_THREAD] = ir.UnitAttr.get()
        return array.result

    # -- loops

    def _loop(self, loop: threads.ThreadLoopOp, arrays: dict[ir.Value, ir.Value]) -> None:
        with loop.location:
            turn = self._count(loop)
            at = ir.InsertionPoint(turn.body)
            thread = _thread(turn.counters, at)
        for hint in of_kinds(loop, threads.MultiplesOp, threads.ScaledOp):
            hint.erase()
        bounds = of_kinds(loop, threads.BoundOp)
        for op in list(loop.body.blocks[0].operations):
            turn.body.append(op)
        self._guard(bounds, turn)
        self._returns(turn)
        for op in _within(turn.body, IdOp):
            if op.kind.value == "thread_id":
                with op.location, ir.InsertionPoint(op):
                    value = m.LoadOp(turn.counters[op.dim.value], t.unsigned(32)).result
                op.result.replace_all_uses_with(value)
                op.erase()
        _use_own(turn.body, arrays, thread)
        loop.erase()

    def _count(self, loop: threads.ThreadLoopOp) -> _Turn:
        """Three loops in the place of `loop`."""
        here = ir.InsertionPoint(loop)
        counters: list[ir.Value] = []
        for dim in (2, 1, 0):
            scope = c.ScopeOp(ip=here)
            here = ir.InsertionPoint(scope.body.blocks.append())
            zero = _word(0, here)
            name = text(f"thread_{_AXES[dim]}")
            type_ = t.ptr(t.unsigned(32), _own_space(self.kernel))
            counter = m.SlotOp(name, type_, init=zero, ip=here).result
            counters.insert(0, counter)
            loop_ = _count_to(counter, IdOp, dim, here)
            here = ir.InsertionPoint(loop_.body.blocks[0])
        if threads.INDEPENDENT in loop.attributes:
            loop_.attributes[threads.SIDE_BY_SIDE] = index(self.turns)
        return _Turn(counters, loop_.body.blocks[0])

    def _returns(self, turn: _Turn) -> None:
        """A `return` ends the thread's turn."""
        last = turn.body.operations[len(turn.body.operations) - 1].operation
        returns = _within(turn.body, c.ReturnOp)
        ends = [op.operation == last for op in returns]
        name = text(f"next_thread_{self.turns}")
        self.turns += 1
        for op, is_end in zip(returns, ends, strict=True):
            if not is_end:
                c.GotoOp(name, loc=op.location, ip=ir.InsertionPoint(op))
            op.erase()
        if not all(ends):
            c.LabelOp(name, loc=self.kernel.location, ip=ir.InsertionPoint(turn.body))

    def _guard(self, bounds: list[threads.BoundOp], turn: _Turn) -> None:
        """Threads outside of the bounds end their turns at once."""
        for op in bounds:
            with op.location, ir.InsertionPoint(op):
                own = m.LoadOp(turn.counters[op.dim.value], t.unsigned(32)).result
                place = e.BinaryOp(text("add"), _long(own), _long(op.base), t.signed(64)).result
                limit = _limit(op.limit)
                inside = e.CompareOp(op.comparison, place, limit, t.boolean()).result
                outside = e.UnaryOp(text("lnot"), inside, t.boolean()).result
                branch = c.IfOp(outside)
                branch.otherwise.blocks.append()
                c.ReturnOp(ip=ir.InsertionPoint(branch.then.blocks.append()))
            op.erase()

    # -- what threads tell each other

    def _exchange(self, op: threads.ExchangeOp, arrays: dict[ir.Value, ir.Value]) -> None:
        word = t.unsigned(32)
        given, source, result = (arrays[slot] for slot in (op.value, op.source, op.result))
        with op.location, ir.InsertionPoint(op):
            number_ = self._counter("taker")
            with ir.InsertionPoint(_count_below(number_, _threads()).body.blocks[0]):
                thread = m.LoadOp(number_, word).result
                first = e.BinaryOp(text("and"), thread, _word(-WARP_SIZE), word).result
                lane = m.LoadOp(_element(source, thread), word).result
                lane = e.BinaryOp(text("and"), lane, _word(WARP_SIZE - 1), word).result
                other = e.BinaryOp(text("or"), first, lane, word).result
                value = m.LoadOp(_element(given, other), t.pointee(op.value.type)).result
                m.StoreOp(value, _element(result, thread))
        op.erase()

    def _first(self, op: threads.FirstOp, arrays: dict[ir.Value, ir.Value]) -> None:
        with op.location, ir.InsertionPoint(op):
            value = m.LoadOp(_element(arrays[op.slot], _word(0)), op.result.type).result
        op.result.replace_all_uses_with(value)
        op.erase()

    def _any_of(self, op: threads.AnyOfOp, arrays: dict[ir.Value, ir.Value]) -> None:
        """`any |= votes[i]` for all threads."""
        with op.location, ir.InsertionPoint(op):
            space = _own_space(self.kernel)
            no = e.ConstantOp(number(t.boolean(), False), t.boolean()).result
            any_ = m.SlotOp(text("any"), t.ptr(t.boolean(), space), init=no).result
            number_ = self._counter("vote")
            threads_ = _threads()
            here = ir.InsertionPoint(_count_below(number_, threads_).body.blocks[0])
            vote = _element(
                arrays[op.slot], m.LoadOp(number_, t.unsigned(32), ip=here).result, here
            )
            values = [m.LoadOp(x, t.boolean(), ip=here).result for x in (any_, vote)]
            either = e.BinaryOp(text("or"), *values, t.boolean(), ip=here).result
            m.StoreOp(either, any_, ip=here)
            value = m.LoadOp(any_, t.boolean()).result
        op.result.replace_all_uses_with(value)
        op.erase()

    def _ballots(self, op: threads.BallotOfOp, arrays: dict[ir.Value, ir.Value]) -> None:
        """The bits of all warps first, in the places of their first threads; then each thread reads its warp's."""
        word = t.unsigned(32)
        with op.location, ir.InsertionPoint(op):
            threads_ = _threads()
            number_ = self._counter("vote")
            here = ir.InsertionPoint(_count_below(number_, threads_).body.blocks[0])
            thread = m.LoadOp(number_, word, ip=here).result
            lane = e.BinaryOp(text("and"), thread, _word(WARP_SIZE - 1, here), word, ip=here).result
            first = e.BinaryOp(text("sub"), thread, lane, word, ip=here).result
            vote = m.LoadOp(
                _element(arrays[op.predicate], thread, here), t.boolean(), ip=here
            ).result
            bit = e.BinaryOp(
                text("shl"), e.ConvertOp(vote, word, ip=here).result, lane, word, ip=here
            )
            place = _element(arrays[op.result], first, here)
            is_first = e.CompareOp(text("eq"), lane, _word(0, here), t.boolean(), ip=here).result
            known = e.BinaryOp(
                text("mul"),
                m.LoadOp(place, word, ip=here).result,
                e.ConvertOp(
                    e.UnaryOp(text("lnot"), is_first, t.boolean(), ip=here).result, word, ip=here
                ).result,
                word,
                ip=here,
            )
            m.StoreOp(
                e.BinaryOp(text("or"), known.result, bit.result, word, ip=here).result,
                place,
                ip=here,
            )
            again = self._counter("voter")
            here = ir.InsertionPoint(_count_below(again, threads_).body.blocks[0])
            thread = m.LoadOp(again, word, ip=here).result
            first = e.BinaryOp(text("and"), thread, _word(-WARP_SIZE, here), word, ip=here).result
            bits = m.LoadOp(_element(arrays[op.result], first, here), word, ip=here).result
            m.StoreOp(bits, _element(arrays[op.result], thread, here), ip=here)
        op.erase()

    def _counter(self, name: str) -> ir.Value:
        type_ = t.ptr(t.unsigned(32), _own_space(self.kernel))
        return m.SlotOp(text(name), type_, init=_word(0)).result


def _own_space(kernel: func.FuncOp) -> t.Space:
    """The space of the kernel's variables, which is one on targets with one address space."""
    slots = of_kinds(kernel, m.SlotOp)
    return t.space(slots[0].result.type) if slots else t.Space.GENERIC


def _word(value: int, here: ir.InsertionPoint | None = None) -> ir.Value:
    return e.ConstantOp(number(t.unsigned(32), value), t.unsigned(32), ip=here).result


def _long(value: ir.Value) -> ir.Value:
    return value if value.type == t.signed(64) else e.ConvertOp(value, t.signed(64)).result


def _limit(value: ir.Value) -> ir.Value:
    """`value` as si64; what is out of its range is far beyond all indices anyway."""
    type_ = value.type
    if type_.width < 64 or not t.is_unsigned(type_):
        return _long(value)
    far = e.ConstantOp(number(type_, _FAR), type_).result
    return _long(e.MathOp(text("min"), type_, [value, far]).result)


def _threads() -> ir.Value:
    """The number of threads of the block."""
    word = t.unsigned(32)
    x, y, z = (IdOp(text("block_dim"), index(dim), word).result for dim in range(3))
    return e.BinaryOp(text("mul"), e.BinaryOp(text("mul"), x, y, word).result, z, word).result


def _thread(counters: list[ir.Value], here: ir.InsertionPoint) -> ir.Value:
    """The number of the thread whose turn it is."""
    word = t.unsigned(32)
    x, y, z = (m.LoadOp(counter, word, ip=here).result for counter in counters)
    width, height = (IdOp(text("block_dim"), index(dim), word, ip=here).result for dim in range(2))
    rows = e.BinaryOp(text("mul"), z, height, word, ip=here).result
    row = e.BinaryOp(text("add"), rows, y, word, ip=here).result
    first = e.BinaryOp(text("mul"), row, width, word, ip=here).result
    return e.BinaryOp(text("add"), first, x, word, ip=here).result


def _count_to(counter: ir.Value, id_: type[IdOp], dim: int, here: ir.InsertionPoint) -> c.ForOp:
    """`for (; counter < block_dim; counter++) {}` along an axis."""
    loop = c.ForOp(ip=here)
    at = ir.InsertionPoint(loop.condition.blocks.append())
    limit = id_(text("block_dim"), index(dim), t.unsigned(32), ip=at).result
    _close(loop, counter, limit, at)
    return loop


def _count_below(counter: ir.Value, limit: ir.Value) -> c.ForOp:
    """`for (; counter < limit; counter++) {}` at the caller's place."""
    loop = c.ForOp()
    _close(loop, counter, limit, ir.InsertionPoint(loop.condition.blocks.append()))
    return loop


def _close(loop: c.ForOp, counter: ir.Value, limit: ir.Value, at: ir.InsertionPoint) -> None:
    word = t.unsigned(32)
    value = m.LoadOp(counter, word, ip=at).result
    goes = e.CompareOp(text("lt"), value, limit, t.boolean(), ip=at).result
    c.YieldOp([goes], ip=at)
    step = ir.InsertionPoint(loop.step.blocks.append())
    old = m.LoadOp(counter, word, ip=step).result
    m.StoreOp(e.BinaryOp(text("add"), old, _word(1, step), word, ip=step).result, counter, ip=step)
    loop.body.blocks.append()


def _element(array: ir.Value, number_: ir.Value, here: ir.InsertionPoint | None = None) -> ir.Value:
    type_ = t.ptr(t.element(t.pointee(array.type)), t.space(array.type))
    return m.ElementOp(array, number_, type_, ip=here).result


def _within(block: ir.Block, kind: type[ir.OpView]) -> list[ir.OpView]:
    """The ops of a kind in `block`, and in the regions of its ops."""
    return [op for outer in block.operations for op in of_kinds(outer, kind)]


def _use_own(block: ir.Block, arrays: dict[ir.Value, ir.Value], thread: ir.Value) -> None:
    """In `block`, the address of a variable is that of the thread's copy."""
    own: dict[ir.Value, ir.Value] = {}
    behind = ir.InsertionPoint.after(thread.owner)
    for op in [op for outer in block.operations for op in (outer, *operations_of(outer))]:
        operands = op.operation.operands
        for number_, slot in enumerate(operands):
            if slot not in arrays:
                continue
            if slot not in own:
                with slot.owner.location:
                    own[slot] = _element(arrays[slot], thread, behind)
            operands[number_] = own[slot]
